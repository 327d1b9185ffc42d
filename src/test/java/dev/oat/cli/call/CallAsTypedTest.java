package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.http.transport.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls as people type them: short addresses, nested items, cursors, other forms of the answer. */
@Timeout(60)
class CallAsTypedTest {
    @TempDir
    Path home;

    private TestWorld world;
    private RawServer api;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("T", "the-token");
        api = RawServer.answering((head, c) -> c.answer("200 OK", "", head + c.readText(head)));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private TestWorld.Outcome call(String... words) {
        List<String> all = new ArrayList<>(List.of("call"));
        all.addAll(List.of(words));
        all.addAll(List.of("--token", "env:T"));
        return world.run(all.toArray(new String[0]));
    }

    private String at(String path) {
        return api.at(path).toString();
    }

    private int port() {
        return api.at("").getPort();
    }

    private void answers(String headers, String body) {
        api.close();
        api = RawServer.answering((head, c) -> {
            c.readText(head);
            c.answer("200 OK", headers, body);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-      | :PORT/x        | GET /x HTTP",
                "-      | localhost:PORT/x | GET /x HTTP",
                "-      | 127.0.0.1:PORT/x?a=b | GET /x?a=b HTTP",
                "-      | 127.0.0.1:PORT | GET / HTTP",
                "''     | /rs/me         | GET /rs/me HTTP",
                "''     | rs/me          | GET /rs/me HTTP",
                "''     | me             | GET /me HTTP",
                "/      | rs/me          | GET /rs/me HTTP",
                "/v1    | rs/me          | GET /v1/rs/me HTTP",
                "/v1    | /rs/me         | GET /v1/rs/me HTTP",
                "/v1    | /v1/rs/me      | GET /v1/rs/me HTTP",
                "/v1/   | /v1/rs/me?x=/y | GET /v1/rs/me?x=/y HTTP",
                "/v1    | ?q=1           | GET /v1?q=1 HTTP",
                "''     | ./x            | GET /x HTTP",
                "/v1    | ./x            | GET /v1/x HTTP",
                "/v1/   | ./x?y=./z      | GET /v1/x?y=./z HTTP",
                "/v1    | .              | GET /v1/ HTTP",
                "/v1    | ./             | GET /v1/ HTTP",
                "/v1    | a/./b/../c     | GET /v1/a/c HTTP",
                "/v1    | ./a/..         | GET /v1/ HTTP",
                "/v1    | ../v1/x        | GET /v1/x HTTP",
                "/v1    | ./users.json   | GET /v1/users.json HTTP",
                "/v1    | docs:search    | GET /v1/docs:search HTTP",
                "''     | v1.0/me        | GET /v1.0/me HTTP",
                "/v1    | v1.0           | GET /v1/v1.0 HTTP",
                "/v1    | /go?to=http://a/ | GET /v1/go?to=http://a/ HTTP",
                "/v1    | x/http://a     | GET /v1/x/http://a HTTP",
                "/v1    | x/../../..     | GET / HTTP",
            })
    void an_address_may_be_as_short_as_it_is_clear(String base, String typed, String line) {
        if (base != null) {
            world.with("OAT_API", at("") + base);
        }
        TestWorld.Outcome outcome = call(typed.replace("PORT", Integer.toString(port())));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http:/x", "https:/x", "HTTP:/x", "http:x", "https:", "http//x", "https//h/x", "ftp:/x", ":/x"})
    void a_scheme_that_is_half_written_is_no_path(String typed) {
        world.with("OAT_API", at(""));
        TestWorld.Outcome outcome = call(typed);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("malformed", "://HOST/PATH");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "users.json     | /users.json",
                "users.json?a=b | /users.json",
                "my.users/7 | /my.users/7",
            })
    void what_may_be_a_host_or_a_file_is_refused_and_both_ways_are_named(String typed, String path) {
        world.with("OAT_ISSUER", "https://as.example").with("OAT_CLIENT_ID", "c");
        for (String api : List.of("https://api.example", "https://api.example/v1")) {
            world.with("OAT_API", api);
            TestWorld.Outcome outcome = world.run("call", typed);
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.err())
                    .contains("may not go to https://", "a path is written " + path + "; ", "allow it with --api")
                    .doesNotContain("a=b");
        }
    }

    @Test
    void a_host_that_is_whole_is_not_taken_for_a_file() {
        world.with("OAT_API", "https://api.example")
                .with("OAT_ISSUER", "https://as.example")
                .with("OAT_CLIENT_ID", "c");
        for (String typed : List.of("https://users.json/x", "other.example:443/x", "[::1]/x")) {
            assertThat(world.run("call", typed).err()).as(typed).doesNotContain("a path is written");
        }
    }

    @Test
    void a_host_without_a_scheme_is_called_over_https() {
        TestWorld.Outcome outcome = call("api.example.invalid/x", "--curl", "--dry-run");
        assertThat(outcome.out() + outcome.err()).contains("https://api.example.invalid/x");
    }

    @Test
    void of_several_apis_each_is_named_with_the_path() {
        world.with("OAT_API", "https://a.example/v1,https://b.example");
        TestWorld.Outcome outcome = call("rs/me");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("https://a.example/v1/rs/me, https://b.example/rs/me");
    }

    @Test
    void a_path_without_an_api_is_told_so() {
        TestWorld.Outcome outcome = call("/rs/me");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("path alone", "--api URL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "me x=1       | POST /me HTTP",
                "get me       | GET /me HTTP",
                "DELETE me/1  | DELETE /me/1 HTTP",
                "purge me     | PURGE /me HTTP",
                "me X:y       | GET /me HTTP",
                "orders n:=1  | POST /orders HTTP",
                "orders q==1  | GET /orders?q=1 HTTP",
            })
    void a_path_of_letters_is_no_method_where_an_item_follows(String words, String line) {
        world.with("OAT_API", at(""));
        if (words.contains("X:y")) {
            // a header looks like an address with a port; the whole path says what is meant
            words = words.replace("me ", "/me ");
        }
        TestWorld.Outcome outcome = call(words.strip().split(" +"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).startsWith(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a[b]=1                     | {\"a\":{\"b\":\"1\"}}",
                "a[b]=1 a[c]:=2             | {\"a\":{\"b\":\"1\",\"c\":2}}",
                "a[]=x a[]=y                | {\"a\":[\"x\",\"y\"]}",
                "a[0][c]:=true              | {\"a\":[{\"c\":true}]}",
                "a[1]=x                     | {\"a\":[null,\"x\"]}",
                "a[][b]=1 a[][b]=2          | {\"a\":[{\"b\":\"1\"},{\"b\":\"2\"}]}",
                "a[b][c][]=x                | {\"a\":{\"b\":{\"c\":[\"x\"]}}}",
                "[]=x []:=2                 | [\"x\",2]",
                "[a]=1                      | {\"a\":\"1\"}",
                "a\\[b\\]=1                 | {\"a[b]\":\"1\"}",
                "a[\\1]=x                   | {\"a\":{\"\\\\1\":\"x\"}}",
                "a[b]:={\"c\":[1]}          | {\"a\":{\"b\":{\"c\":[1]}}}",
                "a:=null                    | {\"a\":null}",
            })
    void names_nest_by_brackets(String items, String body) {
        List<String> words = new ArrayList<>(List.of(at("/x")));
        words.addAll(List.of(items.strip().split(" +")));
        TestWorld.Outcome outcome = call(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).endsWith("\r\n\r\n" + body.replace("\\\\1", items.contains("\\1") ? "\\\\1" : ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1 a=2",
                "a=1 a[b]=2",
                "a[]=1 a[b]=2",
                "a[b]=1 a[]=2",
                "a:=[1] a[]=2",
                "a[b=1",
                "a]b[=1",
                "a[b]c=1",
                "a[99999]=1"
            })
    void names_that_contradict_each_other_are_refused(String items) {
        List<String> words = new ArrayList<>(List.of(at("/x")));
        words.addAll(List.of(items.split(" ")));
        assertThat(call(words.toArray(new String[0])).code()).as(items).isEqualTo(2);
    }

    @Test
    void a_form_and_headers_keep_their_brackets() {
        TestWorld.Outcome outcome = call(at("/x"), "--form", "a[b]=1", "c[]==2");
        assertThat(outcome.out()).contains("GET".isEmpty() ? "" : "a%5Bb%5D=1", "/x?c%5B%5D=2");
    }

    @Test
    void a_whole_body_may_name_its_type_and_a_query_be_empty() throws Exception {
        Path file = Files.writeString(home.resolve("data.bin"), "payload");
        TestWorld.Outcome outcome = call("POST", at("/x"), "@" + file + ";type=image/x-own", "flag==");
        assertThat(outcome.out())
                .startsWith("POST /x?flag= HTTP")
                .contains("Content-Type: image/x-own")
                .endsWith("payload");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".meta.next      | \"/list?page=2\" | /list?page=2",
                ".meta.next      | \"?page=2\"      | /list?page=2",
                ".meta.next      | \"ORIGIN/list?page=2\" | /list?page=2",
                "cursor=.meta.next | \"a+b/c=\"     | /list?limit=1&cursor=a%2Bb%2Fc%3D",
                "limit=.meta.next  | 2              | /list?limit=2",
            })
    void a_page_says_which_is_next(String next, String value, String second) {
        List<String> asked = new ArrayList<>();
        api.close();
        api = RawServer.answering((head, c) -> {
            c.readText(head);
            asked.add(head.split(" ")[1]);
            String cursor = asked.size() == 1 ? value.replace("ORIGIN", at("")) : "null";
            c.answer(
                    "200 OK",
                    "Content-Type: application/json\r\n",
                    "{\"items\":[" + asked.size() + "],\"meta\":{\"next\":" + cursor + "}}");
        });
        TestWorld.Outcome outcome =
                call(at("/list?limit=1"), "--paginate", "--next", next, "-o", "ndjson", "--jq", ".items[]");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out()).isEqualTo("1\n2\n");
        assertThat(asked).containsExactly("/list?limit=1", second);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table  | ID  NAME  TAGS\\n1   tea\\n22        [\"x\"]\\n",
                "yaml   | - id: 1\\n  name: tea\\n- id: 22\\n  tags:\\n  - x\\n",
                "ndjson | {\"id\":1,\"name\":\"tea\"}\\n{\"id\":22,\"tags\":[\"x\"]}\\n",
            })
    void a_list_comes_as_a_table_as_yaml_or_one_a_line(String form, String text) {
        answers("Content-Type: application/json\r\n", "[{\"id\":1,\"name\":\"tea\"},{\"id\":22,\"tags\":[\"x\"]}]");
        TestWorld.Outcome outcome = call(at("/x"), "-o", form);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().replaceAll(" +\n", "\n")).isEqualTo(text.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table  |           | A\\n1\\n2\\n",
                "yaml   |           | - a: 1\\n- a: 2\\n",
                "ndjson |           | {\"a\":1}\\n{\"a\":2}\\n",
                "body   | .a        | 1\\n2\\n",
                "ndjson | .a        | 1\\n2\\n",
                "table  | select(.a > 1) | a 2\\n",
            })
    void an_answer_of_json_lines_is_read_to_its_end(String form, String expression, String text) {
        answers("Content-Type: application/x-ndjson\r\n", "{\"a\":1}\n\n{\"a\":2}\n");
        List<String> words = new ArrayList<>(List.of(at("/x"), "-o", form));
        words.addAll(expression == null ? List.of() : List.of("--jq", expression));
        TestWorld.Outcome outcome = call(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().replaceAll(" +\n", "\n")).isEqualTo(text.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table  | .items      | ID\\n1\\n2\\n",
                "yaml   | .items      | - id: 1\\n- id: 2\\n",
                "ndjson | .items      | {\"id\":1}\\n{\"id\":2}\\n",
                "ndjson | .items[].id | 1\\n2\\n",
                "yaml   | .items[0]   | id: 1\\n",
                "table  | .items[0]   | id  1\\n",
                "ndjson | .items, .items | [{\"id\":1},{\"id\":2}]\\n[{\"id\":1},{\"id\":2}]\\n",
            })
    void what_an_expression_picks_has_the_form_that_it_would_have_as_an_answer(
            String form, String expression, String text) {
        answers("Content-Type: application/json\r\n", "{\"items\":[{\"id\":1},{\"id\":2}]}");
        TestWorld.Outcome outcome = call(at("/x"), "-o", form, "--jq", expression);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out().replaceAll(" +\n", "\n")).isEqualTo(text.replace("\\n", "\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/x                | .next   | lead back",
                "http://elsewhere.example/ | .next | another origin",
                "7                 | .next   | --next cursor=.next",
                "7                 | .next // 1 | --next 'cursor=.next // 1'",
                "{}                | .next   | no single text",
                "/y                | .next.z | --next: ",
            })
    void a_page_that_came_is_printed_whatever_is_the_matter_with_the_next(String value, String next, String message) {
        String text = value.startsWith("{") ? value : "\"" + value + "\"";
        answers("Content-Type: application/json\r\n", "{\"id\":1,\"next\":" + text + "}");
        TestWorld.Outcome outcome = call(at("/x"), "--paginate", "--next", next);
        assertThat(outcome.code()).isNotZero();
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.out()).contains("\"id\":1");
    }

    @Test
    void an_expression_that_cannot_be_read_is_told_with_the_option_that_it_is_of() {
        assertThat(call(at("/x"), "--paginate", "--next", ".a[").err())
                .contains("--next: ")
                .doesNotContain("oat: --jq");
    }

    @Test
    void a_form_of_what_is_no_json_is_refused_and_an_error_of_the_api_is_shown_as_it_is() {
        answers("Content-Type: text/html\r\n", "<p>hello");
        TestWorld.Outcome outcome = call(at("/x"), "-o", "yaml");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
        assertThat(outcome.err()).contains("no JSON", "leave out -o yaml");
        api.close();
        api = RawServer.answering((head, c) -> c.answer("404 Not Found", "", "nothing here"));
        outcome = call(at("/x"), "-o", "table");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("nothing here", "answered 404");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-o yaml",
                "-o table",
                "-o ndjson",
                "--jq .",
                "--jq .a -o table",
                "--jq . -o ndjson",
                "--paginate --next .next",
                "--paginate --slurp",
            })
    void an_answer_that_is_no_json_is_its_own_fault_and_not_the_users(String options) {
        for (String body : List.of("<p>hello", "{\"a\":", "[".repeat(1001) + "]".repeat(1001))) {
            answers("Content-Type: text/html\r\n", body);
            List<String> words = new ArrayList<>(List.of(at("/x")));
            words.addAll(List.of(options.split(" ")));
            TestWorld.Outcome outcome = call(words.toArray(new String[0]));
            assertThat(outcome.code()).as("%s: %s", options, outcome.err()).isEqualTo(5);
            assertThat(outcome.err()).contains("leave out ");
        }
    }

    @Test
    void an_expression_that_does_not_fit_the_answer_is_the_users() {
        answers("", "{\"a\":1}");
        for (String options : List.of("--jq .a.b", "--jq .a.b -o table", "--paginate --next .a.b")) {
            List<String> words = new ArrayList<>(List.of(at("/x")));
            words.addAll(List.of(options.split(" ")));
            assertThat(call(words.toArray(new String[0])).code()).as(options).isEqualTo(2);
        }
    }

    @Test
    void yaml_quotes_what_other_readers_would_take_for_something_else() {
        answers("", "{\"a\":\"no\",\"b\":\"1\",\"c\":null,\"d\":1.50,\"e\":\"x: y\",\"f\":\"\\u001b[31m\"}");
        assertThat(call(at("/x"), "-o", "yaml").out())
                .isEqualTo("a: 'no'\nb: '1'\nc: null\nd: 1.50\ne: 'x: y'\nf: \"\\e[31m\"\n");
    }

    @ParameterizedTest
    @CsvSource({"503, 7, GET, --retry 3", "429, 7, POST, --retry 3 --retry-unsafe", "500, 8, GET, ''"})
    void a_busy_api_is_exit_7_and_the_hint_names_retry(int status, int code, String method, String hint) {
        api.close();
        api = RawServer.answering((head, c) -> {
            c.readText(head);
            c.answer(status + " Busy", "", "later");
        });
        TestWorld.Outcome outcome = call(method, at("/x"), "--fail");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
        if (hint.isEmpty()) {
            assertThat(outcome.err()).doesNotContain("--retry");
        } else {
            assertThat(outcome.err()).contains("try: the same with " + hint + ",");
        }
        assertThat(call(method, at("/x")).code()).isZero();
    }

    @Test
    void a_file_holds_the_body_alone_though_the_headers_are_shown() throws Exception {
        answers("X-Own: yes\r\n", "the body");
        Path file = home.resolve("out");
        TestWorld.Outcome outcome = call(at("/x"), "-i", "--out", file.toString());
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(file).hasContent("the body");
        assertThat(outcome.out()).startsWith("HTTP/1.1 200").contains("X-Own: yes");
    }

    @Test
    void an_address_stands_for_a_host_and_the_host_is_still_what_is_asked_for() {
        TestWorld.Outcome outcome = call(
                "http://localhost:" + port() + "/x",
                "--resolve",
                "localhost:" + port() + ":127.0.0.1",
                "--connect-timeout",
                "5",
                "-4");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        outcome = call("https://api.invalid:1/x", "--resolve", "api.invalid:1:127.0.0.1");
        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.err()).contains("nothing answers at https://api.invalid:1");
    }

    @ParameterizedTest
    @CsvSource({
        "-6, http://127.0.0.1:1/, 127.0.0.1 is an IPv4 address",
        "-4, http://[::1]:1/, ::1 is an IPv6 address",
        "--ipv6, 127.0.0.1:1/x, 127.0.0.1 is an IPv4 address",
        "-6, http://one.localhost:1/ --resolve one.localhost:1:127.0.0.1, one.localhost has no IPv6 address",
        "-6, https://api.invalid/ --proxy http://127.0.0.1:1, 127.0.0.1 is an IPv4 address",
    })
    void an_address_of_the_other_family_names_the_option_that_excludes_it(String option, String words, String told) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.add(option);
        TestWorld.Outcome outcome = call(all.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
        String family = option.equals("-4") ? "-4" : "-6";
        assertThat(outcome.err()).contains(told, family, "leave out " + family).doesNotContain("cannot be resolved");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-4 -6",
                "--resolve nonsense",
                "--resolve a:b:127.0.0.1",
                "--resolve a:443:example.com",
                "--resolve a:65536:127.0.0.1",
                "--resolve a:0:127.0.0.1",
                "--tls-min 1.0",
                "--connect-timeout soon",
                "--http2 -4"
            })
    void what_contradicts_itself_about_connections_is_refused(String options) {
        List<String> words = new ArrayList<>(List.of(at("/x")));
        words.addAll(List.of(options.split(" ")));
        assertThat(call(words.toArray(new String[0])).code()).as(options).isEqualTo(2);
    }

    @Test
    void token_requests_carry_the_headers_that_the_settings_name() {
        List<String> heads = new ArrayList<>();
        RawServer tokens = RawServer.answering((head, c) -> {
            c.readText(head);
            heads.add(head);
            c.answer(
                    "200 OK",
                    "Content-Type: application/json\r\n",
                    "{\"access_token\":\"t\",\"token_type\":\"Bearer\"}");
        });
        try (tokens) {
            world.with("S", "x");
            List<String> client = List.of(
                    "--token-endpoint",
                    tokens.at("/token").toString(),
                    "--client-id",
                    "spa",
                    "--client-secret",
                    "env:S");
            List<String> words = new ArrayList<>(List.of("token", "client-credentials"));
            words.addAll(client);
            words.addAll(List.of("--token-header", "Origin: http://localhost", "--token-header", "X-Two:a, b"));
            assertThat(world.run(words.toArray(new String[0])).code()).isZero();
            words = new ArrayList<>(List.of("profile", "add", "spa"));
            words.addAll(client);
            words.addAll(List.of("--token-header", "Origin:http://localhost"));
            assertThat(world.run(words.toArray(new String[0])).code()).isZero();
            assertThat(world.run("token", "-p", "spa").code()).isZero();
            assertThat(heads).hasSize(2).allSatisfy(head -> assertThat(head).contains("Origin: http://localhost\r\n"));
            assertThat(heads.get(0)).contains("X-Two: a, b\r\n");
            assertThat(world.run("token", "-p", "spa", "--force-refresh", "--token-header", "Authorization: x")
                            .code())
                    .isEqualTo(2);
        }
    }
}
