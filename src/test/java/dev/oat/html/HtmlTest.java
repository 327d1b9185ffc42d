package dev.oat.html;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages as values: nothing that is text can become anything else. */
class HtmlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</style><script>",
                "]]><!--",
                "&lt;b&gt;"
            })
    void text_and_attributes_stay_what_they_are(String hostile) {
        String markup = el("p", at("title", hostile), text(hostile)).toString();
        assertThat(markup.replaceAll("&(amp|lt|gt|quot|#39);", "")).matches("<p title=\"[^<>\"']*\">[^<>\"']*</p>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "JaVaScRiPt:alert(1)",
                " javascript:x",
                "data:text/html,x",
                "//evil.example",
                "file:///etc/passwd",
                "vbscript:x",
                ""
            })
    void an_address_that_is_no_page_leads_nowhere(String address) {
        for (String name : HtmlPart.ADDRESSES) {
            assertThat(el("a", at(name, address)).toString()).isEqualTo("<a " + name + "=\"#\"></a>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onclick", "onload", "style", "srcdoc"})
    void inline_code_cannot_be_written(String name) {
        assertThatThrownBy(() -> at(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_cannot_be_seen_shows_and_what_is_written_from_right_to_left_stays() {
        assertThat(text("a\u202eb\u0000c\u200bd\ud800").toString()).isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffd");
        assertThat(text("שלום سلام 漢字\n").toString()).isEqualTo("שלום سلام 漢字\n");
    }

    @Test
    void code_cannot_end_its_element() {
        assertThatThrownBy(() -> Html.code("script", "x='</script>'")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_file_holds_its_policy_with_the_hashes_of_its_style_and_script() {
        Page page = new Page("t<", "p{color:red}", "void 0;", el("p", text("x")));
        assertThat(page.file())
                .contains("style-src &#39;sha256-" + Page.sha256("p{color:red}") + "&#39;")
                .contains("script-src &#39;sha256-" + Page.sha256("void 0;") + "&#39;")
                .contains("default-src &#39;none&#39;")
                .contains("<title>t&lt;</title>")
                .doesNotContain("unsafe");
        assertThat(page.served()).doesNotContain("Content-Security-Policy");
    }
}
