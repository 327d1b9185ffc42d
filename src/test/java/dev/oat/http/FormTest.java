package dev.oat.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Secret;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    @DisplayName("RFC 6749 appendix B")
    void encodes_the_specifications_example() {
        assertThat(Form.encode(" %&+£€")).isEqualTo("+%25%26%2B%C2%A3%E2%82%AC");
    }

    @Test
    void keeps_order_and_repeated_names() {
        Form form = Form.empty().with("resource", "a").with("x", "1").with("resource", "b c");
        assertThat(form.encode()).isEqualTo("resource=a&x=1&resource=b+c");
        assertThat(form.count("resource")).isEqualTo(2);
        assertThat(Form.parse(form.encode())).isEqualTo(form);
    }

    @Test
    void splits_before_it_decodes() {
        Form form = Form.parse("code=a%26state%3Devil&state=s&empty&=x&&");
        assertThat(form.first("code")).contains("a&state=evil");
        assertThat(form.count("state")).isEqualTo(1);
        assertThat(form.first("empty")).contains("");
    }

    @Test
    void refuses_broken_percent_encoding() {
        assertThatThrownBy(() -> Form.parse("a=%zz")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void never_prints_a_secret() {
        assertThat(Form.empty().with("password", Secret.of("canary")).toString())
                .isEqualTo("[password=(secret)]");
    }
}
