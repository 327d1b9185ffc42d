package dev.oat.authorization.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrowserAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://as.example/a?b=c&d=e%20f,https://as.example/a?b=c&d=e%20f",
        "http://127.0.0.1:8080/a?b,http://127.0.0.1:8080/a?b",
        "http://localhost:8080/a,http://localhost:8080/a",
        "http://[::1]:8080/a,http://[::1]:8080/a",
        "https://a/$(touch%20P),https://a/%24(touch%20P)",
        "https://a/x;y=1&calc,https://a/x;y=1&calc",
    })
    void an_address_that_is_safe_is_passed_on_with_dollar_signs_escaped(String given, String passed) {
        assertThat(BrowserAddress.of(given, false).text()).isEqualTo(passed);
    }

    @Test
    void quotes_are_escaped() {
        assertThat(BrowserAddress.of("https://a/'x'", false).text()).isEqualTo("https://a/%27x%27");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a/$(touch P)",
                "https://a/`id`",
                "https://a/\"x\"",
                "https://a/x\ny",
                "https://a/x\u0000y",
                "https://a/x\\y",
                "https://a/|id",
                "https://a/<x>",
                "https://a/ü",
                "https://a/\u202e",
                "-oProxyCommand=id",
                "--version",
                "file:///etc/passwd",
                "javascript:alert(1)",
                "data:text/html,x",
                "vscode://file/etc",
                "\\\\server\\share",
                "//server/share",
                "ftp://as.example/x",
                "https:as.example",
                "https:///path",
                "https://user@as.example/",
                "https://user:pass@as.example/",
                "http://as.example/authorize",
                "http://127.0.0.1.evil.example/",
                "https://a/%zz",
                " https://as.example/",
                "",
            })
    void an_address_that_is_not_safe_is_refused(String given) {
        assertThatThrownBy(() -> BrowserAddress.of(given, false)).isInstanceOf(Failure.CheckFailed.class);
    }

    @Test
    void a_very_long_address_is_refused() {
        assertThatThrownBy(() -> BrowserAddress.of("https://a/?" + "x".repeat(100 << 10), false))
                .isInstanceOf(Failure.CheckFailed.class)
                .hasMessageContaining("102411 characters");
    }

    @Test
    void http_beyond_this_machine_needs_permission() {
        assertThat(BrowserAddress.of("http://as.example/a", true).text()).isEqualTo("http://as.example/a");
    }
}
