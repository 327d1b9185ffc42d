package dev.oat.metadata;

import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The metadata that a server has signed, beside those that it says plainly. Where they are its own and hold, they take
 * precedence. What another party attests is left alone: nobody has told which keys are that party's.
 *
 * @param jwt the JWT in {@code signed_metadata}
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2.1">RFC 8414 §2.1</a>
 */
record SignedMetadata(Jwt jwt) {
    static final String MEMBER = "signed_metadata";
    static final SpecRef SPEC = SpecRef.rfc(8414, "2.1");

    private static final long CLOCK_SKEW = 60;

    /** No algorithm that takes a shared secret: whoever discovers a server shares none with it yet. */
    private static final Set<String> ALGORITHMS =
            Set.of("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512", "EdDSA", "Ed25519");

    /** What makes a JWT of the claims, and no metadata. */
    private static final Set<String> JWT_CLAIMS = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti", MEMBER);

    SignedMetadata {
        Objects.requireNonNull(jwt, "jwt is null");
    }

    /**
     * Returns the signed metadata in a document.
     *
     * @throws JoseException if there is something in their place that is no JWT
     */
    static Optional<SignedMetadata> in(JsonObject document) {
        if (!document.has(MEMBER)) {
            return Optional.empty();
        }
        if (!(document.value(MEMBER).orElse("") instanceof String compact)) {
            throw new JoseException(MEMBER + " is no text");
        }
        return Optional.of(new SignedMetadata(Jwt.decode(compact)));
    }

    /** Returns the check that what cannot be read failed. */
    static Check unreadable(JoseException problem) {
        return Check.of(
                MEMBER,
                MEMBER + " is a signed JWT",
                SPEC,
                false,
                "three parts of base64url, JSON in two of them",
                String.valueOf(problem.getMessage()));
    }

    /** Returns who attests them, or empty. */
    String attester() {
        return jwt.claims().value("iss").orElse("") instanceof String text ? text : "";
    }

    /** Whether somebody else than the issuer attests them. */
    boolean isOfAnother(String issuer) {
        return !attester().isEmpty() && !attester().equals(issuer);
    }

    /**
     * Returns the checks on metadata that the issuer itself attests.
     *
     * @param keys the issuer's keys
     * @param now the time
     */
    List<Check> checks(String issuer, JwkSet keys, Instant now) {
        List<Check> checks = new ArrayList<>();
        jwt.repetition(MEMBER).ifPresent(checks::add);
        checks.add(Check.same(MEMBER + ".iss", "the issuer attests its metadata", SPEC, issuer, attester()));
        checks.addAll(SignatureChecks.verify(jwt, keys, ALGORITHMS));
        time(checks, "exp", "the signed metadata have not expired", now);
        time(checks, "nbf", "the signed metadata are valid already", now);
        return checks;
    }

    private void time(List<Check> checks, String claim, String title, Instant now) {
        SpecRef spec = SpecRef.rfc(7519, claim.equals("exp") ? "4.1.4" : "4.1.5");
        if (!jwt.claims().has(claim)) {
            checks.add(Check.notApplicable(MEMBER + "." + claim, title, spec, "no " + claim));
            return;
        }
        Optional<Long> seconds;
        try {
            seconds = jwt.claims().number(claim);
        } catch (JsonException e) {
            seconds = Optional.empty();
        }
        long time = now.getEpochSecond();
        boolean passed = seconds.isPresent()
                && (claim.equals("exp") ? seconds.get() > time - CLOCK_SKEW : seconds.get() <= time + CLOCK_SKEW);
        checks.add(Check.of(
                MEMBER + "." + claim,
                title,
                spec,
                passed,
                (claim.equals("exp") ? "after " : "before ") + time,
                seconds.isPresent() ? seconds.get().toString() : "no time"));
    }

    /** Returns a document with the signed metadata in place of its own. */
    JsonObject over(JsonObject document) {
        JsonObject all = document;
        for (Map.Entry<String, Object> claim : jwt.claims().members().entrySet()) {
            if (!JWT_CLAIMS.contains(claim.getKey())) {
                all = all.with(claim.getKey(), claim.getValue());
            }
        }
        return all;
    }

    /** Returns the members that the signed metadata say otherwise than the document, or beside it. */
    List<String> differing(JsonObject document) {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Object> claim : jwt.claims().members().entrySet()) {
            boolean same = document.value(claim.getKey()).equals(Optional.of(claim.getValue()));
            if (!JWT_CLAIMS.contains(claim.getKey()) && !same) {
                names.add(claim.getKey());
            }
        }
        return names;
    }
}
