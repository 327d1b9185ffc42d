package dev.oat.cli.examine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.render.text.Redaction;
import dev.oat.trace.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recording as a page: what stands in it, and what does not. */
@Timeout(120)
class RecordPageTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("CS", "service-secret");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private TestWorld.Outcome login(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-web",
                "--scope",
                "openid profile offline_access read",
                "--api",
                playground.gateway().toString(),
                "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        return command.outcome();
    }

    private String page(String name) throws Exception {
        return Files.readString(home.resolve(name));
    }

    private String file(String name) {
        return home.resolve(name).toString();
    }

    /** Every secret that went over the wire, by the playground's own log. */
    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        for (ReceivedRequest request : playground.requests().all()) {
            for (Map<String, List<String>> values : List.of(request.form(), request.query())) {
                values.forEach((name, all) -> {
                    if (Redaction.isSecretName(name)) {
                        secrets.addAll(all);
                    }
                });
            }
            for (String name : List.of("authorization", "dpop", "cookie")) {
                request.header(name).ifPresent(value -> {
                    String secret = value.substring(value.lastIndexOf(' ') + 1);
                    secrets.add(secret);
                    if (secret.split("\\.", -1).length == 3) {
                        secrets.add(secret.substring(secret.lastIndexOf('.') + 1));
                        secrets.add(secret.split("\\.", -1)[1]);
                    }
                });
            }
        }
        return secrets;
    }

    @Test
    void a_sign_in_and_a_call_with_dpop_hold_no_secret_and_say_what_binds_what() throws Exception {
        playground.faults().on(Fault.DPOP_NONCE);
        assertThat(login("--dpop", "--record", file("login.html")).code()).isZero();
        assertThat(world.run("call", "-p", "work", playground.gateway() + "/hello", "--record", file("call.html"))
                        .code())
                .isZero();
        String login = page("login.html");
        String pages = login + page("call.html");
        assertThat(secrets())
                .hasSizeGreaterThan(12)
                .allSatisfy(secret -> assertThat(pages).doesNotContain(secret));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("login.html"))))
                .isEqualTo("rw-------");
        for (String names : List.of(
                "code_challenge code_verifier",
                "state state",
                "nonce nonce",
                "code code",
                "jwk cnf.jkt",
                "access_token at_hash",
                "DPoP-Nonce nonce")) {
            String[] pair = names.split(" ");
            Pattern both = Pattern.compile(".* " + Pattern.quote(pair[0]) + " (.* )?" + Pattern.quote(pair[1]) + " .*");
            assertThat(bonds(login)).as(names).anyMatch(both.asMatchPredicate());
        }
        assertThat(bonds(page("call.html"))).anyMatch(bond -> bond.contains(" Authorization ath "));
        assertThat(login)
                .contains("ID token, decoded", "Access token, decoded", "DPoP proof, decoded", "user-alice")
                .contains("was good when it was recorded, with 10 min 0 s left")
                .contains("href=\"https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3\"")
                .contains("oat login succeeded");
    }

    /** The rows of the table of bonds: the names in order. */
    private static List<String> bonds(String page) {
        String table = page.substring(page.indexOf("aria-label=\"What binds what\""));
        List<String> rows = new ArrayList<>();
        Matcher row = Pattern.compile("<tr data-bond=.*?</tr>").matcher(table);
        while (row.find()) {
            StringBuilder names = new StringBuilder(" ");
            Matcher name = Pattern.compile("<code>(.*?)</code>").matcher(row.group());
            while (name.find()) {
                names.append(name.group(1)).append(' ');
            }
            rows.add(names.toString());
        }
        return rows;
    }

    @Test
    void a_failure_is_the_headline_with_its_causes_and_the_failed_check_open() throws Exception {
        playground.faults().on(Fault.ID_TOKEN_WRONG_NONCE);
        assertThat(login("--record", file("flow.html")).code()).isEqualTo(6);
        String page = page("flow.html");
        assertThat(page)
                .contains("oat login failed: check_failed</h1>")
                .contains("What is likely behind it")
                .contains("The ID token was made for another sign-in");
        assertThat(page.split("<details class=\"step\" open=\"\">", -1)).hasSize(2);
    }

    @Test
    void what_json_holds_makes_the_same_page_as_html_made_at_once() throws Exception {
        assertThat(world.run(
                                "token",
                                "client-credentials",
                                "--issuer",
                                playground.issuer().toString(),
                                "--client-id",
                                "demo-service",
                                "--client-secret",
                                "env:CS",
                                "--record",
                                file("flow.json"))
                        .code())
                .isZero();
        String page = world.run("record", "export", file("flow.json"), "--html").out();
        assertThat(page).contains("Access token, decoded", "demo-service").doesNotContain("service-secret");
        assertThat(page)
                .isEqualTo(world.run("record", "export", file("flow.json"), "--to", "html")
                        .out());
        assertThat(page.split("<h1", -1)).hasSize(2);
        assertThat(JsonObject.parse(page("flow.json")).toJson())
                .contains("\"connected\"")
                .doesNotContain("service-secret");
    }

    @Test
    void words_of_a_server_are_text_and_no_id_stands_twice() {
        for (String name : List.of("hostile-words", "login")) {
            String page = world.run("record", "export", "src/test/resources/recordings/" + name + ".json", "--html")
                    .out();
            Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(page);
            List<String> ids = new ArrayList<>();
            while (id.find()) {
                ids.add(id.group(1));
            }
            assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(5);
            Matcher link = Pattern.compile(" href=\"#([^\"]*)\"").matcher(page);
            while (link.find()) {
                assertThat(ids).contains(link.group(1));
            }
            assertThat(page.split("<script>", -1)).hasSize(2);
            assertThat(page).doesNotContain("<img", "onerror=\"", "javascript:", "\u202e", "style=");
        }
    }

    private TestWorld.Outcome clientCredentials(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-service",
                "--client-secret",
                "env:CS"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    @Test
    void the_last_recording_opens_in_the_browser_whatever_form_it_has() throws Exception {
        // whoever reads it waits until the browser has written
        Path opened = home.resolve("opened");
        assertThat(new ProcessBuilder("mkfifo", opened.toString()).start().waitFor())
                .isZero();
        Path browser = Files.writeString(home.resolve("browser"), "#!/bin/sh\nprintf '%s' \"$1\" > " + opened + "\n");
        Files.setPosixFilePermissions(browser, PosixFilePermissions.fromString("rwx------"));
        world.with("OAT_BROWSER", browser.toString());
        TestWorld.Outcome none = world.run("record", "show", "--browser");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("no recording was made yet");
        assertThat(clientCredentials("--record", file("flow.har")).code()).isZero();
        TestWorld.Outcome shown = world.run("record", "show", "--browser");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.err()).contains("the browser shows the recording: file:///");
        Path page = Path.of(java.net.URI.create(
                shown.err().substring(shown.err().indexOf("file:///")).strip()));
        assertThat(Files.readString(opened)).isEqualTo(page.toUri().toString());
        assertThat(Files.readString(page)).contains("oat token client-credentials succeeded");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-------");
        assertThat(world.run("record", "show").out()).contains("recorded at");
    }

    @Test
    void a_recording_with_secrets_shown_is_not_kept_and_says_so_on_its_page() throws Exception {
        assertThat(clientCredentials("--show-secrets", "--record", file("flow.html"))
                        .code())
                .isZero();
        assertThat(page("flow.html")).contains("Secrets stand here in clear text", "Access token, decoded");
        assertThat(world.run("record", "show").code()).isEqualTo(2);
    }

    @Test
    void two_recordings_stand_side_by_side_with_the_first_step_that_differs_open() throws Exception {
        assertThat(clientCredentials("--record", file("a.json")).code()).isZero();
        world.with("CS", "wrong");
        assertThat(clientCredentials("--scope", "read", "--record", file("b.json"))
                        .code())
                .isEqualTo(3);
        String page = world.run("record", "diff", file("a.json"), file("b.json"), "--html")
                .out();
        assertThat(page).contains("steps differ</h1>", "parameter scope ≠", "Sequence diagram of B", "autofocus");
        assertThat(page.split("<details class=\"step\" open=\"\">", -1)).hasSize(2);
        assertThat(page.indexOf("autofocus")).isLessThan(page.indexOf("parameter scope ≠"));
        String same = world.run("record", "diff", file("a.json"), file("a.json"), "--html")
                .out();
        assertThat(same).contains("The two went the same way</h1>").doesNotContain("≠", "autofocus");
    }

    @Test
    void a_token_is_a_page_and_two_tokens_one_that_says_in_what_they_differ() {
        String one = clientCredentials("--scope", "read", "-o", "token").out().strip();
        String other =
                clientCredentials("--scope", "read write", "-o", "token").out().strip();
        String page = world.run("jwt", "decode", one, "--html").out();
        assertThat(page)
                .contains("Access token, decoded</h1>", "demo-service", "was good when this page was made")
                .doesNotContain(one, one.substring(one.lastIndexOf('.') + 1));
        String both = world.run("jwt", "decode", one, "--diff", other, "--html").out();
        assertThat(both).contains("Two tokens</h1>", "In what they differ", ">read write<");
        assertThat(world.run("jwt", "decode", one, "--diff", other).out()).contains("+ scope  read write");
        assertThat(JsonObject.parse(world.run("jwt", "decode", one, "--diff", other, "-o", "json")
                                .out())
                        .toJson())
                .contains("\"differences\"");
        TestWorld.Outcome broken = world.run("jwt", "decode", "eyJhbGciOiJub25lIn0.x", "--html");
        assertThat(broken.out()).contains("What is wrong with it");
    }

    @Test
    void a_server_is_a_page_with_its_findings() {
        String page =
                world.run("discover", playground.issuer().toString(), "--html").out();
        assertThat(page)
                .contains("<h1", playground.issuer().toString(), "token_endpoint", "Findings", "EC P-256", "As JSON");
        TestWorld.Outcome two = world.run(
                "discover",
                playground.issuer().toString(),
                "--diff",
                playground.tenant("/tenant").toString(),
                "--html");
        assertThat(two.code()).as(two.err()).isZero();
        assertThat(two.out()).contains("<h1");
        assertThat(world.run("discover", playground.gateway().toString(), "--html")
                        .out())
                .contains("The API says", "oat playground");
    }
}
