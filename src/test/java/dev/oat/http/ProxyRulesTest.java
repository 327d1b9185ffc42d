package dev.oat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyRulesTest {
    @ParameterizedTest
    @CsvSource({
        "https://as.example/x,               true",
        "https://intern.example/x,           false",
        "https://deep.intern.example/x,      false",
        "https://notintern.example/x,        true",
        "https://port.example:8443/x,        false",
        "https://port.example/x,             true",
        "https://10.1.2.3/x,                 false",
        "https://10.200.2.3/x,               true",
        "https://192.1.2.3/x,                false",
        "https://193.1.2.3/x,                true",
        "https://localhost/x,                false",
        "https://127.0.0.1:9/x,              false",
        "https://[::1]:9/x,                  false",
        "http://as.example/x,                false",
    })
    void exceptions_and_loopback_are_reached_directly(URI target, boolean proxied) {
        ProxyRules rules = ProxyRules.fromEnvironment(Map.of(
                "HTTPS_PROXY",
                "http://proxy.example:3128",
                "HTTP_PROXY",
                "http://forged.example:1",
                "NO_PROXY",
                ".intern.example, port.example:8443,10.0.0.0/9,192.0.0.0/8"));
        assertThat(rules.proxyFor(target).isPresent()).isEqualTo(proxied);
    }

    @Test
    void lower_case_http_proxy_serves_http() {
        ProxyRules rules = ProxyRules.fromEnvironment(Map.of("http_proxy", "proxy.example:3128"));
        assertThat(rules.proxyFor(URI.create("http://a.example/")))
                .contains(new ProxyRules.Proxy(URI.create("http://proxy.example:3128"), "http_proxy"));
        assertThat(rules.proxyFor(URI.create("https://a.example/"))).isEmpty();
    }

    @Test
    void a_proxy_is_named_without_its_credentials() {
        ProxyRules rules = ProxyRules.fromEnvironment(Map.of("HTTPS_PROXY", "http://u:canary@p.example:1"));
        assertThat(rules.proxyFor(URI.create("https://a.example/")).orElseThrow())
                .hasToString("http://p.example:1 (HTTPS_PROXY)");
    }

    @Test
    void a_star_switches_proxies_off() {
        ProxyRules rules = ProxyRules.fromEnvironment(Map.of("ALL_PROXY", "http://p.example:1", "no_proxy", "*"));
        assertThat(rules.proxyFor(URI.create("https://a.example/"))).isEmpty();
    }

    @Test
    void an_address_that_cannot_be_used_is_a_usage_error_that_hides_its_password() {
        assertThatThrownBy(() -> ProxyRules.fromEnvironment(Map.of("HTTPS_PROXY", "socks5://u:canary@p.example:1")))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("canary");
    }
}
