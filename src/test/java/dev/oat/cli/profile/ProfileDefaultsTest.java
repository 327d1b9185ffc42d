package dev.oat.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.ServiceWorld;
import dev.oat.cli.TestWorld;
import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every profile that says nothing else: {@code oat profile set --default}. */
class ProfileDefaultsTest {
    @TempDir
    Path home;

    private ServiceWorld service;
    private TestWorld world;

    @BeforeEach
    void start() {
        service = ServiceWorld.at(home);
        world = service.world();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private TestWorld.Outcome ok(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private Path file() {
        return home.resolve(".config/oat/defaults.toml");
    }

    @Test
    void a_default_is_set_shown_and_removed_and_a_comment_stays() throws IOException {
        ok("profile", "set", "--default", "ui_locales=de", "timeout=7");
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file(), "# ours\n" + Files.readString(file()));

        assertThat(ok("profile", "show", "ci", "--origin").out())
                .containsPattern("timeout +default +7")
                .containsPattern("client_id +profile +demo-service");
        assertThat(ok("status", "-p", "ci").out()).containsPattern("ui_locales +default +de");
        JsonObject shown = JsonObject.parse(
                ok("profile", "show", "ci", "--origin", "-o", "json").out());
        assertThat(shown.object("settings")
                        .orElseThrow()
                        .object("timeout")
                        .orElseThrow()
                        .text("origin"))
                .contains("default");

        ok("profile", "set", "--default", "timeout=");
        assertThat(Files.readString(file())).isEqualTo("# ours\nui_locales = \"de\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // option, variable, profile, default, what counts, who said it
                "-, -, -, 9, 9, default",
                "-, -, 8, 9, 8, profile",
                "-, 7, -, 9, 7, environment OAT_TIMEOUT",
                "-, 7, 8, 9, 8, profile",
                "-, -, -, -, -, -",
            })
    void a_default_counts_where_nobody_else_says_anything(
            String option, String variable, String profile, String usual, String counts, String who) {
        if (profile != null) {
            ok("profile", "set", "ci", "timeout=" + profile);
        }
        if (usual != null) {
            ok("profile", "set", "--default", "timeout=" + usual);
        }
        if (variable != null) {
            world.with("OAT_TIMEOUT", variable);
        }
        String shown = ok("profile", "show", "ci", "--origin").out();
        if (counts == null) {
            assertThat(shown).doesNotContain("timeout");
        } else {
            assertThat(shown).containsPattern("timeout +" + who + " +" + counts + "\n");
        }
    }

    static Stream<String> everySettingOfProfiles() {
        return ProfileSettings.all().stream().map(Setting::key);
    }

    @ParameterizedTest
    @MethodSource("everySettingOfProfiles")
    void what_is_a_profile_s_own_is_no_default(String key) {
        Setting setting = ProfileSettings.all().stream()
                .filter(one -> one.key().equals(key))
                .findFirst()
                .orElseThrow();
        boolean own = (setting.block() != Setting.Block.NONE || Settings.SHAPING.contains(setting))
                && setting != Settings.IDP;
        if (own || setting == Settings.API || setting == Settings.MIN_TTL) {
            TestWorld.Outcome outcome = world.run("profile", "set", "--default", key + "=x");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains(key + " is a profile's own");
            assertThat(Files.exists(file())).isFalse();
        } else {
            assertThat(Settings.mayBeDefault(setting)).isTrue();
        }
    }

    @Test
    void what_stands_in_the_file_and_is_a_profile_s_own_has_no_effect() throws IOException {
        ok("profile", "set", "--default", "timeout=9");
        Files.writeString(file(), "scope = \"admin\"\nclient_id = \"evil\"\nissuer = \"https://evil.example\"\n");

        assertThat(ok("profile", "show", "ci").out()).doesNotContain("evil", "admin");
        assertThat(ok("token", "-p", "ci").out()).isNotEmpty();
    }

    @Test
    void a_stored_token_is_the_same_whatever_the_defaults_say() {
        String token = ok("token", "-p", "ci").out();
        for (String pair : List.of("idp=other", "timeout=9", "prompt=login", "ui_locales=de")) {
            ok("profile", "set", "--default", pair);
            assertThat(ok("token", "-p", "ci").out()).as(pair).isEqualTo(token);
        }
    }

    @Test
    void a_login_writes_no_default_into_its_profile() throws IOException {
        ok("profile", "set", "--default", "timeout=9", "ui_locales=de");
        ok("profile", "add", "new", "--issuer", "https://as.example", "--client-id", "x");

        assertThat(Files.readString(home.resolve(".config/oat/profiles/new.toml")))
                .doesNotContain("timeout", "ui_locales");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--default work        | there is no NAME with --default",
                "--default nonsense=1  | a profile has no setting nonsense",
                "--default color=x     | a profile has no setting color",
                "--default timeout=abc | timeout",
                "ci                    | nothing is set",
            })
    void what_makes_no_sense_is_told(String words, String problem) {
        TestWorld.Outcome outcome = world.run(("profile set " + words).split(" "));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(problem);
    }

    @Test
    void a_broken_file_is_named_with_its_line() throws IOException {
        ok("profile", "set", "--default", "timeout=9");
        Files.writeString(file(), "timeout = 9\nthis is no TOML\n");

        TestWorld.Outcome outcome = world.run("profile", "show", "ci");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("the defaults (" + file() + ", line 2)");
    }
}
