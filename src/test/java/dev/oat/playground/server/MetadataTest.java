package dev.oat.playground.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonObject;
import dev.oat.playground.Caller;
import dev.oat.playground.MovableClock;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.trace.Check;
import java.security.SecureRandom;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private final Playground playground =
            Playground.start(PlaygroundSettings.usual(new MovableClock(), new SecureRandom()));
    private final Caller caller = new Caller();

    @AfterEach
    void stop() {
        playground.close();
    }

    private JsonObject metadata(String path) {
        return Caller.json(caller.get(playground.issuer() + path));
    }

    @Test
    void both_documents_name_the_issuer() {
        String issuer = playground.issuer().toString();

        assertThat(metadata("/.well-known/openid-configuration").text("issuer")).contains(issuer);
        assertThat(metadata("/.well-known/oauth-authorization-server").text("issuer"))
                .contains(issuer);
        assertThat(metadata("/.well-known/openid-configuration").texts("grant_types_supported"))
                .contains("authorization_code", "client_credentials", "password", "refresh_token");
    }

    @Test
    void an_issuer_with_a_path_is_found_by_appending_or_by_inserting() {
        String tenant = playground.tenant("/tenant").toString();

        assertThat(metadata("/tenant/.well-known/openid-configuration").text("issuer"))
                .contains(tenant);
        assertThat(metadata("/.well-known/oauth-authorization-server/tenant").text("issuer"))
                .contains(tenant);
        assertThat(caller.get(playground.issuer() + "/tenant/.well-known/oauth-authorization-server")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_key_set_verifies_the_tokens_and_holds_no_private_key() {
        String[] service = {"Authorization", Caller.basic("demo-service", "service-secret")};
        String token = Caller.text(
                caller.post(playground.issuer() + "/token", service, "grant_type", "client_credentials"),
                "access_token");
        JsonObject keys = metadata("/jwks");

        assertThat(Check.firstFailed(SignatureChecks.verify(Jwt.decode(token), JwkSet.parse(keys), Set.of("ES256"))))
                .isEmpty();
        assertThat(keys.toJson()).doesNotContain("\"d\":");
    }

    @Test
    void the_protected_resource_names_its_authorization_server() {
        JsonObject resource = Caller.json(caller.get(playground.gateway() + "/.well-known/oauth-protected-resource"));

        assertThat(resource.text("resource")).contains(playground.gateway().toString());
        assertThat(resource.texts("authorization_servers"))
                .containsExactly(playground.issuer().toString());
    }
}
