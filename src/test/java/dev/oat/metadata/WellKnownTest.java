package dev.oat.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Headers;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellKnownTest {
    @ParameterizedTest
    @DisplayName("OpenID Connect Discovery §4.1 and RFC 8414 §3.1")
    @CsvSource({
        "https://a.example,     https://a.example/.well-known/openid-configuration, https://a.example/.well-known/oauth-authorization-server",
        "https://a.example/,    https://a.example/.well-known/openid-configuration, https://a.example/.well-known/oauth-authorization-server",
        "https://a.example/t,   https://a.example/t/.well-known/openid-configuration, https://a.example/.well-known/oauth-authorization-server/t",
        "https://a.example/t/,  https://a.example/t/.well-known/openid-configuration, https://a.example/.well-known/oauth-authorization-server/t",
        "https://a.example:8443/t/u, https://a.example:8443/t/u/.well-known/openid-configuration, https://a.example:8443/.well-known/oauth-authorization-server/t/u",
    })
    void an_issuers_path_stands_where_each_specification_puts_it(String issuer, String openid, String oauth) {
        assertThat(Discovery.wellKnown(issuer, Discovery.Form.OPENID_CONNECT)).hasToString(openid);
        assertThat(Discovery.wellKnown(issuer, Discovery.Form.OAUTH)).hasToString(oauth);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example,  https://a.example/",
        "https://a.example/, https://a.example",
        "https://a.example,  https://A.example",
        "https://a.example,  https://a.example:443",
        "https://a.example,  https://b.example",
        "https://a.example,  ''",
    })
    void issuers_are_compared_to_the_letter(String asked, String found) {
        JsonObject document = JsonObject.EMPTY.with("issuer", found);
        assertThat(Discovery.issuerCheck(asked, document, Discovery.Form.OAUTH).failed())
                .isTrue();
        assertThat(Discovery.issuerCheck(asked, document.with("issuer", asked), Discovery.Form.OAUTH)
                        .failed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "as.example",
                "ftp://as.example",
                "http://as.example",
                "https://user:pw@as.example",
                "https://as.example/#x",
                "https://",
                "https://a b",
                "file:///etc/passwd",
                "javascript:alert(1)"
            })
    void an_address_that_is_no_https_address_is_a_usage_error(String address) {
        assertThatThrownBy(() -> Addresses.given("--issuer", address, false))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageNotContaining("pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1", "https://as.example/t"})
    void http_is_fine_on_this_machine(String address) {
        assertThat(Addresses.given("--issuer", address, false)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://as.example/token",
                "/token",
                "javascript:alert(1)",
                "https://u:p@as.example/t",
                "https://a/#f"
            })
    void an_endpoint_that_cannot_be_used_safely_fails_a_named_check(String address) {
        AuthorizationServer server =
                AuthorizationServer.describedBy(JsonObject.EMPTY.with("token_endpoint", address), false);
        assertThatThrownBy(() -> server.require(Endpoint.TOKEN))
                .isInstanceOfSatisfying(
                        Failure.CheckFailed.class,
                        failure -> assertThat(failure.check().name()).isEqualTo("metadata.token_endpoint"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | 300",
                "max-age=60                | 60",
                "public, MAX-AGE=\"60\"    | 60",
                "no-store                  | 0",
                "max-age=60, no-cache      | 0",
                "max-age=99999999999999999 | 86400",
                "max-age=soon              | 0",
            })
    @DisplayName("RFC 9111 §5.2.2")
    void documents_are_kept_as_long_as_their_headers_allow(String field, long seconds) {
        Headers headers = field.isEmpty() ? Headers.empty() : Headers.empty().with("Cache-Control", field);
        assertThat(CacheLifetime.of(headers)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
