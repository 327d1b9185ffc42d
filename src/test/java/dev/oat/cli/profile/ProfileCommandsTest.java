package dev.oat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileCommandsTest {
    @TempDir
    Path home;

    private TestWorld world;

    @BeforeEach
    void open() {
        world = TestWorld.at(home);
    }

    private Path file(String name) {
        return home.resolve(".config/oat/profiles").resolve(name + ".toml");
    }

    private TestWorld.Outcome add(String name, String... more) {
        String[] words = new String[7 + more.length];
        String[] start = {"profile", "add", name, "--issuer", "https://as.example", "--client-id", "app"};
        System.arraycopy(start, 0, words, 0, start.length);
        System.arraycopy(more, 0, words, start.length, more.length);
        return world.run(words);
    }

    @Test
    void a_profile_is_added_shown_and_listed() {
        TestWorld.Outcome added = add(
                "work",
                "--scope",
                "openid,email",
                "--client-secret",
                "env:S",
                "--api",
                "https://a.example",
                "--api",
                "https://b.example");
        assertThat(added.code()).isZero();
        assertThat(added.out()).isEmpty();
        assertThat(added.err())
                .contains(
                        "profile work is in " + file("work"),
                        "client_credentials",
                        "for a user who signs in: oat login work",
                        "next: oat token -p work");
        assertThat(file("work")).hasContent("""
                issuer = "https://as.example"
                client_id = "app"
                client_secret = "env:S"
                scope = "openid,email"
                api = ["https://a.example", "https://b.example"]
                """);

        assertThat(world.run("profile", "list").out()).isEqualTo("  work  app at https://as.example\n");
        assertThat(world.run("profile", "show", "work").out()).isEqualTo("""
                issuer         https://as.example
                client_id      app
                client_secret  env:S
                scope          openid email
                api            https://a.example https://b.example
                """);
        JsonObject shown = JsonObject.parse(
                world.run("profile", "show", "work", "-o", "json").out());
        assertThat(shown.toJson())
                .isEqualTo(
                        "{\"profile\":\"work\",\"settings\":{\"issuer\":\"https://as.example\",\"client_id\":\"app\","
                                + "\"client_secret\":\"env:S\",\"scope\":[\"openid\",\"email\"],"
                                + "\"api\":[\"https://a.example\",\"https://b.example\"]}}");
    }

    @Test
    void the_next_command_of_a_client_without_a_person_is_no_login() {
        assertThat(add("ci", "--grant-type", "client_credentials").err()).contains("next: oat token -p ci");
    }

    @Test
    void a_profile_needs_a_server_and_a_client() {
        TestWorld.Outcome outcome = world.run("profile", "add", "work", "--scope", "a");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err())
                .contains("needs a server and a client", "oat profile add work --issuer URL --client-id ID");
        assertThat(file("work")).doesNotExist();
    }

    @Test
    void a_profile_is_not_overwritten() {
        add("work");
        TestWorld.Outcome again = add("work", "--scope", "other");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("already");
        assertThat(file("work")).content().doesNotContain("other");
    }

    @Test
    void a_literal_secret_is_warned_of_once_and_never_shown() {
        TestWorld.Outcome added = add("work", "--client-secret", "c4nary");
        assertThat(added.code()).isZero();
        assertThat(added.err())
                .contains("client_secret is written in clear text")
                .doesNotContain("c4nary");
        assertThat(file("work")).content().contains("client_secret = \"literal:c4nary\"");
        for (String form : new String[] {"text", "json"}) {
            TestWorld.Outcome shown = world.run("profile", "show", "work", "--origin", "-o", form);
            assertThat(shown.out() + shown.err())
                    .contains("literal:(not shown)")
                    .doesNotContain("c4nary");
        }
    }

    @Test
    void a_secret_on_standard_input_cannot_be_kept() {
        TestWorld.Outcome outcome = add("work", "--client-secret", "-");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no standard input to keep");
        assertThat(file("work")).doesNotExist();
    }

    @Test
    void paths_are_kept_absolute_since_a_profile_is_read_from_anywhere() {
        add("work", "--cacert", "ca.pem", "--client-secret", "file:secret.txt");
        String here = Path.of("").toAbsolutePath().toString();
        assertThat(file("work"))
                .content()
                .contains("cacert = \"" + here + "/ca.pem\"", "client_secret = \"file:" + here + "/secret.txt\"");
    }

    @Test
    void settings_are_set_and_removed_and_comments_stay() throws Exception {
        add("work", "--scope", "a");
        Files.writeString(file("work"), Files.readString(file("work")) + "# mine\n");
        assertThat(world.run(
                                "profile",
                                "set",
                                "work",
                                "scope=",
                                "min-ttl=60",
                                "api=https://a",
                                "api=https://b",
                                "audience=x")
                        .code())
                .isZero();
        assertThat(file("work")).hasContent("""
                issuer = "https://as.example"
                client_id = "app"
                # mine
                min_ttl = "60"
                api = ["https://a", "https://b"]
                audience = "x"
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clientid=x | a profile has no setting clientid | did you mean client_id?",
                "client_idd=x | a profile has no setting client_idd | did you mean client_id?",
                "insecure=true | a profile has no setting insecure | lists them",
                "scope | a setting is given as KEY=VALUE | oat profile set work",
                "auth_method=magic | invalid value for auth_method: 'magic' (one of auto, client_secret_basic | write auto, or another",
            })
    void what_cannot_be_set_is_said_and_changes_nothing(String pair, String what, String hint) {
        add("work");
        TestWorld.Outcome outcome = world.run("profile", "set", "work", "audience=y", pair);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(what, hint);
        assertThat(file("work")).content().doesNotContain("audience");
    }

    /** DESIGN, Decisions: "Which settings": {@code profile use}'s choice, else the profile named {@code default}. */
    @Test
    void the_profile_in_use_has_a_star() {
        add("work");
        add("default");
        assertThat(world.run("profile", "list").out()).contains("* default", "  work");
        assertThat(world.run("profile", "use", "work").code()).isZero();
        assertThat(world.run("profile", "list").out()).contains("  default", "* work");
        assertThat(world.run("profile", "remove", "work").code()).isZero();
        assertThat(world.run("profile", "list").out()).isEqualTo("* default  app at https://as.example\n");
        assertThat(world.run("profile", "use", "work").code()).isEqualTo(2);
    }

    @Test
    void a_broken_profile_does_not_hide_the_others() throws Exception {
        add("work");
        Files.writeString(home.resolve(".config/oat/profiles/broken.toml"), "issuer = https://c4nary");
        TestWorld.Outcome list = world.run("profile", "list");
        assertThat(list.code()).isZero();
        assertThat(list.out()).contains("broken", "line 1", "work").doesNotContain("c4nary");
        assertThat(world.run("profile", "show", "broken").code()).isEqualTo(2);
    }

    @Test
    void the_origin_of_each_setting_is_told() {
        add("work", "--scope", "a");
        world.with("OAT_AUDIENCE", "from-the-environment").with("OAT_SCOPE", "ignored");
        assertThat(world.run("profile", "show", "-p", "work", "--origin").out()).isEqualTo("""
                issuer     profile                   https://as.example
                client_id  profile                   app
                scope      profile                   a
                audience   environment OAT_AUDIENCE  from-the-environment
                """);
    }

    @Test
    void without_a_profile_there_is_nothing_to_show() {
        TestWorld.Outcome outcome = world.run("profile", "show");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(world.run("profile", "list").err()).contains("there is no profile yet");
    }

    @ParameterizedTest
    @CsvSource({"profile show ../x", "profile use .", "profile remove CON", "profile set a/b scope=x"})
    void a_name_that_is_no_name_is_refused(String words) {
        TestWorld.Outcome outcome = world.run(words.split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("cannot be a profile's name");
    }

    @Test
    void a_directory_in_the_way_is_said() throws Exception {
        Files.createDirectories(home.resolve(".config"));
        Files.writeString(home.resolve(".config/oat"), "in the way");
        TestWorld.Outcome outcome = add("work");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("not a directory", "OAT_CONFIG_DIR");
    }
}
