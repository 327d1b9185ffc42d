package dev.oat.cli.tour;

import dev.oat.authorization.browser.BrowserAddress;
import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.LocalPage;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Seconds;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.http.Origins;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.FrontSettings;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.issuer.ProviderSettings;
import dev.oat.playground.issuer.RegistrationPolicy;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.session.api.ApiAddress;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** {@code oat playground}: servers on loopback, until Ctrl-C. */
public final class PlaygroundCommand implements Command {
    private static final int USUAL_PORT = 8400;

    private static final int GRANTS_COLUMN = 50;
    private static final int LINE = 80;
    private static final Setting PORT = own(
            Setting.text(
                    "port",
                    Setting.Group.COMMAND,
                    "PORT",
                    "The authorization server's port; gateway, API, TLS and identity provider take the next four. 0 for free ones; 8400 unless given."));
    private static final Setting ACCESS_TOKEN_LIFETIME = own(Setting.text(
                    "access-token-lifetime",
                    Setting.Group.COMMAND,
                    "SECONDS",
                    "How long access tokens are good; 10m unless given."))
            .seconds();
    private static final Setting REFRESH_TOKEN_LIFETIME = own(Setting.text(
                    "refresh-token-lifetime",
                    Setting.Group.COMMAND,
                    "SECONDS",
                    "How long refresh tokens are good; 24h unless given."))
            .rare()
            .seconds();
    private static final Setting OPAQUE = own(
            Setting.flag("opaque-tokens", Setting.Group.COMMAND, "Access tokens are random texts in place of JWTs."));
    private static final Setting NO_ROTATION = own(Setting.flag(
                    "no-rotation",
                    Setting.Group.COMMAND,
                    "A refresh token stays good after its use, and is not replaced."))
            .rare();
    private static final Setting SIGNING_ALG = own(Setting.text(
                    "signing-alg", Setting.Group.COMMAND, "ALG", "How tokens are signed; ES256 unless given."))
            .oneOf("ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA")
            .rare();
    private static final Setting PLAIN_PKCE = own(Setting.flag(
                    "plain-pkce", Setting.Group.COMMAND, "The server takes code_challenge_method=plain too."))
            .rare();
    private static final Setting REQUIRE_PAR = own(Setting.flag(
                    "require-par", Setting.Group.COMMAND, "Authorization requests must be pushed first (RFC 9126)."))
            .rare();
    private static final Setting REQUIRE_REQUEST_OBJECT = own(Setting.flag(
                    "require-request-object",
                    Setting.Group.COMMAND,
                    "Authorization requests must be signed (RFC 9101)."))
            .rare();
    private static final Setting USER = own(Setting.texts(
            "user",
            Setting.Group.COMMAND,
            "NAME=REF",
            "A further user, with the password as a reference: env:NAME, file:PATH, cmd:…; repeatable."));
    private static final Setting CLIENT = own(Setting.texts(
            "client",
            Setting.Group.COMMAND,
            "ID[=REF]",
            "A further client that may use every grant: public, with a secret by reference, or with keys, as"
                    + " ID=jwk:FILE; repeatable."));
    private static final Setting INITIAL_ACCESS_TOKEN = own(Setting.secret(
                    "initial-access-token",
                    Setting.Group.COMMAND,
                    "What a client must show to register itself, as a reference; everybody may unless given."))
            .rare();
    private static final Setting NO_REGISTRATION = own(Setting.flag(
                    "no-registration", Setting.Group.COMMAND, "Clients cannot register themselves."))
            .rare();
    private static final Setting FAULT = own(Setting.texts(
            "fault",
            Setting.Group.COMMAND,
            "NAME",
            "Something to do wrong; repeatable. --list-faults tells the names."));
    private static final Setting LIST_FAULTS =
            own(Setting.flag("list-faults", Setting.Group.COMMAND, "Print the faults that there are, and end."));
    private static final Setting CLOCK_OFFSET = own(Setting.text(
            "clock-offset", Setting.Group.COMMAND, "SECONDS", "How far the server's clock is ahead; -300 for behind."));
    private static final Setting BACKEND = own(Setting.text(
                    "backend",
                    Setting.Group.COMMAND,
                    "URL",
                    "The API behind the gateway, in place of the playground's own: http://127.0.0.1:3000."))
            .rare();
    private static final Setting CONFIG = own(
            Setting.text(
                    "config",
                    Setting.Group.COMMAND,
                    "FILE",
                    "A TOML file with the same settings, _ for -, and tables [[users]] and [[clients]]; an option goes before it."));
    private static final Setting READY_FILE = own(Setting.text(
                    "ready-file",
                    Setting.Group.COMMAND,
                    "FILE",
                    "Written, whole, once it serves: the addresses as JSON; removed at the end."))
            .rare();
    private static final Setting PRINT_ENV = own(Setting.flag(
                    "print-env",
                    Setting.Group.COMMAND,
                    "Print the addresses as lines for a shell: OAT_ISSUER and its like."))
            .rare();
    private static final Setting EXIT_WITH_PARENT = own(Setting.flag(
                    "exit-with-parent", Setting.Group.COMMAND, "End when the program that started it ends."))
            .rare();
    private static final Setting OPEN =
            own(Setting.flag("open", Setting.Group.COMMAND, "Open the page that shows every message as it comes."));
    private static final Setting OUTPUT = own(Setting.text(
                            "output", Setting.Group.OUTPUT, "FORMAT", "How the addresses are printed.")
                    .or("-o"))
            .oneOf("text", "json");

    private static Setting own(Setting setting) {
        return setting.onlyOption();
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                PORT,
                ACCESS_TOKEN_LIFETIME,
                REFRESH_TOKEN_LIFETIME,
                OPAQUE,
                NO_ROTATION,
                SIGNING_ALG,
                PLAIN_PKCE,
                REQUIRE_PAR,
                REQUIRE_REQUEST_OBJECT,
                USER,
                CLIENT,
                INITIAL_ACCESS_TOKEN,
                NO_REGISTRATION,
                FAULT,
                LIST_FAULTS,
                CLOCK_OFFSET,
                BACKEND,
                CONFIG,
                OPEN,
                READY_FILE,
                PRINT_ENV,
                EXIT_WITH_PARENT,
                OUTPUT);
    }

    /** Returns what may stand in the file of --config. */
    private static List<Setting> configurable() {
        return List.of(
                PORT,
                ACCESS_TOKEN_LIFETIME,
                REFRESH_TOKEN_LIFETIME,
                OPAQUE,
                NO_ROTATION,
                SIGNING_ALG,
                PLAIN_PKCE,
                REQUIRE_PAR,
                REQUIRE_REQUEST_OBJECT,
                INITIAL_ACCESS_TOKEN,
                NO_REGISTRATION,
                FAULT,
                CLOCK_OFFSET,
                BACKEND);
    }

    @Override
    public String description() {
        return "Serves an authorization server, an identity provider, an API gateway and a backend API on 127.0.0.1, to try oat"
                + " against. "
                + "The gateway checks each token and answers 401 itself: a refused request never reaches the backend. "
                + "The issuer's address is a page that shows every message as it comes, with the faults as switches. "
                + "Prints commands to paste, then one line for each request. Ctrl-C ends it.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat playground --open",
                "oat playground --access-token-lifetime 20 --fault id-token-wrong-nonce",
                "oat playground --user carol=env:CAROLS_PASSWORD --client my-app",
                "# in the tests of another program\n"
                        + "oat playground --config playground.toml --ready-file ready.json \\\n"
                        + "    --exit-with-parent",
                "oat playground --fault metadata:html   # at another endpoint than token",
                "oat playground --backend http://127.0.0.1:3000   # guards an API of yours");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        if (invocation.arguments().has(LIST_FAULTS)) {
            invocation.output().text(faults());
            return ExitCode.DONE;
        }
        PlaygroundFile said = PlaygroundFile.of(invocation, CONFIG, configurable());
        CountDownLatch end = new CountDownLatch(1);
        if (invocation.arguments().has(EXIT_WITH_PARENT)) {
            // whoever has no parent any more has nobody to serve
            Optional<ProcessHandle> parent = ProcessHandle.current().parent();
            CompletableFuture<Void> unused = CompletableFuture.allOf(
                            parent.map(ProcessHandle::onExit).stream().toArray(CompletableFuture[]::new))
                    .thenRun(end::countDown);
        }
        Optional<Path> ready = invocation.arguments().first(READY_FILE).map(Path::of);
        try (Playground playground = start(invocation, said)) {
            switchOn(said, playground);
            boolean json =
                    invocation.arguments().first(OUTPUT).filter("json"::equals).isPresent();
            invocation
                    .output()
                    .document(
                            invocation.arguments().has(PRINT_ENV)
                                    ? assignments(playground)
                                    : json ? json(playground) : text(playground));
            playground.requests().onRequest(request -> invocation.output().say(line(request)));
            if (ready.isPresent()) {
                tellReady(ready.get(), json(playground));
            }
            if (invocation.arguments().has(OPEN)) {
                LocalPage.open(
                        invocation.environment(),
                        invocation.output(),
                        BrowserAddress.of(playground.issuer() + "/", false),
                        "the playground");
            }
            end.await();
            return ExitCode.DONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        } finally {
            ready.ifPresent(PlaygroundCommand::remove);
        }
    }

    private static void tellReady(Path file, String json) {
        try (PrivateFiles.Replacement replacement =
                PrivateFiles.onDisk(Trace.none(), "OAT_STATE_DIR").prepareAnywhere(file)) {
            replacement.commit((json + "\n").getBytes(StandardCharsets.UTF_8));
        }
        file.toFile().deleteOnExit();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // it says no more than addresses at which nobody answers
        }
    }

    private static String assignments(Playground playground) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("OAT_ISSUER", playground.issuer().toString());
        variables.put("OAT_API", playground.gateway().toString());
        variables.put("PLAYGROUND_BACKEND", playground.backend().toString());
        variables.put("PLAYGROUND_SWITCHES", playground.issuer() + "/playground");
        playground.secureOrigin().ifPresent(origin -> variables.put("PLAYGROUND_MUTUAL_TLS", origin.toString()));
        StringBuilder lines = new StringBuilder();
        variables.forEach((name, value) ->
                lines.append("export ").append(name).append("='").append(value).append("'\n"));
        return lines.toString();
    }

    private static String faults() {
        StringBuilder text = new StringBuilder("Each shows in one place:\n");
        for (Fault fault : Fault.values()) {
            if (!fault.atAnyEndpoint()) {
                text.append("  " + padded(fault.toString(), 26) + fault.meaning() + "\n");
            }
        }
        text.append("\nEach shows at any endpoint: at token, or as ENDPOINT:FAULT elsewhere. Endpoints:");
        int column = LINE;
        for (String endpoint : Faults.ENDPOINTS) {
            boolean next = column + endpoint.length() + 1 >= LINE;
            text.append(next ? "\n  " : " ").append(endpoint);
            column = (next ? 2 : column + 1) + endpoint.length();
        }
        text.append("\n\n");
        for (Fault fault : Fault.values()) {
            if (fault.atAnyEndpoint()) {
                text.append("  " + padded(fault.toString(), 26) + fault.meaning() + "\n");
            }
        }
        return text.toString();
    }

    private static String row(String left, String right) {
        return "  " + padded(left, 22) + right + "\n";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(2, width - text.length()));
    }

    private static Playground start(Invocation invocation, PlaygroundFile said) {
        PlaygroundSettings.Builder builder = PlaygroundSettings.builder(
                        invocation.environment().clock(),
                        invocation.environment().random().get())
                .opaqueTokens(said.has(OPAQUE))
                .rotateRefreshTokens(!said.has(NO_ROTATION))
                .plainPkce(said.has(PLAIN_PKCE))
                .front(FrontSettings.usual()
                        .requiringPushed(said.has(REQUIRE_PAR))
                        .requiringSigned(said.has(REQUIRE_REQUEST_OBJECT)));
        said.first(SIGNING_ALG).ifPresent(builder::signingAlg);
        lifetime(said, ACCESS_TOKEN_LIFETIME).ifPresent(builder::accessTokenLifetime);
        lifetime(said, REFRESH_TOKEN_LIFETIME).ifPresent(builder::refreshTokenLifetime);
        said.first(BACKEND).ifPresent(text -> builder.upstream(upstream(said.named(BACKEND), text)));
        said.users().forEach(builder::user);
        said.clients().forEach(builder::client);
        for (String user : invocation.arguments().all(USER)) {
            builder.user(user(invocation, user));
        }
        for (String client : invocation.arguments().all(CLIENT)) {
            builder.client(client(invocation, client));
        }
        if (said.has(NO_REGISTRATION)) {
            builder.registration(RegistrationPolicy.closed());
        } else if (said.has(INITIAL_ACCESS_TOKEN)) {
            String reference = said.first(INITIAL_ACCESS_TOKEN).orElseThrow();
            builder.registration(RegistrationPolicy.withToken(
                    secret(invocation, INITIAL_ACCESS_TOKEN, reference).reveal()));
        }
        Optional<String> port = said.first(PORT);
        try {
            int first = port.map(text -> port(said.named(PORT), text)).orElse(USUAL_PORT);
            return Playground.start(builder.tlsPort(first == 0 ? 0 : first + 3)
                    .provider(ProviderSettings.on(first == 0 ? 0 : first + 4))
                    .ports(first, first == 0 ? 0 : first + 1, first == 0 ? 0 : first + 2)
                    .build());
        } catch (UncheckedIOException e) {
            if (port.isPresent()) {
                throw new Failure.Usage(String.valueOf(e.getMessage()))
                        .hint("choose another --port, or 0 for free ones");
            }
            invocation.output().say("oat: " + e.getMessage() + "; free ones are used instead");
            return Playground.start(builder.tlsPort(0)
                    .provider(ProviderSettings.on(0))
                    .ports(0, 0, 0)
                    .build());
        }
    }

    private static URI upstream(String named, String text) {
        URI api = ApiAddress.parse(text);
        if (api.getRawQuery() != null || !api.getRawPath().replace("/", "").isEmpty()) {
            throw Failure.Usage.value(named, text, "an origin: the gateway keeps the paths")
                    .hint("write " + named + " " + Origins.of(api));
        }
        return URI.create(api.getScheme() + "://" + api.getRawAuthority());
    }

    private static Optional<Duration> lifetime(PlaygroundFile said, Setting setting) {
        return said.first(setting).map(text -> Duration.ofSeconds(Seconds.of(said.named(setting), text)));
    }

    private static int port(String named, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_531) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Failure.Usage.value(named, text, "a port that leaves room for four more")
                .hint("write 0, or 1024 to 65531");
    }

    private static PlaygroundUser user(Invocation invocation, String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            // without a name it may be the password
            throw new Failure.Usage("invalid value for --user (NAME=REF)").hint("--user carol=env:CAROLS_PASSWORD");
        }
        Secret password = secret(invocation, USER, text.substring(equals + 1));
        return PlaygroundUser.of(text.substring(0, equals), password.reveal());
    }

    private static PlaygroundClient client(Invocation invocation, String text) {
        List<String> scopes = List.of("openid", "profile", "email", "offline_access", "read", "write", "admin");
        Set<String> grants = PlaygroundClient.EVERY_GRANT;
        int equals = text.indexOf('=');
        if (equals < 0) {
            return PlaygroundClient.publicClient(text, text, grants, scopes);
        }
        String id = text.substring(0, equals);
        if (text.startsWith("jwk:", equals + 1)) {
            JwkSet keys = new KeyFile(invocation, CLIENT.option(), text.substring(equals + 5)).publicKeys();
            return PlaygroundClient.withKeys(id, id, keys, grants, scopes);
        }
        String secret = secret(invocation, CLIENT, text.substring(equals + 1)).reveal();
        return PlaygroundClient.confidential(id, id, secret, grants, scopes);
    }

    private static Secret secret(Invocation invocation, Setting setting, String reference) {
        return invocation.resolve(SecretReference.of(reference, setting.option()));
    }

    private static void switchOn(PlaygroundFile said, Playground playground) {
        for (String fault : said.all(FAULT)) {
            try {
                playground.faults().on(fault);
            } catch (IllegalArgumentException e) {
                throw Failure.Usage.value(said.named(FAULT), fault, "one of those that --list-faults names")
                        .hint("oat playground --list-faults");
            }
        }
        said.first(CLOCK_OFFSET).ifPresent(text -> {
            try {
                playground.shiftClock(Duration.ofSeconds(Integer.parseInt(text)));
            } catch (NumberFormatException e) {
                throw Failure.Usage.value(said.named(CLOCK_OFFSET), text, "a number of seconds")
                        .hint("write 300, or -300 for behind");
            }
        });
    }

    private static String json(Playground playground) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", playground.issuer().toString());
        document.put("gateway", playground.gateway().toString());
        document.put("backend", playground.backend().toString());
        playground.secureOrigin().ifPresent(origin -> document.put("mutual_tls", origin.toString()));
        document.put("identity_provider", playground.provider().toString());
        document.put("page", playground.issuer() + "/");
        document.put("switches", playground.issuer() + "/playground");
        document.put(
                "client_ids",
                playground.settings().clients().stream()
                        .map(PlaygroundClient::id)
                        .toList());
        document.put(
                "usernames",
                playground.settings().users().stream()
                        .map(PlaygroundUser::username)
                        .toList());
        return JsonObject.of(document).toJson();
    }

    private static String text(Playground playground) {
        String issuer = playground.issuer().toString();
        String gateway = playground.gateway().toString();
        StringBuilder text = new StringBuilder();
        text.append("A playground is open on this machine.\n\n")
                .append(row("Issuer", issuer))
                .append(row("API", gateway))
                .append(row("Behind the gateway", playground.backend() + "  (asks for no token)"))
                .append(playground
                        .secureOrigin()
                        .map(origin -> row("With certificates", origin.toString()))
                        .orElse(""))
                .append(row("Identity provider", playground.provider() + "  (for id-jag)"))
                .append(row("To watch", issuer + "/  (each message as it comes)"))
                .append(row("Switches", issuer + "/playground"))
                .append('\n');
        text.append("  Users\n");
        for (PlaygroundUser user : playground.settings().users()) {
            boolean demo = PlaygroundUser.demo().contains(user);
            text.append("    ")
                    .append(padded(user.username(), 23))
                    .append(demo ? "password " + user.password().reveal() : "(the password that you gave)")
                    .append('\n');
        }
        text.append("  Clients\n");
        for (PlaygroundClient client : playground.settings().clients()) {
            text.append("    ")
                    .append(padded(client.id(), 23))
                    .append(padded(secret(client), 22))
                    .append(grants(client))
                    .append('\n');
        }
        return text.append("\nTo paste into another terminal:\n\n")
                .append("  # a token for a program\n")
                .append("  oat token client-credentials --issuer ")
                .append(issuer)
                .append(" \\\n      --client-id demo-service --client-secret literal:service-secret\n\n")
                .append("  # the same for a client that signs with a key, in place of a secret\n")
                .append("  (umask 077; curl -s ")
                .append(issuer)
                .append("/playground/client-key > client.jwk)\n")
                .append("  oat token client-credentials --issuer ")
                .append(issuer)
                .append(" \\\n      --client-id demo-key --signing-key client.jwk\n\n")
                .append("  # the same for a client that shows a certificate\n")
                .append("  curl -s ")
                .append(issuer)
                .append("/playground/ca > ca.pem\n")
                .append("  (umask 077; curl -s ")
                .append(issuer)
                .append("/playground/client-cert > cert.pem)\n")
                .append("  oat token client-credentials --issuer ")
                .append(issuer)
                .append(" \\\n      --client-id demo-mtls --cert cert.pem --cacert ca.pem\n\n")
                .append("  # a token for a user's password\n")
                .append("  oat token password --issuer ")
                .append(issuer)
                .append(" \\\n      --client-id demo-password --username alice --password prompt\n\n")
                .append("  # a token that is bound to a key, and a call that proves it (DPoP)\n")
                .append("  oat call ")
                .append(gateway)
                .append("/hello --dpop --api ")
                .append(gateway)
                .append(" \\\n      --issuer ")
                .append(issuer)
                .append(" --client-id demo-service \\\n      --client-secret literal:service-secret\n\n")
                .append("  # sign in as alice, and call the API\n")
                .append("  oat login demo --issuer ")
                .append(issuer)
                .append(" --client-id demo-web \\\n      --scope \"openid profile offline_access read\" --api ")
                .append(gateway)
                .append("\n  oat call -p demo ")
                .append(gateway)
                .append("/hello\n\n")
                .append("  # or start from the API alone: it says where to sign in; then ask it for more\n  oat call ")
                .append(gateway)
                .append("/orders/1\n  oat call ")
                .append(gateway)
                .append("/payments --step-up\n\n")
                .append("  # sign in on another device: open the address that it prints\n")
                .append("  oat token device --issuer ")
                .append(issuer)
                .append(" \\\n      --client-id demo-device --scope openid\n\n")
                .append("  # have alice asked on her own device: she finds it at\n  # ")
                .append(issuer)
                .append("/ciba\n  oat token ciba --issuer ")
                .append(issuer)
                .append(" \\\n"
                        + "      --client-id demo-ciba --client-secret literal:ciba-secret \\\n"
                        + "      --login-hint alice\n\n")
                .append("  # end every access token early: the next call meets a 401 and renews by itself\n")
                .append("  curl -X POST ")
                .append(issuer)
                .append("/playground/expire\n  oat call -p demo -v ")
                .append(gateway)
                .append("/hello\n\n")
                .append("  # have the server do something wrong (oat playground --list-faults)\n")
                .append("  curl -d on=id-token-wrong-nonce ")
                .append(issuer)
                .append("/playground/fault\n\n")
                .append("  # every other grant, client authentication and hardening, to paste\n  oat tour --list")
                .append("\n\nCtrl-C ends it. Requests as they come:\n")
                .toString();
    }

    private static String secret(PlaygroundClient client) {
        boolean demo = PlaygroundClient.demo().contains(client);
        return client.secret()
                .map(known -> demo ? "secret " + known.reveal() : "(its secret)")
                .orElseGet(() -> {
                    Set<String> methods = client.authMethods();
                    return methods.contains("none")
                            ? "public"
                            : methods.contains("private_key_jwt")
                                    ? "signs with a key"
                                    : methods.contains("attest_jwt_client_auth")
                                            ? "is attested"
                                            : "shows a certificate";
                });
    }

    /** Returns the grants that a client may use, on as many lines as it takes. */
    private static String grants(PlaygroundClient client) {
        if (client.grantTypes().equals(PlaygroundClient.EVERY_GRANT)) {
            return "every grant";
        }
        List<String> words = client.grantTypes().stream()
                .filter(type -> !type.equals("refresh_token"))
                .map(GrantWords::word)
                .sorted()
                .toList();
        StringBuilder text = new StringBuilder();
        int column = GRANTS_COLUMN;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i) + (i + 1 < words.size() ? "," : "");
            boolean first = i == 0;
            if (!first && column + 1 + word.length() > LINE) {
                text.append('\n').append(" ".repeat(GRANTS_COLUMN));
                column = GRANTS_COLUMN;
            } else if (!first) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }

    private static String line(ReceivedRequest request) {
        String time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(request.at());
        String detail = request.form("grant_type").orElse("");
        String status = request.status() == 0 ? "---" : Integer.toString(request.status());
        return time + "  " + status + "  " + request.part()
                + " ".repeat(22 - request.part().toString().length()) + request.method() + " " + request.path()
                + (detail.isEmpty() ? "" : "  " + detail);
    }
}
