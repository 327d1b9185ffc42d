package dev.oat.authorization.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectAddressTest {
    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8484/callback,127.0.0.1,8484,/callback",
        "http://localhost:8484/a/b,localhost,8484,/a/b",
        "http://LOCALHOST:8484/,localhost,8484,/",
        "http://[::1]:8484/cb,[::1],8484,/cb",
        "http://127.0.0.1:80,127.0.0.1,80,''",
        "http://127.0.0.1/cb,127.0.0.1,0,/cb",
    })
    void a_loopback_redirect_uri_is_understood(String uri, String host, int port, String path) {
        assertThat(RedirectAddress.of(uri, List.of())).isEqualTo(new RedirectAddress(host, List.of(port), path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:8484/callback",
                "http://app.example/callback",
                "http://127.0.0.2:8484/callback",
                "http://0.0.0.0:8484/callback",
                "http://127.0.0.1.evil.example/callback",
                "http://user@127.0.0.1:8484/callback",
                "http://127.0.0.1:8484/callback?x=1",
                "http://127.0.0.1:8484/callback#x",
                "http://127.0.0.1:0/callback",
                "http://127.0.0.1:99999/callback",
                "com.example.app:/callback",
                "urn:ietf:wg:oauth:2.0:oob",
                "not a uri",
                "",
            })
    void any_other_redirect_uri_is_refused_with_the_form_to_use(String uri) {
        assertThatThrownBy(() -> RedirectAddress.of(uri, List.of()))
                .isInstanceOfSatisfying(
                        Failure.Usage.class,
                        failure -> assertThat(failure.hint().orElseThrow()).contains("http://127.0.0.1:PORT/callback"));
    }

    @Test
    void ports_apply_to_a_redirect_uri_without_one_and_contradict_one_that_has() {
        assertThat(RedirectAddress.of("http://localhost/cb", List.of(1, 2)).ports())
                .containsExactly(1, 2);
        assertThat(RedirectAddress.of("http://localhost:7/cb", List.of(7)).ports())
                .containsExactly(7);
        assertThatThrownBy(() -> RedirectAddress.of("http://localhost:7/cb", List.of(7, 8)))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("--port names 7, 8");
    }
}
