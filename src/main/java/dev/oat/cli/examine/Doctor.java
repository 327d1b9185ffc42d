package dev.oat.cli.examine;

import dev.oat.authorization.browser.LoginWay;
import dev.oat.authorization.browser.Surroundings;
import dev.oat.authorization.browser.SystemBrowser;
import dev.oat.authorization.redirect.RedirectAddress;
import dev.oat.cli.connect.IssuerSetting;
import dev.oat.cli.connect.RedirectSettings;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.clientauth.PublicClient;
import dev.oat.endpoint.AuthMethodChoice;
import dev.oat.endpoint.ClientIdDocument;
import dev.oat.endpoint.jwt.IdTokenExpectations;
import dev.oat.grant.IdJagGrant;
import dev.oat.http.ProxyRules;
import dev.oat.http.tls.TransportSettings;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.metadata.Finding;
import dev.oat.metadata.KeySetFindings;
import dev.oat.metadata.MetadataFindings;
import dev.oat.metadata.ResourceSurvey;
import dev.oat.metadata.ServerSurvey;
import dev.oat.session.SessionKey;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.profile.KeptRegistration;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code oat doctor}: what will fail before any login, and why. */
public final class Doctor implements Command {
    private static final String CODE = "authorization_code";

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.SCOPE);
        settings.add(Settings.REDIRECT_URI);
        settings.add(Settings.PORT);
        settings.add(Settings.BROWSER);
        settings.add(Settings.NO_BROWSER);
        settings.add(Settings.PROFILE);
        settings.add(Settings.API);
        settings.add(Settings.GRANT_TYPE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.TEXT_OR_JSON);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("PROFILE", "The profile, as by -p.", false, false));
    }

    @Override
    public String description() {
        return "Looks at everything that a login or a token needs, before any of them is asked for: settings, files, "
                + "network, server, client, clock and browser. One line each: ok, warn or FAIL, with what to do. Ends "
                + "with 0 when nothing will fail, else with the exit code of the first that does. Nothing is asked of "
                + "the user, and no token is asked for.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat doctor", "oat doctor work", "oat doctor --issuer https://as.example --client-id app -o json");
    }

    @Override
    public ExitCode run(Invocation given) {
        Invocation invocation = given.withProfileArgument(0);
        Diagnosis diagnosis = new Examination(invocation).all();
        if (invocation.settings().text(Settings.TEXT_OR_JSON).orElse("text").equals("json")) {
            invocation.output().json(diagnosis.forScripts(invocation.settings().profileName()));
        } else {
            invocation.output().report(diagnosis.forPeople());
        }
        return diagnosis.code();
    }

    private static final class Examination {
        private final Invocation invocation;
        private final Resolution settings;
        private final ServerConnection connection;
        private final Diagnosis diagnosis = new Diagnosis();
        private String grantType = CODE;
        private @Nullable ServerSurvey survey;

        Examination(Invocation invocation) {
            this.invocation = invocation;
            this.settings = invocation.settings();
            this.connection = new ServerConnection(invocation);
        }

        Diagnosis all() {
            diagnosis.look("profile file", this::profileFile);
            diagnosis.look("store", this::store);
            if (!diagnosis.look("settings", this::settings)) {
                return diagnosis;
            }
            diagnosis.look("network", this::network);
            diagnosis.look("trust", this::trust);
            if (settings.value(Settings.ISSUER).isPresent()
                    || settings.value(Settings.METADATA_URL).isPresent()) {
                if (!diagnosis.look("server", this::server)) {
                    return diagnosis;
                }
                diagnosis.look("clock", this::clock);
                diagnosis.look("metadata", this::metadata);
            } else {
                diagnosis.warn(
                        "server",
                        "only endpoints are given, so the server itself cannot be looked at",
                        "give --issuer URL where the server has metadata");
            }
            diagnosis.look("endpoints", this::endpoints);
            diagnosis.look("client", this::client);
            if (ClientIdDocument.isAddress(settings.text(Settings.CLIENT_ID).orElse(""))) {
                diagnosis.look("client document", this::clientDocument);
            }
            diagnosis.look("registration", this::registration);
            if (grantType.equals(IdJagGrant.TYPE)) {
                DiagnosedChain chain = new DiagnosedChain(diagnosis, invocation);
                diagnosis.look("grant", () -> chain.takingSide(described()));
                diagnosis.look("identity provider", chain::makingSide);
            } else {
                diagnosis.look("grant", this::grant);
            }
            diagnosis.look("scopes", this::scopes);
            diagnosis.look("apis", this::apis);
            if (grantType.equals(CODE)) {
                diagnosis.look("pkce", this::pkce);
                diagnosis.look("redirect URI", this::redirectUri);
                diagnosis.look("browser", this::browser);
                diagnosis.look("keys", this::keys);
            }
            return diagnosis;
        }

        private void profileFile() {
            Optional<String> name = settings.profileName();
            if (name.isEmpty()) {
                diagnosis.ok("profile file", "none is used; the settings come from options and environment");
                return;
            }
            Path file = invocation.storage().profiles().file(new ProfileName(name.orElseThrow()));
            Optional<String> others = openToOthers(file);
            settings.profileValues();
            if (others.isPresent()) {
                diagnosis.warn(
                        "profile file",
                        file + " was open to others (" + others.get() + ")",
                        "chmod 600 " + ShellWord.quoted(file.toString()));
            } else {
                diagnosis.ok("profile file", file.toString());
            }
        }

        private static Optional<String> openToOthers(Path file) {
            try {
                StringBuilder found = new StringBuilder();
                for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
                    if (!permission.name().startsWith("OWNER_")) {
                        found.append(found.length() == 0 ? "" : ", ")
                                .append(permission
                                        .name()
                                        .toLowerCase(java.util.Locale.ROOT)
                                        .replace('_', ' '));
                    }
                }
                return found.length() == 0 ? Optional.empty() : Optional.of(found.toString());
            } catch (IOException | UnsupportedOperationException e) {
                // reading the profile tells better
                return Optional.empty();
            }
        }

        private void store() {
            Directories directories = invocation.storage().directories();
            PrivateFiles files = PrivateFiles.onDisk(invocation.trace(), "OAT_STATE_DIR");
            files.makeDirectory(directories.sessions());
            files.prepare(directories.sessions().resolve("doctor"), 64 << 10).close();
            Optional<String> profile = settings.profileName();
            if (profile.isPresent()) {
                boolean unused = invocation.storage().sessions().isOpen(SessionKey.of(new ProfileName(profile.get())));
            }
            diagnosis.ok("store", directories.sessions() + " can be written");
        }

        private void settings() {
            boolean server = settings.value(Settings.ISSUER).isPresent()
                    || settings.value(Settings.METADATA_URL).isPresent()
                    || settings.value(Settings.TOKEN_ENDPOINT).isPresent();
            if (!server) {
                throw new Failure.Usage("no authorization server is named")
                        .hint(
                                settings.profileName().isPresent()
                                        ? "oat profile set "
                                                + settings.profileName().orElseThrow() + " issuer=URL"
                                        : "oat login NAME --issuer URL --client-id ID");
            }
            if (settings.value(Settings.CLIENT_ID).isEmpty()) {
                throw new Failure.Usage("no client is named")
                        .hint("give --client-id ID; the server's operator knows it");
            }
            grantType =
                    new SettingsSession(invocation, connection).wanted().shape().grantType();
            diagnosis.ok(
                    "settings",
                    "client " + settings.text(Settings.CLIENT_ID).orElse("") + " at " + named() + ", by "
                            + (grantType.equals(IdJagGrant.TYPE) ? GrantWords.word(grantType) : grantType));
        }

        private String named() {
            return settings.text(Settings.ISSUER)
                    .or(() -> settings.text(Settings.METADATA_URL))
                    .or(() -> settings.text(Settings.TOKEN_ENDPOINT))
                    .orElse("");
        }

        private void network() {
            TransportSettings transport = connection.transportSettings();
            Optional<ProxyRules.Proxy> proxy;
            try {
                URI target = new URI(named());
                proxy = target.getHost() == null
                        ? Optional.empty()
                        : transport.proxies().proxyFor(target);
            } catch (java.net.URISyntaxException e) {
                proxy = Optional.empty();
            }
            diagnosis.ok("network", proxy.isPresent() ? "through the proxy " + proxy.get() : "no proxy");
        }

        private void trust() {
            TransportSettings transport = connection.transportSettings();
            if (transport.insecure()) {
                diagnosis.warn(
                        "trust", "any certificate is accepted", "leave out --insecure; --cacert FILE names yours");
                return;
            }
            if (transport.trust().isEmpty()) {
                diagnosis.ok("trust", "Java's trust anchors");
                return;
            }
            Path file = transport.trust().get();
            try {
                boolean pem = Files.readString(file).contains("-----BEGIN ");
                if (pem) {
                    diagnosis.ok("trust", "the trust anchors in " + file);
                    return;
                }
            } catch (IOException e) {
                // told below
            }
            throw new Failure.Usage("no trust anchors can be read from " + file)
                    .hint("give a PEM file with --cacert FILE or SSL_CERT_FILE");
        }

        private void server() {
            String source = settings.value(Settings.METADATA_URL).isPresent() ? "--metadata-url" : "--issuer";
            String address = settings.text(Settings.METADATA_URL)
                    .or(() -> settings.text(Settings.ISSUER))
                    .orElseThrow();
            ServerSurvey found =
                    ServerSurvey.of(connection.transport(), address, source, settings.flag(Settings.ALLOW_HTTP));
            survey = found;
            Optional<Check> mismatch = found.issuerMismatch();
            if (mismatch.isPresent()) {
                Failure.CheckFailed failure = new Failure.CheckFailed("metadata", mismatch.orElseThrow());
                if (settings.value(Settings.ISSUER).isPresent()) {
                    IssuerSetting.correct(
                            invocation,
                            failure,
                            settings.value(Settings.ISSUER).orElseThrow().origin());
                }
                throw failure.hint("oat discover " + ShellWord.argument(address));
            }
            diagnosis.ok("server", found.effective().address() + " answers, and names the issuer asked for");
        }

        private void clock() {
            ServerSurvey found = survey;
            Optional<Instant> theirs =
                    found == null ? Optional.empty() : found.effective().date();
            if (theirs.isEmpty()) {
                diagnosis.ok("clock", "the server does not tell its time");
                return;
            }
            Duration behind = Duration.between(invocation.environment().clock().instant(), theirs.orElseThrow());
            long seconds = behind.getSeconds();
            if (Math.abs(seconds) <= 60) {
                diagnosis.ok("clock", "within a minute of the server's");
                return;
            }
            String text = "this machine's clock is " + amount(Math.abs(seconds))
                    + (seconds > 0 ? " behind" : " ahead of") + " the server's";
            String next = "set the clock; ID tokens are checked to within 60 s";
            if (grantType.equals(CODE)) {
                diagnosis.fail("clock", text, next, ExitCode.CHECK_FAILED);
            } else {
                diagnosis.warn("clock", text, "set the clock");
            }
        }

        private static String amount(long seconds) {
            if (seconds < 120) {
                return seconds + " s";
            }
            if (seconds < 2 * 3600) {
                return seconds / 60 + " min";
            }
            return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
        }

        private void metadata() {
            int errors = 0;
            int warnings = 0;
            for (Finding finding : MetadataFindings.of(
                    requireSurvey(), invocation.environment().clock().instant())) {
                errors += finding.severity() == Finding.Severity.ERROR ? 1 : 0;
                warnings += finding.severity() == Finding.Severity.WARNING ? 1 : 0;
            }
            if (errors + warnings == 0) {
                diagnosis.ok("metadata", "nothing wrong or weak in it");
            } else {
                diagnosis.warn(
                        "metadata",
                        errors + " errors and " + warnings + " warnings in it",
                        "oat discover " + ShellWord.argument(requireSurvey().issuer()));
            }
        }

        private ServerSurvey requireSurvey() {
            ServerSurvey found = survey;
            if (found == null) {
                throw new IllegalStateException("the server was not looked at");
            }
            return found;
        }

        private AuthorizationServer described() {
            ServerSurvey found = survey;
            return found == null
                    ? connection.server()
                    : AuthorizationServer.describedBy(found.document(), settings.flag(Settings.ALLOW_HTTP));
        }

        private void endpoints() {
            AuthorizationServer server = connection.server();
            List<Endpoint> needed =
                    grantType.equals(CODE) ? List.of(Endpoint.AUTHORIZATION, Endpoint.TOKEN) : List.of(Endpoint.TOKEN);
            List<String> found = new ArrayList<>();
            for (Endpoint endpoint : needed) {
                found.add(server.require(endpoint).toString());
            }
            diagnosis.ok("endpoints", String.join(", ", found));
        }

        private void client() {
            List<String> supported = described().texts("token_endpoint_auth_methods_supported");
            for (Setting setting : Settings.CLIENT) {
                Optional<SecretReference> reference =
                        setting.kind() == Setting.Kind.SECRET ? settings.reference(setting) : Optional.empty();
                if (reference.isPresent()
                        && !reference.get().isRepeatable()
                        && !reference.get().isLiteral()) {
                    diagnosis.ok(
                            "client",
                            "its " + setting.name().replace('-', ' ') + " will be asked for when it is needed");
                    return;
                }
            }
            AuthMethodChoice choice = connection.authentication(described());
            String method = choice.authentication().method();
            if (supported.isEmpty() || supported.contains(method)) {
                diagnosis.ok("client", "authenticates by " + method + ", as " + choice.reason());
            } else if (method.equals(PublicClient.METHOD)) {
                diagnosis.warn(
                        "client",
                        "has no secret, and the server does not list none; it lists " + String.join(", ", supported),
                        "give --client-secret env:NAME if the client has one");
            } else {
                diagnosis.fail(
                        "client",
                        "the server does not list " + method + "; it lists " + String.join(", ", supported),
                        "--auth-method auto",
                        ExitCode.REFUSED);
            }
        }

        /** A client id that is an address: the document there, and whether the server reads it. */
        private void clientDocument() {
            String id = settings.text(Settings.CLIENT_ID).orElse("");
            boolean read = described().flag("client_id_metadata_document_supported");
            ClientIdDocument document;
            try {
                document = ClientIdDocument.fetch(connection.transport(), id);
            } catch (Failure.Unreachable e) {
                if (read) {
                    throw e;
                }
                diagnosis.warn(
                        "client document",
                        "the client id is a URL without a client ID metadata document, and the server reads none",
                        "fine when the server knows the client otherwise");
                return;
            }
            for (Check check : document.checks()) {
                if (check.failed()) {
                    throw new Failure.CheckFailed("client ID metadata document", check)
                            .hint("publish what this prints: oat client document " + ShellWord.argument(id));
                }
            }
            if (read) {
                diagnosis.ok("client document", "the server reads it, and it says what it must");
            } else {
                diagnosis.warn(
                        "client document",
                        "the server does not list client_id_metadata_document_supported",
                        "have the client registered there: oat client register");
            }
        }

        /** What is known of the client's own registration, and whether there could be another. */
        private void registration() {
            Optional<String> profile = settings.profileName();
            Optional<KeptRegistration> kept = profile.isPresent() && settings.isBlockWhole()
                    ? invocation.storage().registrations().read(new ProfileName(profile.get()))
                    : Optional.empty();
            if (kept.isPresent()
                    && settings.text(Settings.CLIENT_ID)
                            .equals(Optional.of(kept.get().clientId()))) {
                registered(kept.get());
            } else if (described().endpoint(Endpoint.REGISTRATION).isPresent()) {
                diagnosis.ok("registration", "the server has an endpoint for it; oat did not register this client");
            } else {
                diagnosis.ok("registration", "by the server's operator: it has no endpoint for it");
            }
        }

        private void registered(KeptRegistration kept) {
            String managed = kept.configuration().isPresent()
                            && kept.registrationAccessToken().isPresent()
                    ? "; oat client read and update manage it"
                    : "; the server does not let it be managed";
            if (kept.secretExpiresAt().isEmpty()) {
                diagnosis.ok("registration", "oat registered this client" + managed);
                return;
            }
            Instant end = Instant.ofEpochSecond(kept.secretExpiresAt().get());
            Duration left = Duration.between(invocation.environment().clock().instant(), end);
            String next = "oat client update "
                    + ShellWord.option("-p", settings.profileName().orElse("NAME")) + " --client-name oat gives a"
                    + " new secret at many servers; else register anew";
            if (left.isNegative()) {
                diagnosis.fail("registration", "the client's secret ended at " + end, next, ExitCode.REFUSED);
            } else if (left.toDays() < 7) {
                diagnosis.warn("registration", "the client's secret ends at " + end, next);
            } else {
                diagnosis.ok("registration", "oat registered this client; its secret is good until " + end + managed);
            }
        }

        /** The APIs that the profile's token goes to: do they name this server? */
        private void apis() {
            List<String> apis = settings.texts(Settings.API);
            if (apis.isEmpty()) {
                diagnosis.ok("apis", "none is named; give --api ORIGIN for oat call");
                return;
            }
            String issuer = described().issuer().orElse("");
            List<String> silent = new ArrayList<>();
            for (String api : apis) {
                Optional<ResourceSurvey> found =
                        ResourceSurvey.of(connection.transport(), api, Settings.API.option(), false);
                if (found.isEmpty() || found.get().mismatch().isPresent()) {
                    silent.add(api);
                } else if (!found.get().metadata().authorizationServers().contains(issuer)) {
                    diagnosis.warn(
                            "apis",
                            api + " names other authorization servers: "
                                    + String.join(", ", found.get().metadata().authorizationServers()),
                            "oat discover " + ShellWord.argument(api));
                    return;
                }
            }
            diagnosis.ok(
                    "apis",
                    silent.isEmpty()
                            ? "each names this server (RFC 9728)"
                            : "no resource metadata, so nothing to compare: " + String.join(", ", silent));
        }

        private void grant() {
            AuthorizationServer server = described();
            List<String> listed = server.texts("grant_types_supported");
            if (listed.isEmpty()) {
                if (grantType.equals(CODE)) {
                    diagnosis.ok("grant", grantType + ", which a server means that lists none (RFC 8414 §2)");
                } else {
                    diagnosis.warn(
                            "grant", "the server lists no grants", "ask its operator whether it has " + grantType);
                }
            } else if (listed.contains(grantType)) {
                diagnosis.ok("grant", grantType + " is listed");
            } else {
                diagnosis.fail(
                        "grant",
                        "the server does not list " + grantType + "; it lists " + String.join(", ", listed),
                        "choose one of them with --grant-type",
                        ExitCode.REFUSED);
            }
        }

        private void scopes() {
            List<String> listed = described().texts("scopes_supported");
            List<String> missing = new ArrayList<>(settings.texts(Settings.SCOPE));
            missing.removeAll(listed);
            if (listed.isEmpty()) {
                diagnosis.ok("scopes", "the server lists none, so they cannot be compared");
            } else if (!missing.isEmpty()) {
                diagnosis.warn(
                        "scopes",
                        "not listed by the server: " + String.join(" ", missing),
                        "check their spelling; servers need not list all: " + String.join(" ", listed));
            } else {
                diagnosis.ok(
                        "scopes",
                        settings.texts(Settings.SCOPE).isEmpty() ? "none asked for" : "all asked for are listed");
            }
        }

        private void pkce() {
            List<String> methods = described().texts("code_challenge_methods_supported");
            if (methods.contains("S256")) {
                diagnosis.ok("pkce", "S256 is listed");
            } else {
                diagnosis.warn(
                        "pkce",
                        methods.isEmpty()
                                ? "the server does not say that it knows PKCE (RFC 9700 §2.1.1)"
                                : "the server lists only " + String.join(", ", methods),
                        "oat sends S256 all the same; a server that refuses it is met with oat login --pkce off");
            }
        }

        private void redirectUri() {
            RedirectAddress address = RedirectSettings.address(invocation);
            List<Integer> taken = new ArrayList<>();
            for (int port : address.ports()) {
                if (isFree(address.host(), port)) {
                    String uri = RedirectSettings.toRegister(address, port);
                    diagnosis.ok(
                            "redirect URI",
                            port == 0
                                    ? "register " + uri + " where any port is allowed (RFC 8252 §7.3), else http://"
                                            + address.host() + ":PORT" + address.path() + " and give --port PORT"
                                    : "register " + uri + "; its port is free");
                    return;
                }
                taken.add(port);
            }
            throw new Failure.Usage("no port is free of " + taken)
                    .hint("see who holds it (ss -ltnp), or register another and give --port PORT");
        }

        private static boolean isFree(String host, int port) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private void browser() {
            Surroundings surroundings = Surroundings.of(
                    invocation.environment().system(), invocation.environment().variables(), Path.of("/"));
            Optional<String> named = settings.text(Settings.BROWSER);
            boolean refused = settings.flag(Settings.NO_BROWSER);
            Optional<String> useless =
                    refused || named.isPresent() ? Optional.empty() : SystemBrowser.uselessVariable(surroundings);
            if (useless.isPresent()) {
                diagnosis.warn("browser", useless.get(), "export BROWSER=PROGRAM, or unset it");
                surroundings = surroundings.withoutBrowserVariable();
            }
            Optional<SystemBrowser> browser = refused
                    ? Optional.empty()
                    : named.isPresent()
                            ? Optional.of(SystemBrowser.named(named.get(), surroundings, Set.of(), invocation.trace()))
                            : SystemBrowser.find(surroundings, Set.of(), invocation.trace());
            LoginWay way = LoginWay.choose(refused, named.isPresent(), browser.isPresent(), surroundings);
            if (way.kind() == LoginWay.Kind.BROWSER) {
                diagnosis.ok(
                        "browser",
                        browser.map(SystemBrowser::source).orElse("") + ", "
                                + way.reason().text());
            } else {
                diagnosis.ok(
                        "browser",
                        "by hand, " + way.reason().text() + ": the address is printed, the answer may be pasted");
            }
        }

        private void keys() {
            ServerSurvey found = survey;
            if (found == null || found.keys().isEmpty()) {
                diagnosis.warn(
                        "keys", "the server's keys are not known, so no ID token can be checked", "give --issuer URL");
                return;
            }
            ServerSurvey.Source keys = found.keys().orElseThrow();
            if (keys.failure().isPresent()) {
                throw keys.failure().get();
            }
            Set<String> algorithms =
                    IdTokenExpectations.algorithms(described().texts("id_token_signing_alg_values_supported"));
            String listed = String.join(", ", new java.util.TreeSet<>(algorithms));
            if (KeySetFindings.hasKeyFor(keys.document().orElseThrow(), algorithms)) {
                diagnosis.ok("keys", "one fits the ID token's algorithms (" + listed + ")");
            } else {
                diagnosis.fail(
                        "keys",
                        "none of the server's keys fits " + listed,
                        "oat discover " + ShellWord.argument(found.issuer()),
                        ExitCode.CHECK_FAILED);
            }
        }
    }
}
