package dev.oat.authorization.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Form;
import dev.oat.render.failure.FailureText;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizationResponseTest {
    private static final String ISSUER = "https://as.example/tenant";

    private final RecordedTrace trace = new RecordedTrace();

    private static AuthorizationExpectations expected(Optional<String> issuer, boolean announced) {
        return new AuthorizationExpectations(ResponseType.CODE, Secret.of("right"), issuer, announced, false);
    }

    private static AuthorizationResponse response(String query) {
        return new AuthorizationResponse(Form.parse(query), AuthorizationResponse.Origin.REDIRECT);
    }

    private static Check check(String name, String query, boolean announced) {
        return response(query).checks(expected(Optional.of(ISSUER), announced)).stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_good_response_gives_its_code() {
        Secret code = response("code=c1&state=right&iss=https%3A%2F%2Fas.example%2Ftenant")
                .verified(expected(Optional.of(ISSUER), true), trace)
                .code();
        assertThat(code).isEqualTo(Secret.of("c1"));
        assertThat(trace.events()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example/tenant/",
                "https://as.example",
                "https://AS.example/tenant",
                "https://as.example/Tenant",
                "https://as.example:443/tenant",
                "http://as.example/tenant",
                "https://as.example/tenant ",
                "",
            })
    void an_issuer_that_differs_by_anything_fails_announced_or_not(String iss) {
        String query = Form.empty()
                .with("code", "c")
                .with("state", "right")
                .with("iss", iss)
                .encode();
        assertThat(check("iss", query, true).failed()).isTrue();
        assertThat(check("iss", query, false).failed()).isTrue();
        assertThatThrownBy(() -> response(query).verified(expected(Optional.of(ISSUER), true), trace))
                .isInstanceOf(Failure.CheckFailed.class)
                .hasMessageContaining("(iss)");
    }

    @Test
    void what_it_brings_is_secret_by_type() {
        String shown = response("code=c-canary&state=s-canary&response=r-canary&id_token=i-canary&access_token=a-canary"
                        + "&iss=shown")
                .toString();
        assertThat(shown).contains("shown").doesNotContain("canary");
    }

    @Test
    void two_issuers_fail() {
        assertThat(check("iss", "code=c&state=right&iss=https://as.example/tenant&iss=https://evil", true)
                        .failed())
                .isTrue();
    }

    @Test
    void an_announced_issuer_must_be_there_on_success_and_on_error() {
        assertThat(check("iss", "code=c&state=right", true).failed()).isTrue();
        assertThat(check("iss", "error=access_denied&state=right", true).failed())
                .isTrue();
    }

    @Test
    void an_announced_issuer_may_be_missing_beside_an_id_token_and_beside_nothing_else() {
        AuthorizationExpectations hybrid = new AuthorizationExpectations(
                ResponseType.CODE_ID_TOKEN, Secret.of("right"), Optional.of(ISSUER), true, false);
        assertThat(response("code=c&id_token=x.y.z&state=right").checks(hybrid)).noneMatch(Check::failed);
        assertThat(response("error=access_denied&state=right").checks(hybrid)).anyMatch(Check::failed);
        assertThat(response("code=c&id_token=x.y.z&state=right&iss=https://evil")
                        .checks(hybrid))
                .anyMatch(check -> check.name().equals("iss") && check.failed());
        assertThat(check("iss", "code=c&id_token=x.y.z&state=right", true).failed())
                .isTrue();
    }

    @Test
    void an_unannounced_issuer_may_be_missing() {
        assertThat(check("iss", "code=c&state=right", false).verdict()).isEqualTo(Check.Verdict.NOT_APPLICABLE);
    }

    @Test
    void an_unannounced_issuer_that_is_right_is_compared_only_when_the_person_says_so() {
        AuthorizationResponse response = response("code=c&state=right&iss=" + ISSUER);
        AuthorizationExpectations strict = expected(Optional.of(ISSUER), false);
        AuthorizationExpectations lenient =
                new AuthorizationExpectations(ResponseType.CODE, Secret.of("right"), Optional.of(ISSUER), false, true);

        assertThatThrownBy(() -> response.verified(strict, trace))
                .isInstanceOfSatisfying(
                        Failure.CheckFailed.class,
                        failure -> assertThat(failure.hint().orElseThrow()).contains("--accept-unannounced-iss"));
        assertThat(response.verified(lenient, trace).code()).isEqualTo(Secret.of("c"));
        assertThat(response("code=c&state=right&iss=https://evil").checks(lenient))
                .anyMatch(check -> check.name().equals("iss") && check.failed());
    }

    @Test
    void without_a_known_issuer_there_is_nothing_to_compare() {
        assertThat(response("code=c&state=right&iss=x").checks(expected(Optional.empty(), false)))
                .noneMatch(Check::failed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"code=c", "code=c&state=", "code=c&state=wrong", "code=c&state=right&state=right"})
    void a_wrong_state_fails_and_its_value_is_not_shown(String query) {
        Check state = check("state", query, false);
        assertThat(state.failed()).isTrue();
        assertThat(state.toString()).doesNotContain("right", "wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=right", "code=&state=right", "code=a&code=b&state=right"})
    void a_response_without_exactly_one_code_fails(String query) {
        assertThat(check("code", query, false).failed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "access_denied,allow",
        "invalid_scope,oat discover",
        "login_required,--prompt none",
        "unauthorized_client,registration",
        "server_error,moment",
        "something_new,oat explain"
    })
    void an_error_is_a_refusal_with_a_hint(String error, String hint) {
        assertThatThrownBy(() -> response("error=" + error + "&error_description=why+not&state=right")
                        .verified(expected(Optional.of(ISSUER), false), trace))
                .isInstanceOfSatisfying(Failure.Refused.class, refused -> {
                    assertThat(refused.error()).isEqualTo(error);
                    assertThat(refused.description()).isEqualTo("why not");
                    assertThat(FailureText.hint(refused).orElseThrow()).contains(hint);
                });
    }

    @Test
    void an_error_of_another_server_is_a_failed_check_and_no_refusal() {
        assertThatThrownBy(() -> response("error=access_denied&state=right&iss=https%3A%2F%2Fevil")
                        .verified(expected(Optional.of(ISSUER), false), trace))
                .isInstanceOf(Failure.CheckFailed.class);
    }

    @Test
    void a_bare_pasted_code_has_nothing_to_compare() {
        AuthorizationResponse pasted =
                new AuthorizationResponse(Form.empty().with("code", "c"), AuthorizationResponse.Origin.PASTED_CODE);
        assertThat(pasted.checks(expected(Optional.of(ISSUER), true)))
                .filteredOn(check -> check.verdict() == Check.Verdict.NOT_APPLICABLE)
                .extracting(Check::name)
                .containsExactly("state", "iss");
        assertThat(pasted.verified(expected(Optional.of(ISSUER), true), trace).code())
                .isEqualTo(Secret.of("c"));
    }

    @Test
    void code_and_state_do_not_show_in_its_text() {
        assertThat(response("code=canary1&state=canary2&x=seen").toString())
                .contains("seen")
                .doesNotContain("canary");
    }
}
