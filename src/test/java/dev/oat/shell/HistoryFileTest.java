package dev.oat.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {
    private static final String JWT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "oat token -p work -o header",
                "token client-credentials --issuer https://as.example --client-id 0oa1gt2vZ6pXYZ5d7ABc --scope 'a b'",
                "token client-credentials --client-secret env:CI_SECRET",
                "token client-credentials --client-secret=cmd:'pass show x'",
                "token password -u alice --password prompt",
                "introspect $access_token",
                "introspect $last.refresh_token --token-type-hint refresh_token",
                "revoke file:token.txt",
                "call POST https://api.example/orders item=tea amount:=2 Accept:text/plain -vv",
                "call https://api.example -H 'Authorization: Bearer $access_token'",
                "call https://api.example -d '{\"item\":\"tea\"}'",
                "set scope openid profile",
                "set client_secret env:X",
                "use work",
                "echo $last.access_token",
                "exec -p work -- sh -c 'echo done'",
                "logim work",
                "help exit-codes",
            })
    void a_line_without_secrets_is_kept_as_it_is(String line) {
        assertThat(HistoryFile.withoutSecrets(line)).contains(line);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "token client-credentials --client-secret hunter2 -p ci | token client-credentials --client-secret prompt -p ci",
                "token client-credentials --client-secret=hunter2 | token client-credentials --client-secret=prompt",
                "token password --password \"my pass word\" -u a | token password --password prompt -u a",
                "token password --password literal:x | token password --password prompt",
                "introspect 2YotnFZFEjr1zCsicMWpAA | introspect prompt",
                "introspect '" + JWT + "' -p api | introspect prompt -p api",
                "revoke tGzv3JOkF0XG5Qx2TlKWIA -p work | revoke prompt -p work",
                "token refresh --refresh-token abc | token refresh --refresh-token prompt",
                "call https://api.example --token abc | call https://api.example --token prompt",
                "set client_secret hunter2 | set client_secret prompt",
                "set OAT_PASSWORD=hunter2 | set OAT_PASSWORD=prompt",
                "status # the password is hunter2 | status",
            })
    void a_secret_where_a_reference_belongs_becomes_a_prompt(String line, String kept) {
        assertThat(HistoryFile.withoutSecrets(line)).contains(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2-hunter2",
                JWT,
                "echo " + JWT,
                "call https://api.example password=hunter2",
                "call https://api.example Authorization:abc",
                "call https://api.example -H 'Authorization: Bearer abc'",
                "call https://api.example -H 'X-Api-Key: abc'",
                "call https://api.example?access_token=abc",
                "call https://alice:hunter2@api.example/",
                "call https://api.example -d '{\"user\":{\"password\":\"hunter2\"}}'",
                "call https://api.example -d 'grant_type=x&client_secret=hunter2'",
                "call https://api.example -d '{broken'",
                "token client-credentials --param client_secret=hunter2",
                "token client-credentials --client-secrte=hunter2",
                "token client-credentials --client-secrte hunter2",
                "tokne client-credentials --pasword hunter2",
                "explain 'http://127.0.0.1:1234/callback?code=abc&state=def'",
                "login work 'unclosed hunter2",
                "set secret hunter2",
                "use 7Fjfp0ZBr1KtDRbnfVdmIw2",
                "exec -- curl -H 'Authorization: Bearer abc' https://api.example",
            })
    void a_line_that_holds_a_secret_elsewhere_or_is_no_command_is_not_kept(String line) {
        assertThat(HistoryFile.withoutSecrets(line)).isEmpty();
    }

    @Test
    void the_file_is_its_owners_alone_grows_by_lines_and_is_read_again() throws IOException {
        Path state = directory.resolve("state");
        HistoryFile history = new HistoryFile(state);
        assertThat(history.keep("status")).contains("status");
        assertThat(history.keep("status")).contains("status");
        assertThat(history.keep("token client-credentials --client-secret hunter2"))
                .isPresent();
        assertThat(history.keep("hunter2")).isEmpty();
        assertThat(Files.readString(state.resolve("history")))
                .isEqualTo("status\ntoken client-credentials --client-secret prompt\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("history"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        assertThat(new HistoryFile(state).lines()).isEqualTo(history.lines());
    }

    @Test
    void two_shells_keep_each_others_lines() throws IOException {
        HistoryFile one = new HistoryFile(directory);
        HistoryFile other = new HistoryFile(directory);
        assertThat(one.keep("status")).isPresent();
        assertThat(other.keep("userinfo")).isPresent();
        assertThat(one.keep("doctor")).isPresent();
        assertThat(Files.readAllLines(directory.resolve("history"))).containsExactly("status", "userinfo", "doctor");
    }

    @Test
    void a_history_that_cannot_be_written_lives_as_long_as_the_shell() throws IOException {
        Path file = Files.writeString(directory.resolve("no-directory"), "");
        HistoryFile history = new HistoryFile(file);
        assertThat(history.keep("status")).contains("status");
        assertThat(history.lines()).containsExactly("status");
    }
}
