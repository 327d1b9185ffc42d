package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.issuer.ProviderSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import java.nio.file.Path;
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

/** From a sign-in at an identity provider to a token in another domain. */
@Timeout(60)
class IdJagTest {
    private static final List<String> SCOPES = List.of("openid", "profile", "email", "offline_access", "read", "write");

    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("PW", "wonderland").with("S", "chat-secret");
        playground = Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                .client(PlaygroundClient.publicClient("wiki", "Wiki", PlaygroundClient.EVERY_GRANT, SCOPES))
                .provider(ProviderSettings.on(0).client("wiki", "demo-wiki-at-chat"))
                .build());
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

    /** A profile that is signed in at the identity provider. */
    private void signIn(String scope) {
        ok(
                "profile",
                "add",
                "corp",
                "--issuer",
                playground.provider().toString(),
                "--client-id",
                "wiki",
                "--grant-type",
                "password",
                "--username",
                "alice",
                "--scope",
                scope);
        ok("token", "password", "-p", "corp", "--password", "env:PW", "-o", "token");
    }

    private List<String> target(String... more) {
        List<String> words = new ArrayList<>(List.of(
                "--idp",
                "corp",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-wiki-at-chat",
                "--client-secret",
                "env:S",
                "--resource",
                playground.gateway().toString()));
        words.addAll(List.of(more));
        return words;
    }

    private TestWorld.Outcome idJag(String... more) {
        List<String> words = new ArrayList<>(List.of("token", "id-jag"));
        words.addAll(target(more));
        return world.run(words.toArray(new String[0]));
    }

    private void profile(String... more) {
        List<String> words = new ArrayList<>(List.of("profile", "add", "chat", "--grant-type", "id-jag"));
        words.addAll(target(more));
        ok(words.toArray(new String[0]));
    }

    private List<ReceivedRequest> tokens(Part part) {
        return playground.requests().of(part, "/token");
    }

    private ReceivedRequest exchange() {
        List<ReceivedRequest> all = tokens(Part.IDENTITY_PROVIDER);
        return all.get(all.size() - 1);
    }

    private static JsonObject claims(String token) {
        return Jwt.decode(token).claims();
    }

    @Test
    void a_sign_in_at_the_provider_brings_a_token_in_the_other_domain() {
        signIn("openid offline_access");
        TestWorld.Outcome outcome = idJag("--scope", "read", "-o", "token");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        JsonObject token = claims(outcome.out().trim());
        assertThat(token.text("sub")).contains("user-alice");
        assertThat(token.text("client_id")).contains("demo-wiki-at-chat");
        assertThat(token.textOrTexts("aud"))
                .containsExactly(playground.gateway().toString());

        ReceivedRequest exchange = exchange();
        assertThat(exchange.form("requested_token_type")).contains("urn:ietf:params:oauth:token-type:id-jag");
        assertThat(exchange.form("audience")).contains(playground.issuer().toString());
        assertThat(exchange.form("resource")).contains(playground.gateway().toString());
        assertThat(exchange.form("subject_token_type")).contains("urn:ietf:params:oauth:token-type:id_token");
        assertThat(exchange.form("client_id")).contains("wiki");
        ReceivedRequest redeemed = tokens(Part.AUTHORIZATION_SERVER).get(0);
        assertThat(redeemed.form("grant_type")).contains("urn:ietf:params:oauth:grant-type:jwt-bearer");
        assertThat(redeemed.header("Authorization").orElse("")).startsWith("Basic ");
        JsonObject idJag = claims(redeemed.form("assertion").orElseThrow());
        assertThat(idJag.text("client_id")).contains("demo-wiki-at-chat");
    }

    @ParameterizedTest
    @CsvSource({
        "ID_JAG_WRONG_AUD, is for the resource's authorization server",
        "ID_JAG_WRONG_TYP, the JWT is an ID-JAG",
        "ID_JAG_WRONG_CLIENT_ID, is for the client there",
        "ID_JAG_WRONG_RESOURCE, is for the resource:",
        "ID_JAG_WRONG_ISS, is from the identity provider",
        "ID_JAG_WRONG_SUB, is about the user who signed in",
        "ID_JAG_EXPIRED, has not expired",
        "ID_JAG_TOKEN_TYPE, is no access token",
        "WRONG_ISSUED_TOKEN_TYPE, is of the kind that was asked for"
    })
    void an_id_jag_that_is_not_what_was_asked_for_is_not_presented(Fault fault, String check) {
        signIn("openid offline_access");
        playground.faults().on(fault);
        TestWorld.Outcome outcome = idJag();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(check);
        assertThat(tokens(Part.AUTHORIZATION_SERVER)).isEmpty();
    }

    @Test
    void an_access_token_for_another_api_is_not_used() {
        signIn("openid");
        playground.faults().on(Fault.ID_JAG_TOKEN_WRONG_AUD);
        TestWorld.Outcome outcome = idJag();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("the access token is for the resource", "https://elsewhere.example");
    }

    @ParameterizedTest
    @CsvSource({
        "ID_JAG_DENIED, '', access_denied, its administrator",
        "ID_JAG_WRONG_TARGET, '', invalid_target, its administrator",
        ", admin, invalid_scope, ask for fewer"
    })
    void a_policy_that_says_no_is_told_as_the_providers_and_nobody_signs_in_at_the_api(
            Fault fault, String scope, String error, String advice) {
        signIn("openid offline_access");
        if (fault != null) {
            playground.faults().on(fault);
        }
        profile();
        for (TestWorld.Outcome outcome : List.of(
                scope.isEmpty() ? idJag() : idJag("--scope", scope),
                scope.isEmpty() ? world.run("token", "-p", "chat") : idJag("--scope", scope),
                scope.isEmpty()
                        ? world.run(
                                "call",
                                "-p",
                                "chat",
                                "--api",
                                playground.gateway().toString(),
                                playground.gateway() + "/hello")
                        : idJag("--scope", scope))) {
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
            assertThat(outcome.err()).contains(error, playground.provider().toString(), "identity provider", advice);
        }
        assertThat(playground.requests().of(Part.AUTHORIZATION_SERVER))
                .noneMatch(request ->
                        request.path().equals("/authorize") || request.path().equals("/token"));
    }

    @ParameterizedTest
    @CsvSource({"ID_JAG_FOREIGN_KEY, not signed by the identity provider", "ID_JAG_REPLAYED, jti is known"})
    void what_the_other_server_has_against_an_id_jag_is_told_as_its_refusal(Fault fault, String words) {
        signIn("openid offline_access");
        playground.faults().on(fault);
        TestWorld.Outcome outcome = idJag();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("invalid_grant", words, playground.issuer().toString());
    }

    @Test
    void a_profile_keeps_the_id_jag_as_long_as_it_lives_and_then_asks_for_another() {
        signIn("openid offline_access");
        profile();
        String first = ok("token", "-p", "chat");
        assertThat(ok("token", "-p", "chat")).isEqualTo(first);
        String second = ok("token", "-p", "chat", "--force-refresh");
        assertThat(second).isNotEqualTo(first);
        assertThat(tokens(Part.AUTHORIZATION_SERVER)).hasSize(2);
        assertThat(tokens(Part.IDENTITY_PROVIDER)).hasSize(2);

        world.pass(Duration.ofMinutes(6));
        ok("token", "-p", "chat", "--force-refresh");
        // the ID token has ended too: the refresh token brings another, and that another ID-JAG
        assertThat(tokens(Part.IDENTITY_PROVIDER)).hasSize(4);
        assertThat(tokens(Part.IDENTITY_PROVIDER).get(2).form("grant_type")).contains("refresh_token");
        assertThat(exchange().form("subject_token_type")).contains("urn:ietf:params:oauth:token-type:id_token");
    }

    @Test
    void a_kept_id_jag_that_is_taken_once_only_is_replaced() {
        signIn("openid offline_access");
        profile();
        playground.faults().on(Fault.ID_JAG_ONCE);
        ok("token", "-p", "chat");
        ok("token", "-p", "chat", "--force-refresh");
        assertThat(tokens(Part.AUTHORIZATION_SERVER))
                .extracting(ReceivedRequest::status)
                .containsExactly(200, 400, 200);
        assertThat(tokens(Part.IDENTITY_PROVIDER)).hasSize(3);
    }

    @Test
    void without_a_new_id_token_the_refresh_token_is_presented() {
        signIn("openid offline_access");
        profile();
        playground.faults().on(Fault.NO_ID_TOKEN);
        world.pass(Duration.ofMinutes(6));
        ok("token", "-p", "chat");
        assertThat(exchange().form("subject_token_type")).contains("urn:ietf:params:oauth:token-type:refresh_token");
    }

    @ParameterizedTest
    @CsvSource({"openid, has ended", "read, holds no ID token"})
    void without_id_token_and_refresh_token_the_user_is_sent_to_the_provider(String scope, String words) {
        signIn(scope);
        profile();
        world.pass(Duration.ofMinutes(6));
        TestWorld.Outcome outcome = world.run("token", "-p", "chat");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(4);
        assertThat(outcome.err()).contains(words, "corp").doesNotContain("oat login chat");
    }

    @Test
    void an_id_token_that_is_given_needs_no_profile() {
        signIn("openid");
        String idToken = ok("token", "-p", "corp", "-o", "json", "--jq", ".id_token");
        world.with("ID", idToken);
        String token = ok(
                "token",
                "id-jag",
                "--idp",
                playground.provider().toString(),
                "--idp-client-id",
                "wiki",
                "--subject-token",
                "env:ID",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-wiki-at-chat",
                "--client-secret",
                "env:S",
                "-o",
                "token");
        assertThat(claims(token).text("sub")).contains("user-alice");
    }

    @Test
    void the_kept_id_jag_is_no_session_of_its_own_and_goes_with_the_profile() {
        signIn("openid offline_access");
        profile();
        ok("token", "-p", "chat");
        JsonObject status = JsonObject.parse(ok("status", "-o", "json"));
        assertThat((List<?>) status.value("sessions").orElseThrow()).hasSize(2);
        assertThat(ok("status")).contains("renews by id-jag");
        ok("logout", "chat");
        ok("token", "-p", "chat");
        assertThat(tokens(Part.IDENTITY_PROVIDER).stream()
                        .filter(request -> request.form("audience").isPresent()))
                .hasSize(2);
    }

    @Test
    void a_recorded_chain_is_replayed_with_what_was_asked_for_and_nothing_else() {
        signIn("openid offline_access");
        String file = home.resolve("chain.json").toString();
        TestWorld.Outcome first = idJag("--scope", "read", "--record", file);
        assertThat(first.code()).as(first.err()).isZero();
        List<String> words = new ArrayList<>(List.of("record", "replay", file));
        // what was asked for comes from the recording
        words.addAll(target().subList(0, target().indexOf("--resource")));
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err())
                .contains("replaying oat token id-jag", "as recorded: ")
                .containsPattern("as recorded: .*scope");
        List<ReceivedRequest> exchanges = tokens(Part.IDENTITY_PROVIDER).stream()
                .filter(request -> request.form("audience").isPresent())
                .toList();
        assertThat(exchanges).hasSize(2).allSatisfy(request -> {
            assertThat(request.form("scope")).contains("read");
            assertThat(request.form("audience")).contains(playground.issuer().toString());
            assertThat(request.form("resource")).contains(playground.gateway().toString());
        });
        assertThat(outcome.out()).doesNotContain("eyJ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"variable", "default"})
    void a_variable_or_a_default_says_once_who_the_provider_is_and_changes_no_profile(String way) {
        signIn("openid offline_access");
        if (way.equals("variable")) {
            world.with("OAT_IDP", "corp");
        } else {
            ok("profile", "set", "--default", "idp=corp");
        }
        String corp = ok("token", "-p", "corp");
        List<String> words = new ArrayList<>(List.of("token", "id-jag"));
        words.addAll(target());
        words.removeAll(List.of("--idp", "corp"));
        ok(words.toArray(new String[0]));
        assertThat(ok("token", "-p", "corp")).isEqualTo(corp);
        assertThat(tokens(Part.IDENTITY_PROVIDER)).hasSize(2);
    }

    @Test
    void the_doctor_says_before_any_call_which_side_lacks_what() {
        signIn("openid offline_access");
        profile();
        int before = playground.requests().of(Part.IDENTITY_PROVIDER, "/token").size();
        assertThat(ok("doctor", "chat"))
                .contains("id-jag: the server takes ID-JAGs", "profile corp: signed in, and it makes ID-JAGs");
        assertThat(playground.requests().of(Part.IDENTITY_PROVIDER, "/token")).hasSize(before);

        // who takes none makes some, and the other way round
        ok("profile", "set", "chat", "issuer=" + playground.provider());
        assertThat(world.run("doctor", "chat").out()).contains("does not say that it takes ID-JAGs");
        ok("profile", "set", "corp", "issuer=" + playground.issuer());
        assertThat(world.run("doctor", "chat").out())
                .contains("nobody is signed in there", "oat token password -p corp");
    }

    @Test
    void discovery_lists_what_each_side_can() {
        assertThat(ok("discover", playground.issuer().toString()))
                .contains("Grant profiles", "urn:ietf:params:oauth:grant-profile:id-jag");
        assertThat(ok("discover", playground.provider().toString()))
                .contains("Chains by", "urn:ietf:params:oauth:token-type:id-jag");
    }

    @Test
    void explanation_and_recording_show_both_servers_in_every_form() throws Exception {
        signIn("openid offline_access");
        for (String ending : List.of("json", "har", "md")) {
            TestWorld.Outcome outcome = idJag(
                    "--explain", "--record", home.resolve("chain." + ending).toString());
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.err())
                    .contains("oat → identity provider: token-exchange token request")
                    .contains("oat → authorization server: ID-JAG token request");
        }
        String recording = home.resolve("chain.json").toString();
        assertThat(ok("record", "show", recording)).contains("oat → identity provider", "oat → authorization server");
        assertThat(ok("record", "export", "--to", "mermaid", recording))
                .contains("participant I as identity provider", "participant S as authorization server")
                .contains("O->>I: token-exchange token request", "O->>S: ID-JAG token request");
        assertThat(ok("record", "export", "--to", "md", recording)).contains("oat to identity provider");
        assertThat(ok("record", "export", "--to", "curl", recording))
                .contains("requested_token_type=urn:ietf:params:oauth:token-type:id-jag");
        assertThat(JsonObject.parse(ok("record", "export", "--to", "har", recording))
                        .has("log"))
                .isTrue();
    }
}
