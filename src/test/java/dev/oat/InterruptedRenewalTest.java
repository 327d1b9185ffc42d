package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that are ended while they renew a session, at a server that takes each refresh token once, ends the session
 * when it sees one twice, and signs each ID token with a key that nobody has heard of.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class InterruptedRenewalTest {
    @TempDir
    Path home;

    private final List<Jwk> keys = new ArrayList<>();
    private JsonServer server;
    private String issuer;
    private String refreshToken = "refresh-0";
    private int renewals;
    private volatile boolean reused;
    private volatile boolean apiRefuses;
    /** Done, with the victim at hand, when a refresh token has been spent, before its answer goes out. */
    private volatile Runnable whenSpent = () -> {};
    /** The same when the key set is asked for again. */
    private volatile Runnable whenKeysAsked = () -> {};

    @BeforeEach
    void start() throws IOException {
        server = new JsonServer(this::answer);
        issuer = server.address();
        keys.add(key());
        Map<String, String> variables = Map.of("OAT_CONFIG_DIR", "config", "OAT_STATE_DIR", "state");
        TestWorld world = TestWorld.at(home).at(Instant.now());
        variables.forEach((name, value) -> world.with(name, home.resolve(value).toString()));
        world.with("OAT_CACHE_DIR", home.resolve("cache").toString()).with("PW", "wonderland");
        for (List<String> words : List.of(
                List.of(
                        "profile",
                        "add",
                        "p",
                        "--issuer",
                        issuer,
                        "--client-id",
                        "app",
                        "--scope",
                        "openid more",
                        "--api",
                        issuer),
                List.of("token", "password", "-p", "p", "--username", "alice", "--password", "env:PW"))) {
            TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
            assertThat(outcome.code()).as(outcome.err()).isZero();
        }
    }

    private static Jwk key() {
        return Jwk.generate("ES256", new SecureRandom());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonServer.Answer answer(HttpExchange exchange) {
        Form form = form(exchange);
        String path = exchange.getRequestURI().getPath();
        JsonObject answer;
        int status = 200;
        if (path.equals("/keys")) {
            int known;
            synchronized (this) {
                known = keys.size();
            }
            if (known > 1) {
                whenKeysAsked.run();
            }
            answer = published();
        } else if (path.equals("/token")) {
            answer = token(
                    form.first("grant_type").orElse(""),
                    form.first("refresh_token").orElse(""));
            status = answer.has("error") ? 400 : 200;
            if (status == 200 && form.has("refresh_token")) {
                whenSpent.run();
            }
        } else if (path.equals("/orders")) {
            status = apiRefuses ? 401 : 200;
            answer = JsonObject.of(Map.of("orders", List.of()));
        } else {
            answer = JsonObject.of(Map.of(
                    "issuer",
                    issuer,
                    "authorization_endpoint",
                    issuer + "/authorize",
                    "token_endpoint",
                    issuer + "/token",
                    "jwks_uri",
                    issuer + "/keys",
                    "response_types_supported",
                    List.of("code"),
                    "subject_types_supported",
                    List.of("public"),
                    "id_token_signing_alg_values_supported",
                    List.of("ES256")));
        }
        return new JsonServer.Answer(status, answer.toJson());
    }

    private static Form form(HttpExchange exchange) {
        try {
            return Form.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized JsonObject published() {
        return JwkSet.of(keys).toPublicJson();
    }

    private synchronized JsonObject token(String grantType, String presented) {
        if (grantType.equals("refresh_token")) {
            if (reused || !presented.equals(refreshToken)) {
                reused = true;
                return JsonObject.of(Map.of("error", "invalid_grant", "error_description", "token reuse"));
            }
            renewals++;
            refreshToken = "refresh-" + renewals;
            keys.add(key());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", "access-" + renewals);
        answer.put("token_type", "Bearer");
        answer.put("expires_in", 3600);
        answer.put("refresh_token", refreshToken);
        long now = Instant.now().getEpochSecond();
        Jwk key = keys.get(keys.size() - 1);
        answer.put(
                "id_token",
                Jwt.sign(
                        JsonObject.of(Map.of("alg", "ES256", "kid", key.keyId().orElseThrow())),
                        JsonObject.of(
                                Map.of("iss", issuer, "sub", "alice", "aud", "app", "iat", now, "exp", now + 600)),
                        key));
        return JsonObject.of(answer);
    }

    private OatProcess begin(String... words) throws IOException {
        return OatProcess.begin(
                OatProcess.command(words),
                Map.of(
                        "OAT_CONFIG_DIR", home.resolve("config").toString(),
                        "OAT_STATE_DIR", home.resolve("state").toString(),
                        "OAT_CACHE_DIR", home.resolve("cache").toString(),
                        "HOME", home.toString()));
    }

    private OatProcess.Outcome run(String... words) throws Exception {
        return begin(words).end();
    }

    /** Sends a signal as a terminal or a supervisor does. */
    private static void signal(Process process, String name) {
        try {
            int sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(sent).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String[] words(String command) {
        return command.split(" ");
    }

    @ParameterizedTest
    @CsvSource({
        "INT, token -p p --force-refresh",
        "TERM, token -p p --force-refresh",
        "KILL, token -p p --force-refresh",
        "INT, token refresh -p p",
        "INT, token refresh -p p --scope more",
        "KILL, token refresh -p p --scope more",
        "TERM, call -p p URL/orders",
        "KILL, call -p p URL/orders",
        "HUP, exec -p p --force-refresh -- true",
        "KILL, credential kubernetes -p p --force-refresh",
        "TERM, token -p p --force-refresh -v",
    })
    void a_renewal_ended_while_its_id_token_is_checked_is_gone_on_with_by_the_next(String signal, String command)
            throws Exception {
        CompletableFuture<OatProcess> victim = new CompletableFuture<>();
        CountDownLatch ended = new CountDownLatch(1);
        whenKeysAsked = () -> {
            whenKeysAsked = () -> {};
            signal(victim.join().process(), signal);
            victim.join().process().onExit().join();
            ended.countDown();
        };
        apiRefuses = command.startsWith("call");
        victim.complete(begin(words(command.replace("URL", issuer))));
        assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(victim.join().end().status()).isIn(129, 130, 137, 143);
        assertThat(renewals).isEqualTo(1);
        apiRefuses = false;

        OatProcess.Outcome next = run("token", "-p", "p");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(next.err()).isEmpty();
        boolean narrowed = command.contains("--scope");
        assertThat(next.out()).isEqualTo(narrowed ? "access-0\n" : "access-2\n");
        OatProcess.Outcome renewed = run("token", "-p", "p", "--force-refresh");
        assertThat(renewed.status()).as(renewed.err()).isZero();
        assertThat(reused).isFalse();
    }

    /** The answer is under way when the signal comes, and comes soon. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM", "HUP"})
    void a_signal_while_the_request_is_on_its_way_lets_an_answer_be_stored_that_comes_soon(String signal)
            throws Exception {
        CompletableFuture<OatProcess> victim = new CompletableFuture<>();
        whenSpent = () -> {
            whenSpent = () -> {};
            signal(victim.join().process(), signal);
        };
        victim.complete(begin("token", "-p", "p", "--force-refresh"));
        OatProcess.Outcome ended = victim.join().end();
        assertThat(ended.status()).isIn(0, 129, 130, 143);
        whenKeysAsked = () -> {};
        OatProcess.Outcome next = run("token", "-p", "p", "--force-refresh");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(reused).isFalse();
    }

    @Test
    void a_kill_while_the_request_is_on_its_way_is_told_by_the_next_run() throws Exception {
        CompletableFuture<OatProcess> victim = new CompletableFuture<>();
        whenSpent = () -> {
            whenSpent = () -> {};
            signal(victim.join().process(), "KILL");
            victim.join().process().onExit().join();
        };
        victim.complete(begin("token", "-p", "p", "--force-refresh"));
        assertThat(victim.join().end().out()).isEmpty();
        OatProcess.Outcome next = run("token", "-p", "p", "--force-refresh");
        assertThat(next.status()).isEqualTo(4);
        assertThat(next.out()).isEmpty();
        assertThat(next.err())
                .contains("invalid_grant: token reuse", "an earlier renewal, at ", "had got no answer")
                .contains("oat token password -p p");
    }
}
