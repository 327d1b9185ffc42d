package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code oat proxy} before the playground: sign-ins while it serves, tokens that are bound, tokens that are not enough. */
@Timeout(60)
class ProxySignInTest {
    private static final Pattern PAGE = Pattern.compile("(http://\\S+/authorize\\S*)");

    @TempDir
    private Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("SVC", "service-secret").waiting();
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .tlsPort(0)
                .build());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private void profile(String client, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "profile",
                "add",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                client,
                "--api",
                playground.gateway().toString()));
        words.addAll(List.of(more));
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private long pages() {
        return playground.requests().of(Part.AUTHORIZATION_SERVER).stream()
                .filter(request -> request.path().equals("/authorize"))
                .count();
    }

    private static ScriptedBrowser alice() {
        return ScriptedBrowser.allowing("alice", Secret.of("wonderland"));
    }

    /** The page that the proxy has asked to open last, once there have been so many. */
    private static URI page(RunningProxy proxy, int count) throws InterruptedException {
        List<String> pages = new ArrayList<>();
        proxy.awaitSaid(said -> {
            pages.clear();
            Matcher found = PAGE.matcher(said);
            while (found.find()) {
                pages.add(found.group(1));
            }
            return pages.size() >= count;
        });
        return URI.create(pages.get(count - 1));
    }

    private static List<HttpResponse<String>> all(List<Future<HttpResponse<String>>> answers) throws Exception {
        List<HttpResponse<String>> all = new ArrayList<>();
        for (Future<HttpResponse<String>> answer : answers) {
            all.add(answer.get());
        }
        return all;
    }

    private static List<Future<HttpResponse<String>>> ask(ExecutorService pool, RunningProxy proxy) {
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(pool.submit(() -> proxy.get("/hello")));
        }
        return answers;
    }

    @Test
    void with_login_one_sign_in_serves_all_who_wait_and_another_comes_when_that_session_has_ended() throws Exception {
        profile("demo-web", "--scope", "openid read");
        world.typing();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (RunningProxy proxy = new RunningProxy(world, "-p", "work", "--login")) {
            for (int round = 1; round <= 2; round++) {
                List<Future<HttpResponse<String>>> answers = ask(pool, proxy);
                alice().visit(page(proxy, round));
                for (HttpResponse<String> answer : all(answers)) {
                    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                    assertThat(answer.body()).contains("alice");
                }
                assertThat(pages()).isEqualTo(round);
                world.pass(Duration.ofDays(400));
            }
            assertThat(proxy.said()).contains("there is no session for profile work: signing in");
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void who_says_no_is_not_asked_again_and_may_sign_in_elsewhere() throws Exception {
        profile("demo-web", "--scope", "openid read");
        world.typing();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (RunningProxy proxy = new RunningProxy(world, "-p", "work", "--login")) {
            List<Future<HttpResponse<String>>> answers = ask(pool, proxy);
            ScriptedBrowser.denying("alice", Secret.of("wonderland")).visit(page(proxy, 1));
            for (HttpResponse<String> answer : all(answers)) {
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.body()).contains("\"title\":\"Sign-in needed\"", "oat login work");
            }
            assertThat(proxy.get("/hello").statusCode()).isEqualTo(401);
            assertThat(pages()).isEqualTo(1);
            assertThat(proxy.said()).contains("the sign-in came to nothing: ");

            RunningCommand login = new RunningCommand(world, "login", "work");
            alice().visit(login.address());
            assertThat(login.outcome().code()).isZero();
            assertThat(proxy.get("/hello").statusCode()).isEqualTo(200);

            world.pass(Duration.ofDays(400));
            List<Future<HttpResponse<String>>> later = ask(pool, proxy);
            alice().visit(page(proxy, 2));
            for (HttpResponse<String> answer : all(later)) {
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void a_token_that_is_refused_right_after_the_sign_in_opens_no_other_page() throws Exception {
        profile("demo-web", "--scope", "openid read");
        world.typing();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (RunningProxy proxy = new RunningProxy(world, "-p", "work", "--login")) {
            List<Future<HttpResponse<String>>> answers = ask(pool, proxy);
            alice().visit(page(proxy, 1));
            all(answers);
            // at the server it is over, here it is not known yet
            assertThat(world.run("revoke", "-p", "work", "--token-type-hint", "access_token")
                            .code())
                    .isZero();
            HttpResponse<String> refused = proxy.get("/hello");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(401);
            assertThat(pages()).isEqualTo(1);
            world.pass(Duration.ofMinutes(6));
            List<Future<HttpResponse<String>>> later = ask(pool, proxy);
            alice().visit(page(proxy, 2));
            for (HttpResponse<String> answer : all(later)) {
                assertThat(answer.statusCode()).isEqualTo(200);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"not told | - | 0", "--login | CI | 1", "--login --no-input | - | 1", "--login | - | 0"})
    void nobody_is_asked_where_the_command_was_not_told_to_or_nobody_is_at_hand(
            String words, String variable, int terminal) throws Exception {
        profile("demo-web");
        if (terminal > 0) {
            world.typing();
        }
        world.with(variable.equals("-") ? "NOTHING" : variable, "true");
        List<String> all = new ArrayList<>(List.of("-p", "work"));
        all.addAll(words.startsWith("--") ? List.of(words.split(" ")) : List.of());
        try (RunningProxy proxy = new RunningProxy(world, all.toArray(new String[0]))) {
            HttpResponse<String> answer = proxy.get("/hello");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("oat login work");
            assertThat(pages()).isZero();
        }
    }

    @Test
    void a_sign_in_in_another_window_is_enough() throws Exception {
        for (String more : List.of("--scope=openid read", "--grant-type=authorization_code")) {
            profile("demo-web", more);
            try (RunningProxy proxy = new RunningProxy(world, "-p", "work")) {
                assertThat(proxy.get("/hello").statusCode()).isEqualTo(401);
                RunningCommand login = new RunningCommand(world, "login", "work");
                alice().visit(login.address());
                assertThat(login.outcome().code()).isZero();
                HttpResponse<String> answer = proxy.get("/hello");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            assertThat(world.run("profile", "remove", "work").code()).isZero();
        }
    }

    @Test
    void proofs_have_the_servers_nonces_and_each_is_made_for_one_request() throws Exception {
        profile("demo-service", "--client-secret", "env:SVC", "--dpop");
        playground.faults().on(Fault.DPOP_NONCE);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (RunningProxy proxy = new RunningProxy(world, "-p", "work")) {
            for (HttpResponse<String> answer : all(ask(pool, proxy))) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            playground.rotateNonces();
            for (HttpResponse<String> answer : all(ask(pool, proxy))) {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            assertThat(proxy.get("/hello", "DPoP: mine", "Authorization: DPoP mine")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(playground.requests().of(Part.GATEWAY))
                    .extracting(request -> request.header("DPoP").orElse(""))
                    .doesNotHaveDuplicates()
                    .doesNotContain("", "mine");
        } finally {
            pool.shutdownNow();
        }
    }

    private String file(String name, String content) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(file, content, StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    @Test
    void the_clients_certificate_is_shown_to_the_api_that_its_token_is_bound_to() throws Exception {
        String api = playground.secureOrigin().orElseThrow().toString();
        profile(
                "demo-mtls",
                "--api",
                api,
                "--grant-type",
                "client_credentials",
                "--cacert",
                file("ca.pem", playground.authorityPem()),
                "--cert",
                file("client.pem", playground.clientPem("demo-mtls")));
        try (RunningProxy proxy = new RunningProxy(world, "-p", "work", api)) {
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = proxy.get("/hello");
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
        }
    }

    @Test
    void what_the_token_lacks_is_told_with_the_command_and_the_callers_see_the_apis_refusal() throws Exception {
        profile("demo-web", "--scope", "openid read");
        RunningCommand login = new RunningCommand(world, "login", "work");
        alice().visit(login.address());
        assertThat(login.outcome().code()).isZero();
        try (RunningProxy proxy = new RunningProxy(world, "-p", "work")) {
            HttpResponse<String> scope = proxy.get("/admin");
            assertThat(scope.statusCode()).isEqualTo(403);
            assertThat(scope.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("insufficient_scope");
            assertThat(proxy.said()).contains("oat login work --scope 'openid read admin'");
            HttpResponse<String> stronger = proxy.get("/payments");
            assertThat(stronger.statusCode()).isEqualTo(401);
            assertThat(proxy.said()).contains("oat login work --acr-values mfa");
        }
        assertThat(playground.requests().of(Part.GATEWAY))
                .extracting(ReceivedRequest::status)
                .containsExactly(403, 401);
    }

    @Test
    void the_line_at_the_end_of_the_terminal_counts_requests_and_renewals_and_the_tokens_life() throws Exception {
        profile("demo-service", "--client-secret", "env:SVC");
        world.onTerminal();
        try (RunningProxy proxy = new RunningProxy(world, "-p", "work")) {
            assertThat(proxy.get("/hello").statusCode()).isEqualTo(200);
            proxy.awaitSaid("serving, 1 request, 0 renewals, token good for 600 s");
            playground.expireAccessTokens();
            assertThat(proxy.get("/hello").statusCode()).isEqualTo(200);
            proxy.awaitSaid("serving, 2 requests, 1 renewal, token good for 600 s");
            // by the clock, without a refusal
            world.pass(Duration.ofMinutes(11));
            assertThat(proxy.get("/hello").statusCode()).isEqualTo(200);
            proxy.awaitSaid("serving, 3 requests, 2 renewals, token good for 600 s");
        }
    }
}
