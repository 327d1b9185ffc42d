package dev.oat.session.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.trace.Failure;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://api.example | https://api.example/",
                "HTTPS://API.example:8443/A?b#c | https://api.example:8443/A?b",
                "https://api.example?q=a b&t[]=ü | https://api.example/?q=a%20b&t%5B%5D=%C3%BC",
                "https://api.example/%7e%zz | https://api.example/%7e%25zz",
                "https://bücher.example/ | https://xn--bcher-kva.example/",
                "https://BÜCHER.example/ | https://xn--bcher-kva.example/",
                "https://BU\u0308CHER.example/ | https://xn--bcher-kva.example/",
                "https://xn--fa-hia.example/ | https://xn--fa-hia.example/",
                "https://fass.example/ | https://fass.example/",
                "https://σ.example/ | https://xn--4xa.example/",
                "https://例え。テスト/ | https://xn--r8jz45g.xn--zckzah/",
                "https://ｅｘａｍｐｌｅ.com/ | https://example.com/",
                "https://привет.example/ | https://xn--b1agh1afp.example/",
                "http://[::1]:80/x | http://[::1]:80/x",
                "https://api.example:/x | https://api.example/x",
                "https://0.9.z-9.a:1/ | https://0.9.z-9.a:1/",
                "https://api.example:65535 | https://api.example:65535/",
                "https://api.example:00443 | https://api.example:443/",
                "https://h/azAZ09-._~!$&'()*+,;=:@? | https://h/azAZ09-._~!$&'()*+,;=:@?",
                "https://h/`{[^% | https://h/%60%7B%5B%5E%25",
                "https://h/%af%0F%4 | https://h/%af%0F%254",
                "https://[::ffff:127.0.0.1] | https://[::ffff:127.0.0.1]/"
            })
    void an_address_is_read_as_people_type_it(String typed, String expected) {
        assertThat(ApiAddress.parse(typed)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "api.example/users, did you mean https://api.example/… ?",
        "localhost:8080, did you mean http://localhost:8080 ?",
        "user:TOPSECRET@api.example, write https://HOST/PATH"
    })
    void an_address_without_scheme_earns_a_hint(String typed, String hint) {
        Failure failure = catchThrowableOfType(Failure.Usage.class, () -> ApiAddress.parse(typed));
        assertThat(failure.what()).isEqualTo("the URL has no scheme");
        assertThat(failure.hint()).contains(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:TOPSECRET@api.example/",
                "https://api.example:99999/TOPSECRET",
                "https://api.example:0x50/TOPSECRET",
                "https://api.example:0/TOPSECRET",
                "https://api.example:65536/TOPSECRET",
                "https://api.example:1:2/TOPSECRET",
                "https://api.example:8/0/@TOPSECRET\u007f",
                "https://api.example/\u001fTOPSECRET",
                "https:///TOPSECRET",
                "https://my_host.example/TOPSECRET",
                "https://a b/TOPSECRET",
                "https://a%41.example/TOPSECRET",
                "https://a\\b/TOPSECRET",
                "https://[::1/TOPSECRET",
                "https://[::zz]/TOPSECRET",
                "https://api.example/a\nTOPSECRET",
                "file:///TOPSECRET",
                "javascript://TOPSECRET",
                "",
                "://TOPSECRET"
            })
    void what_is_no_address_is_refused_and_not_echoed(String typed) {
        Failure failure = catchThrowableOfType(Failure.Usage.class, () -> ApiAddress.parse(typed));
        assertThat(failure.what() + failure.hint()).doesNotContain("TOPSECRET");
    }

    /** One host by IDNA 2003 and another by IDNA 2008: a token must not go to the wrong one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "faß.example",
                "FAẞ.example",
                "βόλος.example",
                "ς.example",
                "نامه\u200cای.example",
                "a\u200db.example",
                "x.straße.example",
                "ꙋꙊ.example",
                "ა\u1c90.example",
            })
    void a_host_that_two_rules_for_names_read_differently_is_refused(String host) {
        for (String text : new String[] {"https://" + host + "/", "http://" + host + ":8080/x"}) {
            Failure failure = catchThrowableOfType(Failure.Usage.class, () -> ApiAddress.parse(text));
            assertThat(failure).as(text).isNotNull();
            assertThat(failure.what()).contains("IDNA 2003 and IDNA 2008");
            assertThat(failure.hint().orElse("")).contains("https://xn--");
        }
        assertThat(catchThrowableOfType(
                        Failure.Usage.class,
                        () -> ApiAddress.resolve(URI.create("https://fass.example/"), "https://" + host + "/")))
                .isNotNull();
        assertThat(catchThrowableOfType(
                        Failure.Usage.class, () -> AllowedHosts.none().with("https://" + host, "--api")))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_host.example", "_dmarc.example", "a.b_c:8443", "my_bücher.example"})
    void a_host_with_an_underscore_is_refused_with_the_true_reason(String host) {
        Failure failure = catchThrowableOfType(Failure.Usage.class, () -> ApiAddress.parse("https://" + host + "/x"));
        assertThat(failure.what()).contains("underscore").contains("RFC 1123").doesNotContain("looked up");
    }

    @Test
    void parameters_go_behind_the_query() {
        Form more = Form.empty().with("a b", "ü&");
        assertThat(ApiAddress.with(URI.create("https://h/p"), more)).hasToString("https://h/p?a+b=%C3%BC%26");
        assertThat(ApiAddress.with(URI.create("https://h/p?x=1"), more)).hasToString("https://h/p?x=1&a+b=%C3%BC%26");
        assertThat(ApiAddress.with(URI.create("https://h/p?"), more)).hasToString("https://h/p?a+b=%C3%BC%26");
    }

    @ParameterizedTest
    @CsvSource({
        "https://other.example/x, https://other.example/x",
        "//other.example/x, https://other.example/x",
        "/x, https://h.example/x",
        "y, https://h.example/a/y",
        "../y, https://h.example/y",
        "./y?z=1, https://h.example/a/y?z=1",
        "?z, https://h.example/a/b?z",
        "#f, https://h.example/a/b?q=1",
        "y:z/x, "
    })
    void a_reference_is_resolved_against_its_page(String reference, String expected) {
        URI base = URI.create("https://h.example/a/b?q=1");
        if (expected == null) {
            assertThat(catchThrowableOfType(Failure.Usage.class, () -> ApiAddress.resolve(base, reference)))
                    .isNotNull();
        } else {
            assertThat(ApiAddress.resolve(base, reference)).hasToString(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "</x?page=2>; rel=\"next\" | https://h.example/x?page=2",
                "</x?page=1>; rel=\"prev\", </x?page=3>; rel=next | https://h.example/x?page=3",
                "</x?a=1,2>; title=\"a, <b>; rel=next\"; rel=\"last next\" | https://h.example/x?a=1,2",
                "</x>; rel=last | ''",
                "</x>; rel=last; rel=next | ''",
                "</x; rel=next | ''",
                "</y>;REL=Next | https://h.example/y"
            })
    void the_next_page_is_found_in_link_headers(String link, String expected) {
        assertThat(NextPage.of(
                                URI.create("https://h.example/x"),
                                Headers.empty().with("Link", link))
                        .map(URI::toString)
                        .orElse(""))
                .isEqualTo(expected);
    }
}
