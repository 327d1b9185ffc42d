package dev.oat.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.metadata.Finding.Severity;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataFindingsTest {
    private static final String ISSUER = "https://as.example";

    private static final JsonObject GOOD = JsonObject.parse("""
            {"issuer":"https://as.example",
             "authorization_endpoint":"https://as.example/authorize",
             "token_endpoint":"https://as.example/token",
             "revocation_endpoint":"https://as.example/revoke",
             "jwks_uri":"https://as.example/jwks",
             "response_types_supported":["code"],
             "grant_types_supported":["authorization_code","refresh_token"],
             "token_endpoint_auth_methods_supported":["private_key_jwt","client_secret_basic","none"],
             "token_endpoint_auth_signing_alg_values_supported":["ES256"],
             "code_challenge_methods_supported":["S256"],
             "authorization_response_iss_parameter_supported":true,
             "subject_types_supported":["public"],
             "id_token_signing_alg_values_supported":["RS256","ES256"],
             "scopes_supported":["openid","email"]}
            """);

    private static final java.time.Instant NOW = java.time.Instant.parse("2026-11-21T08:00:00Z");
    private static final JsonObject KEYS = JsonObject.of(Map.of("keys", List.of(rsa(2048, "r"), ec("e"))));

    private static JsonObject rsa(int bits, String kid) {
        byte[] modulus = new byte[bits / 8];
        Arrays.fill(modulus, (byte) 0xff);
        return key(Map.of("kty", "RSA", "n", text(modulus), "e", "AQAB"), kid);
    }

    private static JsonObject ec(String kid) {
        return key(Map.of("kty", "EC", "crv", "P-256", "x", text(new byte[32]), "y", text(new byte[32])), kid);
    }

    private static JsonObject key(Map<String, String> members, String kid) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        if (!kid.isEmpty()) {
            all.put("kid", kid);
        }
        return JsonObject.of(all);
    }

    private static String text(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static ServerSurvey survey(String issuer, JsonObject openId, JsonObject oauth, JsonObject keys) {
        return new ServerSurvey(
                issuer,
                List.of(source(Discovery.Form.OPENID_CONNECT, openId), source(Discovery.Form.OAUTH, oauth)),
                Optional.of(new ServerSurvey.Source(
                        "key set",
                        dev.oat.trace.SpecRef.rfc(7517, "5"),
                        URI.create(ISSUER + "/jwks"),
                        Optional.of(keys),
                        Optional.empty(),
                        "application/json",
                        Optional.empty())));
    }

    private static ServerSurvey.Source source(Discovery.Form form, JsonObject document) {
        return new ServerSurvey.Source(
                form.title(),
                form.spec(),
                Discovery.wellKnown(ISSUER, form),
                Optional.of(document),
                Optional.empty(),
                "application/json",
                Optional.empty());
    }

    private static List<Finding> findings(JsonObject document) {
        return MetadataFindings.of(survey(ISSUER, document, document, KEYS), NOW);
    }

    @Test
    void a_server_without_fault_has_no_findings() {
        assertThat(findings(GOOD)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "issuer | \"http://as.example\" | ERROR | issuer.http | RFC 8414 §2",
                "issuer | \"https://as.example?x\" | ERROR | issuer.form | RFC 8414 §2",
                "issuer | \"https://b.example\" | ERROR | issuer.mismatch | OpenID Connect Discovery §4.3",
                "issuer | \"https://as.example/\" | ERROR | issuer.slash | OpenID Connect Discovery §4.3",
                "issuer | 7 | ERROR | issuer.mismatch | OpenID Connect Discovery §4.3",
                "token_endpoint | \"http://as.example/token\" | ERROR | endpoint.http.token_endpoint | RFC 6749 §3.2",
                "authorization_endpoint | \"http://as.example/a\" | ERROR | endpoint.http.authorization_endpoint | RFC 8414 §2",
                "authorization_endpoint | \"https://as.example/a#b\" | ERROR | endpoint.form.authorization_endpoint | RFC 6749 §3.1",
                "token_endpoint | \"/token\" | ERROR | endpoint.form.token_endpoint | RFC 6749 §3.2",
                "token_endpoint | [] | ERROR | type.token_endpoint | RFC 8414 §2",
                "token_endpoint | - | ERROR | required.token_endpoint | RFC 8414 §2",
                "authorization_endpoint | - | ERROR | required.authorization_endpoint | RFC 8414 §2",
                "jwks_uri | - | ERROR | required.jwks_uri | OpenID Connect Discovery §3",
                "response_types_supported | - | ERROR | required.response_types_supported | RFC 8414 §2",
                "subject_types_supported | - | ERROR | required.subject_types_supported | OpenID Connect Discovery §3",
                "scopes_supported | \"openid\" | ERROR | type.scopes_supported | RFC 8414 §2",
                "require_pushed_authorization_requests | true | ERROR | par.endpoint | RFC 9126 §5",
                "token_endpoint_auth_signing_alg_values_supported | [\"none\"] | ERROR | client_auth.alg_none.token_endpoint | RFC 8414 §2",
                "token_endpoint | \"https://login.example/token\" | NOTE | endpoint.origin | RFC 9700 §4.4",
                "code_challenge_methods_supported | - | WARNING | pkce.missing | RFC 9700 §2.1.1",
                "code_challenge_methods_supported | [\"plain\"] | WARNING | pkce.s256 | RFC 9700 §2.1.1",
                "code_challenge_methods_supported | [\"S256\",\"plain\"] | NOTE | pkce.plain | RFC 9700 §2.1.1",
                "authorization_response_iss_parameter_supported | - | NOTE | iss.parameter | RFC 9207 §3",
                "authorization_response_iss_parameter_supported | false | NOTE | iss.parameter | RFC 9207 §3",
                "grant_types_supported | [\"authorization_code\",\"password\"] | WARNING | grant.password | RFC 9700 §2.4",
                "grant_types_supported | [\"authorization_code\",\"implicit\"] | WARNING | grant.implicit | RFC 9700 §2.1.2",
                "grant_types_supported | - | NOTE | grant.unsaid | RFC 8414 §2",
                "response_types_supported | [\"code\",\"code token\"] | WARNING | grant.implicit | RFC 9700 §2.1.2",
                "response_types_supported | [\"id_token\"] | WARNING | grant.code | RFC 8414 §2",
                "token_endpoint_auth_methods_supported | [\"none\"] | WARNING | client_auth.none | RFC 9700 §2.5",
                "token_endpoint_auth_methods_supported | [\"client_secret_post\",\"none\"] | NOTE | client_auth.secrets | RFC 9700 §2.5",
                "token_endpoint_auth_methods_supported | - | NOTE | client_auth.unsaid | RFC 8414 §2",
                "token_endpoint_auth_signing_alg_values_supported | - | WARNING | client_auth.algorithms.token_endpoint | RFC 8414 §2",
                "id_token_signing_alg_values_supported | [\"RS256\",\"none\"] | WARNING | id_token.alg_none | RFC 8725 §3.1",
                "id_token_signing_alg_values_supported | [\"HS256\"] | WARNING | id_token.symmetric | OpenID Connect Discovery §3",
                "id_token_signing_alg_values_supported | [\"RS256\"] | NOTE | id_token.rs256 | FAPI 2.0 Security Profile §5.4.1",
                "id_token_signing_alg_values_supported | [\"ES256\"] | NOTE | id_token.no_rs256 | OpenID Connect Discovery §3",
                "id_token_signing_alg_values_supported | [\"RS256\",\"ES384\"] | WARNING | jwks.alg.ES384 | OpenID Connect Discovery §3",
                "id_token_encryption_alg_values_supported | [\"RSA1_5\"] | WARNING | encryption.rsa1_5.id_token_encryption_alg_values_supported | RFC 8725 §3.2",
                "scopes_supported | [\"email\"] | NOTE | scope.openid | OpenID Connect Discovery §3",
            })
    void each_fault_is_found_with_its_section(
            String member, String value, Severity severity, String name, String section) {
        JsonObject document =
                value.equals("-") ? GOOD.without(member) : GOOD.with(member, JsonObject.parseValue(value));
        List<Finding> found = findings(document);
        assertThat(found).anySatisfy(finding -> {
            assertThat(finding.name()).isEqualTo(name);
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.spec()).hasToString(section);
            assertThat(finding.hint()).isNotEmpty();
        });
    }

    @Test
    void a_slash_at_the_end_is_told_with_what_to_write() {
        List<Finding> found = findings(GOOD.with("issuer", ISSUER + "/"));
        assertThat(found.get(0).hint()).contains("--issuer " + ISSUER + "/");
        List<Finding> agreed = MetadataFindings.of(
                survey(ISSUER + "/", GOOD.with("issuer", ISSUER + "/"), GOOD.with("issuer", ISSUER + "/"), KEYS), NOW);
        assertThat(names(agreed)).containsExactly("issuer.trailing_slash");
    }

    @Test
    void forms_that_contradict_each_other_are_told_by_member() {
        JsonObject other = GOOD.with("token_endpoint", ISSUER + "/other").with("extra", "x");
        List<Finding> found = MetadataFindings.of(survey(ISSUER, GOOD, other, KEYS), NOW);
        assertThat(names(found)).containsExactly("metadata.differ");
        assertThat(found.get(0).found()).contains("token_endpoint").doesNotContain("extra");
    }

    @Test
    void http_on_this_machine_is_fine() {
        String local = "http://127.0.0.1:8080";
        JsonObject document = GOOD.with("issuer", local);
        for (String member : List.of("authorization_endpoint", "token_endpoint", "revocation_endpoint", "jwks_uri")) {
            document = document.with(member, local + "/" + member);
        }
        assertThat(MetadataFindings.of(survey(local, document, document, KEYS), NOW))
                .isEmpty();
    }

    @Test
    void errors_come_before_warnings_and_warnings_before_notes() {
        List<Finding> found =
                findings(JsonObject.EMPTY.with("issuer", ISSUER).with("authorization_endpoint", "http://x.example"));
        List<Severity> order = new ArrayList<>();
        found.forEach(finding -> order.add(finding.severity()));
        assertThat(order).isSorted().contains(Severity.ERROR, Severity.NOTE);
    }

    private static List<String> names(List<Finding> findings) {
        return findings.stream().map(Finding::name).toList();
    }

    private static List<String> keyFindings(Object... keys) {
        return names(KeySetFindings.of(JsonObject.of(Map.of("keys", List.of(keys))), List.of("RS256")));
    }

    @Test
    void keys_are_held_to_their_sections() {
        assertThat(keyFindings(rsa(2048, "a"))).isEmpty();
        assertThat(keyFindings(rsa(1024, "a"))).containsExactly("jwks.rsa_bits");
        assertThat(keyFindings(rsa(2048, ""))).containsExactly("jwks.kid");
        assertThat(keyFindings(rsa(2048, "a"), ec("a"))).containsExactly("jwks.kid_twice");
        assertThat(keyFindings(rsa(2048, "a").with("d", "AQAB"))).contains("jwks.private");
        assertThat(keyFindings(rsa(2048, "a"), JsonObject.of(Map.of("kty", "oct", "k", "AQAB", "kid", "b"))))
                .contains("jwks.private");
        assertThat(keyFindings(ec("a"))).containsExactly("jwks.alg.RS256");
        assertThat(keyFindings(rsa(2048, "a").with("use", "enc"))).containsExactly("jwks.alg.RS256");
        assertThat(keyFindings(rsa(2048, "a").with("alg", "PS256"))).containsExactly("jwks.alg.RS256");
        assertThat(keyFindings(rsa(2048, "a"), JsonObject.of(Map.of("kty", "AKP", "kid", "b"))))
                .containsExactly("jwks.skipped");
        assertThat(keyFindings()).containsExactly("jwks.empty");
        assertThat(names(KeySetFindings.of(JsonObject.EMPTY, List.of()))).containsExactly("jwks.form");
    }

    @Test
    void a_nameless_key_among_several_is_a_warning_and_alone_a_note() {
        assertThat(KeySetFindings.of(JsonObject.of(Map.of("keys", List.of(rsa(2048, ""), ec("b")))), List.of()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING);
        assertThat(KeySetFindings.of(JsonObject.of(Map.of("keys", List.of(ec("")))), List.of()))
                .extracting(Finding::severity)
                .containsExactly(Severity.NOTE);
    }

    @Test
    void differences_between_servers_leave_out_what_only_their_addresses_make() {
        JsonObject one =
                JsonObject.parse("{\"issuer\":\"https://a.example\",\"token_endpoint\":\"https://a.example/t\","
                        + "\"scopes_supported\":[\"a\",\"b\"],\"only\":1}");
        JsonObject other =
                JsonObject.parse("{\"issuer\":\"https://b.example\",\"token_endpoint\":\"https://b.example/t\","
                        + "\"scopes_supported\":[\"b\",\"c\"]}");
        List<MetadataDifference> found = MetadataDifference.betweenServers(one, other);
        assertThat(found).extracting(MetadataDifference::member).containsExactly("issuer", "scopes_supported", "only");
        assertThat(found.get(1).onlyHere()).containsExactly("a");
        assertThat(found.get(1).onlyThere()).containsExactly("c");
        assertThat(found.get(2).there()).isEmpty();
        assertThat(MetadataDifference.between(one.with("scopes_supported", List.of("b", "a")), one))
                .isEmpty();
    }
}
