package dev.oat.endpoint.jwt;

import dev.oat.grant.IdJagGrant;
import dev.oat.grant.TypedToken;
import dev.oat.http.Origins;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What an ID-JAG must say before it is worth presenting. Its signature is for the server that takes it.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-oauth-identity-assertion-authz-grant/">ID-JAG §3</a>
 */
public final class IdJagChecks {
    private static final SpecRef CLAIMS = IdJagGrant.section("3");
    private static final long LEEWAY_SECONDS = 10;

    private final Jwt jwt;
    private final Instant now;
    private final List<Check> checks = new ArrayList<>();

    public IdJagChecks(Jwt jwt, Instant now) {
        this.jwt = jwt;
        this.now = now;
    }

    /** Returns the check that fails where there is no JWT at all. */
    public static Check unreadable() {
        return Check.of("id_jag", "an ID-JAG is a signed JWT", CLAIMS, false, "a JWT", "something else");
    }

    /**
     * All checks.
     *
     * @param idp the identity provider
     * @param audience the issuer of the server that is to take it
     * @param clientId the client there
     * @param resources the resources that were asked for
     * @param subject what was presented for it
     */
    public List<Check> all(
            AuthorizationServer idp, String audience, String clientId, List<String> resources, TypedToken subject) {
        Object type = jwt.header().value("typ").orElse("");
        String plain = type instanceof String text ? text.toLowerCase(Locale.ROOT) : "something that is no text";
        checks.add(Check.same(
                "id_jag.typ",
                "the JWT is an ID-JAG",
                CLAIMS,
                IdJagGrant.JWT_TYPE,
                plain.startsWith("application/") ? plain.substring("application/".length()) : plain));
        if (idp.issuer().isPresent()) {
            checks.add(Check.same(
                    "id_jag.iss",
                    "the ID-JAG is from the identity provider",
                    CLAIMS,
                    idp.issuer().orElseThrow(),
                    text("iss")));
        }
        List<String> audiences = texts("aud");
        checks.add(Check.of(
                "id_jag.aud",
                "the ID-JAG is for the resource's authorization server, and for nobody else",
                CLAIMS,
                audiences.equals(List.of(audience)),
                audience,
                String.join(", ", audiences)));
        checks.add(Check.same(
                "id_jag.client_id", "the ID-JAG is for the client there", CLAIMS, clientId, text("client_id")));
        expiry();
        subject(idp, subject);
        List<String> named = texts("resource");
        checks.add(
                resources.isEmpty() || !jwt.claims().has("resource")
                        ? Check.notApplicable(
                                "id_jag.resource",
                                "the ID-JAG is for the resource",
                                CLAIMS,
                                resources.isEmpty() ? "none was asked for" : "it names none")
                        : Check.of(
                                "id_jag.resource",
                                "the ID-JAG is for the resource",
                                CLAIMS,
                                named.containsAll(resources) && resources.containsAll(named),
                                String.join(", ", resources),
                                String.join(", ", named)));
        return List.copyOf(checks);
    }

    private void expiry() {
        Optional<Long> exp;
        try {
            exp = jwt.claims().number("exp");
        } catch (JsonException e) {
            exp = Optional.empty();
        }
        checks.add(Check.of(
                "id_jag.exp",
                "the ID-JAG has not expired",
                CLAIMS,
                exp.isPresent() && exp.orElseThrow() > now.getEpochSecond() - LEEWAY_SECONDS,
                "after " + now,
                exp.map(IdJagChecks::moment).orElse("no exp")));
    }

    private static String moment(long seconds) {
        return seconds > 0 && seconds < 253_402_300_799L
                ? Instant.ofEpochSecond(seconds).toString()
                : Long.toString(seconds);
    }

    /** The user is the one who signed in, where that can be told: pairwise identifiers differ from client to client. */
    private void subject(AuthorizationServer idp, TypedToken subject) {
        String title = "the ID-JAG is about the user who signed in";
        String found = text("sub");
        Optional<String> signedIn =
                subject.type().equals(TypedToken.ID_TOKEN) ? sub(subject.token()) : Optional.empty();
        boolean pairwise = idp.texts("subject_types_supported").contains("pairwise");
        if (signedIn.isEmpty()
                || found.isEmpty()
                || (pairwise && !signedIn.orElseThrow().equals(found))) {
            checks.add(
                    found.isEmpty()
                            ? Check.of("id_jag.sub", title, CLAIMS, false, "a sub", "")
                            : Check.notApplicable(
                                    "id_jag.sub",
                                    title,
                                    CLAIMS,
                                    pairwise ? "the identity provider may call them otherwise there" : "no ID token"));
            return;
        }
        checks.add(Check.same("id_jag.sub", title, CLAIMS, signedIn.orElseThrow(), found));
    }

    private static Optional<String> sub(Secret idToken) {
        try {
            return Jwt.decode(idToken.reveal()).claims().text("sub");
        } catch (JoseException | JsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the check that an access token is for the resource that was asked for, where it says for whom it is. Servers may
     * have a name of their own for an API; what points to another origin is for another.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8707#section-2.2">RFC 8707 §2.2</a>
     */
    public static List<Check> audience(Secret accessToken, List<String> resources) {
        String title = "the access token is for the resource";
        SpecRef spec = SpecRef.rfc(8707, "2.2");
        List<String> audiences;
        try {
            audiences = texts(Jwt.decode(accessToken.reveal()).claims(), "aud");
        } catch (JoseException e) {
            return List.of(Check.notApplicable("access_token.aud", title, spec, "the token does not say"));
        }
        if (audiences.isEmpty() || resources.isEmpty()) {
            return List.of(Check.notApplicable(
                    "access_token.aud",
                    title,
                    spec,
                    audiences.isEmpty() ? "the token does not say" : "no resource was asked for"));
        }
        boolean elsewhere = audiences.stream().noneMatch(one -> fits(one, resources));
        return List.of(Check.of(
                "access_token.aud",
                title,
                spec,
                !elsewhere,
                String.join(" or ", resources),
                String.join(", ", audiences)));
    }

    private static boolean fits(String audience, List<String> resources) {
        Optional<String> origin = origin(audience);
        return resources.contains(audience)
                || origin.isEmpty()
                || resources.stream().anyMatch(one -> origin(one).equals(origin));
    }

    private static Optional<String> origin(String text) {
        try {
            URI uri = new URI(text);
            boolean place =
                    ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) && uri.getHost() != null;
            return place ? Optional.of(Origins.of(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private String text(String name) {
        return jwt.claims().value(name).orElse("") instanceof String text ? text : "something that is no text";
    }

    private List<String> texts(String name) {
        return texts(jwt.claims(), name);
    }

    private static List<String> texts(JsonObject claims, String name) {
        try {
            return claims.textOrTexts(name);
        } catch (JsonException e) {
            return List.of("something that is no text");
        }
    }
}
