package dev.oat.cli.token;

import dev.oat.cli.connect.TokenOutput;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StatusCommand;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.render.token.TokenDocument;
import dev.oat.session.StoredSession;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat exec}: runs a program with a fresh token in its environment. */
public final class Exec implements StatusCommand {
    /** As {@code env} and shells say it. */
    private static final int NOT_FOUND = 127;

    private static final Setting ENV = Setting.texts(
                    "env",
                    Setting.Group.COMMAND,
                    "NAME",
                    "A further variable that holds the token: GITLAB_TOKEN; repeatable.")
            .onlyOption();
    private static final Setting ENV_NAME = Setting.text(
                    "env-name",
                    Setting.Group.COMMAND,
                    "NAME",
                    "The variable that holds the token, in place of OAT_ACCESS_TOKEN.")
            .onlyOption();
    private static final Setting FILE = Setting.text(
                    "file",
                    Setting.Group.COMMAND,
                    "FILE",
                    "Keep a good token in this file while the program runs: replaced whole before the old one ends, for you"
                            + " alone, removed at the end. OAT_ACCESS_TOKEN_FILE names it.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return CurrentToken.settings(List.of(ENV, ENV_NAME, FILE));
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("CMD [ARG]", "The program and its arguments; -- before it.", true, true));
    }

    @Override
    public boolean stopsAtPositional() {
        return true;
    }

    @Override
    public String description() {
        return "Runs a program with a good access token in its environment: OAT_ACCESS_TOKEN, OAT_TOKEN_TYPE and "
                + "OAT_EXPIRES_AT. No shell is between. The program has the terminal and all signals, and its exit status "
                + "is oat's; 127 when it is not found. It does not see the variables that hold the client's secrets. "
                + "Without a good token it is not started.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat exec -p work -- sh -c 'curl -H \"Authorization: Bearer $OAT_ACCESS_TOKEN\" \\\n"
                        + "    https://api.example/orders'",
                "oat exec -p work --env GITLAB_TOKEN -- glab issue list",
                "oat exec -p work --file \"$XDG_RUNTIME_DIR/work.token\" -- sleep 28800");
    }

    @Override
    public int status(Invocation invocation) {
        List<String> command = invocation.arguments().positionals();
        Map<String, String> variables = new HashMap<>(invocation.environment().variables());
        hideSecrets(invocation, variables);
        List<String> names = new ArrayList<>();
        for (String name : invocation.arguments().all(ENV)) {
            names.add(variable(ENV, name));
        }
        for (String name : invocation.arguments().all(ENV_NAME)) {
            names.add(variable(ENV_NAME, name));
        }
        Optional<TokenFile> file = invocation
                .arguments()
                .first(FILE)
                .map(name -> TokenFile.named(name, FILE.option()).requireUnused());
        StoredSession session = TokenCurrent.attendedSession(invocation);
        TokenDocument document = TokenCurrent.document(session);
        TokenOutput.requireBearer(document, "oat exec");
        variables.putAll(document.variables());
        if (invocation.arguments().has(ENV_NAME)) {
            variables.remove(TokenDocument.VARIABLE);
        }
        for (String name : names) {
            variables.put(name, document.token());
        }
        if (file.isEmpty()) {
            return hand(invocation, command, variables);
        }
        variables.put(
                TokenDocument.VARIABLE + "_FILE", file.orElseThrow().path().toString());
        KeptTokenFile kept = KeptTokenFile.begin(file.orElseThrow(), invocation, session);
        try {
            return hand(invocation, command, variables);
        } finally {
            kept.close();
        }
    }

    private static int hand(Invocation invocation, List<String> command, Map<String, String> variables) {
        try {
            return invocation.environment().programs().hand(command, variables);
        } catch (IOException e) {
            Failure failure = new Failure.Usage(command.get(0) + " cannot be started");
            invocation
                    .output()
                    .say(dev.oat.render.failure.FailureText.forPeople(failure.hint("check its name and PATH")));
            return NOT_FOUND;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while " + command.get(0) + " ran");
        }
    }

    private static String variable(Setting option, String name) {
        if (!Ascii.isMadeOf(name, "_") || Ascii.isDigit(name.charAt(0))) {
            throw Failure.Usage.value(option.option(), name, "the name of a variable")
                    .hint("letters, digits and underscores");
        }
        return name;
    }

    /** Who has a token needs no secret to get one. */
    private static void hideSecrets(Invocation invocation, Map<String, String> variables) {
        for (Setting setting : Settings.all()) {
            if (setting.kind() != Setting.Kind.SECRET) {
                continue;
            }
            Optional<Resolution.Value> value = invocation.settings().value(setting);
            if (value.isPresent() && value.orElseThrow().texts().get(0).startsWith("env:")) {
                variables.remove(value.orElseThrow().texts().get(0).substring("env:".length()));
            }
            variables.remove(setting.variable());
        }
    }
}
