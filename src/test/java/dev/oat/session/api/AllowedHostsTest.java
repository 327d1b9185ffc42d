package dev.oat.session.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile's token goes only to the hosts that the profile names. */
class AllowedHostsTest {
    private static boolean allows(String rule, String target) {
        return AllowedHosts.none().with(rule, "--api").allows(ApiAddress.parse(target));
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example, https://api.example/anything?q=1",
        "https://api.example, https://API.Example:443/x",
        "https://api.example:443, https://api.example/",
        "https://API.example/, https://api.example/v9",
        "https://bücher.example, https://xn--bcher-kva.example/x",
        "https://xn--bcher-kva.example, https://BÜCHER.example/x",
        "https://api.example/v1, https://api.example/v1",
        "https://api.example/v1, https://api.example/v1/",
        "https://api.example/v1/, https://api.example/v1/users?x=/../..",
        "https://api.example/v1, https://api.example/v1/a%20b/c",
        "https://api.example/a%20b, https://api.example/a b/c",
        "https://api.example/%7Eme, https://api.example/~me/x",
        "http://localhost:8080, http://LOCALHOST:8080/x",
        "http://127.0.0.1:9, http://127.0.0.1:9/",
        "http://[::1]:9, http://[::1]:9/x",
        "https://api.example, https://api.example/a/../b"
    })
    void a_token_goes_where_the_rule_leads(String rule, String target) {
        assertThat(allows(rule, target)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example, http://api.example/",
        "https://api.example, https://api.example:8443/",
        "https://api.example, https://api.example:80/",
        "http://localhost, http://localhost:443/",
        "https://api.example, https://api.example.evil.test/",
        "https://api.example, https://evil.test/api.example",
        "https://api.example, https://sub.api.example/",
        "https://api.example, https://api.example./",
        "https://api.example, https://evil.test/?x=https://api.example",
        "https://api.example, https://evil.test/#@api.example",
        "https://api.example/v1, https://api.example/",
        "https://api.example/v1, https://api.example/v10",
        "https://api.example/v1/x, https://api.example/v1",
        "https://api.example/a%20b, https://api.example/a+%62",
        "https://api.example/v1, https://api.example/v1/../admin",
        "https://api.example/v1, https://api.example/v1/%2e%2e/admin",
        "https://api.example/v1, https://api.example/v1/.%2E/admin",
        "https://api.example/v1, https://api.example/v1/%252e%252e/admin",
        "https://api.example/v1, https://api.example/v1/..;x=1/admin",
        "https://api.example/v1, https://api.example/v1%2fadmin/..",
        "https://api.example/v1, https://api.example/v1/..%2Fadmin",
        "https://api.example/v1, https://api.example/v1/..%5Cadmin",
        "https://api.example/v1, 'https://api.example/v1/..\\admin'",
        "https://api.example/v1, https://api.example/v1/%2Fadmin",
        "https://api.example/v1, https://api.example/v1/%5Cadmin",
        "https://api.example/v1, https://api.example/v1/%00",
        "https://api.example/v1, https://api.example/v1/%252Fadmin",
        "https://api.example/v1, https://api.example/v1/%255cadmin",
        "https://api.example/v1, https://api.example/v1/.",
        "https://api.example/v1, https://api.example/v1/..;",
        "https://api.example/v1, https://api.example//v1/x",
        "https://api.example/v1, https://api.example/V1/x",
        "http://localhost:8080, https://localhost:8080/",
        "http://localhost:8080, http://127.0.0.1:8080/",
        "http://localhost:8080, http://localhost.evil.test:8080/"
    })
    void a_token_goes_nowhere_else(String rule, String target) {
        assertThat(allows(rule, target)).isFalse();
    }

    @Test
    void an_address_with_a_user_name_gets_no_token() {
        AllowedHosts hosts = AllowedHosts.none().with("https://api.example", "--api");
        assertThat(hosts.allows(URI.create("https://api.example@evil.test/"))).isFalse();
        assertThat(hosts.allows(URI.create("https://user@api.example/"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example",
                "http://10.0.0.1",
                "http://127.0.0.1.evil.test",
                "ftp://api.example",
                "https://user@api.example",
                "https://api.example/a/../b",
                "https://api.example/?q",
                "https://",
                "api.example",
                "https://exa mple",
                "*"
            })
    void a_rule_names_https_or_this_machine(String rule) {
        assertThatThrownBy(() -> AllowedHosts.none().with(rule, "--api"))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageStartingWith("invalid value for --api");
    }

    @Test
    void the_userinfo_endpoint_is_allowed_and_nothing_beside_it() {
        AllowedHosts hosts = AllowedHosts.none().withExactly(URI.create("https://as.example/oidc/me"));
        assertThat(hosts.allows(URI.create("https://as.example/oidc/me?schema=openid")))
                .isTrue();
        assertThat(hosts.allows(URI.create("https://as.example/oidc/me/more"))).isFalse();
        assertThat(hosts.allows(URI.create("https://as.example/oidc"))).isFalse();
        for (String unsafe : new String[] {"http://as.example/me", "ftp://127.0.0.1/me", "ws://localhost/me"}) {
            assertThat(AllowedHosts.none().withExactly(URI.create(unsafe)).allows(URI.create(unsafe)))
                    .as(unsafe)
                    .isFalse();
        }
    }

    @Test
    void without_a_rule_no_host_is_allowed() {
        assertThat(AllowedHosts.none().allows(URI.create("https://api.example/")))
                .isFalse();
    }
}
