package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.RunningCommand;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens bound to a key, from the sign-in to the call (RFC 9449). */
@Timeout(90)
class DpopTest {
    @TempDir
    Path home;

    private TestWorld world;
    private Playground playground;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("S", "service-secret");
        playground = Playground.start(PlaygroundSettings.usual(world.clock(), new SecureRandom()));
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private String[] service(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(
                "--issuer", playground.issuer().toString(), "--client-id", "demo-service", "--client-secret", "env:S"));
        return all.toArray(new String[0]);
    }

    private TestWorld.Outcome call(String path, String... more) {
        List<String> words = new ArrayList<>(List.of("call", playground.gateway() + path));
        words.addAll(List.of(more));
        words.addAll(List.of("--dpop", "--api", playground.gateway().toString()));
        return world.run(service(words.toArray(new String[0])));
    }

    private TestWorld.Outcome ok(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome;
    }

    /** Signs alice in as a client whose tokens are always bound. */
    private Form signIn(String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login",
                "work",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-dpop",
                "--scope",
                "openid offline_access read",
                "--api",
                playground.gateway().toString(),
                "--no-browser"));
        words.addAll(List.of(more));
        RunningCommand command = new RunningCommand(world, words.toArray(new String[0]));
        Form front = Form.parse(command.address().getRawQuery());
        visit(command);
        ok(command.outcome());
        return front;
    }

    private static void visit(RunningCommand command) throws IOException, InterruptedException {
        List<ScriptedBrowser.Step> steps =
                ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(command.address());
        assertThat(steps).isNotEmpty();
    }

    private static Jwt proof(ReceivedRequest request) {
        return Jwt.decode(request.header("DPoP").orElseThrow());
    }

    private static String thumbprint(ReceivedRequest request) {
        return Jwk.parse(proof(request).header().object("jwk").orElseThrow()).thumbprint();
    }

    private List<ReceivedRequest> tokenRequests() {
        return playground.requests().of(Part.AUTHORIZATION_SERVER, "/token");
    }

    private List<ReceivedRequest> calls() {
        return playground.requests().of(Part.GATEWAY);
    }

    private JsonObject session() throws IOException {
        return JsonObject.parse(Files.readString(sessionFile()));
    }

    private Path sessionFile() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().contains("sessions")
                            && file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path keyFile(Jwk key) throws IOException {
        Path file = home.resolve("key.jwk");
        Files.writeString(file, key.toPrivateJson().toJson());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @Test
    void a_bound_token_is_got_and_used_with_one_key_and_a_proof_for_each_request() {
        TestWorld.Outcome outcome = ok(call("/hello?a=b"));
        assertThat(outcome.out()).contains("demo-service");
        assertThat(outcome.err()).isEmpty();
        ReceivedRequest token = tokenRequests().get(0);
        ReceivedRequest api = calls().get(0);
        assertThat(proof(token).claims().text("htu")).contains(playground.issuer() + "/token");
        assertThat(proof(token).claims().text("htm")).contains("POST");
        assertThat(proof(api).claims().text("htu")).contains(playground.gateway() + "/hello");
        assertThat(proof(api).claims().has("ath")).isTrue();
        assertThat(thumbprint(api)).isEqualTo(thumbprint(token));
        assertThat(api.header("Authorization").orElseThrow()).startsWith("DPoP ");
    }

    @Test
    void the_next_process_has_the_key_and_the_nonces() {
        playground.faults().on(Fault.DPOP_NONCE);
        ok(call("/hello"));
        int before = calls().size();
        assertThat(before).isEqualTo(2);
        ok(call("/hello"));
        assertThat(calls()).hasSize(before + 1);
        assertThat(tokenRequests()).hasSize(2);
        assertThat(thumbprint(calls().get(before)))
                .isEqualTo(thumbprint(tokenRequests().get(0)));
    }

    @Test
    void a_nonce_costs_one_more_request_at_each_server_and_no_proof_is_sent_twice() {
        playground.faults().on(Fault.DPOP_NONCE);
        ok(call("/hello"));
        assertThat(tokenRequests()).extracting(ReceivedRequest::status).containsExactly(400, 200);
        assertThat(calls()).extracting(ReceivedRequest::status).containsExactly(401, 200);
        Set<String> names = new HashSet<>();
        Stream.concat(tokenRequests().stream(), calls().stream())
                .forEach(
                        request -> names.add(proof(request).claims().text("jti").orElseThrow()));
        assertThat(names).hasSize(4);
    }

    @Test
    void a_client_assertion_is_made_anew_for_the_second_request() {
        playground.faults().on(Fault.DPOP_NONCE);
        world.with("J", "jwt-secret-with-at-least-32-bytes");
        ok(world.run(
                "token",
                "client-credentials",
                "--issuer",
                playground.issuer().toString(),
                "--client-id",
                "demo-secret-jwt",
                "--client-secret",
                "env:J",
                "--auth-method",
                "client_secret_jwt",
                "--dpop"));
        assertThat(tokenRequests()).hasSize(2);
        assertThat(tokenRequests().get(0).form("client_assertion"))
                .isNotEqualTo(tokenRequests().get(1).form("client_assertion"));
    }

    @Test
    void endless_challenges_end_after_the_second_request() {
        playground.faults().on(Fault.DPOP_NONCE_ENDLESS);
        TestWorld.Outcome outcome = world.run(service("token", "client-credentials", "--dpop"));
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("use_dpop_nonce");
        assertThat(tokenRequests()).hasSize(2);
        playground.faults().clear();
        ok(call("/hello"));
        int before = calls().size();
        playground.faults().on(Fault.DPOP_NONCE_ENDLESS);
        TestWorld.Outcome refused = call("/hello");
        assertThat(refused.out()).contains("use_dpop_nonce");
        assertThat(refused.err()).contains("the API refused the request (401, use_dpop_nonce");
        assertThat(calls()).hasSize(before + 2);
    }

    @ParameterizedTest
    @CsvSource({"DPOP_BEARER, token_type, RFC 9449 §5", "DPOP_WRONG_CNF, cnf.jkt, RFC 9449 §6.1"})
    void a_downgrade_is_seen_and_the_token_is_not_used(Fault fault, String check, String spec) {
        playground.faults().on(fault);
        TestWorld.Outcome outcome = call("/hello");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(outcome.err()).contains(spec);
        assertThat(calls()).isEmpty();
        assertThat(world.run(service("token", "client-credentials", "--dpop", "-o", "json"))
                        .err())
                .contains(check.equals("token_type") ? "Bearer" : "bound to our key");
    }

    @Test
    void a_token_that_names_no_key_is_warned_of() {
        playground.faults().on(Fault.DPOP_NO_CNF);
        TestWorld.Outcome outcome = ok(call("/hello"));
        assertThat(outcome.err()).contains("names no key (cnf.jkt, RFC 9449 §6.1)");
    }

    @Test
    void a_server_that_takes_proofs_for_replays_is_told_as_it_is() {
        playground.faults().on(Fault.DPOP_REPLAYED);
        TestWorld.Outcome outcome = world.run(service("token", "client-credentials", "--dpop"));
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("invalid_dpop_proof", "its jti is known");
    }

    @Test
    void a_sign_in_names_the_key_first_and_keeps_it_with_the_session() throws Exception {
        Form front = signIn("--dpop");
        JsonObject session = session();
        Jwk key = Jwk.parse(JsonObject.parse(session.text("key").orElseThrow()));
        assertThat(front.first("dpop_jkt")).contains(key.thumbprint());
        assertThat(thumbprint(tokenRequests().get(0))).isEqualTo(key.thumbprint());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sessionFile())))
                .isEqualTo("rw-------");
        assertThat(ok(world.run("call", "-p", "work", playground.gateway() + "/hello"))
                        .out())
                .contains("alice");
        assertThat(ok(world.run("status", "-p", "work")).out()).contains("bound to a key (DPoP)");
        assertThat(ok(world.run("status", "-o", "json")).out()).contains("\"sender_constraint\":\"dpop\"");
    }

    @Test
    void a_pushed_request_carries_a_proof_by_the_same_key() throws Exception {
        playground.faults().on(Fault.DPOP_NONCE);
        Form front = signIn("--dpop", "--par");
        assertThat(front.fields()).extracting(Form.Field::name).containsExactly("client_id", "request_uri");
        List<ReceivedRequest> pushed = playground.requests().of(Part.AUTHORIZATION_SERVER, "/par");
        assertThat(pushed).extracting(ReceivedRequest::status).containsExactly(400, 201);
        assertThat(pushed.get(1).form("dpop_jkt")).contains(thumbprint(pushed.get(1)));
        assertThat(tokenRequests()).hasSize(1);
        assertThat(thumbprint(tokenRequests().get(0))).isEqualTo(thumbprint(pushed.get(1)));
    }

    @Test
    void a_public_clients_refresh_token_is_spent_with_the_sessions_key_and_the_new_token_keeps_it() throws Exception {
        signIn("--dpop");
        String key = session().text("key").orElseThrow();
        world.pass(Duration.ofMinutes(11));
        assertThat(ok(world.run("call", "-p", "work", playground.gateway() + "/hello"))
                        .out())
                .contains("alice");
        assertThat(tokenRequests()).hasSize(2);
        assertThat(thumbprint(tokenRequests().get(1)))
                .isEqualTo(thumbprint(tokenRequests().get(0)));
        assertThat(session().text("key")).contains(key);
    }

    /** A downgrade at a renewal is seen, costs nothing but that token, and sends nothing to the API. */
    @ParameterizedTest
    @CsvSource({"DPOP_BEARER, token_type, RFC 9449 §5", "DPOP_WRONG_CNF, bound to our key, RFC 9449 §6.1"})
    void a_renewal_that_is_not_bound_to_our_key_is_refused_and_the_session_goes_on(
            Fault fault, String check, String section) throws Exception {
        signIn("--dpop");
        String before =
                session().object("token").orElseThrow().text("access_token").orElseThrow();
        world.pass(Duration.ofMinutes(11));
        playground.faults().on(fault);

        TestWorld.Outcome refused = world.run("call", "-p", "work", playground.gateway() + "/hello");

        assertThat(refused.code()).as(refused.err()).isEqualTo(6);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains(check.equals("token_type") ? "the token's type" : check, section);
        assertThat(refused.err()).contains("the session stays");
        assertThat(calls()).isEmpty();
        assertThat(session().object("token").orElseThrow().text("access_token")).contains(before);

        playground.faults().clear();
        TestWorld.Outcome good = ok(world.run("call", "-p", "work", playground.gateway() + "/hello", "--fail"));
        assertThat(good.out()).contains("alice");
    }

    @Test
    void a_401_renews_the_token_and_keeps_the_binding() throws Exception {
        signIn("--dpop");
        playground.expireAccessTokens();
        assertThat(ok(world.run("call", "-p", "work", playground.gateway() + "/hello"))
                        .out())
                .contains("alice");
        assertThat(calls()).extracting(ReceivedRequest::status).containsExactly(401, 200);
        assertThat(thumbprint(calls().get(1)))
                .isEqualTo(thumbprint(tokenRequests().get(0)));
    }

    @Test
    void logout_takes_the_key_away() throws Exception {
        signIn("--dpop");
        String key = Jwk.parse(JsonObject.parse(session().text("key").orElseThrow()))
                .toPrivateJson()
                .text("d")
                .orElseThrow();
        ok(world.run("logout", "work"));
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).as("%s", file).doesNotContain(key);
            }
        }
    }

    @Test
    void userinfo_is_asked_with_a_proof() throws Exception {
        signIn("--dpop");
        playground.faults().on(Fault.DPOP_NONCE);
        assertThat(ok(world.run("userinfo", "work")).out()).contains("user-alice");
        List<ReceivedRequest> asked = playground.requests().of(Part.AUTHORIZATION_SERVER, "/userinfo");
        assertThat(asked).extracting(ReceivedRequest::status).containsExactly(401, 200);
        assertThat(thumbprint(asked.get(1)))
                .isEqualTo(thumbprint(tokenRequests().get(0)));
    }

    @Test
    void a_client_that_must_bind_its_tokens_gets_none_without() {
        RunningCommand command = new RunningCommand(
                world, "login", "--issuer", playground.issuer().toString(), "--client-id", "demo-dpop", "--no-browser");
        try {
            visit(command);
            TestWorld.Outcome outcome = command.outcome();
            assertThat(outcome.code()).isEqualTo(3);
            assertThat(outcome.err()).contains("bound to a DPoP key");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"token", "header", "env"})
    void outputs_for_bearer_programs_refuse_before_a_token_is_asked_for(String format) {
        TestWorld.Outcome outcome = world.run(service("token", "client-credentials", "--dpop", "-o", format));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("bound to a key by DPoP", "oat call sends it with a proof");
        assertThat(tokenRequests()).isEmpty();
    }

    @Test
    void the_stored_token_is_not_given_to_a_bearer_program_either() throws Exception {
        signIn("--dpop");
        TestWorld.Outcome outcome = world.run("token", "-p", "work");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(ok(world.run("token", "-p", "work", "-o", "json")).out()).contains("\"sender_constraint\":\"dpop\"");
    }

    @Test
    void an_ephemeral_key_is_warned_of_and_a_file_is_not() throws Exception {
        TestWorld.Outcome ephemeral = ok(world.run(service("token", "client-credentials", "--dpop")));
        assertThat(ephemeral.err()).contains("bound to a key that ends with this command", "--dpop-key FILE");
        Jwk key = Jwk.generate("ES256", new SecureRandom());
        TestWorld.Outcome kept = ok(world.run(service(
                "token", "client-credentials", "--dpop-key", keyFile(key).toString())));
        assertThat(kept.err()).isEmpty();
        assertThat(thumbprint(tokenRequests().get(1))).isEqualTo(key.thumbprint());
    }

    @Test
    void a_token_that_is_given_is_used_with_the_key_that_is_given() throws Exception {
        Path file = keyFile(Jwk.generate("EdDSA", new SecureRandom()));
        String token = JsonObject.parse(
                        ok(world.run(service("token", "client-credentials", "--dpop-key", file.toString())))
                                .out())
                .text("access_token")
                .orElseThrow();
        world.with("T", token);
        String url = playground.gateway() + "/hello";
        assertThat(ok(world.run("call", url, "--token", "env:T", "--dpop-key", file.toString()))
                        .out())
                .contains("demo-service");
        TestWorld.Outcome without = world.run("call", url, "--token", "env:T", "--dpop");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("--dpop-key FILE");
        assertThat(world.run("call", url, "--token", "env:T").out()).contains("was shown as a bearer token");
    }

    @Test
    void sessions_of_bearer_and_bound_tokens_and_of_other_keys_are_apart() throws Exception {
        Path file = keyFile(Jwk.generate("ES256", new SecureRandom()));
        String api = playground.gateway().toString();
        ok(world.run(service("call", api + "/hello", "--api", api)));
        ok(call("/hello"));
        ok(world.run(service("call", api + "/hello", "--api", api, "--dpop-key", file.toString())));
        keyFile(Jwk.generate("ES256", new SecureRandom()));
        ok(world.run(service("call", api + "/hello", "--api", api, "--dpop-key", file.toString())));
        assertThat(tokenRequests()).hasSize(4);
        assertThat(calls()).extracting(ReceivedRequest::status).containsOnly(200);
    }

    @Test
    void a_key_that_signs_nothing_is_refused_by_name() throws Exception {
        Path file = home.resolve("public.jwk");
        Files.writeString(
                file, Jwk.generate("ES256", new SecureRandom()).toPublicJson().toJson());
        TestWorld.Outcome outcome = world.run(service("token", "client-credentials", "--dpop-key", file.toString()));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("--dpop-key");
        assertThat(tokenRequests()).isEmpty();
    }

    @Test
    void every_page_and_every_address_is_proved_afresh() throws Exception {
        playground.faults().on(Fault.DPOP_NONCE);
        ok(call("/orders", "--paginate", "--slurp", "--scope", "read"));
        List<String> names = new ArrayList<>();
        for (ReceivedRequest request : calls()) {
            names.add(proof(request).claims().text("jti").orElseThrow());
        }
        assertThat(names).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void ten_calls_at_once_outlive_a_change_of_the_nonce() throws Exception {
        playground.faults().on(Fault.DPOP_NONCE);
        ok(call("/hello"));
        int before = calls().size();
        playground.rotateNonces();
        Path list = home.resolve("urls.txt");
        Files.writeString(list, (playground.gateway() + "/hello\n").repeat(10));
        TestWorld.Outcome outcome = ok(world.run(service(
                "call",
                "--from",
                list.toString(),
                "--parallel",
                "10",
                "--dpop",
                "--api",
                playground.gateway().toString())));
        assertThat(outcome.out().lines().toList()).hasSize(10).allMatch(line -> line.contains("\"status\":200"));
        List<ReceivedRequest> sent = calls().subList(before, calls().size());
        assertThat(sent).filteredOn(request -> request.status() == 200).hasSize(10);
        assertThat(sent).hasSizeLessThanOrEqualTo(20);
        Set<String> names = new HashSet<>();
        sent.forEach(request -> names.add(proof(request).claims().text("jti").orElseThrow()));
        assertThat(names).hasSameSizeAs(sent);
    }

    @Test
    void calls_at_the_moment_of_expiry_never_mix_a_token_with_another_key() throws Exception {
        ok(call("/hello"));
        world.waiting().pass(Duration.ofMinutes(11));
        List<RunningCommand> commands = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            commands.add(new RunningCommand(
                    world,
                    service(
                            "call",
                            playground.gateway() + "/hello",
                            "--dpop",
                            "--api",
                            playground.gateway().toString(),
                            i % 2 == 0 ? "--force-refresh" : "-i")));
        }
        for (RunningCommand command : commands) {
            assertThat(ok(command.outcome()).out()).contains("demo-service");
        }
        assertThat(calls()).extracting(ReceivedRequest::status).containsOnly(200);
    }

    @Test
    void a_redirect_within_the_origin_gets_a_proof_for_its_own_address() {
        ok(call("/redirect?to=/hello", "--follow"));
        assertThat(calls())
                .extracting(request -> proof(request).claims().text("htu").orElseThrow())
                .containsExactly(playground.gateway() + "/redirect", playground.gateway() + "/hello");
    }

    @Test
    void a_redirect_to_another_origin_gets_neither_token_nor_proof() {
        ok(call("/redirect?to=" + playground.backend() + "/headers", "--follow"));
        ReceivedRequest last =
                playground.requests().of(Part.BACKEND, "/headers").get(0);
        assertThat(last.header("DPoP")).isEmpty();
        assertThat(last.header("Authorization")).isEmpty();
    }

    @Test
    void what_v_shows_holds_no_proof() {
        TestWorld.Outcome outcome = ok(call("/hello", "-vv"));
        String proof = calls().get(0).header("DPoP").orElseThrow();
        assertThat(outcome.err()).contains("> DPoP: [").doesNotContain(proof);
    }
}
