package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.jose.Jwt;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
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

/** Tokens that come from another profile's session. */
@Timeout(60)
class ProfileReferenceTest {
    private static final List<String> SCOPES = List.of("openid", "profile", "email", "offline_access", "read", "write");
    private static final String TYPES = "urn:ietf:params:oauth:token-type:";

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("PW", "wonderland");
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .client(PlaygroundClient.publicClient("app", "App", PlaygroundClient.EVERY_GRANT, SCOPES))
                .build());
        add("corp", "password", "--username", "alice", "--scope", "openid read offline_access");
        ok("token", "password", "-p", "corp", "--password", "env:PW", "-o", "token");
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String ok(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome.out().trim();
    }

    private void add(String name, String grantType, String... more) {
        List<String> words = new ArrayList<>(List.of("profile", "add", name));
        words.addAll(
                List.of("--issuer", playground.issuer().toString(), "--client-id", "app", "--grant-type", grantType));
        words.addAll(List.of(more));
        ok(words.toArray(new String[0]));
    }

    private ReceivedRequest last() {
        List<ReceivedRequest> all = playground.requests().of(Part.AUTHORIZATION_SERVER, "/token");
        return all.get(all.size() - 1);
    }

    private String stored(String member) {
        return ok("token", "-p", "corp", "-o", "json", "--jq", "." + member);
    }

    @ParameterizedTest
    @CsvSource({
        "'', access_token",
        "#access_token, access_token",
        "#id_token, id_token",
        "#refresh_token, refresh_token"
    })
    void a_subject_token_may_be_any_token_of_another_profile_and_its_type_goes_along(String fragment, String kind) {
        String expected = stored(kind);
        add("chain", "token-exchange", "--subject-token", "profile:corp" + fragment);
        String token = ok("token", "-p", "chain");
        assertThat(Jwt.decode(token).claims().text("sub")).contains("user-alice");
        assertThat(last().form("subject_token")).contains(expected);
        assertThat(last().form("subject_token_type")).contains(TYPES + kind);
    }

    @Test
    void an_actor_token_an_assertion_and_a_client_assertion_may_come_from_another_profile_too() {
        String idToken = stored("id_token");
        world.run(
                "token",
                "token-exchange",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "app",
                "--subject-token",
                "profile:corp",
                "--actor-token",
                "profile:corp#id_token");
        assertThat(last().form("actor_token")).contains(idToken);
        assertThat(last().form("actor_token_type")).contains(TYPES + "id_token");
        for (String[] way : new String[][] {
            {"jwt-bearer", "--assertion", "assertion"}, {"client-credentials", "--client-assertion", "client_assertion"}
        }) {
            world.run(
                    "token",
                    way[0],
                    "--issuer",
                    playground.issuer().toString(),
                    "--client-id",
                    "app",
                    way[1],
                    "profile:corp#id_token");
            assertThat(last().form(way[2])).as(way[1]).contains(idToken);
        }
    }

    @Test
    void each_link_renews_itself() {
        add("chain", "token-exchange", "--subject-token", "profile:corp");
        add("longer", "token-exchange", "--subject-token", "profile:chain");
        String first = ok("token", "-p", "longer");
        assertThat(ok("token", "-p", "longer")).isEqualTo(first);
        int before = playground.requests().tokenRequests("refresh_token").size();
        world.pass(Duration.ofMinutes(11));
        String second = ok("token", "-p", "longer");
        assertThat(second).isNotEqualTo(first);
        assertThat(playground.requests().tokenRequests("refresh_token")).hasSize(before + 1);
        assertThat(playground.requests().tokenRequests(TYPES.replace("token-type", "grant-type") + "token-exchange"))
                .hasSize(4);
    }

    @Test
    void an_id_token_that_has_ended_is_renewed_though_the_access_token_is_good() {
        String old = stored("id_token");
        add("chain", "token-exchange", "--subject-token", "profile:corp#id_token");
        world.pass(Duration.ofMinutes(6));
        ok("token", "-p", "chain");
        assertThat(last().form("subject_token").orElseThrow()).isNotEqualTo(old);
    }

    /** A profile's file, as an editor may have left it. */
    private void write(String name, String line) throws Exception {
        Path file = home.resolve(".config/oat/profiles/" + name + ".toml");
        Files.writeString(file, "issuer = \"" + playground.issuer() + "\"\nclient_id = \"app\"\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject_token", "actor_token", "assertion", "client_assertion", "client_secret", "idp"})
    void profiles_that_lead_back_to_themselves_are_refused_before_any_request(String key) throws Exception {
        boolean idp = key.equals("idp");
        String own = idp
                ? "grant_type = \"id-jag\"\nidp = \"%s\""
                : key.equals("assertion")
                        ? "grant_type = \"jwt-bearer\"\nassertion = \"profile:%s\""
                        : "grant_type = \"token-exchange\"\nsubject_token = \"profile:%s\"";
        write("a", String.format(own, "b"));
        write(
                "b",
                "grant_type = \"token-exchange\"\n"
                        + (key.equals("subject_token") ? "" : "subject_token = \"env:PW\"\n") + key + " = \""
                        + (idp ? "" : "profile:") + "c\"");
        write("c", String.format(own, "b"));
        write("self", String.format(own, "self"));
        int before = playground.requests().of(Part.AUTHORIZATION_SERVER).size();
        TestWorld.Outcome outcome = world.run("token", "-p", "a");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains("in a circle: a → b → c → b");
        TestWorld.Outcome alone = world.run("token", "-p", "self");
        assertThat(alone.err()).contains("in a circle: self → self");
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER).stream()
                        .filter(request -> request.path().equals("/token")))
                .hasSize(1);
        assertThat(before).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "profile:nobody, there is no profile",
        "profile:corp#token, 'profile:NAME#access_token, profile:NAME#id_token'",
        "profile:, 'profile:NAME#access_token'",
        "profile:../x, 'profile:NAME#access_token'"
    })
    void what_names_no_token_of_a_profile_is_told(String reference, String words) {
        TestWorld.Outcome outcome = world.run(
                "token",
                "token-exchange",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "app",
                "--subject-token",
                reference);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(words);
    }

    @Test
    void another_profiles_renewed_token_is_no_other_users() {
        List<String> words = List.of(
                "token",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "app",
                "--grant-type",
                "token-exchange",
                "--subject-token",
                "profile:corp");
        String first = ok(words.toArray(new String[0]));
        ok("token", "-p", "corp", "--force-refresh");
        assertThat(ok(words.toArray(new String[0]))).isEqualTo(first);
    }

    @Test
    void a_profile_that_nobody_is_signed_in_to_is_named() {
        add("empty", "authorization_code");
        add("chain", "token-exchange", "--subject-token", "profile:empty#id_token");
        TestWorld.Outcome outcome = world.run("token", "-p", "chain");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err()).contains("oat login empty");
    }
}
