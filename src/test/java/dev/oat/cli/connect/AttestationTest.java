package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Playground;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client for whose instance an attester vouches (draft-ietf-oauth-attestation-based-client-auth). */
@Timeout(90)
class AttestationTest {
    private static final String ATTESTATION = "OAuth-Client-Attestation";
    private static final String PROOF = "OAuth-Client-Attestation-PoP";

    @TempDir
    Path home;

    private final Jwk instance = Jwk.generate("ES256", new SecureRandom());
    private TestWorld world;
    private Playground playground;
    private String attestation = "";

    @BeforeEach
    void start() throws IOException {
        world = TestWorld.at(home).with("PW", "wonderland");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
        attestation = attestation("demo-attested", instance, playground.clientKey());
        keep("attestation", attestation);
        keep("instance.jwk", instance.toPrivateJson().toJson());
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    /** What an attester says of a client's instance that holds a key; good for as long as any test runs. */
    static String attestation(String client, Jwk instance, Jwk attester) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", client);
        claims.put("exp", 4_000_000_000L);
        claims.put("cnf", Map.of("jwk", instance.toBareJson().members()));
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("typ", "oauth-client-attestation+jwt");
        header.put("alg", "ES256");
        attester.keyId().ifPresent(kid -> header.put("kid", kid));
        return Jwt.sign(JsonObject.of(header), JsonObject.of(claims), attester);
    }

    private void keep(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private String[] words(String command, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of(
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-attested",
                "--attestation",
                "file:" + home.resolve("attestation"),
                "--attestation-key",
                home.resolve("instance.jwk").toString()));
        words.addAll(List.of(more));
        return words.toArray(new String[0]);
    }

    private TestWorld.Outcome run(String command, String... more) {
        return world.run(words(command, more));
    }

    private static TestWorld.Outcome ok(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    private List<ReceivedRequest> sent(String path) {
        return playground.requests().of(Part.AUTHORIZATION_SERVER, path);
    }

    private static Jwt proof(ReceivedRequest request) {
        return Jwt.decode(request.header(PROOF).orElseThrow());
    }

    private static Optional<String> challenge(ReceivedRequest request) {
        return proof(request).claims().text("challenge");
    }

    private void visit(URI page) {
        try {
            List<ScriptedBrowser.Step> steps =
                    ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(page);
            assertThat(steps).isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token(String... more) {
        String[] all = new String[more.length + 2];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "-o";
        all[more.length + 1] = "json";
        return ok(run("token client-credentials", all)).out();
    }

    /** Does at every endpoint that knows its clients what is done there. */
    private void everywhere() throws Exception {
        world.with("T", JsonObject.parse(token()).text("access_token").orElseThrow());
        ok(run("introspect", "env:T"));
        ok(run("revoke", "env:T"));
        world.duringPause(
                () -> visit(URI.create(playground.issuer() + "/device?user_code=" + playground.lastUserCode())));
        ok(run("token device", "--scope", "read"));
        world.duringPause(() -> visit(URI.create(playground.issuer() + "/ciba")));
        ok(run("token ciba", "--login-hint", "alice"));
        RunningCommand login = new RunningCommand(
                world, words("login work", "--no-browser", "--par", "--scope", "offline_access read"));
        visit(login.address());
        ok(login.outcome());
        ok(world.run("token", "refresh", "-p", "work"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ATTESTATION_CHALLENGE", "ATTESTATION_ENDPOINT"})
    void every_endpoint_that_knows_its_clients_is_shown_the_attestation_and_a_proof_of_its_own(String fault)
            throws Exception {
        if (!fault.isEmpty()) {
            playground.faults().on(Fault.valueOf(fault));
        }
        everywhere();

        Set<String> names = new HashSet<>();
        for (String path :
                List.of("/token", "/introspect", "/revoke", "/device_authorization", "/bc-authorize", "/par")) {
            assertThat(sent(path)).as(path).isNotEmpty().allSatisfy(request -> {
                assertThat(request.header(ATTESTATION)).contains(attestation);
                Jwt proof = proof(request);
                assertThat(proof.header().text("typ")).contains("oauth-client-attestation-pop+jwt");
                assertThat(proof.claims().text("aud"))
                        .contains(playground.issuer().toString());
                assertThat(names.add(proof.claims().text("jti").orElseThrow())).isTrue();
                assertThat(request.form("client_id")).contains("demo-attested");
                assertThat(request.form("client_secret")).isEmpty();
            });
            assertThat(sent(path))
                    .last()
                    .satisfies(request ->
                            assertThat(challenge(request).isPresent()).isEqualTo(!fault.isEmpty()));
        }
    }

    @Test
    void a_challenge_that_the_answer_brings_is_put_into_the_proof_once_and_told() {
        playground.faults().on(Fault.ATTESTATION_CHALLENGE);
        TestWorld.Outcome outcome = ok(run("token client-credentials", "--explain"));

        assertThat(sent("/token")).hasSize(2);
        assertThat(challenge(sent("/token").get(0))).isEmpty();
        assertThat(challenge(sent("/token").get(1))).isPresent();
        assertThat(outcome.err()).contains("once more, with the server's challenge");
    }

    @Test
    void a_server_with_a_challenge_endpoint_is_asked_there_before_each_proof() {
        playground.faults().on(Fault.ATTESTATION_ENDPOINT);
        token();

        assertThat(sent("/challenge")).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.header(ATTESTATION)).isEmpty();
        });
        assertThat(sent("/token"))
                .singleElement()
                .satisfies(request -> assertThat(challenge(request)).isPresent());
    }

    @Test
    void the_nonce_of_the_token_s_proof_and_the_challenge_of_the_client_s_may_both_be_wanted() {
        playground.faults().on(Fault.ATTESTATION_CHALLENGE);
        playground.faults().on(Fault.DPOP_NONCE);
        token("--dpop-key", home.resolve("instance.jwk").toString());

        assertThat(sent("/token")).hasSizeBetween(2, 3).last().satisfies(request -> {
            assertThat(challenge(request)).isPresent();
            assertThat(Jwt.decode(request.header("DPoP").orElseThrow()).claims().text("nonce"))
                    .isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ATTESTATION_ENDLESS | 2 | use_attestation_challenge | the same command with --explain",
                "ATTESTATION_STALE             | 1 | use_fresh_attestation | get a new attestation",
                "ATTESTATION_REFUSED           | 1 | invalid_client_attestation | trusts the attester",
                "ATTESTATION_REPLAYED          | 1 | was used before | trusts the attester"
            })
    void a_refusal_says_what_the_server_wants_instead(String fault, int requests, String said, String hint) {
        playground.faults().on(Fault.valueOf(fault));
        TestWorld.Outcome outcome = run("token client-credentials");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains(said).contains(hint);
        assertThat(sent("/token")).hasSize(requests);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other key     | is for another key than --attestation-key",
                "other client  | is for the client demo-web, not for demo-attested",
                "other JWT     | names no key (cnf.jwk)",
            })
    void what_no_server_could_take_is_not_sent(String what, String problem) throws IOException {
        Jwk attester = playground.clientKey();
        keep(
                "attestation",
                switch (what) {
                    case "other key" -> attestation("demo-attested", attester, attester);
                    case "other client" -> attestation("demo-web", instance, attester);
                    default ->
                        Jwt.sign(
                                JsonObject.of(Map.of("alg", "ES256")),
                                JsonObject.of(Map.of("sub", "demo-attested")),
                                attester);
                });
        TestWorld.Outcome outcome = run("token client-credentials");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains(problem);
        assertThat(sent("/token")).isEmpty();
    }

    @Test
    void a_session_is_renewed_with_the_attestation_that_its_reference_gives_then() throws Exception {
        RunningCommand login =
                new RunningCommand(world, words("login work", "--no-browser", "--scope", "offline_access read"));
        visit(login.address());
        ok(login.outcome());
        String fresh = attestation("demo-attested", instance, playground.clientKey());
        keep("attestation", fresh);

        ok(world.run("token", "-p", "work", "--force-refresh", "--no-input"));

        assertThat(sent("/token"))
                .last()
                .satisfies(request -> assertThat(request.header(ATTESTATION)).contains(fresh));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-vv", "--explain", "--curl", "--record"})
    void neither_header_is_shown_or_kept(String option) throws IOException {
        Path file = home.resolve("flow.har");
        TestWorld.Outcome outcome = option.equals("--record")
                ? ok(run("token client-credentials", option, file.toString()))
                : ok(run("token client-credentials", option));

        String shown = option.equals("--record") ? Files.readString(file) : outcome.err() + outcome.out();
        String proof = sent("/token").get(0).header(PROOF).orElseThrow();
        assertThat(shown).containsIgnoringCase(ATTESTATION);
        for (String secret : List.of(attestation, proof)) {
            assertThat(shown).doesNotContain(secret).doesNotContain(secret.substring(secret.lastIndexOf('.') + 1));
        }
    }

    @Test
    void the_doctor_says_that_the_client_authenticates_so() {
        TestWorld.Outcome outcome = run("doctor", "--grant-type", "client_credentials");

        assertThat(outcome.out() + outcome.err())
                .contains("authenticates by attest_jwt_client_auth, as there is a client attestation");
    }

    @Test
    void what_the_server_takes_is_told_of_it() {
        TestWorld.Outcome outcome = world.run("discover", playground.issuer().toString());

        assertThat(outcome.out()).contains("Client attestations").contains("attest_jwt_client_auth");
    }
}
