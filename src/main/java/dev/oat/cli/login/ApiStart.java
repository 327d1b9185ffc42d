package dev.oat.cli.login;

import dev.oat.cli.client.ClientProposal;
import dev.oat.cli.client.ClientRegister;
import dev.oat.cli.client.RegisteredProfile;
import dev.oat.cli.connect.OtherProfile;
import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.SecretFreeLine;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.ClientIdDocument;
import dev.oat.endpoint.ClientInformation;
import dev.oat.grant.IdJagGrant;
import dev.oat.http.Body;
import dev.oat.http.Challenges;
import dev.oat.http.Headers;
import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.transport.StreamTransports;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Addresses;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.Endpoint;
import dev.oat.metadata.IssuerAddress;
import dev.oat.metadata.ResourceDiscovery;
import dev.oat.metadata.ResourceMetadata;
import dev.oat.session.StoredSession;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Ascii;
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
    private final Resolution settings;
    private final ServerConnection connection;

    ApiStart(Invocation invocation) {
        this(
                invocation,
                new ServerConnection(invocation.with(invocation.settings().withoutProfile())));
    }

    /** Creates the same over a connection that is there already, of settings without a profile. */
    public ApiStart(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.arguments = invocation.arguments();
        // a profile that is named here is the one to make
        this.settings = invocation.settings().withoutProfile();
        this.connection = connection;
    }

    /** Asks an API without a token and without a body, for nothing but its refusal. */
    public Headers probe(String method, URI api) {
        Request request = new Request(
                "call without a token",
                SpecRef.rfc(9728, "5"),
                method,
                api,
                Headers.empty().with("Accept", "*/*"),
                Body.none());
        try (StreamTransport transport =
                        connection.streams(Set.of(), StreamLimits.standard(), StreamTransports.Way.ONE_BY_ONE, false);
                StreamedResponse response = transport.send(request)) {
            return response.headers();
        }
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
        Plan plan = plan(api, refusal);
        if (!arguments.has(Settings.ISSUER) && !isTrusted(plan)) {
            confirm(plan);
        }
        if (plan.registers()) {
            register(plan);
        }
        if (plan.grant().isEmpty()) {
            login(plan);
        } else if (!plan.registers()) {
            keep(plan);
        }
        return plan.profile();
    }

    /** Returns whether the user has said before that the server may be trusted; on this machine ports come and go. */
    private boolean isTrusted(Plan plan) {
        if (arguments.has(Settings.TOKEN_ENDPOINT)) {
            return true;
        }
        for (String trusted : arguments.all(Settings.TRUST)) {
            URI uri = Addresses.given(Settings.TRUST.option(), trusted, true);
            URI server = URI.create(plan.named());
            boolean sameMachine = Origins.isLoopback(uri)
                    && uri.getPort() < 0
                    && uri.getHost().equals(server.getHost())
                    && uri.getScheme().equals(server.getScheme())
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals(server.getRawPath()));
            if (trusted.equals(plan.named()) || sameMachine) {
                return true;
            }
        }
        return false;
    }

    /**
     * What is going to happen.
     *
     * @param api the address that was asked
     * @param metadata what the API says of itself
     * @param isDescribed whether it does say something
     * @param server who protects it
     * @param place what the profile is to say of the server
     * @param clientId the client, when the user named one
     * @param grant how the token is had, where nobody signs in for it at the API's server
     * @param scope the scopes to ask for
     * @param profile the profile to make
     */
    private record Plan(
            URI api,
            ResourceMetadata metadata,
            boolean isDescribed,
            AuthorizationServer server,
            Map<Setting, String> place,
            Optional<String> clientId,
            Optional<String> grant,
            List<String> scope,
            ProfileName profile) {
        /** Returns the server as it is called: by its issuer, else by where it gives tokens. */
        String named() {
            return server.issuer()
                    .or(() -> server.text(Endpoint.TOKEN.member()))
                    .orElse("");
        }

        boolean registers() {
            return clientId.isEmpty();
        }

        /** Returns what may be sent the token: the API's identifier as far as it is a place. */
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

    private Plan plan(URI api, Headers refusal) {
        Optional<ResourceMetadata> described = described(api, parameter(refusal, "resource_metadata"));
        ResourceMetadata metadata = described.orElseGet(() -> undescribed(api));
        AuthorizationServer server = server(api, metadata, described.isPresent());
        List<String> listed = server.texts("protected_resources");
        if (!listed.isEmpty() && described.isPresent() && !listed.contains(metadata.resource())) {
            invocation
                    .output()
                    .warn(server.issuer().orElse("") + " does not list " + metadata.resource()
                            + " among the APIs that it protects (RFC 9728 §4)");
        }
        Optional<String> grant = grant(server);
        Optional<String> client = client(server);
        boolean registers =
                server.endpoint(Endpoint.REGISTRATION).isPresent() || arguments.has(Settings.REGISTRATION_ENDPOINT);
        if (client.isEmpty() && (!registers || grant.isPresent())) {
            throw new Failure.Usage(
                            grant.isPresent()
                                    ? "no client is named that could use the grant " + grant.get()
                                    : server.issuer().orElse("the server")
                                            + " protects this API, and does not let clients register themselves")
                    .hint("have a client made there, then: oat login "
                            + ShellWord.quoted(SecretFreeLine.shown(Settings.API, api.toString())) + " "
                            + ShellWord.option("--issuer", server.issuer().orElse("URL")) + " --client-id ID");
        }
        List<String> scope = arguments.has(Settings.SCOPE)
                ? settings.texts(Settings.SCOPE)
                : scope(server, metadata, parameter(refusal, "scope"), grant.isPresent());
        return new Plan(
                api,
                metadata,
                described.isPresent(),
                server,
                place(api, server, described.isPresent()),
                client,
                grant,
                scope,
                profileName(metadata.resource()));
    }

    /** Returns what the API says of itself; empty where it says nothing, and the user has said what to do then. */
    private Optional<ResourceMetadata> described(URI api, Optional<String> named) {
        boolean elsewise = arguments.has(Settings.LEGACY) || arguments.has(Settings.TOKEN_ENDPOINT);
        try {
            return Optional.of(new ResourceDiscovery(connection.transport(), invocation.trace()).find(api, named));
        } catch (Failure.Unreachable e) {
            if (elsewise && named.isEmpty()) {
                invocation.trace().note("the API does not say who protects it; the options do");
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns what follows of an API that says nothing of itself: that it has an address. */
    private static ResourceMetadata undescribed(URI api) {
        return new ResourceMetadata(api, JsonObject.of(Map.of("resource", Origins.of(api))));
    }

    /** What a profile says of a server: its issuer, where its metadata lie, or its endpoints. */
    private static Map<Setting, String> place(URI api, AuthorizationServer server, boolean isDescribed) {
        Map<Setting, String> place = new LinkedHashMap<>();
        if (server.issuer().isPresent() && isDescribed) {
            place.put(Settings.ISSUER, server.issuer().get());
        } else if (server.issuer().isPresent()) {
            place.put(Settings.METADATA_URL, legacyMetadata(api));
        } else {
            server.text(Endpoint.AUTHORIZATION.member())
                    .ifPresent(address -> place.put(Settings.AUTHORIZATION_ENDPOINT, address));
            place.put(
                    Settings.TOKEN_ENDPOINT,
                    server.text(Endpoint.TOKEN.member()).orElse(""));
        }
        return place;
    }

    private static String legacyMetadata(URI api) {
        return Origins.of(api) + "/.well-known/oauth-authorization-server";
    }

    private AuthorizationServer server(URI api, ResourceMetadata metadata, boolean isDescribed) {
        boolean allowHttp = invocation.settings().flag(Settings.ALLOW_HTTP);
        if (arguments.has(Settings.TOKEN_ENDPOINT)) {
            Map<String, Object> given = new LinkedHashMap<>();
            for (Endpoint endpoint : List.of(Endpoint.AUTHORIZATION, Endpoint.TOKEN)) {
                Setting setting =
                        endpoint == Endpoint.TOKEN ? Settings.TOKEN_ENDPOINT : Settings.AUTHORIZATION_ENDPOINT;
                arguments
                        .first(setting)
                        .ifPresent(address -> given.put(
                                endpoint.member(),
                                Addresses.given(setting.option(), address, allowHttp)
                                        .toString()));
            }
            return AuthorizationServer.describedBy(JsonObject.of(given), allowHttp);
        }
        if (isDescribed) {
            return discovered(api, metadata, server(api, metadata));
        }
        String origin = Origins.of(api);
        try {
            return connection.discovery().fetchFrom(legacyMetadata(api), Optional.empty());
        } catch (Failure.Unreachable e) {
            if (e.status().isEmpty()) {
                throw e;
            }
            invocation
                    .output()
                    .warn(origin + " has no metadata: its /authorize, /token and /register are taken for its endpoints"
                            + " (MCP of 2025-03-26)");
            return AuthorizationServer.describedBy(
                    JsonObject.of(Map.of(
                            Endpoint.AUTHORIZATION.member(),
                            origin + "/authorize",
                            Endpoint.TOKEN.member(),
                            origin + "/token",
                            Endpoint.REGISTRATION.member(),
                            origin + "/register")),
                    allowHttp);
        }
    }

    /** Returns the client that was named; an address where the server reads client metadata, or there is no other way. */
    private Optional<String> client(AuthorizationServer server) {
        Optional<String> named = settings.text(Settings.CLIENT_ID);
        boolean unread = named.isPresent()
                && ClientIdDocument.isAddress(named.get())
                && !server.flag("client_id_metadata_document_supported")
                && server.endpoint(Endpoint.REGISTRATION).isPresent();
        if (unread) {
            invocation
                    .output()
                    .say("oat: the server does not read client metadata at " + named.get()
                            + "; a client is registered instead");
            return Optional.empty();
        }
        return named;
    }

    /** Returns the grant by which the token comes without a sign-in at the API's server: the one that was asked for, or id-jag. */
    private Optional<String> grant(AuthorizationServer server) {
        Optional<String> said = settings.text(Settings.GRANT_TYPE);
        if (said.isPresent()) {
            return said.filter(word -> !GrantWords.isSignIn(GrantWords.type(word)));
        }
        Optional<String> idp = settings.text(Settings.IDP);
        if (idp.isEmpty()
                || !server.texts("authorization_grant_profiles_supported").contains(IdJagGrant.TYPE)) {
            idp.ifPresent(name -> invocation
                    .trace()
                    .note("the identity provider " + name + " is not used: the API's server does not list "
                            + IdJagGrant.TYPE));
            return Optional.empty();
        }
        boolean makes = idp.get().contains("://")
                || OtherProfile.named(invocation, idp.get()).makesIdJags();
        if (!makes) {
            invocation.trace().note("the identity provider of profile " + idp.get() + " does not list ID-JAGs");
        }
        return makes ? Optional.of(GrantWords.word(IdJagGrant.TYPE)) : Optional.empty();
    }

    /** Returns the server, if it goes by the very issuer; else the failure, with the command that works for a slash too many. */
    private AuthorizationServer discovered(URI api, ResourceMetadata metadata, String issuer) {
        try {
            return connection.discovery().forResources().discover(issuer);
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

    /** Returns the authorization server: the user's choice among those that the API names. */
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
                // the server itself must go by that name, as any issuer must; the user has said that it is trusted
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

    /**
     * Returns what the API asks for, else all that it knows, else nothing. Beside these, and never alone in place of what the server
     * gives unasked, what makes a sign-in renew itself, where the server lists it: the MCP authorization specification lets
     * clients add that (SEP-2207). {@code openid} is for those who want to know who signed in.
     */
    private static List<String> scope(
            AuthorizationServer server, ResourceMetadata metadata, Optional<String> wanted, boolean nobodySignsIn) {
        Set<String> named = new LinkedHashSet<>();
        List<String> asked = wanted.isPresent() ? List.of(wanted.get().split(" ", -1)) : metadata.scopes();
        for (String scope : asked) {
            if (isScope(scope)) {
                named.add(scope);
            }
        }
        Set<String> scopes = new LinkedHashSet<>();
        if (!named.isEmpty()
                && !nobodySignsIn
                && server.texts("scopes_supported").contains("offline_access")) {
            scopes.add("offline_access");
        }
        scopes.addAll(named);
        return new ArrayList<>(scopes);
    }

    /** RFC 6749 §3.3, without what a shell may take for a quote. */
    private static boolean isScope(String text) {
        return Ascii.isVisible(text) && text.length() < 500 && text.chars().noneMatch(c -> "\"\\',".indexOf(c) >= 0);
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
        return "oat login " + ShellWord.argument(SecretFreeLine.shown(Settings.API, api.toString())) + " "
                + ShellWord.option("--issuer", issuer);
    }

    /** Asks once, for all of it. */
    private void confirm(Plan plan) {
        String api = plan.metadata().resource();
        if (!mayAsk()) {
            throw new Failure.Usage(api + " is protected by " + plan.named() + ", which nobody has said to trust")
                    .hint(command(plan.api(), plan.named())
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
                .append(plan.named())
                .append(".\noat would\n");
        if (plan.registers()) {
            text.append("  register itself there as a client,\n");
        }
        text.append(
                        plan.grant().isPresent()
                                ? "  get a token there by " + plan.grant().get()
                                : "  sign you in there")
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
                .ask("Do you trust " + plan.named() + "? [y/N] ")
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        if (!answer.equals("y") && !answer.equals("yes")) {
            throw new Failure.Usage(plan.named() + " is not trusted; nothing was registered, and nobody signed in")
                    .hint("once you trust it: " + command(plan.api(), plan.named()));
        }
    }

    private void register(Plan plan) {
        RegisteredProfile profile = new RegisteredProfile(invocation, plan.profile());
        Map.Entry<Setting, String> first = plan.place().entrySet().iterator().next();
        profile.prepare(first.getKey(), first.getValue());
        Map<String, Object> said = new LinkedHashMap<>();
        if (!plan.scope().isEmpty()) {
            said.put("scope", String.join(" ", plan.scope()));
        }
        JsonObject asked = ClientProposal.complete(said, plan.server());
        ClientInformation information = ClientRegister.register(invocation, connection, plan.server(), asked);
        RegisteredProfile.tellChangesBriefly(invocation.output(), information, asked);
        Map<String, Object> values = new LinkedHashMap<>();
        plan.place().forEach((setting, value) -> values.put(setting.key(), value));
        values.putAll(ClientProposal.profileSettings(asked, information));
        // an empty scope is said too: the sign-in would add its usual ones
        values.putIfAbsent(Settings.SCOPE.key(), String.join(" ", plan.scope()));
        if (plan.isDescribed()) {
            values.put(Settings.RESOURCE.key(), List.of(plan.metadata().resource()));
        }
        values.put(Settings.API.key(), List.of(plan.allowed()));
        if (plan.metadata().wantsDpop()) {
            values.put(Settings.DPOP.key(), true);
        }
        profile.keep(
                information,
                plan.named(),
                values,
                information.method(asked.text("token_endpoint_auth_method").orElse("none")));
    }

    /** Writes a profile whose token comes without a sign-in, with what the options and variables say of the client. */
    private void keep(Plan plan) {
        ProfileSettings profile = new ProfileSettings(invocation, plan.profile());
        Map<String, Object> values = new LinkedHashMap<>();
        plan.place().forEach((setting, value) -> values.put(setting.key(), value));
        values.put(Settings.GRANT_TYPE.key(), plan.grant().orElseThrow());
        List<Setting> own = new ArrayList<>(Settings.CLIENT);
        own.addAll(Settings.PRESENTED);
        for (Setting setting : own) {
            Optional<Resolution.Value> value = settings.value(setting);
            if (value.isEmpty() || !setting.inProfile()) {
                continue;
            }
            boolean variable = setting.kind() == Setting.Kind.SECRET
                    && value.get().origin() == Resolution.Origin.ENVIRONMENT
                    && SecretReference.of(value.get().texts().get(0), "").isLiteral();
            values.put(
                    setting.key(),
                    variable
                            ? "env:" + setting.variable()
                            : profile.value(setting, value.get().texts()));
        }
        values.put(Settings.SCOPE.key(), String.join(" ", plan.scope()));
        if (plan.isDescribed()) {
            values.put(Settings.RESOURCE.key(), List.of(plan.metadata().resource()));
        }
        values.put(Settings.API.key(), List.of(plan.allowed()));
        if (plan.metadata().wantsDpop()) {
            values.put(Settings.DPOP.key(), true);
        }
        invocation.storage().profiles().add(plan.profile(), values);
        try {
            Invocation kept =
                    invocation.apart(Map.of(), Optional.of(plan.profile().text()));
            StoredSession unused = new SettingsSession(kept, new ServerConnection(kept))
                    .renewal()
                    .current();
        } catch (Failure e) {
            // a profile that gets no token would only be in the way of the next try
            invocation.storage().profiles().remove(plan.profile());
            throw e;
        }
        invocation.output().say("oat: profile " + plan.profile() + " is made for this API");
    }

    /** The same as if the user had typed it: {@code oat login NAME}, with what the API said. */
    private void login(Plan plan) {
        Command login = invocation.commands().find("login").orElseThrow().command();
        Map<Setting, List<String>> options = new LinkedHashMap<>();
        List<Setting> known = login.settings();
        for (Map.Entry<Setting, List<String>> option : arguments.options().entrySet()) {
            boolean goesAlong = invocation.path().equals("login")
                    ? known.contains(option.getKey()) || Settings.EVERYWHERE.contains(option.getKey())
                    : PASSED_ON.contains(option.getKey()) || Settings.CLIENT.contains(option.getKey());
            if (goesAlong) {
                options.put(option.getKey(), option.getValue());
            }
        }
        for (Setting setting :
                List.of(Settings.PROFILE, Settings.TRUST, Settings.LEGACY, Settings.REGISTRATION_ENDPOINT)) {
            options.remove(setting);
        }
        if (plan.registers()) {
            // the profile says all of it
            options.remove(Settings.ISSUER);
            options.remove(Settings.SCOPE);
            options.remove(Settings.CLIENT_ID);
            options.remove(Settings.AUTHORIZATION_ENDPOINT);
            options.remove(Settings.TOKEN_ENDPOINT);
        } else {
            plan.place().forEach((setting, value) -> options.put(setting, List.of(value)));
            options.put(Settings.CLIENT_ID, List.of(plan.clientId().orElseThrow()));
            options.put(Settings.SCOPE, plan.scope().isEmpty() ? List.of("") : plan.scope());
            if (plan.isDescribed()) {
                options.put(Settings.RESOURCE, List.of(plan.metadata().resource()));
            }
            options.put(Settings.API, List.of(plan.allowed()));
            if (plan.metadata().wantsDpop()) {
                options.put(Settings.DPOP, List.of("true"));
            }
        }
        login.run(invocation.of(
                "login", new Arguments(options, List.of(plan.profile().text()))));
    }
}
