package dev.oat.authorization.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultPageTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"' onload=x &amp; \u202e\u0007\u200b";

    @Test
    void a_hostile_name_is_shown_as_harmless_text() {
        String html = ResultPage.signedIn(HOSTILE, "https://as.example").html();
        assertThat(html)
                .contains(
                        "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload=x &amp;amp; \uFFFD\uFFFD\uFFFD</bdi>")
                .doesNotContain("<script");
    }

    @Test
    void a_long_name_is_cut() {
        assertThat(ResultPage.signedIn("x".repeat(5000), "as").html().length()).isLessThan(4000);
    }

    @Test
    void of_a_refusal_only_a_known_code_is_repeated() {
        assertThat(ResultPage.failed(new Failure.Refused("invalid_scope", HOSTILE))
                        .html())
                .contains("invalid_scope")
                .doesNotContain("alert");
        assertThat(ResultPage.failed(new Failure.Refused(HOSTILE, HOSTILE)).html())
                .contains("refused the request.")
                .doesNotContain("alert");
    }

    @Test
    void of_a_failed_check_what_was_checked_is_told_and_not_what_was_found() {
        Failure failure = new Failure.CheckFailed(
                "ID token",
                Check.same("n", "the ID token's nonce is the one sent", SpecRef.oidcCore("3.1.3.7"), "a", "canary"));
        assertThat(ResultPage.failed(failure).html())
                .contains("the ID token&#39;s nonce is the one sent (OpenID Connect Core §3.1.3.7)")
                .doesNotContain("canary");
    }

    @Test
    void each_kind_of_failure_has_its_own_sentence() {
        List<String> pages = List.of(
                ResultPage.failed(new Failure.TimedOut("canary")).html(),
                ResultPage.failed(new Failure.Unreachable("canary")).html(),
                ResultPage.failed(new Failure.Usage("canary")).html(),
                ResultPage.failed(new Failure.Refused("access_denied", "canary"))
                        .html());
        assertThat(pages)
                .doesNotHaveDuplicates()
                .allSatisfy(page -> assertThat(page)
                        .contains("Sign-in failed", "The terminal says more")
                        .doesNotContain("canary"));
    }

    @Test
    void the_policy_allows_this_style_sheet_by_its_hash_and_nothing_else() throws Exception {
        String response = new String(ResultPage.stillWorking().toHttp("GET", true), StandardCharsets.UTF_8);
        int start = response.indexOf("<style>") + "<style>".length();
        String style = response.substring(start, response.indexOf("</style>"));
        String hash = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        assertThat(response)
                .contains(
                        "Content-Security-Policy: default-src 'none'; style-src 'sha256-" + hash + "'; img-src data:;");
        assertThat(response).doesNotContain(" style=", " on");
    }
}
