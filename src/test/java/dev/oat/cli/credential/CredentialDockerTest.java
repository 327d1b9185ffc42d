package dev.oat.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.ServiceWorld;
import dev.oat.cli.TestWorld;
import dev.oat.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oat credential docker} in the protocol of docker's credential helpers. */
class CredentialDockerTest {
    private static final String NOT_FOUND = "credentials not found in native keychain\n";

    @TempDir
    Path home;

    private ServiceWorld service;
    private TestWorld world;
    private String registry;

    @BeforeEach
    void start() {
        service = ServiceWorld.at(home);
        world = service.world();
        registry = service.playground().gateway().getAuthority();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private TestWorld.Outcome docker(String input, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "credential";
        all[1] = "docker";
        System.arraycopy(words, 0, all, 2, words.length);
        return world.reading(input).run(all);
    }

    private String token() {
        return world.run("token", "-p", "ci").out().strip();
    }

    private JsonObject found(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
        return JsonObject.parse(outcome.out());
    }

    @Test
    void a_registry_is_known_by_its_host_its_address_and_a_path_of_it() {
        for (String server : List.of(
                registry,
                "http://" + registry,
                "http://" + registry + "/v2/",
                registry + "/team/image",
                " " + registry + "\r\n")) {
            JsonObject answer = found(docker(server, "get"));
            assertThat(answer.text("ServerURL")).contains(server.strip());
            assertThat(answer.text("Username")).contains("<token>");
            assertThat(answer.text("Secret")).contains(token());
        }
    }

    @Test
    void the_user_name_is_what_the_settings_say() {
        assertThat(found(docker(registry, "get", "--username", "oauth2")).text("Username"))
                .contains("oauth2");
        assertThat(world.run("profile", "set", "ci", "username=robot").code()).isZero();
        assertThat(found(docker(registry, "get")).text("Username")).contains("robot");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.example",
                "https://index.docker.io/v1/",
                "https://HOST",
                "ftp://HOST",
                "evil@HOST",
                "HOST@evil.example",
                "http://HOST.evil.example",
                "http://evil.example/HOST",
                "HOST1",
                "[::1",
                "a b"
            })
    void what_no_profile_names_is_not_found_in_dockers_own_words(String server) {
        TestWorld.Outcome outcome = docker(server.replace("HOST", registry), "get");
        assertThat(outcome.out()).isEqualTo(NOT_FOUND);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void another_profile_that_is_named_has_nothing_for_the_registry() {
        assertThat(world.run(
                                "profile",
                                "add",
                                "other",
                                "--issuer",
                                service.playground().issuer().toString(),
                                "--client-id",
                                "demo-web")
                        .code())
                .isZero();
        assertThat(docker(registry, "get", "-p", "other").out()).isEqualTo(NOT_FOUND);
        world.with("OAT_PROFILE", "other");
        assertThat(docker(registry, "get").out()).isEqualTo(NOT_FOUND);
        world.with("OAT_PROFILE", "ci");
        assertThat(found(docker(registry, "get")).has("Secret")).isTrue();
    }

    @Test
    void a_profile_in_use_that_is_for_something_else_does_not_hide_the_registrys() {
        assertThat(world.run(
                                "profile",
                                "add",
                                "other",
                                "--issuer",
                                service.playground().issuer().toString(),
                                "--client-id",
                                "demo-web")
                        .code())
                .isZero();
        assertThat(world.run("profile", "use", "other").code()).isZero();
        assertThat(found(docker(registry, "get")).text("Secret")).contains(token());
    }

    @Test
    void a_registry_may_be_one_of_several_that_a_profile_names() {
        for (String api : List.of("https://a.example,http://HOST", "https://a.example http://HOST,https://b.example")) {
            assertThat(world.run("profile", "set", "ci", "api=" + api.replace("HOST", registry))
                            .code())
                    .isZero();
            assertThat(found(docker(registry, "get")).text("Secret")).as(api).contains(token());
        }
    }

    @Test
    void of_several_profiles_for_a_registry_the_one_in_use_counts_and_else_docker_is_told() {
        service.add("second");
        TestWorld.Outcome outcome = docker(registry, "get");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out())
                .contains("several profiles", "ci, second", "oat credential docker -p ci")
                .hasLineCount(1);
        assertThat(world.run("profile", "use", "second").code()).isZero();
        assertThat(found(docker(registry, "get")).has("Secret")).isTrue();
    }

    @Test
    void that_only_the_user_can_help_is_told_where_docker_looks_and_on_standard_error() {
        assertThat(world.run(
                                "profile",
                                "add",
                                "person",
                                "--issuer",
                                service.playground().issuer().toString(),
                                "--client-id",
                                "demo-web",
                                "--api",
                                "https://registry.example")
                        .code())
                .isZero();
        TestWorld.Outcome outcome = docker("registry.example", "get");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.out()).contains("oat login person").hasLineCount(1);
        assertThat(outcome.err()).contains("oat login person");
    }

    @Test
    void what_is_missing_is_told_in_dockers_own_words() {
        for (Map.Entry<String[], String> wrong : Map.of(
                        new String[] {"get", ""}, "no credentials server URL\n",
                        new String[] {"get", " \n"}, "no credentials server URL\n",
                        new String[] {"erase", ""}, "no credentials server URL\n",
                        new String[] {"store", "{\"Username\":\"u\",\"Secret\":\"s\"}"}, "no credentials server URL\n",
                        new String[] {"store", "{\"ServerURL\":\"x\",\"Secret\":\"s\"}"}, "no credentials username\n")
                .entrySet()) {
            TestWorld.Outcome outcome = docker(wrong.getKey()[1], wrong.getKey()[0]);
            assertThat(outcome.out()).isEqualTo(wrong.getValue());
            assertThat(outcome.code()).isEqualTo(2);
        }
        for (String text : List.of("", "no JSON", "[]", "{\"ServerURL\":1}", "x".repeat(1 << 17))) {
            assertThat(docker(text, "store").code()).as(text).isEqualTo(2);
        }
        assertThat(docker("", "pull").out()).contains("unknown credential action pull");
    }

    @Test
    void only_what_came_from_here_is_stored_again_without_a_word() {
        String known = JsonObject.of(Map.of("ServerURL", registry, "Username", "<token>", "Secret", token()))
                .toJson();
        TestWorld.Outcome outcome = docker(known, "store");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out() + outcome.err()).isEmpty();
        for (String other :
                List.of(known.replace("Secret\":\"", "Secret\":\"x"), known.replace(registry, "registry.example"))) {
            TestWorld.Outcome refused = docker(other, "store");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.out()).contains("oat stores no passwords");
            assertThat(refused.out() + refused.err()).doesNotContain(token());
        }
    }

    @Test
    void erase_ends_no_session_and_says_what_would() {
        String before = token();
        TestWorld.Outcome outcome = docker(registry, "erase");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("oat logout ci");
        assertThat(token()).isEqualTo(before);
        assertThat(docker("registry.example", "erase")).isEqualTo(new TestWorld.Outcome(0, "", ""));
    }

    @Test
    void list_names_the_registries_of_the_chosen_profile_only() {
        assertThat(docker("unused", "list").out()).isEqualTo("{}\n");
        assertThat(docker("unused", "list", "-p", "ci").out()).isEqualTo("{\"" + registry + "\":\"<token>\"}\n");
        assertThat(world.run(
                                "profile",
                                "set",
                                "ci",
                                "api=https://index.docker.io,https://registry.example:5000,https://gitlab.example/team")
                        .code())
                .isZero();
        world.with("OAT_PROFILE", "ci");
        assertThat(docker("unused", "list", "--username", "u").out())
                .isEqualTo("{\"https://index.docker.io/v1/\":\"u\",\"registry.example:5000\":\"u\"}\n");
    }

    @Test
    void list_names_no_registry_that_there_is_no_token_for() {
        assertThat(world.run(
                                "profile",
                                "add",
                                "person",
                                "--issuer",
                                service.playground().issuer().toString(),
                                "--client-id",
                                "demo-web",
                                "--api",
                                "https://registry.example")
                        .code())
                .isZero();
        assertThat(docker("unused", "list", "-p", "person")).isEqualTo(new TestWorld.Outcome(0, "{}\n", ""));
    }

    @Test
    void a_token_that_needs_proofs_is_not_handed_over() {
        assertThat(world.run("profile", "set", "ci", "dpop=true").code()).isZero();
        TestWorld.Outcome outcome = docker(registry, "get");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).contains("DPoP").doesNotContain("Secret");
        assertThat(docker("unused", "list", "-p", "ci").out()).isEqualTo("{}\n");
    }
}
