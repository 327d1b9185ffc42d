package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTable;
import dev.oat.cli.Golden;
import dev.oat.cli.TestWorld;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Settings;
import dev.oat.clientauth.ClientAuthentication;
import dev.oat.clientauth.PublicClient;
import dev.oat.endpoint.BackChannel;
import dev.oat.endpoint.Client;
import dev.oat.endpoint.TokenEndpoint;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.CibaGrant;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.grant.Grant;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.JwtBearerGrant;
import dev.oat.grant.PasswordGrant;
import dev.oat.grant.RefreshTokenGrant;
import dev.oat.grant.Saml2BearerGrant;
import dev.oat.grant.TokenExchangeGrant;
import dev.oat.grant.TypedToken;
import dev.oat.http.Body;
import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.jose.Jwt;
import dev.oat.jose.KeyFiles;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.ProviderSettings;
import dev.oat.proof.Bearer;
import dev.oat.proof.CertificateBound;
import dev.oat.proof.Dpop;
import dev.oat.proof.DpopKey;
import dev.oat.proof.DpopNonces;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever adds a grant, a client authentication or a sender constraint adds its command, its help, its wire body and the playground's half of
 * it. What there is, is read from the compiled classes.
 */
public class GrantCompletenessTest {
    private static final Path CLASSES = Path.of("target", "classes", "dev", "oat");
    private static final Path WIRE = Path.of("src", "test", "resources", "golden", "wire");
    private static final Path CONSTRAINTS = Path.of("src", "test", "resources", "golden", "sender-constraint");
    private static final Path HELP = Path.of("src", "test", "resources", "golden", "help");

    /** Commands whose word is shorter than the grant's. */
    private static final Map<String, String> COMMANDS = Map.of("device_code", "device", "refresh_token", "refresh");

    /** One of each grant, with every parameter that it can have. */
    private static final List<Grant> SAMPLES = List.of(
            new AuthorizationCodeGrant(
                    Secret.of("the-code"), "http://127.0.0.1:8484/callback", Optional.of(Secret.of("the-verifier"))),
            new ClientCredentialsGrant("read write"),
            new PasswordGrant("alice & co", Secret.of("p@ss w%rd+ü"), "read"),
            new RefreshTokenGrant(Secret.of("the-refresh-token"), "read"),
            new DeviceCodeGrant(Secret.of("the-device-code")),
            new CibaGrant(Secret.of("the-auth-req-id")),
            new JwtBearerGrant(Secret.of("head.claims.signature"), "read"),
            new Saml2BearerGrant(Secret.of("PHNhbWw-"), "read"),
            new IdJagGrant(Secret.of("head.id-jag.signature"), "read"),
            new TokenExchangeGrant(
                    new TypedToken(Secret.of("the-subject-token"), TypedToken.ACCESS_TOKEN),
                    Optional.of(new TypedToken(
                            Secret.of("the-actor-token"),
                            TypedToken.typeNamed("jwt").orElseThrow())),
                    TypedToken.typeNamed("id_token"),
                    "read"));

    static <T> List<Class<? extends T>> implementations(String name, Class<T> type) throws IOException {
        List<Class<? extends T>> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(CLASSES.resolve(name))) {
            for (Path file : files.sorted().toList()) {
                String simple = file.getFileName().toString().replace(".class", "");
                Class<?> one = load("dev.oat." + name + "." + simple);
                if (type.isAssignableFrom(one) && !one.isInterface()) {
                    found.add(one.asSubclass(type));
                }
            }
        }
        return found;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, GrantCompletenessTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }

    public static List<Class<? extends Grant>> grants() throws IOException {
        return implementations("grant", Grant.class);
    }

    static List<Class<? extends ClientAuthentication>> authentications() throws IOException {
        return implementations("clientauth", ClientAuthentication.class);
    }

    private static Optional<String> constant(Class<?> type, String name) {
        try {
            return Optional.of((String) type.getField(name).get(null));
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    public static Grant sample(Class<? extends Grant> type) {
        for (Grant grant : SAMPLES) {
            if (type.isInstance(grant)) {
                return grant;
            }
        }
        throw new AssertionError(type.getSimpleName() + " has no sample in this test");
    }

    @ParameterizedTest
    @MethodSource("grants")
    void each_grant_has_a_command_with_an_example(Class<? extends Grant> grant) throws IOException {
        String word = GrantWords.word(sample(grant).profile());
        String path = "token " + COMMANDS.getOrDefault(word, word.replace('_', '-'));
        Optional<CommandList.Listed> entry = CommandTable.standard().find(path);
        assertThat(entry).as("the command oat " + path).isPresent();
        assertThat(entry.orElseThrow().command().examples()).anyMatch(example -> example.contains("oat " + path));
        assertThat(Files.readString(HELP.resolve("oat-" + path.replace(' ', '-') + ".txt")))
                .contains("oat " + path);
    }

    @ParameterizedTest
    @MethodSource("grants")
    void each_grant_is_a_word_of_grant_type_or_is_never_how_a_profile_gets_its_token(Class<? extends Grant> grant) {
        String type = sample(grant).profile();
        assertThat(GrantWords.type(GrantWords.word(type))).isEqualTo(type);
        if (grant != RefreshTokenGrant.class) {
            assertThat(Settings.GRANT_TYPE.choices()).contains(GrantWords.word(type));
        }
    }

    @Test
    void each_grant_sends_what_its_golden_file_shows() throws IOException {
        Map<String, String> golden = new TreeMap<>();
        for (Class<? extends Grant> type : grants()) {
            Grant grant = sample(type);
            assertThat(constant(type, "TYPE")).contains(grant.profile());
            golden.put(GrantWords.word(grant.profile()) + ".txt", wire(grant));
        }
        golden.put(
                "id-jag-exchange.txt",
                wire(TokenExchangeGrant.forIdJag(
                        new TypedToken(Secret.of("the-id-token"), TypedToken.ID_TOKEN),
                        Optional.of(new TypedToken(Secret.of("the-actor-token"), TypedToken.ACCESS_TOKEN)),
                        "read")));
        Golden.holds(WIRE, golden);
    }

    private static String wire(Grant grant) throws IOException {
        List<Request> sent = new ArrayList<>();
        Transport transport = request -> {
            sent.add(request);
            boolean idJag = grant.parameters().first("requested_token_type").equals(Optional.of(TypedToken.ID_JAG));
            String answer = "{\"access_token\":\"t\",\"token_type\":\"" + (idJag ? "N_A" : "Bearer")
                    + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:" + (idJag ? "id-jag" : "id_token")
                    + "\"}";
            return new Response(
                    200,
                    Headers.empty().with("Content-Type", "application/json"),
                    answer.getBytes(StandardCharsets.UTF_8));
        };
        Client client = new Client("app", new PublicClient(), "https://as.example");
        BackChannel channel = new BackChannel(transport, client, new Bearer());
        new TokenEndpoint(channel, URI.create("https://as.example/token"), Trace.none())
                .redeem(grant, Form.empty())
                .orThrow();
        Request request = sent.get(0);
        assertThat(request.spec()).isEqualTo(grant.spec());
        Body body = request.body();
        try (InputStream bytes = body.open()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).replace("&", "\n&") + "\n";
        }
    }

    public static List<Class<? extends SenderConstraint>> constraints() throws IOException {
        return implementations("proof", SenderConstraint.class);
    }

    private static SenderConstraint sample(String constraint) {
        return switch (constraint) {
            case "Bearer" -> new Bearer();
            case "CertificateBound" -> new CertificateBound("the-thumbprint");
            case "Dpop" ->
                new Dpop(
                        DpopKey.of(KeyFiles.key("ec256.pkcs8.pem"), List.of()),
                        DpopNonces.none(),
                        Clock.fixed(Instant.ofEpochSecond(1_795_262_400), ZoneOffset.UTC),
                        new SecureRandom(),
                        Trace.none());
            default -> throw new AssertionError(constraint + " has no sample in this test");
        };
    }

    /** Every message that a constraint has a hand in: to the authorization server, after its challenge, and to an API. */
    @Test
    void each_sender_constraint_sends_what_its_golden_file_shows() throws IOException {
        Map<String, String> golden = new TreeMap<>();
        for (Class<? extends SenderConstraint> type : constraints()) {
            SenderConstraint constraint = sample(type.getSimpleName());
            golden.put(type.getSimpleName() + ".txt", proven(constraint));
        }
        Golden.holds(CONSTRAINTS, golden);
    }

    private static String proven(SenderConstraint constraint) throws IOException {
        List<Request> sent = new ArrayList<>();
        Transport transport = request -> {
            sent.add(request);
            boolean challenge =
                    sent.size() == 1 && request.headers().first("DPoP").isPresent();
            Headers headers = Headers.empty().with("Content-Type", "application/json");
            return challenge
                    ? new Response(
                            400,
                            headers.with("DPoP-Nonce", "the-nonce"),
                            "{\"error\":\"use_dpop_nonce\"}".getBytes(StandardCharsets.UTF_8))
                    : new Response(
                            200,
                            headers,
                            ("{\"access_token\":\"the-token\",\"token_type\":\"" + constraint.tokenType() + "\"}")
                                    .getBytes(StandardCharsets.UTF_8));
        };
        Client client = new Client("app", new PublicClient(), "https://as.example");
        TokenResponse answer = new TokenEndpoint(
                        new BackChannel(transport, client, constraint),
                        URI.create("https://as.example/token?tenant=7"),
                        Trace.none())
                .redeem(new ClientCredentialsGrant(""), Form.empty())
                .orThrow();
        sent.add(constraint.prove(
                Request.get("call", SpecRef.rfc(9110, "9.3.1"), URI.create("https://api.example/orders?page=2#top")),
                Optional.of(answer.accessToken())));
        StringBuilder text = new StringBuilder();
        for (Request request : sent) {
            text.append(request.method()).append(' ').append(request.uri()).append('\n');
            request.headers()
                    .first("Authorization")
                    .ifPresent(value ->
                            text.append("Authorization: ").append(value).append('\n'));
            for (String proof : request.headers().all("DPoP")) {
                Jwt jwt = Jwt.decode(proof);
                assertThat(jwt.claims().text("jti").orElseThrow()).hasSize(22);
                text.append("DPoP: JWT\n    ")
                        .append(jwt.header().toJson())
                        .append("\n    ")
                        .append(jwt.claims().with("jti", "RANDOM").toJson())
                        .append('\n');
            }
            try (InputStream bytes = request.body().open()) {
                String body = new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
                text.append(body).append(body.isEmpty() ? "\n" : "\n\n");
            }
        }
        return text.toString();
    }

    private static String metadata(Playground playground) throws IOException {
        URLConnection connection = URI.create(playground.issuer() + "/.well-known/openid-configuration")
                .toURL()
                .openConnection();
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void the_playground_supports_each_of_them() throws IOException {
        try (Playground playground = Playground.start(PlaygroundSettings.builder(Clock.systemUTC(), new SecureRandom())
                .tlsPort(0)
                .provider(ProviderSettings.on(0))
                .build())) {
            String metadata = metadata(playground);
            for (Class<? extends Grant> type : grants()) {
                Grant grant = sample(type);
                assertThat(metadata).as(type.getSimpleName()).contains("\"" + grant.profile() + "\"");
                assertThat(PlaygroundClient.EVERY_GRANT).contains(grant.type());
            }
            for (Class<? extends ClientAuthentication> type : authentications()) {
                Optional<String> method = constant(type, "METHOD");
                if (method.isPresent()) {
                    assertThat(metadata).as(type.getSimpleName()).contains("\"" + method.orElseThrow() + "\"");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("authentications")
    void each_client_authentication_can_be_asked_for_and_stands_in_help(
            Class<? extends ClientAuthentication> type, @TempDir Path home) {
        Optional<String> method = constant(type, "METHOD");
        if (method.isEmpty()) {
            // a ready assertion is private_key_jwt from another hand
            assertThat(Settings.CLIENT).contains(Settings.CLIENT_ASSERTION);
            return;
        }
        assertThat(Settings.AUTH_METHOD.choices()).contains(method.orElseThrow());
        String help = TestWorld.at(home)
                .run("token", "client-credentials", "--help-all")
                .out()
                .replaceAll("\\s+", " ");
        assertThat(help).contains(method.orElseThrow());
        assertThat(Path.of(
                        "src", "test", "resources", "golden", "client-authentication", method.orElseThrow() + ".txt"))
                .exists();
    }
}
