package dev.oat.cli.login;

import dev.oat.cli.client.ClientProposal;
import dev.oat.cli.client.ClientRegister;
import dev.oat.cli.client.RegisteredProfile;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientInformation;
import dev.oat.http.Body;
import dev.oat.http.Challenges;
import dev.oat.http.Headers;
import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.transport.RecordingStreamTransport;
import dev.oat.http.transport.StreamTransports;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.Endpoint;
import dev.oat.metadata.IssuerAddress;
import dev.oat.metadata.ResourceDiscovery;
import dev.oat.metadata.ResourceMetadata;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From an API's address to a signed-in profile for it: who protects it, may that server be trusted, a client there, the
 * sign-in.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728#section-5">RFC 9728 §5</a>
 */
public final class ApiStart {
    /** What goes along from the command at hand to the sign-in, beside the sign-in's own settings. */
    private static final List<Setting> PASSED_ON = List.of(
            Settings.CACERT,
            Settings.INSECURE,
            Settings.PROXY,
            Settings.NO_INPUT,
            Settings.COLOR,
            Settings.VERBOSE,
            Settings.SHOW_SECRETS,
            Settings.DEBUG);

    private final Invocation invocation;
    private final Arguments arguments;
    private final ServerConnection connection;

    ApiStart(Invocation invocation) {
        this(
                invocation,
                new ServerConnection(invocation.with(invocation.settings().withoutProfile())));
    }

    /** The same over a connection that is there already, of settings without a profile. */
    public ApiStart(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.arguments = invocation.arguments();
        this.connection = connection;
    }

    /** Asks an API without a token, for nothing but its refusal. */
    public Headers probe(URI api) {
        Request request = new Request(
                "call without a token",
                SpecRef.rfc(9728, "5"),
                "GET",
                api,
                Headers.empty().with("Accept", "*/*"),
                Body.none());
        try (StreamTransport transport = transport();
                StreamedResponse response = transport.send(request)) {
            return response.headers();
        }
    }

    private StreamTransport transport() {
        StreamTransport transport = new RecordingStreamTransport(
                new StreamTransports(
                        connection.transportSettings(), StreamLimits.standard(), StreamTransports.Way.ONE_BY_ONE),
                invocation.trace(),
                0);
        return invocation.checkpoint().isPresent()
                ? invocation.checkpoint().get().before(transport)
                : transport;
    }

    /**
     * Makes a profile for an API, and signs in to it.
     *
     * @param api the address that was asked
     * @param refusal the header fields of the API's answer to a request without a token
     * @return the profile
     * @throws Failure.Usage if the server is not trusted, or there is no client
     */
    public ProfileName signIn(URI api, Headers refusal) {
        if (!Origins.isSecure(api)) {
            throw new Failure.Usage("a token does not go over http to another machine")
                    .hint("use https; over http anybody on the way could read the token");
        }
        Optional<String> named = parameter(refusal, "resource_metadata");
        ResourceMetadata metadata = new ResourceDiscovery(connection.transport(), invocation.trace()).find(api, named);
        Plan plan = plan(api, metadata, parameter(refusal, "scope"));
        if (!arguments.has(Settings.ISSUER)) {
            confirm(plan);
        }
        if (plan.registers()) {
            register(plan);
        }
        login(plan);
        return plan.profile();
    }

    /**
     * What is going to happen.
     *
     * @param api the address that was asked
     * @param metadata what the API says of itself
     * @param server who protects it
     * @param clientId the client, when the person named one
     * @param scope the scopes to ask for
     * @param profile the profile to make
     */
    private record Plan(
            URI api,
            ResourceMetadata metadata,
            AuthorizationServer server,
            Optional<String> clientId,
            List<String> scope,
            ProfileName profile) {
        String issuer() {
            return server.issuer().orElse("");
        }

        boolean registers() {
            return clientId.isEmpty();
        }

        /** What may be sent the token: the API's identifier as far as it is a place. */
        String allowed() {
            String resource = metadata.resource();
            int query = resource.indexOf('?');
            return query < 0 ? resource : resource.substring(0, query);
        }
    }

    private static Optional<String> parameter(Headers refusal, String name) {
        for (Challenges.Challenge challenge : Challenges.in(refusal)) {
            if (challenge.parameter(name).isPresent()) {
                return challenge.parameter(name);
            }
        }
        return Optional.empty();
    }

    private Plan plan(URI api, ResourceMetadata metadata, Optional<String> wanted) {
        String issuer = server(api, metadata);
        AuthorizationServer server = discovered(api, metadata, issuer);
        List<String> listed = server.texts("protected_resources");
        if (!listed.isEmpty() && !listed.contains(metadata.resource())) {
            invocation
                    .output()
                    .warn(issuer + " does not list " + metadata.resource()
                            + " among the APIs that it protects (RFC 9728 §4)");
        }
        Optional<String> client = arguments.first(Settings.CLIENT_ID);
        if (client.isEmpty() && server.endpoint(Endpoint.REGISTRATION).isEmpty()) {
            throw new Failure.Usage(issuer + " protects this API, and does not let clients register themselves")
                    .hint("have a client made there, then: oat login " + ShellWord.quoted(api.toString()) + " "
                            + ShellWord.option("--issuer", issuer) + " --client-id ID");
        }
        List<String> scope = arguments.has(Settings.SCOPE)
                ? invocation.settings().texts(Settings.SCOPE)
                : scope(server, metadata, wanted);
        return new Plan(api, metadata, server, client, scope, profileName(metadata.resource()));
    }

    /** The server, if it goes by the very issuer; else the failure, with the command that works for a slash too many. */
    private AuthorizationServer discovered(URI api, ResourceMetadata metadata, String issuer) {
        try {
            return connection.discovery().discover(issuer);
        } catch (Failure.CheckFailed failure) {
            Optional<String> own = Discovery.ownSpelling(failure);
            if (own.isEmpty()) {
                throw failure;
            }
            Optional<String> client = arguments.first(Settings.CLIENT_ID);
            throw failure.<Failure.CheckFailed>hint((metadata.authorizationServers()
                                    .contains(issuer)
                            ? "the API and its server differ by a slash at the end; to go by the server's" + " word: "
                            : "the slash at the end counts: ")
                    + command(api, own.get())
                    + (client.isEmpty() ? "" : " --client-id " + ShellWord.quoted(client.get())));
        }
    }

    /** The authorization server: the person's choice among those that the API names. */
    private String server(URI api, ResourceMetadata metadata) {
        List<String> servers = metadata.authorizationServers();
        Optional<String> named = arguments.first(Settings.ISSUER).map(IssuerAddress::of);
        if (servers.isEmpty()) {
            throw new Failure.Usage("the metadata of " + metadata.resource() + " name no authorization server")
                    .hint("where you know it: oat login NAME --issuer URL --client-id ID --api "
                            + ShellWord.quoted(Origins.of(api)));
        }
        if (named.isPresent()) {
            Optional<String> almost = bySlash(servers, named.get());
            if (!servers.contains(named.get()) && almost.isPresent()) {
                // the server itself must go by that name, as any issuer must; the person has said that it is trusted
                invocation
                        .output()
                        .warn(metadata.resource() + " names " + almost.get() + ", with another end than --issuer "
                                + named.get() + "; tell the API's operator");
            } else if (!servers.contains(named.get())) {
                throw new Failure.Usage(
                                metadata.resource() + " is not protected by the --issuer that was given, to the letter")
                        .hint("it names " + String.join(", ", servers));
            }
            return named.get();
        }
        if (servers.size() == 1) {
            return servers.get(0);
        }
        if (!mayAsk()) {
            throw new Failure.Usage(
                            metadata.resource() + " names several authorization servers: " + String.join(", ", servers))
                    .hint(command(api, servers.get(0)));
        }
        StringBuilder text = new StringBuilder(metadata.resource()).append(" names several authorization servers:\n");
        for (int i = 0; i < servers.size(); i++) {
            text.append("  ").append(i + 1).append("  ").append(servers.get(i)).append('\n');
        }
        invocation.output().say(text.toString());
        String answer = invocation
                .environment()
                .terminal()
                .ask("Which one? [1-" + servers.size() + "] ")
                .orElse("")
                .strip();
        for (int i = 0; i < servers.size(); i++) {
            if (answer.equals(Integer.toString(i + 1))) {
                return servers.get(i);
            }
        }
        throw new Failure.Usage("no authorization server was chosen").hint(command(api, servers.get(0)));
    }

    private static Optional<String> bySlash(List<String> servers, String issuer) {
        for (String server : servers) {
            if (IssuerAddress.differBySlash(server, issuer)) {
                return Optional.of(server);
            }
        }
        return Optional.empty();
    }

    /** What the API asks for, else all that it knows; and what makes a sign-in and its renewal possible. */
    private static List<String> scope(AuthorizationServer server, ResourceMetadata metadata, Optional<String> wanted) {
        Set<String> scopes = new LinkedHashSet<>();
        List<String> supported = server.texts("scopes_supported");
        for (String usual : List.of("openid", "offline_access")) {
            if (supported.contains(usual)) {
                scopes.add(usual);
            }
        }
        List<String> asked = wanted.isPresent() ? List.of(wanted.get().split(" ", -1)) : metadata.scopes();
        for (String scope : asked) {
            if (isScope(scope)) {
                scopes.add(scope);
            }
        }
        return new ArrayList<>(scopes);
    }

    /** RFC 6749 §3.3, without what a shell may take for a quote. */
    private static boolean isScope(String text) {
        boolean scope = !text.isEmpty() && text.length() < 500;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            scope &= c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '\'' && c != ',';
        }
        return scope;
    }

    private ProfileName profileName(String resource) {
        Optional<String> given = arguments.first(Settings.PROFILE);
        if (given.isPresent()) {
            ProfileName name = new ProfileName(given.get());
            if (invocation.storage().profiles().exists(name)) {
                throw new Failure.Usage("there is a profile " + name + " already, and it is not for this API")
                        .hint("choose another name, or use it: oat login " + name + " --api "
                                + ShellWord.quoted(resource) + " --resource " + ShellWord.quoted(resource));
            }
            return name;
        }
        StringBuilder text = new StringBuilder();
        String bare = resource.substring(resource.indexOf("://") + 3);
        for (int i = 0; i < bare.length() && text.length() < 50; i++) {
            char c = Character.toLowerCase(bare.charAt(i));
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
            boolean start = text.length() == 0;
            if (plain && !(start && c == '.')) {
                text.append(c);
            } else if (!start && text.charAt(text.length() - 1) != '-') {
                text.append('-');
            }
        }
        while (text.length() > 0 && "-.".indexOf(text.charAt(text.length() - 1)) >= 0) {
            text.setLength(text.length() - 1);
        }
        String base = ProfileName.isValid(text.toString()) ? text.toString() : "api";
        ProfileName name = new ProfileName(base);
        for (int i = 2; invocation.storage().profiles().exists(name); i++) {
            name = new ProfileName(base + "-" + i);
        }
        return name;
    }

    private boolean mayAsk() {
        return !invocation.settings().flag(Settings.NO_INPUT)
                && invocation.environment().terminal().isPresent();
    }

    private static String command(URI api, String issuer) {
        return "oat login " + ShellWord.argument(api.toString()) + " " + ShellWord.option("--issuer", issuer);
    }

    /** Asks once, for all of it. */
    private void confirm(Plan plan) {
        String api = plan.metadata().resource();
        if (!mayAsk()) {
            throw new Failure.Usage(api + " is protected by " + plan.issuer() + ", which nobody has said to trust")
                    .hint(command(plan.api(), plan.issuer())
                            + (plan.registers()
                                    ? ""
                                    : " "
                                            + ShellWord.option(
                                                    "--client-id",
                                                    plan.clientId().get())));
        }
        String name = plan.metadata().name();
        StringBuilder text = new StringBuilder(api)
                .append(name.isEmpty() ? "" : " (" + name + ")")
                .append(" is protected by ")
                .append(plan.issuer())
                .append(".\noat would\n");
        if (plan.registers()) {
            text.append("  register itself there as a client,\n");
        }
        text.append("  sign you in there")
                .append(plan.scope().isEmpty() ? "" : ", asking for " + String.join(" ", plan.scope()))
                .append(",\n  and keep the session as profile ")
                .append(plan.profile())
                .append(", whose token goes to ")
                .append(plan.allowed())
                .append(" only")
                .append(plan.metadata().wantsDpop() ? ", bound to a key (DPoP), as the API asks.\n" : ".\n");
        invocation.output().say(text.toString());
        String answer = invocation
                .environment()
                .terminal()
                .ask("Do you trust " + plan.issuer() + "? [y/N] ")
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw new Failure.Usage(plan.issuer() + " is not trusted; nothing was registered, and nobody signed in")
                    .hint("once you trust it: " + command(plan.api(), plan.issuer()));
        }
    }

    private void register(Plan plan) {
        RegisteredProfile profile = new RegisteredProfile(invocation, plan.profile());
        profile.prepare(Settings.ISSUER, plan.issuer());
        Map<String, Object> said = new LinkedHashMap<>();
        if (!plan.scope().isEmpty()) {
            said.put("scope", String.join(" ", plan.scope()));
        }
        JsonObject asked = ClientProposal.complete(said, plan.server());
        ClientInformation information = ClientRegister.register(invocation, connection, plan.server(), asked);
        RegisteredProfile.tellChanges(invocation.output(), information, asked);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(Settings.ISSUER.key(), plan.issuer());
        values.putAll(ClientProposal.profileSettings(asked, information));
        values.put(Settings.RESOURCE.key(), List.of(plan.metadata().resource()));
        values.put(Settings.API.key(), List.of(plan.allowed()));
        if (plan.metadata().wantsDpop()) {
            values.put(Settings.DPOP.key(), true);
        }
        profile.keep(
                information,
                plan.issuer(),
                values,
                information.method(asked.text("token_endpoint_auth_method").orElse("none")));
    }

    /** The same as if the person had typed it: {@code oat login NAME}, with what the API said. */
    private void login(Plan plan) {
        Command login = invocation.commands().find("login").orElseThrow().command();
        Map<Setting, List<String>> options = new LinkedHashMap<>();
        List<Setting> known = login.settings();
        for (Map.Entry<Setting, List<String>> option : arguments.options().entrySet()) {
            boolean goesAlong = invocation.path().equals("login")
                    ? known.contains(option.getKey()) || Settings.EVERYWHERE.contains(option.getKey())
                    : PASSED_ON.contains(option.getKey());
            if (goesAlong) {
                options.put(option.getKey(), option.getValue());
            }
        }
        options.remove(Settings.PROFILE);
        if (plan.registers()) {
            // the profile says all of it
            options.remove(Settings.ISSUER);
            options.remove(Settings.SCOPE);
        } else {
            options.put(Settings.ISSUER, List.of(plan.issuer()));
            options.put(Settings.CLIENT_ID, List.of(plan.clientId().orElseThrow()));
            if (!plan.scope().isEmpty()) {
                options.put(Settings.SCOPE, plan.scope());
            }
            options.put(Settings.RESOURCE, List.of(plan.metadata().resource()));
            options.put(Settings.API, List.of(plan.allowed()));
            if (plan.metadata().wantsDpop()) {
                options.put(Settings.DPOP, List.of("true"));
            }
        }
        login.run(invocation.of(
                "login", new Arguments(options, List.of(plan.profile().text()))));
    }
}
