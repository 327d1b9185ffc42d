package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.CommandTree;
import dev.oat.cli.TestWorld;
import dev.oat.cli.frame.ResultStream;
import dev.oat.cli.setting.Environment;
import dev.oat.http.transport.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oat call} against an authorization server and an API on loopback. */
@Timeout(60)
class CallTest {
    @TempDir
    private Path directory;

    private final AtomicInteger issued = new AtomicInteger();
    private RawServer authorizationServer = RawServer.saying(c -> {});
    private TestWorld world = TestWorld.at(Path.of("/nowhere"));

    @BeforeEach
    void startAuthorizationServer() {
        authorizationServer.close();
        authorizationServer = RawServer.answering((head, c) -> {
            c.readText(head);
            c.answer(
                    "200 OK",
                    "Content-Type: application/json\r\n",
                    "{\"access_token\":\"TOKENCANARY" + issued.incrementAndGet()
                            + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
        });
        world = TestWorld.at(directory);
    }

    @AfterEach
    void stopAuthorizationServer() {
        authorizationServer.close();
    }

    /** The world with settings of a client in the environment, and an API that it may call. */
    private TestWorld client(RawServer api) {
        return world.with("OAT_TOKEN_ENDPOINT", authorizationServer.at("/token").toString())
                .with("OAT_CLIENT_ID", "ci")
                .with("OAT_CLIENT_SECRET", "env:CI_SECRET")
                .with("CI_SECRET", "SECRETCANARY")
                .with("OAT_API", api.at("").toString());
    }

    private static RawServer answering(String headers, String body) {
        return RawServer.answering((head, c) -> {
            c.readText(head);
            c.answer("200 OK", headers, body);
        });
    }

    private static RawServer echo() {
        return RawServer.answering((head, c) -> c.answer("200 OK", "", head + c.readText(head)));
    }

    /** Refuses every token but this one. */
    private static RawServer gateway(String accepted) {
        return RawServer.answering((head, c) -> {
            c.readText(head);
            if (RawServer.header(head, "Authorization").equals("Bearer " + accepted)) {
                c.answer("200 OK", "", "welcome\n");
            } else {
                c.answer("401 No", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "refused\n");
            }
        });
    }

    private String url(RawServer api) {
        return api.at("/x").toString();
    }

    @Test
    void the_api_is_called_with_the_token_and_the_answer_is_printed_unchanged() {
        try (RawServer api = answering("", "{\"b\" : 1}")) {
            TestWorld.Outcome outcome = client(api).run("call", url(api));
            assertThat(outcome.code()).isZero();
            assertThat(outcome.out()).isEqualTo("{\"b\" : 1}");
            assertThat(outcome.err()).isEmpty();
            assertThat(RawServer.header(api.heads().get(0), "Authorization")).isEqualTo("Bearer TOKENCANARY1");
            assertThat(api.heads().get(0)).startsWith("GET /x HTTP/1.1");
        }
    }

    @Test
    void the_next_call_uses_the_stored_token() {
        try (RawServer api = answering("", "ok")) {
            client(api).run("call", url(api));
            client(api).run("call", url(api));
            assertThat(issued).hasValue(1);
        }
    }

    @Test
    void a_refused_token_is_renewed_silently() {
        try (RawServer api = gateway("TOKENCANARY2")) {
            TestWorld.Outcome outcome = client(api).run("call", url(api));
            assertThat(outcome.code()).isZero();
            assertThat(outcome.out()).isEqualTo("welcome\n");
            assertThat(outcome.err()).isEmpty();
            assertThat(issued).hasValue(2);
        }
    }

    /** DESIGN: a second 401 from an API is 0, or 8 with --fail, which still prints the body. */
    @ParameterizedTest
    @CsvSource({"false,0", "true,8"})
    void a_second_refusal_is_the_answer(boolean fail, int code) {
        try (RawServer api = gateway("never")) {
            TestWorld.Outcome outcome = fail
                    ? client(api).run("call", url(api), "--fail")
                    : client(api).run("call", url(api));
            assertThat(outcome.code()).isEqualTo(code);
            assertThat(outcome.out()).isEqualTo("refused\n");
            assertThat(outcome.err()).contains("the API answered 401");
            assertThat(issued).hasValue(2);
        }
    }

    /** DESIGN: call: POST when there is a body, else GET; stdin is read only for @-. */
    @Test
    void a_body_makes_it_a_post() {
        try (RawServer api = echo()) {
            assertThat(client(api).run("call", url(api), "a=b", "q==1", "X-H:v").out())
                    .startsWith("POST /x?q=1 HTTP/1.1")
                    .contains("X-H: v\r\n")
                    .contains("Content-Type: application/json\r\n")
                    .contains("Accept: application/json, */*;q=0.5\r\n")
                    .endsWith("\r\n\r\n{\"a\":\"b\"}");
            assertThat(client(api).run("call", "put", url(api), "a:=[1]").out())
                    .startsWith("PUT /x ")
                    .endsWith("{\"a\":[1]}");
            assertThat(client(api)
                            .run("call", "-X", "PATCH", url(api), "-d", "a=b")
                            .out())
                    .startsWith("PATCH /x ")
                    .contains("application/x-www-form-urlencoded")
                    .endsWith("\r\n\r\na=b");
            assertThat(client(api).run("call", url(api), "-f", "a=b c").out())
                    .startsWith("POST ")
                    .endsWith("a=b+c");
            assertThat(client(api).run("call", "DELETE", url(api)).out()).startsWith("DELETE /x ");
            assertThat(client(api)
                            .run("call", url(api), "-H", "Accept: text/csv, a/b", "-H", "X-Two: 2")
                            .out())
                    .contains("Accept: text/csv, a/b\r\n", "X-Two: 2\r\n");
        }
    }

    @Test
    void standard_input_is_the_body_for_at_hyphen_only() {
        try (RawServer api = echo()) {
            world.reading("PIPED");
            assertThat(client(api).run("call", url(api)).out())
                    .startsWith("GET ")
                    .doesNotContain("PIPED");
            assertThat(client(api).run("call", url(api), "@-").out())
                    .startsWith("POST ")
                    .endsWith("PIPED");
        }
    }

    @Test
    void a_piped_body_that_is_refused_is_not_repeated() {
        try (RawServer api = gateway("TOKENCANARY2")) {
            world.reading("PIPED");
            TestWorld.Outcome outcome = client(api).run("call", url(api), "@-");
            assertThat(outcome.out()).isEqualTo("refused\n");
            assertThat(outcome.err()).contains("cannot be sent again");
            assertThat(api.heads()).hasSize(1);
        }
    }

    @Test
    void a_file_body_is_read_again() throws IOException {
        Path file = Files.writeString(directory.resolve("b.json"), "{}");
        try (RawServer api = gateway("TOKENCANARY2")) {
            assertThat(client(api).run("call", "PUT", url(api), "@" + file).out())
                    .isEqualTo("welcome\n");
            assertThat(api.heads()).hasSize(2);
        }
    }

    /** DESIGN: no match: ask once on a terminal and save, else exit 2 with the command to run. */
    @Test
    void another_host_is_refused_with_the_command_that_allows_it() {
        try (RawServer api = answering("", "ok");
                RawServer other = answering("", "ok")) {
            TestWorld.Outcome outcome = client(api).run("call", url(other));
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("--api " + other.at(""));
            assertThat(other.heads()).isEmpty();
            assertThat(client(api)
                            .run(
                                    "call",
                                    url(other),
                                    "--allow-host",
                                    other.at("").toString())
                            .out())
                    .isEqualTo("ok");
        }
    }

    private void profile(String more) throws IOException {
        Path profiles = directory.resolve(".config/oat/profiles");
        Files.createDirectories(profiles);
        Files.writeString(
                profiles.resolve("work.toml"),
                "token_endpoint = \"" + authorizationServer.at("/token") + "\"\nclient_id = \"ci\"\n"
                        + "client_secret = \"env:CI_SECRET\"\ngrant_type = \"client_credentials\"\n" + more);
        world.with("CI_SECRET", "SECRETCANARY");
    }

    @Test
    void the_person_is_asked_once_and_the_profile_keeps_the_answer() throws IOException {
        try (RawServer api = answering("", "ok")) {
            profile("");
            world.typing("y");
            TestWorld.Outcome outcome = world.run("call", "-p", "work", url(api));
            assertThat(outcome.err()).contains("profile work now lets its token go to " + api.at(""));
            assertThat(outcome.out()).isEqualTo("ok");
            assertThat(world.prompts()).hasSize(1);
            assertThat(world.prompts().get(0))
                    .contains("profile work", api.at("").toString());
            assertThat(world.run("call", "-p", "work", url(api)).out()).isEqualTo("ok");
            assertThat(world.prompts()).hasSize(1);
        }
    }

    @Test
    void a_no_is_a_no() throws IOException {
        try (RawServer api = answering("", "ok")) {
            profile("");
            world.typing("");
            TestWorld.Outcome outcome = world.run("call", "-p", "work", url(api));
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("oat profile set work api=" + api.at(""));
            assertThat(api.heads()).isEmpty();
        }
    }

    @Test
    void without_prompts_nobody_is_asked() throws IOException {
        try (RawServer api = answering("", "ok")) {
            profile("api = [\"https://api.example\"]\n");
            world.typing("y");
            TestWorld.Outcome outcome = world.run("call", "-p", "work", url(api), "--no-input");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(world.prompts()).isEmpty();
            assertThat(outcome.err()).contains("oat profile set work api=https://api.example," + api.at(""));
        }
    }

    /** DESIGN: --token REF uses a given token, never renewed. */
    @Test
    void a_given_token_is_used_and_never_renewed() {
        try (RawServer api = gateway("MINE")) {
            world.with("MY_TOKEN", "MINE");
            assertThat(world.run("call", url(api), "--token", "env:MY_TOKEN").out())
                    .isEqualTo("welcome\n");
            world.with("MY_TOKEN", "OLD");
            TestWorld.Outcome outcome = world.run("call", url(api), "--token", "env:MY_TOKEN");
            assertThat(outcome.out()).isEqualTo("refused\n");
            assertThat(api.heads()).hasSize(2);
            assertThat(issued).hasValue(0);
        }
    }

    @Test
    void a_token_does_not_go_over_http_to_another_machine() {
        world.with("MY_TOKEN", "MINE");
        TestWorld.Outcome outcome = world.run("call", "http://api.example/", "--token", "env:MY_TOKEN");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("use https");
    }

    @Test
    void an_authorization_header_by_hand_takes_the_tokens_place() {
        try (RawServer api = echo()) {
            assertThat(world.run("call", url(api), "Authorization:Basic eDp5").out())
                    .contains("Authorization: Basic eDp5\r\n");
            assertThat(issued).hasValue(0);
        }
    }

    @Test
    void the_head_is_printed_when_asked_for() {
        try (RawServer api = answering("X-One: 1\r\n", "body")) {
            assertThat(client(api).run("call", url(api), "-i").out())
                    .startsWith("HTTP/1.1 200\r\n")
                    .contains("X-One: 1\r\n")
                    .endsWith("\r\n\r\nbody");
        }
    }

    @Test
    void a_redirect_is_told_and_followed_only_when_asked() {
        try (RawServer api = RawServer.answering((head, c) -> {
            if (RawServer.target(head).equals("/x")) {
                c.answer("302 Found", "Location: /y?code=CANARY\r\n", "");
            } else {
                c.answer("200 OK", "", "there");
            }
        })) {
            TestWorld.Outcome outcome = client(api).run("call", url(api));
            assertThat(outcome.code()).isZero();
            assertThat(outcome.err())
                    .contains("points to /y?…; --follow goes there")
                    .doesNotContain("CANARY");
            assertThat(client(api).run("call", url(api), "--follow").out()).isEqualTo("there");
        }
    }

    @Test
    void a_busy_api_is_asked_again() {
        AtomicInteger times = new AtomicInteger();
        try (RawServer api = RawServer.answering((head, c) -> {
            if (times.incrementAndGet() < 3) {
                c.answer("503 Busy", "Retry-After: 9\r\n", "");
            } else {
                c.answer("200 OK", "", "done");
            }
        })) {
            assertThat(client(api).run("call", url(api), "--retry", "3").out()).isEqualTo("done");
            assertThat(world.pauses()).hasSize(2);
            assertThat(client(api).run("call", url(api), "--retry", "many").code())
                    .isEqualTo(2);
        }
    }

    private RawServer pages() {
        return RawServer.answering((head, c) -> {
            String target = RawServer.target(head);
            int page =
                    target.indexOf("page=") < 0 ? 1 : Integer.parseInt(target.substring(target.indexOf("page=") + 5));
            String next = page < 3 ? "Link: </x?page=" + (page + 1) + ">; rel=\"next\"\r\n" : "";
            c.answer("200 OK", next + "Content-Type: application/json\r\n", "[{\"n\":" + page + "},0]");
        });
    }

    @Test
    void pages_come_one_after_the_other_or_joined() {
        try (RawServer api = pages()) {
            assertThat(client(api).run("call", url(api), "--paginate").out())
                    .isEqualTo("[{\"n\":1},0]\n[{\"n\":2},0]\n[{\"n\":3},0]\n");
            assertThat(client(api)
                            .run("call", url(api), "--paginate", "--slurp")
                            .out())
                    .isEqualTo("[\n{\"n\":1},\n0,\n{\"n\":2},\n0,\n{\"n\":3},\n0\n]\n");
            assertThat(api.heads()).hasSize(6).allMatch(head -> head.contains("Authorization: Bearer TOKENCANARY1"));
        }
    }

    @Test
    void the_next_page_must_lie_at_the_same_origin() {
        try (RawServer other = answering("", "[]");
                RawServer api = answering("Link: <" + other.at("/2") + ">; rel=next\r\n", "[]")) {
            TestWorld.Outcome outcome = client(api).run("call", url(api), "--paginate");
            assertThat(outcome.code()).isEqualTo(5);
            assertThat(other.heads()).isEmpty();
        }
    }

    @Test
    void a_list_that_lacks_its_end_is_not_a_success() {
        try (RawServer api = RawServer.answering((head, c) -> {
            if (RawServer.target(head).equals("/x")) {
                c.answer("200 OK", "Link: </2>; rel=next\r\n", "[1]");
            } else {
                c.answer("500 Oops", "", "trouble");
            }
        })) {
            TestWorld.Outcome outcome = client(api).run("call", url(api), "--paginate");
            assertThat(outcome.code()).isEqualTo(8);
            assertThat(outcome.out()).isEqualTo("[1]\n");
            assertThat(outcome.err()).contains("trouble", "page 2 could not be read");
        }
    }

    @Test
    void pages_in_a_circle_end() {
        try (RawServer api = answering("Link: </x>; rel=next\r\n", "[]")) {
            TestWorld.Outcome outcome = client(api).run("call", url(api), "--paginate");
            assertThat(outcome.code()).isEqualTo(5);
        }
    }

    @Test
    void a_compressed_answer_is_decompressed_when_asked_for() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("plain".getBytes(StandardCharsets.UTF_8));
        }
        try (RawServer api = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n");
            c.send(packed.toByteArray(), packed.size());
        })) {
            assertThat(client(api).run("call", url(api), "--compressed").out()).isEqualTo("plain");
            assertThat(RawServer.header(api.heads().get(0), "Accept-Encoding")).isEqualTo("gzip, deflate");
            client(api).run("call", url(api));
            assertThat(RawServer.header(api.heads().get(1), "Accept-Encoding")).isEqualTo("identity");
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.equals(".config") && !name.equals(".local") && !name.equals(".cache"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_file_gets_the_body_when_it_is_whole() throws IOException {
        Path file = directory.resolve("out.json");
        try (RawServer api = answering("", "whole")) {
            TestWorld.Outcome outcome = client(api).run("call", url(api), "--out", file.toString());
            assertThat(outcome.out()).isEmpty();
            assertThat(file).hasContent("whole");
            assertThat(files()).containsExactly("out.json");
        }
    }

    @Test
    void a_body_cut_short_is_exit_5_and_leaves_no_file() throws IOException {
        Path file = Files.writeString(directory.resolve("out.json"), "before");
        try (RawServer api = RawServer.saying(c -> {
            c.readHead();
            c.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        })) {
            TestWorld.Outcome outcome = client(api).run("call", url(api), "--out", file.toString());
            assertThat(outcome.code()).isEqualTo(5);
            assertThat(file).hasContent("before");
            assertThat(files()).containsExactly("out.json");
            outcome = client(api).run("call", url(api));
            assertThat(outcome.code()).isEqualTo(5);
            assertThat(outcome.out()).isEqualTo("abc");
            assertThat(outcome.err()).contains("cut short after 3 bytes of 10");
        }
    }

    /** Who sends a reason is left to say it; who sends none has likely causes told, however it frames that nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 0\\r\\n\\r\\n | true",
                "Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n | true",
                "Connection: close\\r\\n\\r\\n | true",
                "Content-Length: 2\\r\\n\\r\\nno | false",
                "Transfer-Encoding: chunked\\r\\n\\r\\n2\\r\\nno\\r\\n0\\r\\n\\r\\n | false",
                "Connection: close\\r\\n\\r\\nno | false",
            })
    void a_refusal_without_a_word_has_its_likely_causes_told(String rest, boolean silent) {
        for (String status : List.of("401 Unauthorized", "403 Forbidden", "400 Bad Request")) {
            try (RawServer api = RawServer.answering((head, c) -> {
                c.send("HTTP/1.1 " + status + "\r\n" + rest.replace("\\r\\n", "\r\n"));
                if (rest.startsWith("Connection")) {
                    c.cut();
                }
            })) {
                for (List<String> more : List.of(List.<String>of(), List.of("-i"), List.of("--jq", "."))) {
                    List<String> words = new ArrayList<>(List.of("call", url(api)));
                    words.addAll(more);
                    TestWorld.Outcome outcome = client(api).run(words.toArray(String[]::new));
                    assertThat(outcome.err()).contains("the API answered " + status.substring(0, 3));
                    assertThat(outcome.err().contains("try: "))
                            .as(status + more + outcome.err())
                            .isEqualTo(silent);
                }
            }
        }
    }

    @Test
    void a_failed_download_does_not_touch_the_file() throws IOException {
        Path file = Files.writeString(directory.resolve("out.json"), "before");
        try (RawServer api = RawServer.answering((head, c) -> c.answer("404 No", "", "no such order"))) {
            TestWorld.Outcome outcome = client(api).run("call", url(api), "--fail", "--out", file.toString());
            assertThat(outcome.code()).isEqualTo(8);
            assertThat(outcome.err()).contains("no such order", "the API answered 404");
            assertThat(file).hasContent("before");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "missing/out"})
    void a_place_that_cannot_be_written_is_told(String name) {
        try (RawServer api = answering("", "ok")) {
            TestWorld.Outcome outcome = client(api)
                    .run("call", url(api), "--out", directory.resolve(name).toString());
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("--out");
        }
    }

    @Test
    void a_terminal_gets_json_laid_out_and_text_made_harmless() {
        world.onTerminal();
        try (RawServer api = answering("Content-Type: application/json\r\n", "[{\"a\":\"\\u001b]0;x\\u0007\"}]")) {
            assertThat(client(api).run("call", url(api), "--color", "never").out())
                    .isEqualTo("[\n  {\n    \"a\": \"\\u001B]0;x\\u0007\"\n  }\n]\n");
            assertThat(client(api).run("call", url(api)).out())
                    .isEqualTo(
                            "[\n  {\n    \u001b[36m\"a\"\u001b[0m: \u001b[32m\"\\u001B]0;x\\u0007\"\u001b[0m\n  }\n]\n");
        }
        try (RawServer api = answering("Content-Type: text/plain\r\n", "a\u001b[31mb\r\nc")) {
            assertThat(client(api).run("call", url(api)).out()).isEqualTo("a\\u001b[31mb\nc\n");
        }
        try (RawServer api = answering("X-Evil: \u001b]52;c;x\u0007\r\n", "x")) {
            assertThat(client(api).run("call", url(api), "-i").out()).doesNotContain("\u001b");
        }
    }

    @Test
    void a_terminal_gets_long_text_whole() {
        world.onTerminal();
        String line = "0123456789 äöü \ud83d\ude00\r\n";
        String text = line.repeat(200_000);
        try (RawServer api = RawServer.answering((head, c) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            c.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + bytes.length + "\r\n\r\n");
            c.send(bytes, bytes.length);
        })) {
            assertThat(client(api).run("call", url(api)).out()).isEqualTo(text.replace("\r\n", "\n"));
        }
    }

    @Test
    void a_terminal_gets_no_binary() {
        world.onTerminal();
        try (RawServer api = answering("Content-Type: application/zip\r\n", "PK\u0000\u0001")) {
            TestWorld.Outcome outcome = client(api).run("call", url(api));
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("--out FILE");
        }
    }

    @Test
    void what_v_shows_holds_no_secret() {
        try (RawServer api = RawServer.answering((head, c) -> {
            c.readText(head);
            c.answer(
                    "200 OK",
                    "Set-Cookie: s=COOKIECANARY\r\nContent-Type: application/json\r\n",
                    "{\"access_token\":\"ANSWERCANARY\",\"name\":\"seen\"}");
        })) {
            TestWorld.Outcome outcome =
                    client(api).run("call", url(api), "-vv", "Cookie:c=HEADERCANARY", "a=b", "--retry", "1");
            assertThat(outcome.err())
                    .contains("> POST " + url(api), "< 200 HTTP/1.1", "seen")
                    .doesNotContain("TOKENCANARY", "SECRETCANARY", "COOKIECANARY", "ANSWERCANARY", "HEADERCANARY");
            assertThat(outcome.out()).contains("ANSWERCANARY");
        }
    }

    @Test
    void a_reader_that_has_seen_enough_ends_it_quietly() {
        try (RawServer api = answering("", "x".repeat(1_000_000))) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            ResultStream out = ResultStream.over(new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("Broken pipe");
                }
            });
            Environment environment =
                    client(api).environment(out, new java.io.PrintStream(err, true, StandardCharsets.UTF_8));
            assertThat(CommandTree.over(environment).run(List.of("call", url(api))))
                    .isZero();
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void a_full_disk_behind_standard_output_is_told() {
        try (RawServer api = answering("", "x".repeat(1_000_000))) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            ResultStream out = ResultStream.over(new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("No space left on device");
                }
            });
            Environment environment =
                    client(api).environment(out, new java.io.PrintStream(err, true, StandardCharsets.UTF_8));
            assertThat(CommandTree.over(environment).run(List.of("call", url(api))))
                    .isEqualTo(2);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("No space left on device");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://api.example/ | neither https nor http",
                "https://u:TOPSECRET@api.example/ | user name or password",
                "https://api.example/ TOPSECRET | separator",
                "https://api.example/ a:=TOPSECRET | no JSON",
                "https://api.example/ a@TOPSECRET | --form",
                "https://api.example/ @/no/such/TOPSECRET2 | cannot read",
                "https://api.example/ -H TOPSECRET | colon",
                "-X GET POST https://api.example/ | given twice",
                "-X CONNECT https://api.example/ | invalid value for METHOD",
                "https://api.example/ --slurp | --paginate",
                "POST https://api.example/ --paginate | GET",
                "-- | lacks a URL"
            })
    void what_cannot_be_sent_is_one_clear_error(String words, String message) {
        List<String> all = new java.util.ArrayList<>(List.of("call"));
        all.addAll(List.of(words.split(" ", -1)));
        TestWorld.Outcome outcome = world.run(all.toArray(new String[0]));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(message).doesNotContain("TOPSECRET ", "TOPSECRET@", "TOPSECRET\n");
    }

    @Test
    void help_shows_the_items() {
        assertThat(world.run("call", "--help").out())
                .contains("name:=JSON", "--paginate", "oat call https://api.example/orders");
    }

    @Test
    void a_list_of_addresses_becomes_json_lines_in_order() throws IOException {
        Path list = directory.resolve("urls");
        try (RawServer api = RawServer.answering((head, c) -> {
            String target = RawServer.target(head);
            if (RawServer.header(head, "Authorization").equals("Bearer TOKENCANARY1")) {
                c.answer("401 No", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n", "");
            } else if (target.equals("/7")) {
                c.answer("404 No", "X-A: 1\r\nX-A: 2\r\n", "none");
            } else {
                c.answer("200 OK", "", "{\"path\":\"" + target + "\"}");
            }
        })) {
            StringBuilder lines = new StringBuilder("# all of them\n\n");
            for (int i = 0; i < 40; i++) {
                lines.append(api.at("/" + i)).append('\n');
            }
            Files.writeString(list, lines);
            TestWorld.Outcome outcome = client(api).run("call", "--from", list.toString(), "--parallel", "8", "--fail");
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isEqualTo(8);
            String[] got = outcome.out().split("\n", -1);
            assertThat(got).hasSize(41);
            for (int i = 0; i < 40; i++) {
                assertThat(got[i]).startsWith("{\"url\":\"" + api.at("/" + i) + "\",\"method\":\"GET\",\"status\":");
            }
            assertThat(got[3]).contains("\"status\":200").endsWith("\"body\":{\"path\":\"/3\"}}");
            assertThat(got[7])
                    .contains("\"status\":404", "\"x-a\":[\"1\",\"2\"]")
                    .endsWith("\"body\":\"none\"}");
            // one token, and one renewal for all
            assertThat(issued).hasValue(2);
        }
    }

    @Test
    void an_address_that_fails_is_a_line_too() {
        RawServer gone = RawServer.saying(c -> {});
        String nobody = gone.at("/").toString();
        gone.close();
        try (RawServer api = answering("", "ok")) {
            world.reading(nobody + "\n" + url(api) + "\n");
            TestWorld.Outcome outcome = client(api).run("call", "--from", "-", "--allow-host", nobody);
            assertThat(outcome.code()).isEqualTo(5);
            assertThat(outcome.out().split("\n", -1)[0]).contains("\"error\":\"nothing answers at", "\"exit_code\":5");
            assertThat(outcome.out().split("\n", -1)[1]).contains("\"status\":200");
        }
    }

    @Test
    void an_answer_can_be_one_json_object() {
        try (RawServer api = RawServer.answering((head, c) -> {
            c.send("HTTP/1.1 200 OK\r\nX-One: 1\r\nContent-Length: 2\r\n\r\n");
            c.send(new byte[] {(byte) 0xff, 0}, 2);
        })) {
            assertThat(client(api).run("call", url(api), "-o", "json").out())
                    .isEqualTo("{\"url\":\"" + url(api)
                            + "\",\"method\":\"GET\",\"status\":200,\"headers\":{\"x-one\":\"1\",\"content-length\":\"2\"},"
                            + "\"body_base64\":\"/wA=\"}\n");
        }
    }
}
