package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The advice of a command that a server refused goes by status, error, words and grant, and is what {@code oat explain}
 * names first, whatever of the failure it is given.
 */
@Timeout(60)
class HintTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home)
                .with("CS", "client-secret-canary")
                .with("T", "token-canary")
                .with("PW", "password-canary");
        server = new OddServer(world.clock());
        server.metadata("device_authorization_endpoint", server.issuer() + "/device");
        server.metadata("backchannel_authentication_endpoint", server.issuer() + "/bc");
        server.metadata("introspection_endpoint", server.issuer() + "/introspect");
        server.metadata("revocation_endpoint", server.issuer() + "/revoke");
        server.metadata("pushed_authorization_request_endpoint", server.issuer() + "/par");
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("device_code", "device-code");
        device.put("user_code", "WDJB-MJHT");
        device.put("verification_uri", "https://as.example/device");
        device.put("expires_in", 60);
        device.put("interval", 1);
        server.page("/device", hit -> OddServer.Reply.json(200, JsonObject.of(device)));
        server.page(
                "/bc",
                hit -> OddServer.Reply.json(
                        200, JsonObject.of(Map.of("auth_req_id", "id-1", "expires_in", 60, "interval", 1))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static final String SECRET = " --client-secret env:CS";
    private static final String CC = "token client-credentials" + SECRET;

    /**
     * A refusal.
     *
     * @param command what is run
     * @param path where it is refused
     * @param status the HTTP status
     * @param body the answer
     * @param says what the advice must hold, separated by {@code |}
     * @param never what it must not hold, separated by {@code |}
     */
    record Refusal(String command, String path, int status, String body, String says, String never) {
        @Override
        public String toString() {
            return command + ": " + status + " " + body;
        }
    }

    private static Refusal at(String command, String path, int status, String body, String says, String never) {
        return new Refusal(command, path, status, body, says, never);
    }

    private static Refusal token(String command, int status, String body, String says, String never) {
        return at(command, "/token", status, body, says, never);
    }

    private static String error(String code) {
        return "{\"error\":\"" + code + "\"}";
    }

    private static String error(String code, String description) {
        return "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\"}";
    }

    static List<Refusal> refusals() {
        String exchange = "token token-exchange --subject-token env:T" + SECRET;
        String refresh = "token refresh --refresh-token env:T" + SECRET;
        String password = "token password --username alice --password env:PW" + SECRET;
        String code = "token authorization-code --code env:T --redirect-uri http://127.0.0.1:8484/callback" + SECRET;
        String assertion = "token jwt-bearer --assertion env:T" + SECRET;
        String par = "login work --par --no-browser" + SECRET;
        String other = "refresh token|oat login|user name";
        return List.of(
                token(CC, 401, error("invalid_client"), "client secret|--client-id|client_secret_basic", "refresh"),
                token(CC, 401, error("unauthorized_client"), "client secret|--client-id", "may not use this grant"),
                token(
                        CC,
                        401,
                        error("unauthorized_client", "Invalid client or Invalid client credentials"),
                        "secret",
                        ""),
                token(CC, 400, error("unauthorized_client"), "may not use this grant|client credentials", "secret"),
                token(CC, 401, error("unauthorized_client", "Grant type not allowed for the client"), "this grant", ""),
                token(
                        CC,
                        400,
                        error("invalid_client", "The client secret has expired"),
                        "new client secret",
                        "refresh"),
                token(CC, 400, error("invalid_grant"), "--dpop|--cert", other),
                token(CC, 400, error("invalid_grant", "nope"), "--dpop|--cert", other),
                token(CC, 400, error("invalid_scope"), "--scope", "refresh"),
                token(
                        CC,
                        403,
                        error("access_denied", "Client is not authorized to access the API"),
                        "client registration",
                        "sign in"),
                at(
                        "introspect env:T" + SECRET,
                        "/introspect",
                        403,
                        error("access_denied"),
                        "ask about tokens",
                        "sign in"),
                token("token device", 400, error("access_denied"), "allow the access", "registration"),
                token(CC, 400, error("invalid_target"), "--resource|--audience", ""),
                token(CC, 400, error("unsupported_grant_type"), "oat discover", ""),
                token(CC, 400, error("invalid_request", "DPoP proof is required"), "--dpop", "refresh"),
                token(CC, 400, "", "--explain", "refresh"),
                token(CC, 401, "", "client secret|--client-id", "refresh"),
                token(CC, 403, "", "firewall", "refresh"),
                token(CC, 401, "{\"errorCode\":\"invalid_client\",\"errorSummary\":\"no\"}", "client secret", ""),
                token(CC, 500, "{\"message\":\"oops\"}", "server's", "secret"),
                token(
                        "token device",
                        400,
                        error("invalid_grant"),
                        "device code|--dpop|--cert",
                        "refresh token|oat login"),
                token("token device", 400, error("expired_token"), "run the command again", "refresh"),
                token("token ciba --login-hint a" + SECRET, 400, error("invalid_grant"), "--dpop|--cert", other),
                token(exchange, 400, error("invalid_grant"), "subject token|--dpop|--cert", "refresh token|oat login"),
                token(exchange, 400, error("invalid_request"), "subject token", "refresh"),
                token(refresh, 400, error("invalid_grant"), "refresh token|oat login", "code"),
                token(refresh, 400, error("invalid_grant", "refresh token was already used"), "used before", "code"),
                token(password, 400, error("invalid_grant"), "user name|password", "refresh|code"),
                token(code, 400, error("invalid_grant"), "the code|oat login", "refresh|password"),
                token(assertion, 400, error("invalid_grant"), "assertion|audience", "refresh|password"),
                at(
                        "token device",
                        "/device",
                        401,
                        error("invalid_client"),
                        "whether the client has a secret",
                        "refresh"),
                at("token device", "/device", 403, "", "firewall", "refresh"),
                at(
                        par,
                        "/par",
                        400,
                        error("invalid_request", "redirect_uri is not registered"),
                        "--port 8484",
                        "oat login --par"),
                at(par, "/par", 401, error("invalid_client"), "client secret", "--par"),
                at(
                        "introspect env:T" + SECRET,
                        "/introspect",
                        401,
                        error("invalid_client"),
                        "client secret",
                        "refresh"),
                at("introspect env:T" + SECRET, "/introspect", 401, "", "client secret", "refresh"),
                at("revoke env:T" + SECRET, "/revoke", 401, error("invalid_client"), "client secret", "refresh"),
                at(
                        "revoke env:T" + SECRET,
                        "/revoke",
                        400,
                        error("odd_error", "it's $(odd)"),
                        "oat explain|$(odd)",
                        ""));
    }

    private TestWorld.Outcome run(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("--issuer", server.issuer(), "--client-id", OddServer.CLIENT));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void advice_fits_and_is_what_explain_names_first(Refusal refusal) {
        server.page(
                refusal.path(),
                hit -> OddServer.Reply.text(
                        refusal.status(), refusal.body().isEmpty() ? "" : "application/json", refusal.body()));
        TestWorld.Outcome people = run(refusal.command());
        JsonObject document =
                JsonObject.parse(last(run(refusal.command(), "-o", "json").err()));
        String hint = document.text("hint").orElseThrow();
        assertThat(people.err()).contains("\n     try: " + hint + "\n");
        for (String word : refusal.says().split("\\|")) {
            assertThat(hint).as(refusal.toString()).contains(word);
        }
        for (String word :
                refusal.never().isEmpty() ? new String[0] : refusal.never().split("\\|")) {
            assertThat(hint).as(refusal.toString()).doesNotContain(word);
        }
        assertThat(first("explain", document.toJson())).isEqualTo(hint);
        assertThat(first("explain", people.err())).isEqualTo(hint);
        assertThat(first("explain", "$ oat " + refusal.command() + "\n" + people.err() + "$ \n"))
                .isEqualTo(hint);
        // the same table, also without the command's own advice at hand
        String withoutAdvice = document.without("hint").toJson();
        if (!hint.startsWith("oat explain ")) {
            assertThat(first("explain", withoutAdvice)).isEqualTo(hint);
        }
        String file = home.resolve("flow.json").toString();
        run(refusal.command(), "--record", file);
        assertThat(first("explain", file)).isEqualTo(hint);
    }

    private static String last(String text) {
        List<String> lines = text.strip().lines().toList();
        return lines.get(lines.size() - 1);
    }

    /** The first thing to do that is named. */
    private String first(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        for (String line : outcome.out().lines().toList()) {
            if (line.strip().startsWith("try: ")) {
                return line.strip().substring("try: ".length());
            }
        }
        return outcome.out() + outcome.err();
    }
}
