package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPie's items and curl's options, as a request. */
class RequestItemsTest {
    private static final InputStream FORBIDDEN = new InputStream() {
        @Override
        public int read() {
            throw new AssertionError("standard input is read only for @-");
        }
    };

    private static RequestItems of(boolean form, String... items) {
        RequestItems all = new RequestItems(form, FORBIDDEN, "BOUNDARY");
        for (int i = 0; i < items.length; i++) {
            all.item(items[i], i + 1);
        }
        return all;
    }

    private static String text(Body body) throws IOException {
        try (InputStream in = body.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b | {\"a\":\"b\"}",
                "a= | {\"a\":\"\"}",
                "a=b=c:d@e | {\"a\":\"b=c:d@e\"}",
                "n:=12 | {\"n\":12}",
                "n:=1.50 | {\"n\":1.50}",
                "o:={\"x\":[1,null]} | {\"o\":{\"x\":[1,null]}}",
                "a\\=b=c | {\"a=b\":\"c\"}",
                "a\\:b=c | {\"a:b\":\"c\"}",
                "a\\@b=c | {\"a@b\":\"c\"}",
                "a\\\\=c | {\"a\\\\\":\"c\"}",
                "a\\b=c | {\"a\\\\b\":\"c\"}",
                "path=C:\\dir | {\"path\":\"C:\\\\dir\"}",
                "ключ=значение | {\"ключ\":\"значение\"}"
            })
    void items_make_a_json_object(String item, String json) throws IOException {
        Body body = of(false, item).body();
        assertThat(text(body)).isEqualTo(json);
        assertThat(body.contentType()).contains("application/json");
    }

    @Test
    void with_form_items_make_a_form_and_may_repeat() throws IOException {
        Body body = of(true, "a=1", "a=2", "b= x&").body();
        assertThat(text(body)).isEqualTo("a=1&a=2&b=+x%26");
        assertThat(body.contentType()).contains("application/x-www-form-urlencoded");
    }

    @Test
    void query_items_stay_out_of_the_body() {
        RequestItems items = of(false, "q==a b", "q==c", "x\\=y==z");
        assertThat(items.query().encode()).isEqualTo("q=a+b&q=c&x%3Dy=z");
        assertThat(items.body()).isInstanceOf(Body.None.class);
    }

    @Test
    void header_items_set_empty_and_leave_out() {
        RequestItems items = of(false, "X-One:1", "X-Two:a:b=c", "X-Empty;", "Accept:");
        assertThat(items.headers().fields())
                .extracting(Headers.Header::name, Headers.Header::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("X-One", "1"),
                        org.assertj.core.groups.Tuple.tuple("X-Two", "a:b=c"),
                        org.assertj.core.groups.Tuple.tuple("X-Empty", ""));
        assertThat(items.leavesOut("accept")).isTrue();
        assertThat(items.leavesOut("X-One")).isFalse();
    }

    @Test
    void curls_headers_are_read() {
        RequestItems items = of(false);
        items.headerLine("X-One:  1 ");
        items.headerLine("X-Empty;");
        items.headerLine("Accept:");
        assertThat(items.headers().first("X-One")).contains("1");
        assertThat(items.headers().first("X-Empty")).contains("");
        assertThat(items.leavesOut("Accept")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1 | application/x-www-form-urlencoded",
                "{\"a\":1} | application/json",
                "'  [1]' | application/json"
            })
    void curls_data_is_sent_as_it_is(String data, String type) throws IOException {
        RequestItems items = of(false);
        items.data(data);
        assertThat(text(items.body())).isEqualTo(data);
        assertThat(items.body().contentType()).contains(type);
    }

    @Test
    void several_data_are_joined_as_curl_does() throws IOException {
        RequestItems items = of(false);
        items.data("a=1");
        items.data("b=2");
        assertThat(text(items.body())).isEqualTo("a=1&b=2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ";type=a/b;filename=n.txt      | n.txt     | a/b",
                ";filename=n.txt;type=a/b      | n.txt     | a/b",
                ";filename=n.txt               | n.txt     | application/json",
                ";filename=                    | ``        | application/json",
                ";type=a/b; charset=x;filename=n | n       | a/b; charset=x",
                ";filename=a b\"c              | a b%22c   | application/json",
                ";filename=\"q;type=x\";type=a/b | q;type=x | a/b",
                ";filename=\"a\\\"b\\\\c\"      | a%22b\\c  | application/json",
                ";filename=имя                 | имя       | application/json",
            })
    void an_upload_is_named_and_typed_as_it_says(String said, String name, String type, @TempDir Path directory)
            throws IOException {
        Path file = Files.writeString(directory.resolve("b.json"), "{}");
        assertThat(text(of(true, "f@" + file + said).body()))
                .isEqualTo("--BOUNDARY\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + name
                        + "\"\r\nContent-Type: " + type + "\r\n\r\n{}\r\n--BOUNDARY--\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {";filename=n", ";type=a/b;filename=n", ";filename=n;type=a/b"})
    void a_whole_body_has_no_name(String said, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("b.json"), "{}");
        Failure failure = catchThrowableOfType(Failure.class, () -> of(false, "@" + file + said));
        assertThat(failure).isInstanceOf(Failure.Usage.class);
        assertThat(failure.what()).contains("filename");
    }

    @Test
    void files_are_bodies_texts_and_uploads(@TempDir Path directory) throws IOException {
        Path json = Files.writeString(directory.resolve("b.json"), "{\"x\": 1}");
        Path bin = Files.write(directory.resolve("q\"uote.bin"), new byte[] {1, 2});
        RequestItems whole = of(false, "@" + json);
        assertThat(whole.body()).isEqualTo(new Body.OfFile("application/json", json));
        RequestItems data = of(false);
        data.data("@" + json);
        assertThat(data.body()).isEqualTo(new Body.OfFile("application/json", json));
        assertThat(text(of(false, "t=@" + json, "j:=@" + json).body()))
                .isEqualTo("{\"t\":\"{\\\"x\\\": 1}\",\"j\":{\"x\":1}}");
        Body upload =
                of(true, "a=1", "f@" + bin, "g@" + json + ";type=text/x-own").body();
        assertThat(upload.contentType()).contains("multipart/form-data; boundary=BOUNDARY");
        String expected = "--BOUNDARY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
                + "--BOUNDARY\r\nContent-Disposition: form-data; name=\"f\"; filename=\"q%22uote.bin\"\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n\u0001\u0002\r\n"
                + "--BOUNDARY\r\nContent-Disposition: form-data; name=\"g\"; filename=\"b.json\"\r\n"
                + "Content-Type: text/x-own\r\n\r\n{\"x\": 1}\r\n--BOUNDARY--\r\n";
        assertThat(text(upload)).isEqualTo(expected);
        assertThat(upload.length()).isEqualTo(expected.length());
        assertThat(upload.repeatable()).isTrue();
    }

    @Test
    void standard_input_is_read_for_the_whole_body_only_when_sent() throws IOException {
        InputStream input = new ByteArrayInputStream("piped".getBytes(StandardCharsets.UTF_8));
        RequestItems items = new RequestItems(false, input, "B");
        items.item("@-", 1);
        Body body = items.body();
        assertThat(input.available()).isEqualTo(5);
        assertThat(body.repeatable()).isFalse();
        assertThat(text(body)).isEqualTo("piped");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOPSECRET",
                "a:={TOPSECRET",
                "a:=TOPSECRET",
                "=TOPSECRET",
                ":TOPSECRET",
                "==TOPSECRET",
                "Bad Name:TOPSECRET",
                "X-A:TOPSECRET\nX-B: c",
                "Content-Length:TOPSECRET",
                "Transfer-Encoding:TOPSECRET",
                "a@TOPSECRET",
                "@/no/such/file"
            })
    void what_is_no_item_is_refused_without_its_value(String item) {
        Failure failure = catchThrowableOfType(Failure.Usage.class, () -> of(false, item));
        assertThat(failure.what() + failure.hint()).doesNotContain("TOPSECRET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1|a=2", "a=1|@-", "@-|@-", "t=@-|@-"})
    void two_bodies_are_refused(String items) {
        RequestItems all = new RequestItems(false, new ByteArrayInputStream(new byte[0]), "B");
        Failure failure = catchThrowableOfType(Failure.Usage.class, () -> {
            for (String item : items.split("\\|", -1)) {
                all.item(item, 1);
            }
            all.body();
        });
        assertThat(failure).isNotNull();
    }

    @Test
    void json_has_no_place_in_a_form() {
        Failure failure =
                catchThrowableOfType(Failure.Usage.class, () -> of(true, "a:=1").body());
        assertThat(failure.what()).contains("form");
    }
}
