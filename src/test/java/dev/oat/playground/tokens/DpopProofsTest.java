package dev.oat.playground.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.oat.jose.Base64Url;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.Caller;
import dev.oat.playground.MovableClock;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The playground's judgement of DPoP proofs, held against proofs that nimbus-jose-jwt made. */
class DpopProofsTest {
    private final MovableClock clock = new MovableClock();
    private final Caller caller = new Caller();
    private Playground playground = start();
    private ECKey key = key();

    private Playground start() {
        return Playground.start(PlaygroundSettings.usual(clock, new SecureRandom()));
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void another() {
        playground.close();
        playground = start();
        key = key();
    }

    @AfterEach
    void stop() {
        playground.close();
    }

    private Map<String, Object> claims(String method, String address) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("htm", method);
        claims.put("htu", address);
        claims.put("iat", clock.instant().getEpochSecond());
        return claims;
    }

    private JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(new JOSEObjectType("dpop+jwt"))
                .jwk(key.toPublicJWK());
    }

    private static String signed(JWSHeader header, Map<String, Object> claims, ECKey by) {
        try {
            JWSObject proof = new JWSObject(header, new Payload(claims));
            proof.sign(new ECDSASigner(by));
            return proof.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private String proof(Map<String, Object> claims) {
        return signed(header().build(), claims, key);
    }

    private HttpResponse<String> token(String... proofs) {
        String[] headers = new String[2 + 2 * proofs.length];
        headers[0] = "Authorization";
        headers[1] = Caller.basic("demo-service", "service-secret");
        for (int i = 0; i < proofs.length; i++) {
            headers[2 + 2 * i] = "DPoP";
            headers[3 + 2 * i] = proofs[i];
        }
        return caller.post(
                playground.issuer() + "/token", headers, "grant_type", "client_credentials", "scope", "read");
    }

    private String boundToken() {
        return Caller.text(token(proof(claims("POST", playground.issuer() + "/token"))), "access_token");
    }

    private static String hash(String text) throws Exception {
        return Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void a_good_proof_gets_a_token_that_names_its_key() throws Exception {
        HttpResponse<String> answer = token(proof(claims("POST", playground.issuer() + "/token")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Caller.text(answer, "token_type")).isEqualTo("DPoP");
        JsonObject cnf = Jwt.decode(Caller.text(answer, "access_token"))
                .claims()
                .object("cnf")
                .orElseThrow();
        assertThat(cnf.text("jkt")).contains(key.computeThumbprint().toString());
        assertThat(answer.headers().firstValue("DPoP-Nonce")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "typ,         typ other than dpop+jwt",
        "no jwk,      no jwk",
        "private jwk, the private key",
        "other key,   not signed by its jwk",
        "HS256,       is signed with HS256",
        "none,        is signed with none",
        "htm,         another method",
        "htu,         another address",
        "htu query,   another address",
        "htu http2,   another address",
        "old,         not of this minute",
        "early,       not of this minute",
        "no iat,      has no iat",
        "text iat,    cannot be read",
        "no jti,      has no jti",
        "long jti,    a jti of no use",
        "twice,       more than once",
        "replay,      was used before"
    })
    void a_falsified_proof_is_refused_by_its_fault(String fault, String reason) throws Exception {
        String address = playground.issuer() + "/token";
        Map<String, Object> claims = claims("POST", address);
        HttpResponse<String> answer;
        switch (fault) {
            case "typ" ->
                answer = token(signed(header().type(JOSEObjectType.JWT).build(), claims, key));
            case "no jwk" -> answer = token(signed(header().jwk(null).build(), claims, key));
            case "private jwk" ->
                answer = token(handmade(
                        Map.of("typ", "dpop+jwt", "alg", "ES256", "jwk", JsonObject.parse(key.toJSONString())),
                        claims));
            case "other key" -> answer = token(signed(header().build(), claims, key()));
            case "HS256" -> {
                Jwk secret = Jwk.ofSecret(new byte[32]);
                answer = token(Jwt.sign(
                        JsonObject.of(Map.of("typ", "dpop+jwt", "alg", "HS256", "jwk", secret.toPrivateJson())),
                        JsonObject.of(claims),
                        secret));
            }
            case "none" ->
                answer = token(
                        Base64Url.encode("{\"typ\":\"dpop+jwt\",\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII))
                                + ".e30.");
            case "htm" -> answer = token(proof(with(claims, "htm", "GET")));
            case "htu" -> answer = token(proof(with(claims, "htu", playground.issuer() + "/par")));
            case "htu query" -> answer = token(proof(with(claims, "htu", address + "?a=b")));
            case "htu http2" -> answer = token(proof(with(claims, "htu", address.replace("http:", "https:"))));
            case "old" ->
                answer = token(proof(with(claims, "iat", clock.instant().getEpochSecond() - 61)));
            case "early" ->
                answer = token(proof(with(claims, "iat", clock.instant().getEpochSecond() + 61)));
            case "no iat" -> answer = token(proof(with(claims, "iat", null)));
            case "text iat" -> answer = token(proof(with(claims, "iat", "now")));
            case "no jti" -> answer = token(proof(with(claims, "jti", null)));
            case "long jti" -> answer = token(proof(with(claims, "jti", "x".repeat(256))));
            case "twice" -> answer = token(proof(claims), proof(claims("POST", address)));
            default -> {
                assertThat(token(proof(claims)).statusCode()).isEqualTo(200);
                answer = token(proof(claims));
            }
        }
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Caller.text(answer, "error")).isEqualTo("invalid_dpop_proof");
        assertThat(Caller.text(answer, "error_description")).contains(reason);
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        return claims;
    }

    /** A proof with a header that nimbus will not make. */
    private String handmade(Map<String, Object> header, Map<String, Object> claims) {
        return Jwt.sign(JsonObject.of(header), JsonObject.of(claims), Jwk.parse(JsonObject.parse(key.toJSONString())));
    }

    @ParameterizedTest
    @CsvSource({
        "good,          200, ''",
        "bearer,        401, was shown as a bearer token",
        "no proof,      401, proof is missing",
        "no ath,        401, another access token",
        "other ath,     401, another access token",
        "other key,     401, another key than the proof's",
        "unbound token, 401, a bearer token"
    })
    void the_gateway_takes_a_bound_token_with_proof_of_its_key_and_no_other(String way, int status, String reason)
            throws Exception {
        String address = playground.gateway() + "/hello";
        String token = way.equals("unbound token") ? Caller.text(token(), "access_token") : boundToken();
        Map<String, Object> claims = claims("GET", address);
        claims.put("ath", hash(way.equals("other ath") ? "another" : token));
        if (way.equals("no ath")) {
            claims.remove("ath");
        }
        if (way.equals("other key")) {
            key = key();
        }
        HttpResponse<String> answer = switch (way) {
            case "bearer" -> caller.call(address, token);
            case "no proof" -> caller.get(address, "Authorization", "DPoP " + token);
            default -> caller.get(address, "Authorization", "DPoP " + token, "DPoP", proof(claims));
        };
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(reason);
        if (status == 401) {
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .startsWith(way.equals("bearer") ? "Bearer " : "DPoP ");
            assertThat(playground.refusedButSeenByBackend()).isEmpty();
        }
    }

    @Test
    void a_nonce_is_asked_for_given_and_taken() {
        playground.faults().on(Fault.DPOP_NONCE);
        String address = playground.issuer() + "/token";
        HttpResponse<String> asked = token(proof(claims("POST", address)));
        assertThat(asked.statusCode()).isEqualTo(400);
        assertThat(Caller.text(asked, "error")).isEqualTo("use_dpop_nonce");
        String nonce = asked.headers().firstValue("DPoP-Nonce").orElseThrow();
        HttpResponse<String> given = token(proof(with(claims("POST", address), "nonce", nonce)));
        assertThat(given.statusCode()).isEqualTo(200);
        assertThat(given.headers().firstValue("DPoP-Nonce")).contains(nonce);
        playground.rotateNonces();
        assertThat(Caller.text(token(proof(with(claims("POST", address), "nonce", nonce))), "error"))
                .isEqualTo("use_dpop_nonce");
    }

    @Test
    void a_nonce_that_is_good_once_is_followed_by_another() {
        playground.faults().on(Fault.DPOP_NONCE_ONCE);
        String address = playground.issuer() + "/token";
        String first = token(proof(claims("POST", address)))
                .headers()
                .firstValue("DPoP-Nonce")
                .orElseThrow();
        HttpResponse<String> good = token(proof(with(claims("POST", address), "nonce", first)));
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(good.headers().firstValue("DPoP-Nonce").orElseThrow()).isNotEqualTo(first);
        assertThat(token(proof(with(claims("POST", address), "nonce", first))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void introspection_names_the_key() throws Exception {
        HttpResponse<String> answer = caller.post(
                playground.issuer() + "/introspect",
                new String[] {"Authorization", Caller.basic("demo-service", "service-secret")},
                "token",
                boundToken());
        assertThat(Caller.text(answer, "token_type")).isEqualTo("DPoP");
        assertThat(Caller.json(answer).object("cnf").orElseThrow().text("jkt"))
                .contains(key.computeThumbprint().toString());
    }
}
