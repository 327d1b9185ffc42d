package dev.oat.cli.profile;

import dev.oat.authorization.redirect.RedirectAddress;
import dev.oat.cli.connect.HostPermission;
import dev.oat.cli.connect.RedirectSettings;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.HelpText;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.render.failure.FailureText;
import dev.oat.render.text.Sanitizer;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a user for what a profile needs, and for nothing else: what the server can do is read from its metadata.
 *
 * <p>It only asks: what comes out are the options that a user who knows them would have typed.
 */
public final class ProfileWizard {
    private static final int ATTEMPTS = 5;
    private static final int FACTS = 18;
    private static final int EXAMPLE_PORT = 8484;
    /** The grants that need nothing but a client and a user; those of assertions and tokens are for who knows them. */
    private static final List<String> WITHOUT_ASSERTION =
            List.of("authorization_code", "device_code", "client_credentials", "password", "ciba");

    private final Invocation invocation;
    private final Output output;
    private final Map<Setting, List<String>> answers = new LinkedHashMap<>();

    ProfileWizard(Invocation invocation) {
        this.invocation = invocation;
        this.output = invocation.output();
    }

    /** Returns whether there is a user to ask. */
    public static boolean isPossible(Invocation invocation) {
        return !invocation.settings().flag(Settings.NO_INPUT)
                && invocation.environment().terminal().isPresent();
    }

    /**
     * Asks.
     *
     * @param named the profile's name, if it was given
     * @return the command line that does the same, as arguments of {@code oat profile add}
     * @throws Failure.Usage if the user does not answer
     */
    Arguments ask(Optional<String> named) {
        output.say("A profile is a server, a client, and how to get tokens from them.\n"
                + "Enter takes what stands in brackets.\n");
        AuthorizationServer server = server();
        tell(server);
        String grant = grant(server);
        if (grant.equals(AuthorizationCodeGrant.TYPE)) {
            tellRedirectUri(named);
        }
        answers.put(Settings.CLIENT_ID, List.of(needed("Client ID, as the server's operator gave it: ")));
        credentials(server, grant);
        if (grant.equals("password")) {
            answers.put(Settings.USERNAME, List.of(needed("The user's name at the server: ")));
        }
        scopes(server, grant);
        Optional<String> api = optional("An API that may get the token, https://HOST [none]: ", this::apiProblem);
        api.ifPresent(address -> answers.put(Settings.API, List.of(address)));
        String name = named.isPresent() ? named.orElseThrow() : name(server);
        return new Arguments(answers, List.of(name));
    }

    private AuthorizationServer server() {
        for (int attempt = 1; ; attempt++) {
            String issuer = needed("Issuer, the server's address: ");
            if (!issuer.contains("://")) {
                issuer = "https://" + issuer;
            }
            answers.put(Settings.ISSUER, List.of(issuer));
            try {
                Invocation asked = invocation.of(invocation.path(), new Arguments(answers, List.of()));
                return new ServerConnection(asked.with(asked.settings().withoutProfile())).server();
            } catch (Failure.Usage | Failure.Unreachable | Failure.CheckFailed failure) {
                if (attempt == ATTEMPTS) {
                    throw failure;
                }
                output.say(FailureText.forPeople(failure));
            }
        }
    }

    private void tell(AuthorizationServer server) {
        HelpText text = new HelpText();
        text.line("");
        text.line("The server says that it has");
        text.row("grants", FACTS, listed(server, "grant_types_supported", "authorization_code (by default)"));
        text.row(
                "client methods",
                FACTS,
                listed(server, "token_endpoint_auth_methods_supported", "client_secret_basic (by default)"));
        text.row("scopes", FACTS, listed(server, "scopes_supported", "not listed"));
        output.say(text.toString());
    }

    /** What the server must be told of the client before anybody can sign in. */
    private void tellRedirectUri(Optional<String> named) {
        RedirectAddress address =
                RedirectSettings.address(invocation.with(invocation.settings().withoutProfile()));
        HelpText text = new HelpText();
        text.line("");
        text.line("Register for the client at the server");
        for (int one : address.ports()) {
            text.row("redirect URI", FACTS, RedirectSettings.toRegister(address, one));
        }
        if (address.ports().get(0) == 0) {
            text.row(
                    "else",
                    FACTS,
                    RedirectSettings.toRegister(address, EXAMPLE_PORT)
                            + " for a server that compares the port too; then" + " run: oat profile set "
                            + named.orElse("NAME") + " port=" + EXAMPLE_PORT);
        }
        output.say(text.toString());
    }

    private static String listed(AuthorizationServer server, String member, String otherwise) {
        List<String> texts = server.texts(member);
        return texts.isEmpty() ? otherwise : Sanitizer.line(String.join(" ", texts));
    }

    private String grant(AuthorizationServer server) {
        List<String> supported = server.texts("grant_types_supported");
        List<String> offered = new ArrayList<>();
        for (String choice : WITHOUT_ASSERTION) {
            boolean there = supported.isEmpty()
                    ? choice.equals(AuthorizationCodeGrant.TYPE)
                    : supported.contains(choice)
                            || supported.contains("urn:ietf:params:oauth:grant-type:" + choice)
                            || supported.contains("urn:openid:params:grant-type:" + choice);
            if (there) {
                offered.add(choice);
            }
        }
        if (offered.size() < 2) {
            String only = offered.isEmpty() ? AuthorizationCodeGrant.TYPE : offered.get(0);
            answers.put(Settings.GRANT_TYPE, List.of(only));
            return only;
        }
        StringBuilder text = new StringBuilder("How do you get tokens?\n");
        for (int i = 0; i < offered.size(); i++) {
            text.append("  ")
                    .append(i + 1)
                    .append("  ")
                    .append(meaning(offered.get(i)))
                    .append('\n');
        }
        output.say(text.toString());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String answer = answer("Number or name [1]: ");
            String chosen = answer.isEmpty() ? offered.get(0) : answer;
            if (chosen.length() == 1 && chosen.charAt(0) >= '1' && chosen.charAt(0) < '1' + offered.size()) {
                chosen = offered.get(chosen.charAt(0) - '1');
            }
            if (offered.contains(chosen)) {
                answers.put(Settings.GRANT_TYPE, List.of(chosen));
                return chosen;
            }
            output.say("Choose a number from 1 to " + offered.size() + ".");
        }
        throw unanswered();
    }

    private static String meaning(String grant) {
        return switch (grant) {
            case "authorization_code" -> "a user signs in with the browser (authorization_code)";
            case "client_credentials" -> "the client for itself, without a user (client_credentials)";
            case "password" -> "a user's name and password, where nothing else is left (password)";
            case "device_code" -> "a user signs in on another device (device_code)";
            case "ciba" -> "a user confirms on their own device (ciba)";
            default -> grant;
        };
    }

    private void credentials(AuthorizationServer server, String grant) {
        List<String> methods = server.texts("token_endpoint_auth_methods_supported");
        boolean secrets = methods.isEmpty();
        for (String method : methods) {
            secrets |= method.startsWith("client_secret_");
        }
        boolean none = !grant.equals("client_credentials") && (methods.isEmpty() || methods.contains("none"));
        if (!secrets && methods.contains("private_key_jwt")) {
            answers.put(Settings.SIGNING_KEY, List.of(needed("File of the client's private key (private_key_jwt): ")));
            return;
        }
        String question = "Where the client's secret lies: env:NAME, file:PATH, cmd:'PROGRAM ARG' or prompt"
                + (none ? " [it has none]: " : ": ");
        Optional<String> reference = none
                ? optional(question, ProfileWizard::referenceProblem)
                : Optional.of(needed(question, ProfileWizard::referenceProblem));
        reference.ifPresent(text -> answers.put(Settings.CLIENT_SECRET, List.of(text)));
    }

    /** Returns why an answer is no reference to a secret, or empty text. */
    private static String referenceProblem(String answer) {
        if (answer.equals("-")) {
            return "There is no standard input to keep.";
        }
        return SecretReference.of(answer, "").isLiteral()
                ? "That would be the secret itself, in clear text in a file: say where it lies."
                : "";
    }

    private void scopes(AuthorizationServer server, String grant) {
        List<String> supported = server.texts("scopes_supported");
        String usual = "";
        if (grant.equals(AuthorizationCodeGrant.TYPE) && supported.contains("openid")) {
            usual = supported.contains("offline_access") ? "openid offline_access" : "openid";
        }
        String answer = answer("Scopes to ask for [" + (usual.isEmpty() ? "the server's choice" : usual) + "]: ");
        if (answer.isEmpty()) {
            return;
        }
        List<String> unknown = new ArrayList<>();
        for (String scope : answer.split("[ ,]+")) {
            if (!supported.isEmpty() && !supported.contains(scope)) {
                unknown.add(scope);
            }
        }
        if (!unknown.isEmpty()) {
            output.say("The server does not list " + String.join(", ", unknown) + "; it may know them all the same.");
        }
        answers.put(Settings.SCOPE, List.of(answer.replaceAll("[ ,]+", " ")));
    }

    private String apiProblem(String answer) {
        try {
            Invocation asked =
                    invocation.of(invocation.path(), new Arguments(Map.of(Settings.API, List.of(answer)), List.of()));
            HostPermission unused = new HostPermission(asked, new ServerConnection(asked));
            return "";
        } catch (Failure.Usage e) {
            return e.what();
        }
    }

    private String name(AuthorizationServer server) {
        String host = server.issuer().map(URI::create).map(URI::getHost).orElse("");
        int dot = host.indexOf('.');
        String first = (dot < 0 ? host : host.substring(0, dot)).toLowerCase(Locale.ROOT);
        boolean plain = !first.isEmpty() && Character.isLetter(first.charAt(0)) && ProfileName.isValid(first);
        String proposed = plain ? first : "default";
        for (int i = 2; invocation.storage().profiles().exists(new ProfileName(proposed)); i++) {
            proposed = (plain ? first : "default") + "-" + i;
        }
        String chosen = proposed;
        return optional("Name of the profile [" + proposed + "]: ", this::nameProblem)
                .orElse(chosen);
    }

    private String nameProblem(String answer) {
        if (!ProfileName.isValid(answer)) {
            return "A name has letters, digits, hyphens and underscores.";
        }
        return invocation.storage().profiles().exists(new ProfileName(answer))
                ? "There is a profile " + answer + " already."
                : "";
    }

    /** Returns whether the user wants it. */
    boolean wants(String question) {
        String answer = answer(question + " [Y/n] ").toLowerCase(Locale.ROOT);
        return answer.isEmpty() || answer.equals("y") || answer.equals("yes");
    }

    private interface Problem {
        String of(String answer);
    }

    private String needed(String question) {
        return needed(question, answer -> "");
    }

    private String needed(String question, Problem problem) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<String> answer = optional(question, problem);
            if (answer.isPresent()) {
                return answer.orElseThrow();
            }
            output.say("This is needed.");
        }
        throw unanswered();
    }

    private Optional<String> optional(String question, Problem problem) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String answer = answer(question);
            String wrong = answer.isEmpty() ? "" : problem.of(answer);
            if (wrong.isEmpty()) {
                return answer.isEmpty() ? Optional.empty() : Optional.of(answer);
            }
            output.say(wrong);
        }
        throw unanswered();
    }

    private String answer(String question) {
        return invocation
                .environment()
                .terminal()
                .ask(question)
                .orElseThrow(ProfileWizard::unanswered)
                .strip();
    }

    private static Failure unanswered() {
        return new Failure.Usage("the questions were not answered, and nothing was written")
                .hint("oat profile add NAME --issuer URL --client-id ID asks none");
    }

    /**
     * Returns the command that does the same without questions.
     *
     * @param command {@code oat profile add} or {@code oat login}
     * @param arguments the answers
     */
    static String oneLine(String command, Arguments arguments) {
        StringBuilder line = new StringBuilder(command);
        line.append(' ').append(ShellWord.quoted(arguments.positional(0).orElse("")));
        for (Setting setting : Settings.all()) {
            for (String value : arguments.all(setting)) {
                // that one is what both commands do by themselves
                if (setting != Settings.GRANT_TYPE || !value.equals(AuthorizationCodeGrant.TYPE)) {
                    line.append(' ').append(setting.option()).append(' ').append(ShellWord.quoted(value));
                }
            }
        }
        return Sanitizer.line(line.toString());
    }
}
