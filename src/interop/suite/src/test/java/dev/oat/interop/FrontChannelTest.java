package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser can be asked to carry, against panva's oidc-provider: pushed, signed, encrypted, there and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FrontChannelTest {
    private static final String PROFILE = "work";

    private Api api;
    private AuthorizationServer server;
    private KeyPair signing;
    private KeyPair decryption;
    private Oat oat;

    @BeforeAll
    void start() throws GeneralSecurityException {
        System.out.printf("%n== %s%n", getClass().getSimpleName());
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        signing = rsa.generateKeyPair();
        decryption = rsa.generateKeyPair();
        api = new Api(0);
        server = AuthorizationServer.oidcProvider(
                api, "{\"keys\":[" + jwk(signing, "sig") + "," + jwk(decryption, "enc") + "]}");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        api.close();
    }

    @BeforeEach
    void announce(TestInfo test, @TempDir Path home) {
        System.out.printf("%n%s: %s%n", getClass().getSimpleName(), test.getDisplayName());
        oat = Oat.in(home);
    }

    private static String jwk(KeyPair pair, String use) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"kty\":\"RSA\",\"use\":\"%s\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                .formatted(use, use, base64(key.getModulus()), base64(key.getPublicExponent()));
    }

    private static String base64(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private String pem(String name, KeyPair pair) throws IOException {
        Path file = Files.createFile(
                oat.home().resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(
                        file,
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                        .encodeToString(pair.getPrivate().getEncoded())
                                + "\n-----END PRIVATE KEY-----\n")
                .toString();
    }

    private Oat.Result login(String client, String... more) {
        Oat.Browser browser = oat.browser(server.visitor());
        List<String> command = new ArrayList<>(List.of("login", PROFILE, "--issuer", server.issuer()));
        command.addAll(List.of("--client-id", client, "--scope", server.scope(), "--timeout", "40", "-v"));
        command.addAll(List.of("--browser", browser.program().toString()));
        command.addAll(List.of(more));
        Oat.Result result = oat.run(command.toArray(String[]::new));
        browser.notes();
        return result.succeeds();
    }

    private void isSignedIn() {
        JsonNode person = oat.run("userinfo", "-p", PROFILE).succeeds().json();
        assertThat(person.path("sub").asText()).isEqualTo("alice");
        // as a document: a token that is bound to a key is handed to nobody bare
        oat.run("token", "-p", PROFILE, "--force-refresh", "-o", "json").succeeds();
    }

    @Test
    void a_client_that_must_push_its_requests_does() {
        login("oat-par", "--par");
        assertThat(server.process().log()).contains("POST /request 201");
        isSignedIn();
    }

    @Test
    void a_signed_request_is_taken() throws IOException {
        login(
                "oat-jar",
                "--request-object",
                "signed",
                "--signing-key",
                pem("key.pem", signing),
                "--signing-alg",
                "PS256");
        isSignedIn();
    }

    @Test
    void a_signed_request_is_taken_when_pushed() throws IOException {
        login(
                "oat-jar",
                "--par",
                "--request-object",
                "signed",
                "--signing-key",
                pem("key.pem", signing),
                "--signing-alg",
                "PS256");
        isSignedIn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jwt", "query.jwt", "form_post.jwt"})
    void a_response_as_a_signed_jwt_is_verified(String mode) throws IOException {
        Oat.Result result = login(
                "oat-jarm",
                "--response-mode",
                mode,
                "--signing-key",
                pem("key.pem", signing),
                "--signing-alg",
                "PS256");
        assertThat(result.stderr()).contains("the response is from the server that was asked", "JARM §2.4");
        isSignedIn();
    }

    @Test
    void an_answer_comes_by_form() {
        login("oat-public", "--response-mode", "form_post");
        isSignedIn();
    }

    @Test
    void an_encrypted_id_token_is_opened() throws IOException {
        Oat.Result result = login(
                "oat-encrypted",
                "--signing-key",
                pem("key.pem", signing),
                "--signing-alg",
                "PS256",
                "--decryption-key",
                pem("decryption.pem", decryption));
        assertThat(result.stderr()).contains("ID token: the token can be decrypted", "Signed in as");
        // as a document: a token that is bound to a key is handed to nobody bare
        oat.run("token", "-p", PROFILE, "--force-refresh", "-o", "json").succeeds();
    }

    private String[] keys() throws IOException {
        return new String[] {
            "--signing-key",
            pem("key.pem", signing),
            "--signing-alg",
            "PS256",
            "--decryption-key",
            pem("decryption.pem", decryption)
        };
    }

    @Test
    void userinfo_as_a_signed_jwt_is_verified() throws IOException {
        login("oat-encrypted", keys());
        Oat.Result told = oat.run("userinfo", "-p", PROFILE, "-v").succeeds();
        assertThat(told.json().path("sub").asText()).isEqualTo("alice");
        assertThat(told.stderr()).contains("userinfo answer: the signature is that of the issuer's key");
    }

    @Test
    void userinfo_that_is_signed_and_encrypted_is_opened() throws IOException {
        login("oat-sealed", keys());
        Oat.Result told = oat.run("userinfo", "-p", PROFILE, "-v").succeeds();
        assertThat(told.json().path("sub").asText()).isEqualTo("alice");
        assertThat(told.stderr())
                .contains("userinfo answer: the token can be decrypted")
                .contains("userinfo answer: the signature is that of the issuer's key");
    }

    @Test
    void introspection_that_is_signed_and_encrypted_is_opened() throws IOException {
        login("oat-sealed", keys());
        Oat.Result told =
                oat.run("introspect", "-p", PROFILE, "--jwt", "-v").succeeds();
        assertThat(told.json().path("active").asBoolean()).isTrue();
        assertThat(told.json().path("client_id").asText()).isEqualTo("oat-sealed");
        assertThat(told.stderr())
                .contains("introspection answer: the token can be decrypted")
                .contains("introspection answer: the signature is that of the issuer's key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"code id_token", "id_token"})
    void the_older_response_types_are_validated_in_the_browsers_answer(String type) {
        Oat.Result result = login("oat-hybrid", "--response-type", type);
        assertThat(result.stderr()).contains("is legacy", "Signed in as");
    }

    @Test
    void claims_and_a_time_limit_are_asked_for_and_checked() {
        login("oat-public", "--max-age", "600", "--claims", "{\"id_token\":{\"auth_time\":{\"essential\":true}}}");
        isSignedIn();
    }

    @Test
    void the_session_at_the_server_ends_too() {
        login("oat-public");
        Oat.Browser browser = oat.browser(server.visitor());
        oat.run(
                        "logout",
                        PROFILE,
                        "--end-session",
                        "--post-logout-redirect-uri",
                        "http://127.0.0.1/signed-out",
                        "--timeout",
                        "40",
                        "--browser",
                        browser.program().toString())
                .succeeds();
        assertThat(browser.notes()).contains("ended with 200");
    }

    @Test
    void the_fapi_profile_is_kept() throws IOException {
        Oat.Result result =
                login("oat-fapi", "--fapi2", "--signing-key", pem("key.pem", signing), "--signing-alg", "PS256");
        assertThat(result.stderr()).contains("POST " + server.issuer() + "/request", "Signed in as");
        isSignedIn();
    }
}
