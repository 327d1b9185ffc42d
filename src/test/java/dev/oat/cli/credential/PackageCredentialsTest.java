package dev.oat.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.ServiceWorld;
import dev.oat.cli.TestWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code oat credential npm}, {@code pip} and {@code maven}: what these programs read, for the registries of a profile. */
class PackageCredentialsTest {
    @TempDir
    Path home;

    private ServiceWorld service;
    private TestWorld world;
    private String api;

    @BeforeEach
    void start() {
        service = ServiceWorld.at(home);
        world = service.world();
        api = service.playground().gateway().toString();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    /** The commands, each up to its registry. */
    static Stream<List<String>> commands() {
        return Stream.of(
                List.of("credential", "npm"),
                List.of("credential", "npm", "--basic"),
                List.of("credential", "pip"),
                List.of("credential", "maven", "releases"),
                List.of("credential", "maven", "--basic", "releases"));
    }

    private TestWorld.Outcome run(List<String> command, String... more) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private String out(List<String> command, String... more) {
        TestWorld.Outcome outcome = run(command, more);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    private String token() {
        return world.run("token", "-p", "ci").out().strip();
    }

    private String password() {
        return Base64.getEncoder().encodeToString(token().getBytes(StandardCharsets.UTF_8));
    }

    private String host() {
        return service.playground().gateway().getAuthority();
    }

    @Test
    void npm_finds_the_token_under_the_registrys_address() {
        assertThat(out(List.of("credential", "npm"), api)).isEqualTo("//" + host() + "/:_authToken=" + token() + "\n");
        assertThat(out(List.of("credential", "npm"), api + "/api/v4/npm"))
                .isEqualTo("//" + host() + "/api/v4/npm/:_authToken=" + token() + "\n");
        assertThat(out(List.of("credential", "npm", "--basic", "--username", "robot"), api + "/npm/"))
                .isEqualTo(
                        "//" + host() + "/npm/:username=robot\n//" + host() + "/npm/:_password=" + password() + "\n");
    }

    @Test
    void pip_finds_it_in_a_netrc_or_asks_as_it_asks_a_keyring() {
        assertThat(out(List.of("credential", "pip"), api + "/simple/"))
                .isEqualTo("machine 127.0.0.1\nlogin oauth2\npassword " + token() + "\n");
        for (String service : List.of(api + "/simple/", api, host())) {
            assertThat(out(List.of("credential", "pip", "get"), service, "oauth2"))
                    .isEqualTo(token() + "\n");
        }
        assertThat(run(List.of("credential", "pip", "get"), "https://pypi.org/simple/", "oauth2"))
                .isEqualTo(new TestWorld.Outcome(2, "", ""));
        assertThat(run(List.of("credential", "pip", "get")).err()).contains("lacks the index");
        assertThat(run(List.of("credential", "pip", "set"), api, "oauth2").err())
                .contains("stores no passwords");
    }

    @Test
    void maven_finds_it_under_the_repositorys_id() {
        assertThat(out(List.of("credential", "maven", "a&b"), api))
                .contains("<id>a&amp;b</id>\n", "<value>Bearer " + token() + "</value>\n")
                .startsWith("<settings xmlns=\"http://maven.apache.org/SETTINGS/1.0.0\">\n  <servers>\n    <server>\n")
                .endsWith("    </server>\n  </servers>\n</settings>\n");
        assertThat(out(List.of("credential", "maven", "--basic", "releases"), api))
                .contains("<username>oauth2</username>\n      <password>" + token() + "</password>\n")
                .doesNotContain("httpHeaders");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_name_beside_the_token_is_no_other_users_session(List<String> command) {
        String words = "profile add alice --issuer " + service.playground().issuer()
                + " --client-id demo-password --grant-type password --username alice --password env:PW --api " + api;
        assertThat(world.with("PW", "wonderland").run(words.split(" ")).code()).isZero();
        String hers = world.run("token", "-p", "alice").out().strip();
        String text = out(command, api, "-p", "alice", "--username", "robot");
        assertThat(text.contains(hers)
                        || text.contains(Base64.getEncoder().encodeToString(hers.getBytes(StandardCharsets.UTF_8))))
                .as(text)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_registry_that_no_profile_names_gets_nothing(List<String> command) {
        for (String registry : List.of(
                "https://registry.example/npm/",
                api.replace("http:", "https:"),
                api + "1",
                "http://" + host() + ".evil.example/",
                "http://registry.example/")) {
            TestWorld.Outcome outcome = run(command, registry);
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.out()).isEmpty();
        }
        assertThat(run(command, "registry.example").code()).isEqualTo(2);
        assertThat(run(command, api + "?x=y").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void on_a_terminal_the_token_is_hidden_unless_it_is_to_be_shown(List<String> command) {
        world.onTerminal();
        TestWorld.Outcome outcome = run(command, api);
        assertThat(outcome.out()).contains(" chars").doesNotContain(token(), password());
        assertThat(outcome.err()).contains("hidden on a terminal", "--out FILE");
        TestWorld.Outcome shown = run(command, api, "--show-secrets");
        assertThat(shown.out().contains(token()) || shown.out().contains(password()))
                .isTrue();
        assertThat(shown.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_file_is_written_whole_for_its_owner_alone_and_no_link_is_followed(List<String> command) throws IOException {
        String expected = out(command, api);
        Path file = home.resolve("file");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(out(command, api, "--out", file.toString())).isEmpty();
        assertThat(Files.readString(file)).isEqualTo(expected);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Path target = Files.writeString(home.resolve("target"), "kept");
        Path link = Files.createSymbolicLink(home.resolve("link"), target);
        assertThat(run(command, api, "--out", link.toString()).err()).contains("a symbolic link");
        assertThat(Files.readString(target)).isEqualTo("kept");
        assertThat(run(command, api, "--out", home.resolve("no/file").toString())
                        .code())
                .isEqualTo(2);
        assertThat(run(command, api, "--out", home.toString()).code()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_token_that_needs_proofs_is_not_handed_over(List<String> command) {
        assertThat(world.run("profile", "set", "ci", "dpop=true").code()).isZero();
        assertThat(run(command, api).err()).contains("DPoP");
    }
}
