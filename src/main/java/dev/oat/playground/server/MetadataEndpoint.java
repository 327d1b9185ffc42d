package dev.oat.playground.server;

import dev.oat.json.JsonObject;
import dev.oat.playground.front.FrontRequest;
import dev.oat.playground.front.ResponseTarget;
import dev.oat.playground.grants.IdJag;
import dev.oat.playground.issuer.Assertions;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.PlaygroundEndpoint;
import dev.oat.playground.tokens.DpopProofs;
import dev.oat.playground.tokens.Jwts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what the issuer is and can.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414 §2</a>
 * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata">OpenID Connect Discovery §3</a>
 */
final class MetadataEndpoint implements PlaygroundEndpoint {
    private static final List<String> SIGNING_ALGORITHMS = Stream.concat(
                    Assertions.KEY_ALGORITHMS.stream(), Assertions.SECRET_ALGORITHMS.stream())
            .toList();

    private final Issuer issuer;
    private final List<String> grantTypes;
    private final List<String> authMethods;

    MetadataEndpoint(Issuer issuer, List<String> grantTypes, List<String> authMethods) {
        this.issuer = issuer;
        this.grantTypes = grantTypes;
        this.authMethods = authMethods;
    }

    @Override
    public Answer answer(Incoming request) {
        boolean wrongIss = issuer.faults().isOn(Fault.METADATA_WRONG_ISS);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("issuer", wrongIss ? "https://elsewhere.example" : issuer.id());
        metadata.put("authorization_endpoint", issuer.endpoint("authorize"));
        metadata.put("pushed_authorization_request_endpoint", issuer.endpoint("par"));
        if (issuer.settings().front().requirePushed()) {
            metadata.put("require_pushed_authorization_requests", true);
        }
        metadata.put("device_authorization_endpoint", issuer.endpoint("device_authorization"));
        metadata.put("backchannel_authentication_endpoint", issuer.endpoint("bc-authorize"));
        metadata.put("backchannel_token_delivery_modes_supported", List.of("poll", "ping"));
        metadata.put("backchannel_authentication_request_signing_alg_values_supported", Assertions.KEY_ALGORITHMS);
        metadata.put("token_endpoint", issuer.endpoint("token"));
        metadata.put("jwks_uri", issuer.endpoint("jwks"));
        metadata.put("userinfo_endpoint", issuer.endpoint("userinfo"));
        metadata.put("revocation_endpoint", issuer.endpoint("revoke"));
        metadata.put("introspection_endpoint", issuer.endpoint("introspect"));
        metadata.put("client_id_metadata_document_supported", true);
        if (issuer.settings().registration().offered()) {
            metadata.put("registration_endpoint", issuer.endpoint("register"));
        }
        metadata.put("end_session_endpoint", issuer.endpoint("logout"));
        metadata.put(
                "scopes_supported", List.of("openid", "profile", "email", "offline_access", "read", "write", "admin"));
        metadata.put("response_types_supported", FrontRequest.RESPONSE_TYPES);
        metadata.put("response_modes_supported", ResponseTarget.MODES);
        List<String> grants = new ArrayList<>(grantTypes);
        grants.add("implicit");
        metadata.put("grant_types_supported", grants);
        metadata.put("token_endpoint_auth_methods_supported", authMethods);
        if (issuer.isProvider()) {
            metadata.put("identity_chaining_requested_token_types_supported", List.of(IdJag.TOKEN_TYPE));
        } else if (issuer.provider().isPresent()) {
            metadata.put("authorization_grant_profiles_supported", List.of(IdJag.PROFILE));
        }
        if (issuer.tls().isPresent()) {
            Map<String, Object> aliases = new LinkedHashMap<>();
            aliases.put("token_endpoint", issuer.secureEndpoint("token"));
            aliases.put("pushed_authorization_request_endpoint", issuer.secureEndpoint("par"));
            aliases.put("device_authorization_endpoint", issuer.secureEndpoint("device_authorization"));
            aliases.put("backchannel_authentication_endpoint", issuer.secureEndpoint("bc-authorize"));
            aliases.put("revocation_endpoint", issuer.secureEndpoint("revoke"));
            aliases.put("introspection_endpoint", issuer.secureEndpoint("introspect"));
            aliases.put("userinfo_endpoint", issuer.secureEndpoint("userinfo"));
            metadata.put("mtls_endpoint_aliases", aliases);
            metadata.put("tls_client_certificate_bound_access_tokens", true);
        }
        metadata.put("token_endpoint_auth_signing_alg_values_supported", SIGNING_ALGORITHMS);
        metadata.put("client_attestation_signing_alg_values_supported", Assertions.KEY_ALGORITHMS);
        metadata.put("client_attestation_pop_signing_alg_values_supported", Assertions.KEY_ALGORITHMS);
        if (issuer.faults().isOn(Fault.ATTESTATION_ENDPOINT)) {
            metadata.put("challenge_endpoint", issuer.endpoint("challenge"));
        }
        metadata.put("revocation_endpoint_auth_methods_supported", authMethods);
        metadata.put("introspection_endpoint_auth_methods_supported", authMethods);
        metadata.put("revocation_endpoint_auth_signing_alg_values_supported", SIGNING_ALGORITHMS);
        metadata.put("introspection_endpoint_auth_signing_alg_values_supported", SIGNING_ALGORITHMS);
        metadata.put(
                "code_challenge_methods_supported",
                issuer.settings().plainPkce() ? List.of("S256", "plain") : List.of("S256"));
        metadata.put(
                "introspection_signing_alg_values_supported",
                List.of(issuer.keys().alg()));
        metadata.put(
                "userinfo_signing_alg_values_supported", List.of(issuer.keys().alg()));
        metadata.put("dpop_signing_alg_values_supported", DpopProofs.ALGORITHMS);
        metadata.put("authorization_response_iss_parameter_supported", true);
        metadata.put("subject_types_supported", List.of("public"));
        metadata.put(
                "id_token_signing_alg_values_supported", List.of(issuer.keys().alg()));
        metadata.put(
                "authorization_signing_alg_values_supported",
                List.of(issuer.keys().alg()));
        metadata.put("request_parameter_supported", true);
        metadata.put("request_uri_parameter_supported", false);
        metadata.put("request_object_signing_alg_values_supported", Assertions.KEY_ALGORITHMS);
        metadata.put(
                "request_object_encryption_alg_values_supported",
                List.of(issuer.encryptionKey().alg()));
        metadata.put("request_object_encryption_enc_values_supported", Jwts.ENCRYPTIONS);
        if (issuer.settings().front().requireSigned()) {
            metadata.put("require_signed_request_object", true);
        }
        metadata.put("acr_values_supported", Extras.CLASSES);
        metadata.put("claims_parameter_supported", true);
        metadata.put("authorization_details_types_supported", Extras.DETAIL_TYPES);
        metadata.put("prompt_values_supported", List.of("none", "login", "consent", "select_account"));
        metadata.put(
                "claims_supported",
                List.of(
                        "iss",
                        "sub",
                        "aud",
                        "exp",
                        "iat",
                        "auth_time",
                        "acr",
                        "nonce",
                        "at_hash",
                        "name",
                        "preferred_username",
                        "email",
                        "email_verified"));
        metadata.put("protected_resources", List.of(issuer.resource().toString()));
        signed(metadata).ifPresent(jwt -> metadata.put("signed_metadata", jwt));
        return Answer.json(200, JsonObject.of(metadata)).with("Cache-Control", issuer.keeping());
    }

    /**
     * Returns the metadata once more, signed.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2.1">RFC 8414 §2.1</a>
     */
    private Optional<String> signed(Map<String, Object> metadata) {
        Faults faults = issuer.faults();
        boolean broken = faults.isOn(Fault.SIGNED_METADATA_BAD_SIGNATURE);
        boolean attested = faults.isOn(Fault.SIGNED_METADATA_WRONG_ISS);
        boolean expired = faults.isOn(Fault.SIGNED_METADATA_EXPIRED);
        if (!broken && !attested && !expired && !faults.isOn(Fault.SIGNED_METADATA)) {
            return Optional.empty();
        }
        Map<String, Object> claims = new LinkedHashMap<>(metadata);
        claims.put("iss", attested ? "https://elsewhere.example" : issuer.id());
        claims.put("iat", issuer.now().getEpochSecond());
        claims.put("exp", issuer.now().plusSeconds(expired ? -3600 : 3600).getEpochSecond());
        String jwt = new Jwts(issuer).signed("JWT", claims);
        return Optional.of(broken ? Jwts.withBrokenSignature(jwt) : jwt);
    }
}
