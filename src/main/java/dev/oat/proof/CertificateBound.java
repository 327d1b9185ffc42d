package dev.oat.proof;

import dev.oat.http.Request;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tokens that are good only beside the client's certificate: they travel as bearer tokens do, and TLS shows the rest.
 *
 * @param thumbprint the certificate's SHA-256 thumbprint, in base64url
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-3">RFC 8705 §3</a>
 */
public record CertificateBound(String thumbprint) implements SenderConstraint {
    public CertificateBound {
        Objects.requireNonNull(thumbprint, "thumbprint is null");
    }

    @Override
    public String tokenType() {
        return "Bearer";
    }

    @Override
    public Request prove(Request request, Optional<Secret> accessToken) {
        return new Bearer().prove(request, accessToken);
    }

    @Override
    public List<Check> checks(Secret accessToken) {
        return confirmation().orElseThrow().checks(accessToken);
    }

    @Override
    public Optional<Confirmation> confirmation() {
        return Optional.of(new Confirmation("x5t#S256", thumbprint, SpecRef.rfc(8705, "3.1")));
    }

    /**
     * Returns what a token that a client with a certificate got is bound to: {@code certificate}, {@code none}, or {@code unknown}
     * where it cannot be read. Only the server knows then; it may say so when it is asked (RFC 8705 §3.2).
     */
    public static String constraintOf(Secret accessToken) {
        JsonObject claims;
        try {
            claims = Jwt.decode(accessToken.reveal()).claims();
        } catch (JoseException e) {
            return "unknown";
        }
        return claims.value("cnf").orElse("") instanceof JsonObject confirmation && confirmation.has("x5t#S256")
                ? "certificate"
                : "none";
    }
}
