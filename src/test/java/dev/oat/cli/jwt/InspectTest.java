package dev.oat.cli.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and keys are looked into: by a shared secret, decrypted, in other forms, by their server's word. */
class InspectTest {
    private static final String SHARED = "a-shared-secret-of-at-least-32-bytes";

    @TempDir
    Path home;

    private TestWorld world;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("S", SHARED).with("OTHER", SHARED + "!");
    }

    private String file(String name, String text) throws Exception {
        Path path = Files.writeString(home.resolve(name), text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        return path.toString();
    }

    private String out(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome.out();
    }

    @Test
    void a_token_is_verified_by_a_shared_secret_and_by_no_other() {
        world.with(
                "T",
                out("jwt", "sign", "--secret", "env:S", "--claim", "sub=me").strip());
        assertThat(out("jwt", "verify", "env:T", "--secret", "env:S")).contains("Every check that applies has passed");
        assertThat(world.run("jwt", "verify", "env:T", "--secret", "env:OTHER").code())
                .isEqualTo(6);
        assertThat(world.run("jwt", "verify", "env:T", "--secret", "env:S", "--key", "x")
                        .code())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--audience https://a.example | sub=me                       | for nobody in particular",
                "--audience https://a.example | aud=https://b.example        | for another API",
                "--issuer https://as.example  | sub=me                       | does not say who issued it",
                "--issuer https://as.example  | iss=https://as.example/      | --issuer to the letter",
                "--client-id c                | sub=me                       | does not say to which client",
                "--client-id c                | client_id=d                  | issued to another client",
                "--nonce literal:n            | sub=me                       | carries no nonce",
                "--nonce literal:n            | nonce=m                      | another sign-in",
            })
    void the_hint_for_a_missing_claim_is_another_than_for_a_wrong_one(String option, String claim, String hint) {
        world.with(
                "T", out("jwt", "sign", "--secret", "env:S", "--claim", claim).strip());
        String[] words = ("jwt verify env:T --secret env:S " + option).split(" ");
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(6);
        assertThat(outcome.err()).contains(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "ES256", "EdDSA", "PS384", "ES512"})
    void a_key_goes_from_jwk_to_pem_and_back(String alg) throws Exception {
        String jwk = file("key.jwk", out("jwk", "generate", "--alg", alg));
        String pem = file("key.pem", out("jwk", "convert", jwk));
        assertThat(Files.readString(Path.of(pem))).startsWith("-----BEGIN PRIVATE KEY-----");
        String again = file("again.jwk", out("jwk", "convert", pem, "--key-id", "k", "--alg", alg));
        assertThat(out("jwk", "thumbprint", again)).isEqualTo(out("jwk", "thumbprint", jwk));
        assertThat(JsonObject.parse(Files.readString(Path.of(again))).text("kid"))
                .contains("k");
        String open = file("public.pem", out("jwk", "convert", jwk, "--public"));
        assertThat(Files.readString(Path.of(open))).startsWith("-----BEGIN PUBLIC KEY-----");
        String back = out("jwk", "convert", open);
        assertThat(JsonObject.parse(back).has("d")).isFalse();
        assertThat(out("jwk", "thumbprint", file("back.jwk", back))).isEqualTo(out("jwk", "thumbprint", jwk));
        world.with(
                "T",
                out("jwt", "sign", "--signing-key", pem, "--signing-alg", alg, "--claim", "a=b")
                        .strip());
        out("jwt", "verify", "env:T", "--key", open);
    }

    @Test
    void several_files_make_one_set_of_which_one_is_chosen_by_kid_or_alg() throws Exception {
        String one = file("one.jwk", out("jwk", "generate", "--alg", "ES256"));
        String two = file("two.pem", out("jwk", "convert", file("two.jwk", out("jwk", "generate", "--alg", "RS256"))));
        JsonObject set = JsonObject.parse(out("jwk", "convert", one, two));
        assertThat((List<?>) set.value("keys").orElseThrow()).hasSize(2);
        String all = file("all.jwks", set.toJson());
        assertThat(out("jwk", "convert", all, "--public"))
                .doesNotContain("\"d\"")
                .contains("\"keys\"");
        assertThat(JsonObject.parse(out("jwk", "convert", all, "--alg", "RS256", "--to", "jwk"))
                        .text("kty"))
                .contains("RSA");
        assertThat(world.run("jwk", "convert", all, "--to", "jwk").code()).isEqualTo(2);
        assertThat(world.run("jwk", "convert", all, "--key-id", "no").code()).isEqualTo(2);
        // the same sets sign by algorithm, and verify by any of their keys
        world.with(
                "T",
                out("jwt", "sign", "--signing-key", all, "--signing-alg", "RS256", "--claim", "a=b")
                        .strip());
        out("jwt", "verify", "env:T", "--key", all);
    }

    @Test
    void an_encrypted_token_is_opened_by_its_key_of_several_or_by_a_shared_secret() throws Exception {
        String jwk = file("enc.jwk", out("jwk", "generate", "--alg", "ECDH-ES"));
        String other = file("rsa.jwk", out("jwk", "generate", "--alg", "RSA-OAEP-256"));
        String inner =
                out("jwt", "sign", "--secret", "env:S", "--claim", "sub=me").strip();
        String sealed = Jwe.encrypt(
                JsonObject.of(Map.of("alg", "ECDH-ES", "enc", "A256GCM")),
                inner,
                Jwk.parse(Jwk.parse(JsonObject.parse(Files.readString(Path.of(jwk))))
                        .toBareJson()));
        world.with("E", sealed);
        assertThat(out("jwt", "decrypt", "env:E", "--decryption-key", jwk).strip())
                .isEqualTo(inner);
        String set = file("set.jwks", out("jwk", "convert", other, jwk));
        assertThat(out("jwt", "decrypt", "env:E", "--decryption-key", set).strip())
                .isEqualTo(inner);
        assertThat(JsonObject.parse(out("jwt", "decrypt", "env:E", "--decryption-key", jwk, "-o", "json"))
                        .text("plaintext"))
                .contains(inner);
        TestWorld.Outcome wrong = world.run("jwt", "decrypt", "env:E", "--decryption-key", other);
        assertThat(wrong.code()).as(wrong.err()).isEqualTo(6);
        assertThat(wrong.out()).isEmpty();
        assertThat(world.run("jwt", "decrypt", "env:E").code()).isEqualTo(2);
        String direct = Jwe.encrypt(
                JsonObject.of(Map.of("alg", "dir", "enc", "A256GCM")),
                "hello",
                Jwk.ofSecret(SHARED.substring(0, 32).getBytes(StandardCharsets.UTF_8)));
        world.with("D", direct).with("K", SHARED.substring(0, 32));
        assertThat(out("jwt", "decrypt", "env:D", "--secret", "env:K").strip()).isEqualTo("hello");
    }

    @Test
    void an_opaque_token_of_a_profile_is_told_of_by_its_server_and_shown_to_no_other() {
        try (OddServer server = new OddServer(world.clock())) {
            server.metadata("introspection_endpoint", server.issuer() + "/introspect");
            server.page(
                    "/introspect",
                    hit -> OddServer.Reply.json(
                            200,
                            JsonObject.of(Map.of(
                                    "active",
                                    true,
                                    "sub",
                                    "alice",
                                    "token",
                                    hit.form().first("token").orElse("")))));
            world.with("OPAQUE", "opaque-token-of-somebody");
            out("profile", "add", "work", "--issuer", server.issuer(), "--client-id", "c", "--client-secret", "env:S");
            TestWorld.Outcome told = world.run("jwt", "decode", "env:OPAQUE", "-p", "work");
            assertThat(told.code()).as(told.err()).isZero();
            assertThat(told.err()).contains("opaque");
            assertThat(JsonObject.parse(told.out()).text("token")).contains("opaque-token-of-somebody");
            assertThat(world.run("jwt", "decode", "env:OPAQUE").code()).isEqualTo(6);
            assertThat(server.hits("/introspect")).hasSize(1);
        }
    }
}
