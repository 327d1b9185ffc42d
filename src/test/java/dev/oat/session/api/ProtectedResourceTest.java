package dev.oat.session.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Body;
import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;
import dev.oat.http.transport.RawServer;
import dev.oat.proof.Bearer;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On 401: renew once, build the request anew, send it again; a second 401 is the answer. */
@Timeout(60)
class ProtectedResourceTest {
    private static final String INVALID = "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n";

    private final ApiWorld world = new ApiWorld();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeWorld() {
        world.close();
    }

    private static String token(String head) {
        return RawServer.header(head, "Authorization");
    }

    /** An API that accepts one token and refuses others with this challenge. */
    private RawServer api(String accepted, String refusal) {
        return RawServer.answering((head, c) -> {
            bodies.add(c.readText(head));
            if (token(head).equals("Bearer " + accepted)) {
                c.answer("200 OK", "", "welcome");
            } else {
                c.answer("401 Unauthorized", refusal, "go away");
            }
        });
    }

    @Test
    void a_good_token_is_sent_once() {
        try (RawServer api = api("t0", INVALID)) {
            assertThat(ApiWorld.text(world.resource().send(ApiWorld.get(api.at("/")))))
                    .isEqualTo("welcome");
            assertThat(api.heads()).hasSize(1);
            assertThat(world.renewals).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"expired\"\r\n",
                "WWW-Authenticate: Bearer\r\n",
                "WWW-Authenticate: bearer realm=\"x\"\r\n",
                "WWW-Authenticate: Basic realm=\"x\"\r\nWWW-Authenticate: Bearer error=invalid_token\r\n",
                "WWW-Authenticate: Basic realm=\"x\"\r\n",
                ""
            })
    void a_refused_token_is_renewed_once_and_the_request_sent_again(String challenge) {
        try (RawServer api = api("t1", challenge)) {
            assertThat(ApiWorld.text(world.resource().send(ApiWorld.get(api.at("/")))))
                    .isEqualTo("welcome");
            assertThat(api.heads()).hasSize(2);
            assertThat(world.renewals).hasValue(1);
        }
    }

    @Test
    void a_second_refusal_is_the_answer() {
        try (RawServer api = api("never", INVALID)) {
            StreamedResponse response = world.resource().send(ApiWorld.get(api.at("/")));
            assertThat(response.status()).isEqualTo(401);
            assertThat(ApiWorld.text(response)).isEqualTo("go away");
            assertThat(api.heads()).hasSize(2);
            assertThat(world.renewals).hasValue(1);
            assertThat(world.warning("refused the renewed token too")).isPresent();
        }
    }

    @Test
    void a_refusal_that_a_new_token_cannot_mend_is_the_answer() {
        try (RawServer api =
                api("t1", "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"read write\"\r\n")) {
            assertThat(world.resource().send(ApiWorld.get(api.at("/"))).status())
                    .isEqualTo(401);
            assertThat(api.heads()).hasSize(1);
            assertThat(world.renewals).hasValue(0);
            assertThat(world.warning("oat login work --scope 'openid read write'"))
                    .isPresent();
        }
    }

    @Test
    void too_few_scopes_name_the_command_that_gets_them() {
        try (RawServer api = RawServer.answering((head, c) -> c.answer(
                "403 Forbidden", "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"admin\"\r\n", "no"))) {
            assertThat(world.resource().send(ApiWorld.get(api.at("/"))).status())
                    .isEqualTo(403);
            assertThat(api.heads()).hasSize(1);
            assertThat(world.warning("oat login work --scope 'openid read admin'"))
                    .isPresent();
        }
    }

    @Test
    void a_scope_that_could_break_out_of_the_hint_is_not_repeated() {
        try (RawServer api = RawServer.answering((head, c) -> c.answer(
                "403 Forbidden",
                "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"x'; rm -rf ~ #\"\r\n",
                "no"))) {
            world.resource().send(ApiWorld.get(api.at("/"))).close();
            assertThat(world.warnings).noneMatch(text -> text.contains("rm -rf"));
        }
    }

    @Test
    void a_stronger_sign_in_is_advised_as_rfc_9470_says() {
        try (RawServer api = api(
                "none",
                "WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", acr_values=\"mfa\", max_age=\"5\"\r\n")) {
            world.resource().send(ApiWorld.get(api.at("/"))).close();
            assertThat(world.renewals).hasValue(0);
            assertThat(world.warning("oat login work --acr-values mfa --max-age 5"))
                    .isPresent();
        }
    }

    @Test
    void a_token_that_cannot_be_renewed_ends_in_login_needed() {
        try (RawServer api = api("t1", INVALID)) {
            assertThatThrownBy(() -> world.resource(world.new Tokens(false)).send(ApiWorld.get(api.at("/"))))
                    .isInstanceOf(Failure.LoginNeeded.class);
        }
    }

    @Test
    void a_given_token_is_never_renewed() {
        try (RawServer api = api("t1", INVALID)) {
            StreamedResponse response = world.resource(
                            AccessTokens.fixed(new HeldToken(Secret.of("mine"), new Bearer())))
                    .send(ApiWorld.get(api.at("/")));
            assertThat(response.status()).isEqualTo(401);
            assertThat(ApiWorld.text(response)).isEqualTo("go away");
            assertThat(api.heads()).hasSize(1);
        }
    }

    enum Kind {
        BYTES,
        FORM,
        FILE,
        PARTS
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_body_that_can_be_read_again_is_sent_again_whole(Kind kind, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "from file");
        Body bytes = new Body.OfBytes("text/plain", "bytes".getBytes(StandardCharsets.UTF_8));
        Body body = switch (kind) {
            case BYTES -> bytes;
            case FORM -> new Body.OfForm(Form.empty().with("a", "b"));
            case FILE -> new Body.OfFile("text/plain", file);
            case PARTS -> new Body.OfParts("text/plain", List.of(bytes, new Body.OfFile("text/plain", file)));
        };
        try (RawServer api = api("t1", INVALID)) {
            assertThat(ApiWorld.text(world.resource().send(ApiWorld.request("POST", api.at("/"), body))))
                    .isEqualTo("welcome");
            assertThat(bodies).hasSize(2);
            assertThat(bodies.get(0)).isNotEmpty().isEqualTo(bodies.get(1));
        }
    }

    @Test
    void a_body_from_a_pipe_is_not_sent_again_and_the_401_is_the_answer() {
        Body pipe = new Body.OfStream("text/plain", new ByteArrayInputStream("piped".getBytes(StandardCharsets.UTF_8)));
        try (RawServer api = api("t1", INVALID)) {
            StreamedResponse response = world.resource().send(ApiWorld.request("POST", api.at("/"), pipe));
            assertThat(response.status()).isEqualTo(401);
            assertThat(bodies).containsExactly("piped");
            assertThat(world.warning("cannot be sent again")).isPresent();
            // so that the next run gets through
            assertThat(world.renewals).hasValue(1);
        }
    }

    /** Asks for a second message once, as a DPoP nonce does. */
    private static final class OneNonce implements SenderConstraint {
        private String nonce = "";

        @Override
        public String tokenType() {
            return "Bearer";
        }

        @Override
        public Request prove(Request request, Optional<Secret> accessToken) {
            return request.withHeaders(request.headers()
                    .with("Authorization", "Bearer " + accessToken.orElseThrow().reveal())
                    .with("X-Proof", "nonce=" + nonce));
        }

        @Override
        public Optional<SenderConstraint> learn(Request request, int status, Headers response, String error) {
            String offered = response.first("X-Nonce").orElse(nonce);
            boolean fresh = !offered.equals(nonce) && status == 401;
            nonce = offered;
            return fresh ? Optional.of(this) : Optional.empty();
        }
    }

    @Test
    void a_new_proof_is_made_without_a_renewal() {
        try (RawServer api = RawServer.answering((head, c) -> {
            if (RawServer.header(head, "X-Proof").equals("nonce=n1")) {
                c.answer("200 OK", "", "welcome");
            } else {
                c.answer("401 Unauthorized", "X-Nonce: n1\r\nWWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\n", "");
            }
        })) {
            ProtectedResource resource = new ProtectedResource(
                    world.transport,
                    world.new Tokens(true, new OneNonce()),
                    new ProtectedResource.SignInAgain("oat login", ""),
                    Optional.empty(),
                    world.trace);
            assertThat(ApiWorld.text(resource.send(ApiWorld.get(api.at("/"))))).isEqualTo("welcome");
            assertThat(api.heads()).hasSize(2);
            assertThat(world.renewals).hasValue(0);
        }
    }

    private ProtectedResource steppingUp(List<ProtectedResource.Missing> asked) {
        return new ProtectedResource(
                world.transport,
                AccessTokens.fixed(new HeldToken(Secret.of("weak"), new Bearer())),
                new ProtectedResource.SignInAgain("oat login work", "openid read"),
                Optional.of(missing -> {
                    asked.add(missing);
                    return AccessTokens.fixed(new HeldToken(Secret.of("strong"), new Bearer()));
                }),
                world.trace);
    }

    @Test
    void an_api_that_is_never_satisfied_asks_the_person_once_and_gets_two_requests() {
        List<ProtectedResource.Missing> asked = new CopyOnWriteArrayList<>();
        try (RawServer api = RawServer.answering((head, c) -> c.answer(
                "403 Forbidden",
                "WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"write read\"\r\n",
                "no"))) {
            ProtectedResource resource = steppingUp(asked);
            assertThat(ApiWorld.text(resource.send(ApiWorld.get(api.at("/"))))).isEqualTo("no");
            assertThat(api.heads()).hasSize(2);
            assertThat(asked).containsExactly(new ProtectedResource.Missing("openid read write", "", ""));
            assertThat(world.warning("oat login work --scope 'openid read write'"))
                    .isPresent();
            resource.send(ApiWorld.get(api.at("/"))).close();
            assertThat(asked).hasSize(1);
        }
    }

    @Test
    void many_calls_that_miss_the_same_wait_for_one_sign_in() throws InterruptedException {
        List<ProtectedResource.Missing> asked = new CopyOnWriteArrayList<>();
        try (RawServer api = RawServer.answering((head, c) -> {
            if (token(head).equals("Bearer strong")) {
                c.answer("200 OK", "", "welcome");
            } else {
                c.answer(
                        "401 Unauthorized",
                        "WWW-Authenticate: Bearer error=\"insufficient_user_authentication\", acr_values=\"mfa\","
                                + " max_age=\"60\"\r\n",
                        "");
            }
        })) {
            ProtectedResource resource = steppingUp(asked);
            List<String> answers = new CopyOnWriteArrayList<>();
            List<Thread> threads = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 10; i++) {
                Thread thread = new Thread(() -> answers.add(ApiWorld.text(resource.send(ApiWorld.get(api.at("/"))))));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(answers).hasSize(10).containsOnly("welcome");
            assertThat(asked).containsExactly(new ProtectedResource.Missing("", "mfa", "60"));
        }
    }

    @Test
    void many_calls_with_one_refused_token_renew_it_once() throws InterruptedException {
        try (RawServer api = api("t1", INVALID)) {
            ProtectedResource resource = world.resource();
            List<String> answers = new CopyOnWriteArrayList<>();
            List<Thread> threads = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 20; i++) {
                Thread thread = new Thread(() -> answers.add(ApiWorld.text(resource.send(ApiWorld.get(api.at("/"))))));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(answers).hasSize(20).containsOnly("welcome");
            assertThat(world.renewals).hasValue(1);
        }
    }
}
