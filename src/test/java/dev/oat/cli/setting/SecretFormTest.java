package dev.oat.cli.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes along with a copied secret, and what of it is sent. */
@Timeout(60)
class SecretFormTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home);
        server = new OddServer(world.clock());
        server.page("/api", hit -> OddServer.Reply.text(200, "text/plain", "ok"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String text(String written) {
        return written.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\t", "\t")
                .replace("_", " ")
                .replace("BOM", "\ufeff")
                .replace("NBSP", "\u00a0");
    }

    private TestWorld.Outcome token(String reference) {
        TestWorld.Outcome outcome = world.run(
                "token",
                "client-credentials",
                "--token-endpoint",
                server.issuer() + "/token",
                "--client-id",
                "c",
                "--client-secret",
                reference,
                "--auth-method",
                "client_secret_post",
                "-o",
                "token");
        assertThat(outcome.err()).doesNotContain("s3cret").doesNotContain("eyJ");
        return outcome;
    }

    private String sent() {
        return server.hits("/token").get(0).form().first("client_secret").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "s3cret            | s3cret          | -",
                "s3cret\\n         | s3cret          | ends with a line end; it is left out",
                "s3cret\\r\\n      | s3cret          | ends with a line end; it is left out",
                "s3cret\\r         | s3cret          | ends with a line end; it is left out",
                "s3cret\\n\\n      | s3cret          | ends with a line end; it is left out",
                "\\ns3cret         | s3cret          | begins with a line end; it is left out",
                "BOMs3cret         | s3cret          | begins with a byte order mark; it is left out",
                "BOMs3cret\\r\\n   | s3cret          | begins with a byte order mark; it is left out",
                "s3cret_           | s3cret_         | ends with white space; it is sent as a part of it",
                "_s3cret           | _s3cret         | begins with white space; it is sent as a part of it",
                "s3cret\\t         | s3cret\\t       | ends with white space; it is sent as a part of it",
                "s3cretNBSP        | s3cretNBSP      | ends with white space; it is sent as a part of it",
                "s3_cret           | s3_cret         | -",
                "s3\\ncret         | s3\\ncret       | has a line end within; it is sent so",
                "Bearer_s3cret     | Bearer_s3cret   | begins with \"Bearer\", as only tokens do in a request; it is"
                        + " sent",
                "\"s3cret\"        | \"s3cret\"      | -",
                "pässwörd          | pässwörd        | -",
            })
    void a_secret_in_a_variable(String value, String expected, String told) {
        world.with("CS", text(value));
        TestWorld.Outcome outcome = token("env:CS");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sent()).isEqualTo(text(expected));
        if (told == null) {
            assertThat(outcome.err()).isEmpty();
        } else {
            assertThat(outcome.err()).contains("warning: --client-secret (env:CS) " + told);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "s3cret            | s3cret  | -",
                "s3cret\\n         | s3cret  | -",
                "s3cret\\r\\n      | s3cret  | -",
                "s3cret\\n\\n      | s3cret  | ends with a line end; it is left out",
                "s3cret\\r\\n\\r\\n| s3cret  | ends with a line end; it is left out",
                "s3cret_\\n        | s3cret_ | ends with white space; it is sent as a part of it",
                "BOMs3cret\\n      | s3cret  | begins with a byte order mark; it is left out",
            })
    void a_secret_in_a_file_of_a_programs_output_or_standard_input(String value, String expected, String told)
            throws Exception {
        String content = text(value);
        Path file = Files.writeString(home.resolve("secret"), content);
        world.starting((command, limit) -> new Programs.Result(0, content));
        for (String reference : new String[] {"file:" + file, "cmd:pass show x", "-"}) {
            server.page("/token", hit -> {
                assertThat(hit.form().first("client_secret")).contains(text(expected));
                return OddServer.Reply.text(
                        200, "application/json", "{\"access_token\":\"a-2YotnFZF\",\"token_type\":\"Bearer\"}");
            });
            world.reading(content);
            TestWorld.Outcome outcome = token(reference);
            assertThat(outcome.code()).as(reference + outcome.err()).isZero();
            if (told == null) {
                assertThat(outcome.err()).isEmpty();
            } else {
                assertThat(outcome.err())
                        .contains("--client-secret (" + (reference.equals("-") ? "standard input" : reference) + ") "
                                + told);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void a_file_that_powershell_wrote_is_read_as_such(String charset) throws Exception {
        Path file = Files.write(home.resolve("secret"), "\ufeffs3cret\r\n".getBytes(Charset.forName(charset)));
        TestWorld.Outcome outcome = token("file:" + file);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(sent()).isEqualTo("s3cret");
        assertThat(outcome.err()).contains("begins with a byte order mark");
    }

    @Test
    void a_file_that_is_no_text_is_told_as_such() throws Exception {
        Path file = Files.write(home.resolve("secret"), "p\u00e4ss".getBytes(StandardCharsets.ISO_8859_1));
        TestWorld.Outcome outcome = token("file:" + file);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("is no text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n\r\n", "\ufeff", "\ufeff\n"})
    void nothing_but_what_came_along_is_no_secret(String value) {
        world.with("CS", value);
        assertThat(token("env:CS").code()).isEqualTo(2);
        assertThat(server.paths()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "tok-1                          | tok-1   | -",
                "tok-1\\n                       | tok-1   | ends with a line end; it is left out",
                "_tok-1_                        | tok-1   | has white space around it; it is left out",
                "tok-1NBSP                      | tok-1   | has white space around it; it is left out",
                "BOMtok-1                       | tok-1   | begins with a byte order mark; it is left out",
                "Bearer_tok-1                   | tok-1   | begins with \"Bearer\"; only what follows is the token",
                "bearer__tok-1\\n               | tok-1   | begins with \"bearer\"; only what follows is the token",
                "DPoP_tok-1                     | tok-1   | begins with \"DPoP\"; only what follows is the token",
                "Authorization:_Bearer_tok-1    | tok-1   | begins with \"Authorization: Bearer\"; only what follows"
                        + " is",
                "authorization:Bearer_tok-1     | tok-1   | begins with \"authorization: Bearer\"; only what follows"
                        + " is",
                "Bearertok                      | Bearertok | -",
                "\"tok-1\"                      | tok-1   | stands in quotes; they are left out",
            })
    void a_token_in_a_variable(String value, String expected, String told) {
        world.with("T", text(value));
        TestWorld.Outcome call =
                world.run("call", server.issuer() + "/api", "--token", "env:T", "--allow-host", server.issuer());
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(server.hits("/api").get(0).headers().get("Authorization")).containsExactly("Bearer " + expected);
        if (told == null) {
            assertThat(call.err()).isEmpty();
        } else {
            assertThat(call.err()).contains("--token (env:T) " + told);
        }
    }

    @Test
    void every_way_to_give_a_token_is_looked_at() {
        world.with("T", "Bearer tok-1\n");
        server.page("/introspect", hit -> {
            assertThat(hit.form().first("token")).contains("tok-1");
            return OddServer.Reply.text(200, "application/json", "{\"active\":false}");
        });
        server.page("/token", hit -> {
            assertThat(hit.form().first("subject_token").or(() -> hit.form().first("refresh_token")))
                    .contains("tok-1");
            return OddServer.Reply.text(
                    200,
                    "application/json",
                    "{\"access_token\":\"a-2YotnFZF\",\"token_type\":\"Bearer\",\"issued_token_type\":"
                            + "\"urn:ietf:params:oauth:token-type:access_token\"}");
        });
        String[][] commands = {
            {"introspect", "env:T", "--introspection-endpoint", server.issuer() + "/introspect"},
            {"token", "refresh", "--refresh-token", "env:T"},
            {"token", "token-exchange", "--subject-token", "env:T"},
        };
        for (String[] command : commands) {
            String[] words = new String[command.length + 4];
            System.arraycopy(command, 0, words, 0, command.length);
            System.arraycopy(
                    new String[] {"--token-endpoint", server.issuer() + "/token", "--client-id", "c"},
                    0,
                    words,
                    command.length,
                    4);
            TestWorld.Outcome outcome = world.run(words);
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err()).contains("ends with a line end", "begins with \"Bearer\"");
        }
    }

    @Test
    void a_typed_password_is_looked_at_too() {
        world.typing("pass word ");
        TestWorld.Outcome outcome = world.run(
                "token",
                "password",
                "--token-endpoint",
                server.issuer() + "/token",
                "--client-id",
                "c",
                "--username",
                "u",
                "--password",
                "prompt",
                "-o",
                "token");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(server.hits("/token").get(0).form().first("password")).contains("pass word ");
        assertThat(outcome.err()).contains("--password ends with white space");
    }
}
