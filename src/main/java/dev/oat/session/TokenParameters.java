package dev.oat.session;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.session.disk.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What shapes a token: the settings that, when they differ, ask for a different token. None of them is a secret.
 *
 * @param issuer the issuer as it was set
 * @param tokenEndpoint the token endpoint as it was set
 * @param clientId the client id
 * @param grantType the {@code grant_type} by which the token is obtained
 * @param username the resource owner's name, for grants that have one
 * @param scopes the scopes asked for; their order does not matter
 * @param audiences the {@code audience} parameters
 * @param resources the {@code resource} parameters
 * @param authorizationDetails the {@code authorization_details} parameter
 * @param params further parameters as {@code name=value}
 * @param presented a fingerprint of what was presented in place of a user beside what the profile says, or empty
 * @param binding what binds the token to its sender: {@link #BEARER}, {@code dpop} (with a key of the user's own, which
 *     one), {@code certificate} and which one, or both
 * @param addresses what the profile names at further origins for the same server, as {@code key=URL}: a token that was
 *     got before such an address was named does not go there
 */
public record TokenParameters(
        Optional<String> issuer,
        Optional<String> tokenEndpoint,
        Optional<String> clientId,
        String grantType,
        Optional<String> username,
        List<String> scopes,
        List<String> audiences,
        List<String> resources,
        Optional<String> authorizationDetails,
        List<String> params,
        Optional<String> presented,
        String binding,
        List<String> addresses) {

    /** The binding of tokens that anybody may use. */
    public static final String BEARER = "bearer";

    private static final String DPOP = "dpop";
    private static final String CERTIFICATE = "certificate:";
    private static final String AND = "+";

    public TokenParameters {
        Objects.requireNonNull(issuer, "issuer is null");
        Objects.requireNonNull(tokenEndpoint, "tokenEndpoint is null");
        Objects.requireNonNull(clientId, "clientId is null");
        Objects.requireNonNull(grantType, "grantType is null");
        Objects.requireNonNull(username, "username is null");
        Objects.requireNonNull(authorizationDetails, "authorizationDetails is null");
        Objects.requireNonNull(presented, "presented is null");
        Objects.requireNonNull(binding, "binding is null");
        // a set written in one order, so that equal shapes are equal texts
        scopes = sorted(scopes);
        audiences = sorted(audiences);
        resources = sorted(resources);
        params = sorted(params);
        addresses = sorted(addresses);
    }

    // by a list: a record's own equality is linked at its first use, which costs a cached token tens of milliseconds

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenParameters shape && parts().equals(shape.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }

    private List<Object> parts() {
        return List.of(
                issuer,
                tokenEndpoint,
                clientId,
                grantType,
                username,
                scopes,
                audiences,
                resources,
                authorizationDetails,
                params,
                presented,
                binding,
                addresses);
    }

    private static List<String> sorted(List<String> texts) {
        List<String> copy = new ArrayList<>();
        for (String text : texts) {
            if (!copy.contains(text)) {
                copy.add(text);
            }
        }
        Collections.sort(copy);
        return List.copyOf(copy);
    }

    /** Returns what tells one text from another and does not show it. */
    public static String fingerprint(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A shape of a grant type, bearer, with everything else unset. */
    public static TokenParameters ofGrantType(String grantType) {
        Optional<String> unset = Optional.empty();
        return new TokenParameters(
                unset, unset, unset, grantType, unset, List.of(), List.of(), List.of(), unset, List.of(), unset, BEARER,
                List.of());
    }

    /** Returns the binding of tokens to a key by proofs. */
    public static String dpop() {
        return DPOP;
    }

    /** The same with a key of the user's own. */
    public static String dpop(String thumbprint) {
        return DPOP + ":" + thumbprint;
    }

    /**
     * Returns a binding beside which a certificate is shown to servers, to which they may bind tokens as well.
     *
     * @param binding the binding without it
     * @param file the content of the certificate's file, which can be had where a passphrase that opens its key cannot
     */
    public static String withCertificate(String binding, byte[] file) {
        String certificate = CERTIFICATE + Digest.sha256(file);
        return binding.equals(BEARER) ? certificate : binding + AND + certificate;
    }

    /** Returns whether each request with such a token needs a proof by its key. */
    public boolean isProven() {
        return binding.startsWith(DPOP);
    }

    /** Whether such tokens were asked for with a certificate. */
    public boolean isCertified() {
        return binding.contains(CERTIFICATE);
    }

    /**
     * Returns whether a session of this shape may be renewed into one of another: they are the same, but for a certificate that
     * was replaced by its next one. A refresh token is bound to the client, and not to one certificate of it, unless the
     * client is a public one; then the server refuses.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-6.3">RFC 8705 §6.3</a>
     */
    public boolean isRenewableAs(TokenParameters other) {
        return equals(other)
                || (isCertified() && other.isCertified() && withAnyCertificate().equals(other.withAnyCertificate()));
    }

    /**
     * Returns whether tokens of this shape are for the same server and client as another's, whatever else was asked for: so far may
     * a token go for the server to tell about it or to revoke it.
     */
    public boolean isAtSameServer(TokenParameters other) {
        return issuer.equals(other.issuer)
                && tokenEndpoint.equals(other.tokenEndpoint)
                && clientId.equals(other.clientId)
                && addresses.equals(other.addresses);
    }

    /** Returns in what another shape differs, as profiles name it: {@code issuer}, {@code scope}; nothing where they are equal. */
    public List<String> differences(TokenParameters other) {
        List<String> keys = new ArrayList<>();
        add(keys, "issuer", issuer, other.issuer);
        add(keys, "token_endpoint", tokenEndpoint, other.tokenEndpoint);
        for (String address : addresses) {
            addAddress(keys, address, other.addresses);
        }
        for (String address : other.addresses) {
            addAddress(keys, address, addresses);
        }
        add(keys, "client_id", clientId, other.clientId);
        add(keys, "grant_type", grantType, other.grantType);
        add(keys, "username", username, other.username);
        add(keys, "scope", scopes, other.scopes);
        add(keys, "audience", audiences, other.audiences);
        add(keys, "resource", resources, other.resources);
        add(keys, "authorization_details", authorizationDetails, other.authorizationDetails);
        add(keys, "param", params, other.params);
        add(keys, "assertion", presented, other.presented);
        add(keys, isCertified() || other.isCertified() ? "cert" : "dpop", binding, other.binding);
        return List.copyOf(keys);
    }

    private static void add(List<String> keys, String key, Object one, Object other) {
        if (!one.equals(other) && !keys.contains(key)) {
            keys.add(key);
        }
    }

    private static void addAddress(List<String> keys, String address, List<String> others) {
        if (!others.contains(address)) {
            add(keys, address.substring(0, Math.max(0, address.indexOf('='))), true, false);
        }
    }

    private TokenParameters withAnyCertificate() {
        return withBinding(binding.substring(0, binding.indexOf(CERTIFICATE)));
    }

    private TokenParameters withBinding(String value) {
        return new TokenParameters(
                issuer,
                tokenEndpoint,
                clientId,
                grantType,
                username,
                scopes,
                audiences,
                resources,
                authorizationDetails,
                params,
                presented,
                value,
                addresses);
    }

    /** Returns this shape at an issuer. */
    public TokenParameters withIssuer(String value) {
        return new TokenParameters(
                Optional.of(value),
                tokenEndpoint,
                clientId,
                grantType,
                username,
                scopes,
                audiences,
                resources,
                authorizationDetails,
                params,
                presented,
                binding,
                addresses);
    }

    /** Returns this shape at a token endpoint. */
    public TokenParameters withTokenEndpoint(String value) {
        return new TokenParameters(
                issuer,
                Optional.of(value),
                clientId,
                grantType,
                username,
                scopes,
                audiences,
                resources,
                authorizationDetails,
                params,
                presented,
                binding,
                addresses);
    }

    /** Returns this shape for a client. */
    public TokenParameters withClientId(String value) {
        return new TokenParameters(
                issuer,
                tokenEndpoint,
                Optional.of(value),
                grantType,
                username,
                scopes,
                audiences,
                resources,
                authorizationDetails,
                params,
                presented,
                binding,
                addresses);
    }

    /** Returns this shape with these scopes. */
    public TokenParameters withScopes(List<String> values) {
        return new TokenParameters(
                issuer,
                tokenEndpoint,
                clientId,
                grantType,
                username,
                values,
                audiences,
                resources,
                authorizationDetails,
                params,
                presented,
                binding,
                addresses);
    }

    /** Returns the server's name for people: the issuer, else the token endpoint, else empty. */
    public String server() {
        return issuer.or(() -> tokenEndpoint).orElse("");
    }

    /** The shape as JSON, with what is unset left out; equal shapes give equal texts. */
    JsonObject toJsonObject() {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "issuer", issuer);
        put(members, "token_endpoint", tokenEndpoint);
        put(members, "client_id", clientId);
        members.put("grant_type", grantType);
        put(members, "username", username);
        put(members, "scope", scopes);
        put(members, "audience", audiences);
        put(members, "resource", resources);
        put(members, "authorization_details", authorizationDetails);
        put(members, "params", params);
        put(members, "presented", presented);
        members.put("binding", binding);
        put(members, "addresses", addresses);
        return JsonObject.of(members);
    }

    private static void put(Map<String, Object> members, String name, Optional<String> value) {
        if (value.isPresent()) {
            members.put(name, value.get());
        }
    }

    private static void put(Map<String, Object> members, String name, List<String> values) {
        if (!values.isEmpty()) {
            members.put(name, values);
        }
    }

    /**
     * Reads what {@link #toJsonObject} wrote.
     *
     * @throws JsonException if a member is missing or has another type
     */
    static TokenParameters of(JsonObject json) {
        return new TokenParameters(
                json.text("issuer"),
                json.text("token_endpoint"),
                json.text("client_id"),
                required(json.text("grant_type"), "grant_type"),
                json.text("username"),
                json.texts("scope"),
                json.texts("audience"),
                json.texts("resource"),
                json.text("authorization_details"),
                json.texts("params"),
                json.text("presented"),
                required(json.text("binding"), "binding"),
                json.texts("addresses"));
    }

    static <T> T required(Optional<T> value, String member) {
        if (value.isEmpty()) {
            throw new JsonException("\"" + member + "\" is missing");
        }
        return value.get();
    }
}
