package dev.oat.cli.examine;

import dev.oat.cli.call.CallRequest;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandRun;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.frame.Storage;
import dev.oat.cli.frame.StoredProfiles;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.setting.Streams;
import dev.oat.cli.setting.Version;
import dev.oat.json.JsonObject;
import dev.oat.render.failure.FailureText;
import dev.oat.render.flow.Field;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.Step;
import dev.oat.render.flow.StepTrace;
import dev.oat.render.text.Redaction;
import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A recorded command, made anew from its public parameters.
 *
 * <p>A recording may come from anybody. So nothing of it reaches the wire but values of parameters that are known to be
 * harmless: never an address, a header that authenticates, a secret, a name of a file or a reference to a secret.
 */
final class Replay {
    static final Setting UNSAFE = Setting.flag(
                    "unsafe", Setting.Group.COMMAND, "Send calls again that may change something: POST, PUT, DELETE.")
            .onlyOption();

    /** Parameters that have a setting of their own. */
    private static final Map<String, Setting> KNOWN = Map.of(
            "scope", Settings.SCOPE,
            "audience", Settings.AUDIENCE,
            "resource", Settings.RESOURCE,
            "prompt", Settings.PROMPT,
            "max_age", Settings.MAX_AGE,
            "acr_values", Settings.ACR_VALUES,
            "login_hint", Settings.LOGIN_HINT,
            "ui_locales", Settings.UI_LOCALES);

    /** What a client makes anew each time, or what says who it is: taken from the settings, never from a file. */
    private static final Set<String> OURS = Set.of(
            "grant_type",
            "response_type",
            "response_mode",
            "client_id",
            "client_assertion_type",
            "redirect_uri",
            "code_challenge",
            "code_challenge_method",
            "dpop_jkt",
            "requested_token_type",
            "subject_token_type",
            "actor_token_type",
            "username",
            "request_uri");

    /** Commands that can be run again; others undo or change something, or have nothing to send. */
    private static final Set<String> REPEATABLE = Set.of(
            "login",
            "token",
            "token client-credentials",
            "token password",
            "token refresh",
            "token device",
            "token id-jag",
            "userinfo",
            "call");

    private final Invocation invocation;
    private final Recording recorded;
    private final Command command;
    private final Map<Setting, List<String>> options;
    private final List<String> positionals;
    private final List<String> remarks;

    private Replay(
            Invocation invocation,
            Recording recorded,
            Command command,
            Map<Setting, List<String>> options,
            List<String> positionals,
            List<String> remarks) {
        this.invocation = invocation;
        this.recorded = recorded;
        this.command = command;
        this.options = options;
        this.positionals = positionals;
        this.remarks = remarks;
    }

    /**
     * Prepares it; nothing is sent yet.
     *
     * @throws Failure.Usage if the recorded command cannot be run again
     */
    static Replay of(Recording recorded, Invocation invocation) {
        String name = recorded.command();
        if (!REPEATABLE.contains(name)) {
            throw new Failure.Usage("oat " + Sanitizer.line(name) + " is not replayed")
                    .hint("these are: "
                            + String.join(", ", REPEATABLE.stream().sorted().toList()));
        }
        Command command = invocation.commands().find(name).orElseThrow().command();
        Map<Setting, List<String>> options =
                new LinkedHashMap<>(invocation.arguments().options());
        options.remove(UNSAFE);
        options.remove(Settings.TEXT_OR_JSON);
        List<String> positionals = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        Step.Request main = main(recorded, name);
        if (name.equals("call")) {
            call(main, invocation, options, positionals, remarks);
        } else {
            parameters(main, command, options, remarks);
        }
        remarks.add(
                0,
                "replaying oat " + name + "; server, client and every credential come from "
                        + invocation
                                .settings()
                                .profileName()
                                .map(profile -> "profile " + profile + " and the options")
                                .orElse("the options and the environment"));
        return new Replay(invocation, recorded, command, options, positionals, remarks);
    }

    /** Returns the message that says what was asked for: the browser's, else the token request, or the call; of a chain its exchange. */
    private static Step.Request main(Recording recorded, String name) {
        Step.Request found = null;
        for (Step step : recorded.steps()) {
            if (step instanceof Step.Request request) {
                boolean wanted = name.equals("call")
                        ? request.title().equals("call")
                        : name.equals("token id-jag")
                                ? isExchange(request)
                                : request.isFrontChannel()
                                        || request.title().startsWith("pushed")
                                        || !request.parameters().isEmpty();
                if (wanted
                        && (found == null
                                || (request.isFrontChannel() && request.query().size() > 3))) {
                    found = request;
                }
            }
        }
        if (found == null) {
            throw new Failure.Usage("the recording holds no message to send again");
        }
        return found;
    }

    private static boolean isExchange(Step.Request request) {
        return Field.first(request.parameters(), "requested_token_type").isPresent();
    }

    private static void parameters(
            Step.Request main, Command command, Map<Setting, List<String>> options, List<String> remarks) {
        List<Setting> settings = command.settings();
        Set<String> dropped = new LinkedHashSet<>();
        Set<String> kept = new LinkedHashSet<>();
        for (Field field : main.parameters().isEmpty() ? main.query() : main.parameters()) {
            String name = field.name();
            if (field.secret()
                    || Redaction.isSecretName(name)
                    || OURS.contains(name)
                    // whom an exchange of a chain is for follows from the settings
                    || (name.equals("audience") && isExchange(main))) {
                dropped.add(name);
                continue;
            }
            Setting setting = known(field);
            if (setting != null && settings.contains(setting)) {
                add(options, setting, field.value());
            } else if (settings.contains(Settings.PARAM)) {
                add(options, Settings.PARAM, name + "=" + field.value());
            } else {
                dropped.add(name);
                continue;
            }
            kept.add(name);
        }
        if (!kept.isEmpty()) {
            remarks.add("as recorded: " + Sanitizer.line(String.join(", ", kept)));
        }
        if (!dropped.isEmpty()) {
            remarks.add("made anew or taken from the settings: " + Sanitizer.line(String.join(", ", dropped)));
        }
    }

    /** Returns the parameter's own setting; one whose value may also name a file must hold JSON and nothing else. */
    private static @Nullable Setting known(Field field) {
        if (field.name().equals("claims") && field.value().startsWith("{")) {
            return Settings.CLAIMS;
        }
        if (field.name().equals("authorization_details") && field.value().startsWith("[")) {
            return Settings.AUTHORIZATION_DETAILS;
        }
        return KNOWN.get(field.name());
    }

    private static void add(Map<Setting, List<String>> options, Setting setting, String value) {
        List<String> values = new ArrayList<>(options.getOrDefault(setting, List.of()));
        values.add(value);
        options.put(setting, setting.kind() == Setting.Kind.TEXTS ? values : List.of(value));
    }

    private static void call(
            Step.Request main,
            Invocation invocation,
            Map<Setting, List<String>> options,
            List<String> positionals,
            List<String> remarks) {
        boolean harmless = main.method().equals("GET") || main.method().equals("HEAD");
        if (!harmless && !invocation.arguments().has(UNSAFE)) {
            throw new Failure.Usage(
                            "the recorded call is a " + Sanitizer.line(main.method()) + ", which may change something")
                    .hint("--unsafe sends it again");
        }
        List<String> apis = invocation.settings().texts(Settings.API);
        if (apis.isEmpty()) {
            throw new Failure.Usage("no API is named: a recorded address gets no token")
                    .hint("--api https://HOST, or a profile that names one");
        }
        URI api = URI.create(apis.get(0));
        URI recorded = address(main.address());
        String address = api.getScheme() + "://" + api.getRawAuthority() + recorded.getRawPath();
        options.put(CallRequest.REQUEST, List.of(main.method()));
        // never ask whether a further host may get the token
        options.put(Settings.NO_INPUT, List.of("true"));
        positionals.add(address);
        List<String> dropped = new ArrayList<>();
        for (Field field : main.query()) {
            if (field.secret() || !Ascii.isMadeOf(field.name(), "_-.")) {
                dropped.add(field.name());
            } else {
                positionals.add(field.name() + "==" + field.value());
            }
        }
        if (!main.text().isEmpty() || !main.parameters().isEmpty() || main.length() > 0) {
            if (main.text().startsWith("{") && !main.text().contains(" chars")) {
                options.put(CallRequest.DATA, List.of(main.text()));
            } else {
                throw new Failure.Usage("the recorded body is not whole: what was secret or no JSON is not kept");
            }
        }
        for (Field header : main.headers()) {
            if (header.name().equalsIgnoreCase("accept") && !header.secret()) {
                options.put(CallRequest.HEADER, List.of("Accept:" + header.value()));
            } else {
                dropped.add(header.name());
            }
        }
        remarks.add("goes to " + Sanitizer.line(address) + " in place of " + Sanitizer.line(main.address()));
        if (!dropped.isEmpty()) {
            remarks.add("left out: " + Sanitizer.line(String.join(", ", dropped)));
        }
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new Failure.Usage("the recorded address is none");
        }
    }

    /** Returns what was replaced, in sentences. */
    List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }

    /** Runs it; what it would have printed is not wanted, and a failure is a result like another. */
    Recording run() {
        Environment outside = silent(invocation.environment());
        Arguments arguments = new Arguments(options, positionals);
        Instant started = outside.clock().instant();
        List<Step> steps = new ArrayList<>();
        StepTrace recorder = new StepTrace(
                outside.clock(),
                new Redaction(
                        false, Secret.of(Long.toHexString(outside.random().get().nextLong()))),
                steps::add);
        Trace trace = event -> {
            invocation.trace().add(event);
            recorder.add(event);
        };
        Storage storage = new Storage(outside, trace);
        Output output = new Output(outside, arguments);
        int code;
        Optional<JsonObject> failed = Optional.empty();
        try {
            Resolution settings = Resolution.of(arguments, outside.variables(), new StoredProfiles(storage));
            code = CommandRun.status(
                    command,
                    new Invocation(
                            recorded.command(),
                            arguments,
                            outside,
                            settings,
                            storage,
                            output,
                            trace,
                            invocation.checkpoint(),
                            invocation.commands(),
                            invocation.others()));
        } catch (Failure failure) {
            if (steps.isEmpty()) {
                throw failure;
            }
            code = ExitCode.of(failure).code();
            failed = Optional.of(JsonObject.parse(FailureText.forScripts(failure, code)));
        }
        return new Recording("oat " + Version.NUMBER, recorded.command(), started, false, steps, code, failed);
    }

    private static Environment silent(Environment world) {
        Streams old = world.streams();
        Streams streams = new Streams(
                old.in(),
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                old.err(),
                old.inputIsTerminal(),
                false,
                old.errorIsTerminal());
        return new Environment(
                world.variables(),
                world.clock(),
                world.pause(),
                world.random(),
                streams,
                world.terminal(),
                world.transports(),
                world.programs(),
                world.home(),
                world.system());
    }
}
