package dev.oat.session.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.session.disk.Directories;
import dev.oat.session.disk.FailingDisk;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.TraceEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilesTest {
    private static final ProfileName WORK = new ProfileName("work");
    private static final Set<String> KNOWN =
            Set.of("issuer", "client_id", "client_secret", "scope", "api", "min_ttl", "dpop");

    @TempDir
    Path home;

    private final List<String> warnings = new ArrayList<>();
    private Directories directories;
    private Profiles profiles;

    @BeforeEach
    void open() {
        directories = Directories.from(Map.of("HOME", home.toString()), "Linux", "/");
        profiles = new Profiles(
                directories,
                PrivateFiles.onDisk(event -> warnings.add(((TraceEvent.Warning) event).text()), "OAT_CONFIG_DIR"),
                KNOWN,
                time -> {},
                event -> warnings.add(((TraceEvent.Warning) event).text()));
    }

    private Path write(String name, String text) throws Exception {
        Files.createDirectories(directories.profiles());
        Files.setPosixFilePermissions(directories.profiles(), PosixFilePermissions.fromString("rwx------"));
        return Files.writeString(directories.profiles().resolve(name + ".toml"), text);
    }

    @Test
    void a_profile_written_is_the_profile_read() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("issuer", "https://as.example/a \"b\"");
        values.put("client_secret", "env:SECRET");
        values.put("min_ttl", 60L);
        values.put("dpop", true);
        values.put("api", List.of("https://a.example", "https://b.example"));
        Profile added = profiles.add(WORK, values);
        Profile read = profiles.read(WORK);
        assertThat(read).isEqualTo(added);
        assertThat(read.values()).isEqualTo(values);
        assertThat(read.text("min_ttl")).contains("60");
        assertThat(read.text("dpop")).contains("true");
        assertThat(read.texts("api")).containsExactly("https://a.example", "https://b.example");
        assertThat(read.texts("issuer")).hasSize(1);
        assertThat(read.texts("scope")).isEmpty();
        assertThat(read.hash()).isEqualTo(profiles.hash(WORK)).hasSize(64);
        assertThat(warnings).isEmpty();
    }

    @Test
    void files_are_their_owners_alone_from_their_creation() throws Exception {
        profiles.add(WORK, Map.of("issuer", "https://as.example"));
        assertThat(Files.getPosixFilePermissions(profiles.file(WORK)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(directories.profiles()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void setting_keeps_comments_and_order() throws Exception {
        write("work", "# mine\nissuer = \"https://a.example\" # old\n\nclient_id = \"app\"\n");
        profiles.set(WORK, Map.of("issuer", "https://b.example"), Set.of("client_id"));
        assertThat(profiles.file(WORK)).hasContent("# mine\nissuer = \"https://b.example\" # old\n\n");
    }

    @Test
    void setting_gives_another_hash() {
        String before = profiles.add(WORK, Map.of("scope", "a")).hash();
        assertThat(profiles.set(WORK, Map.of("scope", "b"), Set.of()).hash())
                .isNotEqualTo(before)
                .isEqualTo(profiles.hash(WORK));
    }

    @Test
    void an_unknown_key_is_warned_of_with_its_line_and_the_nearest_known_one() throws Exception {
        write("work", "issuer = \"https://as.example\"\nclient_idd = \"x\"\nzebra = 1\n");
        assertThat(profiles.read(WORK).text("client_idd")).contains("x");
        assertThat(warnings)
                .containsExactly(
                        "profile work, line 2: \"client_idd\" is no setting and has no effect; did you mean client_id?",
                        "profile work, line 3: \"zebra\" is no setting and has no effect");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer = https://as.example | line 1): this is not valid TOML",
                "scope = \"a\"\\nclient_secret = \"canary | line 2): this is not valid TOML",
                "scope = \"a\"\\nscope = \"canary\" | line 2): a key is set twice",
                "scope = \"a\"\\n[server]\\nissuer = \"canary\" | \"server\" is a table",
                "server.issuer = \"canary\" | \"server\" is a table",
                "scope = [[\"canary\"]] | line 1): \"scope\" is a table, or a list of other things",
                "api = { a = \"canary\" } | \"api\" is a table",
            })
    void a_broken_profile_is_told_with_its_line_and_without_its_content(String text, String message) throws Exception {
        write("work", text.replace("\\n", "\n"));
        assertThatThrownBy(() -> profiles.read(WORK))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("profile work")
                .hasMessageContaining(message)
                .hasMessageNotContaining("canary")
                .satisfies(failure -> assertThat(((Failure) failure).hint()).isPresent());
    }

    @Test
    void a_profile_that_is_no_utf_8_is_told() throws Exception {
        Files.write(write("work", ""), new byte[] {(byte) 0xff, (byte) 0xfe, 'a'});
        assertThatThrownBy(() -> profiles.read(WORK))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void a_byte_order_mark_and_windows_endings_are_fine() throws Exception {
        write("work", "\ufeffscope = \"a\"\r\nclient_id = \"b\"\r\n");
        assertThat(profiles.read(WORK).values()).isEqualTo(Map.of("scope", "a", "client_id", "b"));
    }

    @Test
    void a_list_where_one_value_belongs_is_told() throws Exception {
        write("work", "issuer = [\"a\", \"b\"]\n");
        Profile profile = profiles.read(WORK);
        assertThatThrownBy(() -> profile.text("issuer"))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("\"issuer\" takes one value");
    }

    @Test
    void an_unknown_profile_is_told_with_the_nearest_name() {
        profiles.add(WORK, Map.of());
        assertThatThrownBy(() -> profiles.read(new ProfileName("wrok")))
                .isInstanceOf(Failure.Usage.class)
                .hasMessage("there is no profile \"wrok\"")
                .satisfies(failure -> assertThat(((Failure) failure).hint())
                        .hasValueSatisfying(h -> assertThat(h).contains("work?")));
        assertThatThrownBy(() -> profiles.remove(new ProfileName("other"))).isInstanceOf(Failure.Usage.class);
        assertThatThrownBy(() -> profiles.use(new ProfileName("other"))).isInstanceOf(Failure.Usage.class);
    }

    @Test
    void a_profile_is_not_added_twice() {
        profiles.add(WORK, Map.of("scope", "first"));
        assertThatThrownBy(() -> profiles.add(WORK, Map.of("scope", "second")))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("already");
        assertThat(profiles.read(WORK).text("scope")).contains("first");
    }

    @Test
    void the_list_is_in_order_and_passes_over_what_is_no_profile() throws Exception {
        assertThat(profiles.list()).isEmpty();
        profiles.add(new ProfileName("zoo"), Map.of());
        profiles.add(new ProfileName("abc"), Map.of());
        write("-bad", "");
        Files.writeString(directories.profiles().resolve("notes.txt"), "");
        assertThat(profiles.list()).containsExactly(new ProfileName("abc"), new ProfileName("zoo"));
        assertThat(warnings).hasSize(1).first().asString().contains("-bad.toml is passed over");
    }

    /** DESIGN, Decisions: "Which settings": the choice of {@code profile use}, else the profile named default. */
    @Test
    void the_chosen_profile_comes_before_the_one_named_default() {
        assertThat(profiles.fallback()).isEmpty();
        profiles.add(ProfileName.DEFAULT, Map.of());
        assertThat(profiles.fallback()).contains(ProfileName.DEFAULT);
        profiles.add(WORK, Map.of());
        profiles.use(WORK);
        assertThat(profiles.fallback()).contains(WORK);
        profiles.remove(WORK);
        assertThat(profiles.fallback()).contains(ProfileName.DEFAULT);
        assertThat(profiles.choice()).isEmpty();
    }

    @Test
    void a_choice_that_is_no_name_is_told() throws Exception {
        profiles.add(WORK, Map.of());
        Files.writeString(directories.defaultProfile(), "../../etc/passwd\n");
        assertThatThrownBy(profiles::fallback)
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("does not hold a profile's name");
    }

    @Test
    void a_profile_may_be_a_link_to_a_repository_of_settings_but_is_not_written_through_it() throws Exception {
        Path elsewhere = Files.writeString(home.resolve("dotfile.toml"), "scope = \"a\"\n");
        Files.createDirectories(directories.profiles());
        Files.createSymbolicLink(profiles.file(WORK), elsewhere);
        assertThat(profiles.read(WORK).text("scope")).contains("a");
        assertThatThrownBy(() -> profiles.set(WORK, Map.of("scope", "b"), Set.of()))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("is a link");
        assertThat(elsewhere).hasContent("scope = \"a\"");
    }

    @ParameterizedTest
    @CsvSource({"rw-rw-rw-", "rw-rw-r--", "rw-r--rw-"})
    void a_profile_that_others_can_change_is_taken_back_and_that_is_said(String rights) throws Exception {
        Path file = write("work", "scope = \"a\"\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
        profiles.read(WORK);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(warnings).hasSize(1).first().asString().contains("others could change");
    }

    @Test
    void a_failed_write_leaves_the_old_profile() throws Exception {
        profiles.add(WORK, Map.of("scope", "a"));
        Profiles failing = new Profiles(
                directories,
                PrivateFiles.on(new FailingDisk("No space left on device"), event -> {}),
                KNOWN,
                time -> {},
                event -> {});
        assertThatThrownBy(() -> failing.set(WORK, Map.of("scope", "b"), Set.of()))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("the disk is full");
        assertThat(profiles.read(WORK).text("scope")).contains("a");
        assertThat(directories.profiles()).isDirectoryNotContaining("glob:**.new");
    }
}
