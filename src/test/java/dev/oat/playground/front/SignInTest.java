package dev.oat.playground.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.jose.HalfHash;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonObject;
import dev.oat.playground.Callback;
import dev.oat.playground.Caller;
import dev.oat.playground.MovableClock;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInTest {
    // RFC 7636 Appendix B
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String[] NO_HEADERS = {};

    private final MovableClock clock = new MovableClock();
    private final Playground playground = Playground.start(PlaygroundSettings.usual(clock, new SecureRandom()));
    private final Caller caller = new Caller();
    private final Callback callback = new Callback();
    private final ScriptedBrowser alice = ScriptedBrowser.allowing("alice", Secret.of("wonderland"));

    SignInTest() throws IOException {}

    @AfterEach
    void stop() {
        playground.close();
        callback.close();
    }

    /** The authorization request; a value of "" leaves the parameter out. */
    private URI request(String... changes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", "demo-web");
        parameters.put("redirect_uri", callback.uri());
        parameters.put("scope", "openid profile offline_access read");
        parameters.put("state", "st&te");
        parameters.put("nonce", "n0nce");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        for (int i = 0; i < changes.length; i += 2) {
            parameters.put(changes[i], changes[i + 1]);
        }
        parameters.values().removeIf(String::isEmpty);
        return URI.create(playground.issuer() + "/authorize?" + PlaygroundForm.encode(parameters));
    }

    private HttpResponse<String> redeem(String code, String... changes) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", "demo-web");
        form.put("code", code);
        form.put("redirect_uri", callback.uri());
        form.put("code_verifier", VERIFIER);
        for (int i = 0; i < changes.length; i += 2) {
            form.put(changes[i], changes[i + 1]);
        }
        List<String> flat = new ArrayList<>();
        form.forEach((name, value) -> flat.addAll(List.of(name, value)));
        return caller.token(playground, flat.toArray(String[]::new));
    }

    private String code() {
        return callback.response().required("code");
    }

    @Test
    void a_person_signs_in_allows_and_the_client_gets_tokens() throws IOException {
        alice.visit(request());

        assertThat(callback.response().first("state")).contains("st&te");
        assertThat(callback.response().first("iss"))
                .contains(playground.issuer().toString());
        HttpResponse<String> tokens = redeem(code());
        Jwt idToken = Jwt.decode(Caller.text(tokens, "id_token"));
        JwkSet keys = JwkSet.parse(Caller.json(caller.get(playground.issuer() + "/jwks")));
        assertThat(Check.firstFailed(SignatureChecks.verify(idToken, keys, Set.of("ES256"))))
                .isEmpty();
        JsonObject claims = idToken.claims();
        assertThat(claims.text("iss")).contains(playground.issuer().toString());
        assertThat(claims.text("sub")).contains("user-alice");
        assertThat(claims.text("aud")).contains("demo-web");
        assertThat(claims.text("nonce")).contains("n0nce");
        assertThat(claims.number("auth_time")).contains(clock.instant().getEpochSecond());
        assertThat(claims.text("at_hash")).contains(HalfHash.of("ES256", Caller.text(tokens, "access_token")));
        assertThat(Caller.json(tokens).has("refresh_token")).isTrue();
        assertThat(caller.call(playground.gateway() + "/hello", Caller.text(tokens, "access_token"))
                        .body())
                .contains("\"hello\":\"alice\"");
    }

    @Test
    void saying_no_sends_access_denied_with_state_and_iss() throws IOException {
        ScriptedBrowser.denying("bob", Secret.of("builder")).visit(request());

        assertThat(callback.response().first("error")).contains("access_denied");
        assertThat(callback.response().first("state")).contains("st&te");
        assertThat(callback.response().first("iss"))
                .contains(playground.issuer().toString());
    }

    @Test
    void a_wrong_password_gives_the_page_again_with_the_name_kept_as_often_as_one_likes() {
        String page = caller.get(request().toString()).body();
        String transaction = hidden(page);
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> again = caller.post(
                    playground.issuer() + "/login",
                    NO_HEADERS,
                    "transaction",
                    transaction,
                    "username",
                    "al\"ice",
                    "password",
                    "guess",
                    "decision",
                    "continue");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(again.body())
                    .contains("Wrong username or password")
                    .contains("name=\"username\" value=\"al&quot;ice\"")
                    .doesNotContain("guess");
        }

        HttpResponse<String> right = caller.post(
                playground.issuer() + "/login",
                NO_HEADERS,
                "transaction",
                transaction,
                "username",
                "alice",
                "password",
                "wonderland");

        assertThat(right.statusCode()).isEqualTo(303);
    }

    private static String hidden(String page) {
        Matcher matcher =
                Pattern.compile("name=\"transaction\" value=\"([^\"]+)\"").matcher(page);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    @Test
    void cancelling_the_login_is_access_denied() {
        HttpResponse<String> response = caller.post(
                playground.issuer() + "/login",
                NO_HEADERS,
                "transaction",
                hidden(caller.get(request().toString()).body()),
                "decision",
                "cancel");

        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("Location").orElse("")).contains("error=access_denied");
    }

    @Test
    void a_form_that_knows_no_transaction_decides_nothing() throws IOException {
        HttpResponse<String> forged =
                caller.post(playground.issuer() + "/consent", NO_HEADERS, "transaction", "guess", "decision", "allow");
        HttpResponse<String> unsigned = caller.post(
                playground.issuer() + "/consent",
                NO_HEADERS,
                "transaction",
                hidden(caller.get(request().toString()).body()),
                "decision",
                "allow");

        assertThat(forged.statusCode()).isEqualTo(400);
        assertThat(forged.body()).contains("This sign-in has ended");
        assertThat(unsigned.body()).contains("<h1>Sign in</h1>");
    }

    @Test
    void an_answered_transaction_is_over_and_a_waiting_one_ends_after_ten_minutes() throws IOException {
        List<ScriptedBrowser.Step> steps = alice.visit(request());
        String used = hidden(steps.get(0).body());
        String waiting = hidden(caller.get(request().toString()).body());
        clock.advance(Duration.ofMinutes(10));

        for (String transaction : List.of(used, waiting)) {
            assertThat(caller.post(
                                    playground.issuer() + "/consent",
                                    NO_HEADERS,
                                    "transaction",
                                    transaction,
                                    "decision",
                                    "allow")
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void pages_allow_no_script_no_frame_and_are_not_kept() {
        HttpResponse<String> page = caller.get(request().toString());

        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; style-src 'sha256-")
                .contains("frame-ancestors 'none'")
                .contains("form-action 'self' " + callback.uri().replace("/callback", ";"));
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.body()).doesNotContain("<script");
    }

    @Test
    void what_a_request_says_is_shown_as_text() {
        HttpResponse<String> page = caller.get(request("client_id", "<b>&\"'").toString());

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("&lt;b&gt;&amp;&quot;&#39;").doesNotContain("<b>");
    }

    @Test
    void an_unregistered_redirect_uri_gets_a_page_and_no_redirect() {
        for (String uri : List.of(
                "https://evil.example/callback",
                "http://127.0.0.1:8080/other",
                "http://127.0.0.1:8080@evil.example/callback",
                "http://127.0.0.1:80.evil.example/callback",
                "http://127.0.0.2:8080/callback",
                "http://127.0.0.1:8080/callback?x=1")) {
            HttpResponse<String> page = caller.get(request("redirect_uri", uri).toString());
            assertThat(page.statusCode()).as(uri).isEqualTo(400);
            assertThat(page.headers().firstValue("Location")).as(uri).isEmpty();
        }
        for (String uri :
                List.of("http://127.0.0.1/callback", "http://[::1]:1/callback", "http://localhost:7/callback")) {
            assertThat(caller.get(request("redirect_uri", uri).toString()).statusCode())
                    .as(uri)
                    .isEqualTo(200);
        }
    }

    @Test
    void only_on_loopback_does_the_port_not_count() {
        PlaygroundClient client = new PlaygroundClient(
                "app",
                "App",
                Optional.empty(),
                Set.of("none"),
                Set.of("authorization_code"),
                List.of("http://app.example/callback"),
                List.of("read"));

        assertThat(client.allowsRedirect("http://app.example/callback")).isTrue();
        assertThat(client.allowsRedirect("http://app.example:8080/callback")).isFalse();
    }

    private String errorOf(String... changes) {
        HttpResponse<String> response = caller.get(request(changes).toString());
        String location =
                response.headers().firstValue("Location").orElseThrow(() -> new AssertionError(response.body()));
        PlaygroundForm query = PlaygroundForm.parse(URI.create(location).getRawQuery());
        assertThat(query.first("state")).contains("st&te");
        return query.required("error");
    }

    @Test
    void other_errors_go_to_the_client() {
        assertThat(errorOf("response_type", "pigeon")).isEqualTo("unsupported_response_type");
        assertThat(errorOf("response_type", "code id_token", "response_mode", "query"))
                .isEqualTo("unauthorized_client");
        assertThat(errorOf("response_type", "")).isEqualTo("invalid_request");
        assertThat(errorOf("scope", "everything")).isEqualTo("invalid_scope");
        assertThat(errorOf("code_challenge", "")).isEqualTo("invalid_request");
        assertThat(errorOf("code_challenge_method", "plain")).isEqualTo("invalid_request");
        assertThat(errorOf("code_challenge_method", "")).isEqualTo("invalid_request");
        assertThat(errorOf("code_challenge", "short")).isEqualTo("invalid_request");
        assertThat(errorOf("prompt", "none login")).isEqualTo("invalid_request");
        assertThat(errorOf("prompt", "none")).isEqualTo("login_required");
        assertThat(errorOf("max_age", "soon")).isEqualTo("invalid_request");
        assertThat(errorOf("authorization_details", "[{}]")).isEqualTo("invalid_authorization_details");
        assertThat(errorOf("claims", "[]")).isEqualTo("invalid_request");
        assertThat(errorOf("resource", "relative")).isEqualTo("invalid_target");
    }

    @Test
    void a_code_is_good_once_and_its_second_use_revokes_what_the_first_gave() throws IOException {
        alice.visit(request());
        HttpResponse<String> tokens = redeem(code());

        assertThat(Caller.text(redeem(code()), "error")).isEqualTo("invalid_grant");

        assertThat(caller.call(playground.gateway() + "/hello", Caller.text(tokens, "access_token"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(Caller.text(
                        caller.token(
                                playground,
                                "grant_type",
                                "refresh_token",
                                "client_id",
                                "demo-web",
                                "refresh_token",
                                Caller.text(tokens, "refresh_token")),
                        "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void a_code_is_bound_to_redirect_uri_and_verifier() throws IOException {
        alice.visit(request());

        assertThat(Caller.text(redeem(code(), "redirect_uri", "http://127.0.0.1/callback"), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void a_wrong_verifier_is_refused() throws IOException {
        alice.visit(request());

        assertThat(Caller.text(redeem(code(), "code_verifier", VERIFIER + "x"), "error"))
                .isEqualTo("invalid_grant");
    }

    @Test
    void a_code_lives_for_a_minute() throws IOException {
        alice.visit(request());
        clock.advance(Duration.ofSeconds(60));

        assertThat(Caller.text(redeem(code()), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void a_confidential_client_may_leave_pkce_out_but_then_may_show_no_verifier() throws IOException {
        alice.visit(request("client_id", "demo-web-confidential", "code_challenge", "", "code_challenge_method", ""));
        String[] basic = {"Authorization", Caller.basic("demo-web-confidential", "web-secret")};

        HttpResponse<String> tokens = caller.post(
                playground.issuer() + "/token",
                basic,
                "grant_type",
                "authorization_code",
                "code",
                code(),
                "redirect_uri",
                callback.uri(),
                "code_verifier",
                VERIFIER);

        assertThat(Caller.text(tokens, "error")).isEqualTo("invalid_grant");
    }

    @Test
    void in_the_same_browser_one_signs_in_once_and_prompt_and_max_age_ask_again() throws IOException {
        assertThat(methods(alice.visit(request()))).containsExactly("GET", "POST", "GET", "POST", "GET");
        assertThat(methods(alice.visit(request()))).containsExactly("GET", "POST", "GET");
        assertThat(methods(alice.visit(request("prompt", "none")))).containsExactly("GET", "GET");
        assertThat(methods(alice.visit(request("prompt", "login")))).hasSize(5);
        clock.advance(Duration.ofSeconds(30));
        assertThat(methods(alice.visit(request("max_age", "30")))).hasSize(3);
        assertThat(methods(alice.visit(request("max_age", "29")))).hasSize(5);
    }

    private static List<String> methods(List<ScriptedBrowser.Step> steps) {
        return steps.stream().map(ScriptedBrowser.Step::method).toList();
    }

    @Test
    void form_post_brings_the_answer_in_a_form() throws IOException {
        assertThat(methods(alice.visit(request("response_mode", "form_post"))))
                .containsExactly("GET", "POST", "GET", "POST", "POST");

        assertThat(callback.response().first("state")).contains("st&te");
        assertThat(redeem(code()).statusCode()).isEqualTo(200);
        assertThat(errorOf("response_mode", "pigeon")).isEqualTo("invalid_request");
    }

    @Test
    void a_reference_to_a_request_that_nobody_pushed_gets_a_page() {
        HttpResponse<String> response =
                caller.get(request("request_uri", "urn:x").toString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("no such request was pushed");
    }

    @Test
    void a_tenant_signs_people_in_too_and_says_so() throws IOException {
        String issuer = playground.tenant("/tenant").toString();

        alice.visit(URI.create(request().toString().replace("/authorize", "/tenant/authorize")));

        assertThat(callback.response().first("iss")).contains(issuer);
        assertThat(Caller.text(redeem(code()), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void the_scripted_browser_gives_up_when_its_password_is_wrong() {
        assertThatThrownBy(() ->
                        ScriptedBrowser.allowing("alice", Secret.of("guess")).visit(request()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("alice")
                .hasMessageNotContaining("guess");
    }

    @Test
    void faults_of_the_authorization_response_show_in_it() throws IOException {
        Map<Fault, String[]> expected = new LinkedHashMap<>();
        expected.put(Fault.RESPONSE_WRONG_ISS, new String[] {"iss", "https://elsewhere.example"});
        expected.put(Fault.RESPONSE_MISSING_ISS, new String[] {"iss", ""});
        expected.put(Fault.RESPONSE_WRONG_STATE, new String[] {"state", "st&tex"});
        expected.put(Fault.RESPONSE_MISSING_STATE, new String[] {"state", ""});
        for (Map.Entry<Fault, String[]> one : expected.entrySet()) {
            playground.faults().clear();
            playground.faults().on(one.getKey());
            try (Callback own = new Callback()) {
                alice.visit(request("redirect_uri", own.uri()));
                assertThat(own.response().first(one.getValue()[0]).orElse("")).isEqualTo(one.getValue()[1]);
            }
        }
    }

    private JsonObject idTokenWith(Fault fault) throws IOException {
        playground.faults().clear();
        playground.faults().on(fault);
        try (Callback own = new Callback()) {
            alice.visit(request("redirect_uri", own.uri()));
            HttpResponse<String> tokens = redeem(own.response().required("code"), "redirect_uri", own.uri());
            return Jwt.decode(Caller.text(tokens, "id_token")).claims();
        }
    }

    @Test
    void faults_of_the_id_token_show_in_it() throws IOException {
        assertThat(idTokenWith(Fault.ID_TOKEN_WRONG_ISS).text("iss")).contains("https://elsewhere.example");
        assertThat(idTokenWith(Fault.ID_TOKEN_WRONG_AUD).text("aud")).contains("another-client");
        assertThat(idTokenWith(Fault.ID_TOKEN_WRONG_NONCE).text("nonce")).contains("n0ncex");
        assertThat(idTokenWith(Fault.ID_TOKEN_MISSING_NONCE).has("nonce")).isFalse();
        assertThat(idTokenWith(Fault.ID_TOKEN_EXPIRED).number("exp").orElse(0L))
                .isLessThan(clock.instant().getEpochSecond());
        assertThat(idTokenWith(Fault.ID_TOKEN_FROM_FUTURE).number("iat").orElse(0L))
                .isGreaterThan(clock.instant().getEpochSecond());
    }

    @Test
    void faults_of_the_signature_are_told_by_its_checks() throws IOException {
        Map<Fault, String> expected = Map.of(
                Fault.ID_TOKEN_UNSIGNED, "signature.alg",
                Fault.ID_TOKEN_BAD_SIGNATURE, "signature",
                Fault.ID_TOKEN_UNPUBLISHED_KEY, "signature.kid");
        for (Map.Entry<Fault, String> one : expected.entrySet()) {
            playground.faults().clear();
            playground.faults().on(one.getKey());
            try (Callback own = new Callback()) {
                alice.visit(request("redirect_uri", own.uri()));
                HttpResponse<String> tokens = redeem(own.response().required("code"), "redirect_uri", own.uri());
                JwkSet keys = JwkSet.parse(Caller.json(caller.get(playground.issuer() + "/jwks")));
                List<Check> checks =
                        SignatureChecks.verify(Jwt.decode(Caller.text(tokens, "id_token")), keys, Set.of("ES256"));
                assertThat(Check.firstFailed(checks).map(Check::name)).contains(one.getValue());
            }
        }
    }

    @Test
    void an_expired_code_is_refused_at_once() throws IOException {
        playground.faults().on(Fault.EXPIRED_CODE);
        alice.visit(request());

        assertThat(Caller.text(redeem(code()), "error")).isEqualTo("invalid_grant");
    }

    @Test
    void every_fault_has_a_name_of_its_own() {
        assertThat(Arrays.stream(Fault.values()).map(Fault::toString)).doesNotHaveDuplicates();
        assertThat(Fault.ID_TOKEN_WRONG_NONCE.toString()).isEqualTo("id-token-wrong-nonce");
    }
}
