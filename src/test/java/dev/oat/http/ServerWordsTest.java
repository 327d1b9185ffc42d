package dev.oat.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors in the forms that servers have for them, each with the line that tells it. */
class ServerWordsTest {
    private static final String SECRET = "client-secret-canary";

    private static Request request() {
        return Request.post(
                "token request",
                SpecRef.rfc(6749, "3.2"),
                URI.create("https://as.example/token"),
                Form.empty().with("client_id", "c").with("client_secret", Secret.of(SECRET)));
    }

    private static Failure.Said said(int status, String type, String body, String... headers) {
        Headers all = Headers.empty().with("Content-Type", type);
        for (String header : headers) {
            int colon = header.indexOf(':');
            all = all.with(header.substring(0, colon), header.substring(colon + 2));
        }
        return ServerWords.in(request(), new Response(status, all, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Arguments json(String body, String error, String words) {
        return Arguments.of("application/json", body, error, words);
    }

    static List<Arguments> forms() {
        return List.of(
                json("{\"error\":\"invalid_grant\",\"error_description\":\"no\"}", "invalid_grant", "no"),
                json(
                        "{\"error\":\"invalid_request\",\"error_description\":\"no\",\"error_hint\":\"add PKCE\","
                                + "\"error_debug\":\"line 7\",\"status_code\":400}",
                        "invalid_request",
                        "no; add PKCE; line 7"),
                json(
                        "{\"error\":\"x\",\"error_uri\":\"https://as.example/errors/x\"}",
                        "x",
                        "see https://as.example/errors/x"),
                json(
                        "{\"errorCode\":\"E0000011\",\"errorSummary\":\"Invalid token provided\",\"errorLink\":\"E0000011\","
                                + "\"errorId\":\"oaeA\",\"errorCauses\":[{\"errorSummary\":\"it is too old\"}]}",
                        "E0000011",
                        "Invalid token provided; errorId: oaeA; it is too old"),
                json("{\"status\":400,\"message\":\"no such tenant\"}", "", "no such tenant"),
                json("{\"code\":40013,\"message\":\"bad app id\"}", "40013", "bad app id"),
                json("{\"errcode\":40029,\"errmsg\":\"invalid code\"}", "40029", "invalid code"),
                json(
                        "{\"error\":{\"code\":400,\"message\":\"API key not valid\",\"status\":\"INVALID_ARGUMENT\"}}",
                        "INVALID_ARGUMENT",
                        "API key not valid"),
                json(
                        "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"who are you\"}}",
                        "authentication_error",
                        "who are you"),
                json("{\"error\":\"The tenant is suspended\"}", "", "The tenant is suspended"),
                json("{\"error\":true,\"result\":\"blocked\"}", "", "error: true; result: blocked"),
                json("{\"errors\":[{\"code\":\"A1\",\"detail\":\"one\"},{\"detail\":\"two\"}]}", "A1", "one; two"),
                json("{\"errors\":[\"one\",\"two\"]}", "", "one; two"),
                json("{\"message\":\"wrong\",\"errors\":{\"scope\":[\"is unknown\"]}}", "", "wrong; scope: is unknown"),
                json("{\"fault\":{\"faultstring\":\"quota\",\"detail\":{\"errorcode\":\"Q\"}}}", "Q", "quota"),
                json("{\"Message\":\"User is not authorized\"}", "", "User is not authorized"),
                json("[{\"message\":\"first\"},{\"message\":\"second\"}]", "", "first; second"),
                json("[\"first\",\"second\"]", "", "first; second"),
                json("\"just no\"", "", "just no"),
                json("{\"outcome\":\"denied\",\"why\":\"vip only\"}", "", "outcome: denied; why: vip only"),
                json("{\"success\":false,\"data\":{\"reason\":\"no seats\"}}", "", "no seats"),
                Arguments.of(
                        "application/problem+json",
                        "{\"type\":\"https://p.example/no-credit\",\"title\":\"No credit\",\"status\":400,"
                                + "\"detail\":\"Your balance is 3\",\"instance\":\"/a/1\"}",
                        "https://p.example/no-credit",
                        "No credit; Your balance is 3"),
                Arguments.of(
                        "application/problem+json",
                        "{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"detail\":\"not you\"}",
                        "",
                        "Forbidden; not you"),
                Arguments.of(
                        "application/x-www-form-urlencoded",
                        "error=bad_verification_code&error_description=The+code+is+old",
                        "bad_verification_code",
                        "The code is old"),
                Arguments.of(
                        "text/plain",
                        "AADSTS90002: Tenant 'x'\r\nnot found.",
                        "",
                        "AADSTS90002: Tenant 'x' not found."),
                Arguments.of("", "no type, and words", "", "no type, and words"),
                Arguments.of(
                        "application/xml",
                        "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>not &amp; never</Message></Error>",
                        "AccessDenied",
                        "not & never"),
                Arguments.of(
                        "text/xml",
                        "<soap:Envelope><soap:Body><soap:Fault><faultcode>soap:Client</faultcode>"
                                + "<faultstring><![CDATA[bad <request>]]></faultstring></soap:Fault></soap:Body></soap:Envelope>",
                        "soap:Client",
                        "bad <request>"),
                Arguments.of(
                        "text/html",
                        "<html><head><title>403 Forbidden</title><style>p{}</style></head><body><script>x()</script>"
                                + "<h1>Blocked</h1><p>by the firewall</p><input value=\"token-canary\"></body></html>",
                        "",
                        "403 Forbidden; Blocked by the firewall"),
                Arguments.of(
                        "application/json",
                        "{\"error\":\"x\",\"error\":\"y\"}",
                        "",
                        "{\"error\":\"x\",\"error\":\"y\"}"));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void what_a_server_says_is_told_in_one_line(String type, String body, String error, String words) {
        Failure.Said said = said(400, type, body);
        assertThat(said.error()).isEqualTo(error);
        assertThat(said.words()).isEqualTo(words).doesNotContain("\n");
    }

    @Test
    void json_is_kept_whole() {
        String body = "{\"message\":\"no\",\"trace\":{\"id\":7,\"list\":[1,null]}}";
        assertThat(said(400, "application/json", body).whole()).isEqualTo(JsonObject.parse(body));
        assertThat(said(400, "text/plain", "a\nb").whole()).isEqualTo("a\nb");
    }

    @Test
    void an_empty_body_leaves_the_challenge_and_the_fields_about_errors() {
        assertThat(said(401, "", "", "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"too old\"")
                        .line())
                .isEqualTo("invalid_token: too old");
        assertThat(said(401, "", "", "x-amzn-ErrorType: UnauthorizedException").line())
                .isEqualTo("x-amzn-errortype: UnauthorizedException");
        assertThat(said(401, "", "").isNothing()).isTrue();
    }

    @Test
    void a_redirect_tells_the_error_in_its_address() {
        assertThat(said(
                                302,
                                "",
                                "",
                                "Location: https://as.example/oops?error=access_denied&error_description=not+now&code=c")
                        .line())
                .isEqualTo("access_denied: not now");
    }

    @Test
    void secrets_of_the_request_and_what_may_be_tokens_are_not_repeated() {
        for (String body : List.of(
                "{\"message\":\"secret " + SECRET + " is wrong\"}",
                "{\"received\":{\"client_secret\":\"" + SECRET + "\"},\"message\":\"is wrong\"}",
                "you sent client_secret=" + SECRET + " and it is wrong",
                "<a><message>" + SECRET + " is wrong</message></a>")) {
            Failure.Said said = said(400, "", body);
            assertThat(said.line()).contains("is wrong").doesNotContain("canary");
            assertThat(said.whole().toString()).doesNotContain("canary");
        }
        assertThat(said(400, "", "bad eyJhbGciOiJub25lIn0.e30.canary here").line())
                .startsWith("bad ")
                .doesNotContain("canary");
        assertThat(said(400, "application/json", "{\"a\":{\"access_token\":\"canary\"},\"b\":\"no\"}")
                        .line())
                .isEqualTo("b: no");
        Request basic = Request.get("x", SpecRef.rfc(6749, "3.2"), URI.create("https://as.example/"))
                .withHeaders(Headers.empty().with("Authorization", Secret.of("Basic Yzpjb2xvbjpzZWNyZXQtY2FuYXJ5")));
        assertThat(ServerWords.in(
                                basic,
                                new Response(
                                        400, Headers.empty(), "colon:secret-canary".getBytes(StandardCharsets.UTF_8)))
                        .line())
                .isEqualTo("(secret)");
    }

    @Test
    void an_answer_of_success_that_cannot_be_read_is_not_shown() {
        assertThat(said(200, "application/json", "{\"access_token\":\"canary").toString())
                .doesNotContain("canary");
        assertThat(said(200, "application/json", "{\"code\":400,\"message\":\"no\"}")
                        .line())
                .isEqualTo("400: no");
    }

    @Test
    void what_is_long_or_deep_or_wide_ends() {
        assertThat(said(400, "text/plain", "word ".repeat(100_000)).line()).hasSizeLessThan(600);
        assertThat(said(400, "application/json", "[".repeat(90) + "\"x\"" + "]".repeat(90))
                        .words())
                .isEmpty();
        assertThat(said(400, "application/json", "{\"errors\":[" + "{\"message\":\"m\"},".repeat(9999) + "1]}")
                        .line())
                .isEqualTo("m");
        assertThat(said(400, "text/html", "<".repeat(100_000)).words()).hasSizeLessThan(600);
    }
}
