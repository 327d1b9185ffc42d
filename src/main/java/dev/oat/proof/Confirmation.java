package dev.oat.proof;

import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a token names the key that it is bound to.
 *
 * @param member the member of {@code cnf}: {@code jkt} or {@code x5t#S256}
 * @param value what it must hold for our key
 * @param spec the section that says so
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7800#section-3.1">RFC 7800 §3.1</a>
 */
public record Confirmation(String member, String value, SpecRef spec) {
    public Confirmation {
        Objects.requireNonNull(member, "member is null");
        Objects.requireNonNull(value, "value is null");
        Objects.requireNonNull(spec, "spec is null");
    }

    /** Returns the check that an access token is bound to our key; not applicable to a token that says nothing of a key. */
    public List<Check> checks(Secret accessToken) {
        JsonObject claims;
        try {
            claims = Jwt.decode(accessToken.reveal()).claims();
        } catch (JoseException e) {
            return List.of(Check.notApplicable(name(), title(), spec, "the access token is no JWT that can be read"));
        }
        return List.of(check(claims));
    }

    /**
     * Returns the check that claims of a token, or what its server says of it, name our key.
     *
     * @param claims a JWT's claims, or an introspection answer
     */
    public Check check(JsonObject claims) {
        Object cnf = claims.value("cnf").orElse("");
        if (cnf.equals("")) {
            return Check.notApplicable(name(), title(), spec, "the token names no key (cnf)");
        }
        return Check.same(name(), title(), spec, value, named(claims).orElse("another kind of confirmation"));
    }

    private Optional<String> named(JsonObject claims) {
        try {
            return claims.object("cnf").flatMap(cnf -> cnf.text(member));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private String name() {
        return "cnf." + member;
    }

    private static String title() {
        return "the token is bound to our key";
    }
}
