package dev.oat.endpoint.jwt;

import dev.oat.jose.HalfHash;
import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.SignatureChecks;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a JWT of any kind is genuine and valid, for somebody who debugs: what nobody asked for is not applicable.
 *
 * <p>The names, in order: {@code jwt.repeated} (only when so), {@code jwt.typ}, {@code jwt.iss}, {@code signature.…} as {@link SignatureChecks} lists them,
 * {@code jwt.aud}, {@code jwt.client}, {@code jwt.exp}, {@code jwt.nbf}, {@code jwt.iat}, {@code jwt.sub},
 * {@code jwt.nonce}, {@code jwt.at_hash}, {@code jwt.c_hash}, {@code jwt.members}. A sign-in's ID token is judged by
 * {@link IdTokenChecks}, which knows what was asked for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-7.2">RFC 7519 §7.2</a>
 */
public final class JwtChecks {
    private static final String ACCESS_TOKEN = "at+jwt";
    private static final List<String> ACCESS_TOKEN_MEMBERS =
            List.of("iss", "exp", "aud", "sub", "client_id", "iat", "jti");
    private static final String NOT_ASKED = "not asked for";

    private final Jwt jwt;
    private final JsonObject claims;
    private final JwtExpectations expected;
    private final List<Check> checks = new ArrayList<>();

    private JwtChecks(Jwt jwt, JwtExpectations expected) {
        this.jwt = jwt;
        this.claims = jwt.claims();
        this.expected = expected;
    }

    /**
     * Checks a token.
     *
     * @param keys the issuer's keys
     * @return every check that was made; the token may be believed when none of them failed
     */
    public static List<Check> verify(Jwt jwt, JwkSet keys, JwtExpectations expected) {
        JwtChecks all = new JwtChecks(jwt, expected);
        jwt.repetition("jwt").ifPresent(all.checks::add);
        all.type();
        all.issuer();
        all.checks.addAll(SignatureChecks.verify(jwt, keys, expected.algorithms()));
        all.audience();
        all.client();
        all.expiry();
        all.upTo("nbf", "the token is valid already", "4.1.5");
        all.upTo("iat", "the token was issued in the past", "4.1.6");
        all.subject();
        all.same("nonce", "the nonce is the one that was sent", SpecRef.oidcCore("3.1.3.7"), expected.nonce());
        all.half("at_hash", "the token belongs to the access token", "3.1.3.8", expected.accessToken());
        all.half("c_hash", "the token belongs to the authorization code", "3.3.2.11", expected.code());
        all.members();
        return List.copyOf(all.checks);
    }

    /** Returns whether a token says that it is an access token. */
    public static boolean isAccessToken(Jwt jwt) {
        return type(jwt).map(JwtChecks::plain).filter(ACCESS_TOKEN::equals).isPresent();
    }

    private static Optional<String> type(Jwt jwt) {
        return jwt.header().value("typ").filter(String.class::isInstance).map(String.class::cast);
    }

    /** Types are compared without letter case, and without the prefix that may be left out (RFC 7515 §4.1.9). */
    private static String plain(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
    }

    private void type() {
        String title = "the token is of the kind that was asked for";
        SpecRef spec = SpecRef.rfc(8725, "3.11");
        String found = jwt.header().has("typ") ? shown(jwt.header().value("typ").orElseThrow()) : "no typ";
        if (expected.type().isEmpty()) {
            checks.add(Check.notApplicable("jwt.typ", title, spec, NOT_ASKED + "; it is " + found));
            return;
        }
        String wanted = expected.type().orElseThrow();
        boolean passed = type(jwt).map(JwtChecks::plain).equals(Optional.of(plain(wanted)));
        checks.add(Check.of("jwt.typ", title, spec, passed, wanted, found));
    }

    private void issuer() {
        String title = "the token is from the issuer";
        SpecRef spec = SpecRef.rfc(7519, "4.1.1");
        String found = found("iss");
        if (expected.issuer().isEmpty()) {
            checks.add(Check.notApplicable("jwt.iss", title, spec, NOT_ASKED + "; it is " + found));
            return;
        }
        checks.add(Check.of(
                "jwt.iss",
                title,
                spec,
                expected.issuer().equals(claims.value("iss")),
                expected.issuer().orElseThrow(),
                found));
    }

    private void audience() {
        String title = "the token is for the audience";
        SpecRef spec = SpecRef.rfc(7519, "4.1.3");
        List<String> audiences;
        try {
            audiences = claims.textOrTexts("aud");
        } catch (JsonException e) {
            checks.add(Check.of(
                    "jwt.aud", title, spec, false, "a text, or an array of texts", String.valueOf(e.getMessage())));
            return;
        }
        String found = audiences.isEmpty() ? "no aud" : String.join(", ", audiences);
        if (expected.audiences().isEmpty()) {
            checks.add(Check.notApplicable("jwt.aud", title, spec, NOT_ASKED + "; it is " + found));
            return;
        }
        boolean passed = audiences.stream().anyMatch(expected.audiences()::contains);
        checks.add(Check.of("jwt.aud", title, spec, passed, String.join(" or ", expected.audiences()), found));
    }

    private void client() {
        String title = "the token was issued to the client";
        String member = claims.has("client_id") || !claims.has("azp") ? "client_id" : "azp";
        SpecRef spec = member.equals("azp") ? SpecRef.oidcCore("2") : SpecRef.rfc(9068, "2.2");
        if (expected.client().isEmpty()) {
            checks.add(Check.notApplicable("jwt.client", title, spec, NOT_ASKED));
            return;
        }
        checks.add(Check.of(
                "jwt.client",
                title,
                spec,
                expected.client().equals(claims.value(member)),
                expected.client().orElseThrow(),
                found(member)));
    }

    private void expiry() {
        String title = "the token has not expired";
        SpecRef spec = SpecRef.rfc(7519, "4.1.4");
        if (!claims.has("exp")) {
            checks.add(Check.notApplicable("jwt.exp", title, spec, "no exp: it never expires"));
            return;
        }
        Optional<Long> exp = seconds("exp");
        boolean passed = exp.isPresent() && exp.orElseThrow() > now() - leeway();
        checks.add(Check.of("jwt.exp", title, spec, passed, "after " + expected.now(), moment("exp")));
    }

    private void upTo(String name, String title, String section) {
        SpecRef spec = SpecRef.rfc(7519, section);
        if (!claims.has(name)) {
            checks.add(Check.notApplicable("jwt." + name, title, spec, "no " + name));
            return;
        }
        Optional<Long> time = seconds(name);
        boolean passed = time.isPresent() && time.orElseThrow() <= now() + leeway();
        checks.add(Check.of("jwt." + name, title, spec, passed, "until " + expected.now(), moment(name)));
    }

    private void subject() {
        String title = "the token says whom it is about";
        SpecRef spec = SpecRef.rfc(7519, "4.1.2");
        if (!claims.has("sub")) {
            checks.add(Check.notApplicable("jwt.sub", title, spec, "no sub"));
            return;
        }
        boolean passed = claims.value("sub").orElse("") instanceof String text && !text.isEmpty();
        checks.add(Check.of("jwt.sub", title, spec, passed, "a text that is not empty", found("sub")));
    }

    private void same(String name, String title, SpecRef spec, Optional<Secret> wanted) {
        if (wanted.isEmpty()) {
            checks.add(Check.notApplicable("jwt." + name, title, spec, NOT_ASKED));
            return;
        }
        Object value = claims.value(name).orElse("");
        boolean same = value instanceof String text && wanted.orElseThrow().equals(Secret.of(text));
        checks.add(Check.of(
                "jwt." + name,
                title,
                spec,
                same,
                "matches",
                same ? "matches" : claims.has(name) ? "differs" : "no " + name));
    }

    private void half(String name, String title, String section, Optional<Secret> whole) {
        SpecRef spec = SpecRef.oidcCore(section);
        if (whole.isEmpty()) {
            checks.add(Check.notApplicable(
                    "jwt." + name,
                    title,
                    spec,
                    claims.has(name) ? "what it is the hash of was not given" : "no " + name));
            return;
        }
        try {
            Secret due = Secret.of(
                    HalfHash.of(jwt.algorithm().orElse(""), whole.orElseThrow().reveal()));
            same(name, title, spec, Optional.of(due));
        } catch (JoseException e) {
            checks.add(Check.notApplicable("jwt." + name, title, spec, "the token's algorithm names no hash"));
        }
    }

    private void members() {
        String title = "an access token has the claims that every access token has";
        SpecRef spec = SpecRef.rfc(9068, "2.2");
        if (!isAccessToken(jwt)) {
            checks.add(Check.notApplicable("jwt.members", title, spec, "its typ is not " + ACCESS_TOKEN));
            return;
        }
        List<String> missing = new ArrayList<>();
        for (String name : ACCESS_TOKEN_MEMBERS) {
            if (!claims.has(name)) {
                missing.add(name);
            }
        }
        checks.add(Check.of(
                "jwt.members",
                title,
                spec,
                missing.isEmpty(),
                String.join(", ", ACCESS_TOKEN_MEMBERS),
                missing.isEmpty() ? "all of them" : "no " + String.join(", no ", missing)));
    }

    private long now() {
        return expected.now().getEpochSecond();
    }

    private long leeway() {
        return expected.leeway().toSeconds();
    }

    private Optional<Long> seconds(String name) {
        try {
            return claims.number(name);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    private String moment(String name) {
        Optional<Long> seconds = seconds(name);
        if (seconds.isEmpty()) {
            return shown(claims.value(name).orElse("")) + ", which is no number";
        }
        try {
            return Instant.ofEpochSecond(seconds.orElseThrow()).toString();
        } catch (DateTimeException e) {
            return seconds.orElseThrow() + ", which is no time";
        }
    }

    private String found(String name) {
        return claims.has(name) ? shown(claims.value(name).orElseThrow()) : "no " + name;
    }

    private static String shown(Object value) {
        return value instanceof String text ? text : JsonObject.toJson(value);
    }
}
