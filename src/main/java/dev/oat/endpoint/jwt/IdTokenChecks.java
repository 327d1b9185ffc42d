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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an ID token is genuine, is from the issuer, is for us, and is about this sign-in.
 *
 * <p>The names, in order: {@code id_token.typ}, {@code id_token.iss}, {@code signature.…} as
 * {@link SignatureChecks} lists them, {@code id_token.aud}, {@code id_token.sub}, {@code id_token.azp}, {@code id_token.exp},
 * {@code id_token.iat}, {@code id_token.nbf}, {@code id_token.nonce}, {@code id_token.at_hash},
 * {@code id_token.c_hash} and {@code id_token.s_hash} (only through the browser), {@code id_token.auth_time}, {@code id_token.acr}; after a renewal the {@code id_token.refresh.…}, of which
 * {@code iss} and {@code sub} come as early as what they compare. Nothing here throws on
 * what a server says: a claim of the wrong JSON type is a failed check. The signature is asked for although the token came
 * over TLS, which is stricter than the specification.
 *
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation">OpenID Connect Core §3.1.3.7</a>
 */
public final class IdTokenChecks {
    /** By how many seconds the clocks of issuer and client may differ. */
    static final long CLOCK_SKEW = 60;

    private static final int MAX_SUBJECT = 255;
    private static final SpecRef VALIDATION = SpecRef.oidcCore("3.1.3.7");
    private static final SpecRef AT_HASH = SpecRef.oidcCore("3.1.3.8");
    private static final SpecRef S_HASH = new SpecRef("FAPI 1.0 Advanced", "5.2.2.1");
    private static final SpecRef RENEWAL = SpecRef.oidcCore("12.2");

    private final JsonObject claims;
    private final IdTokenExpectations expected;
    private final List<Check> checks = new ArrayList<>();

    private IdTokenChecks(Jwt jwt, IdTokenExpectations expected) {
        this.claims = jwt.claims();
        this.expected = expected;
    }

    /**
     * Checks an ID token from a sign-in.
     *
     * @param keys the issuer's keys
     * @return every check that was made; the token may be believed when none of them failed
     */
    public static List<Check> verify(Jwt jwt, JwkSet keys, IdTokenExpectations expected) {
        return new IdTokenChecks(jwt, expected).all(jwt, keys);
    }

    /**
     * Checks an ID token from a renewal, which need not hold a nonce, but must be about the same user.
     *
     * @param original the claims of the ID token from the sign-in; of what it lacks, nothing is demanded
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#RefreshTokenResponse">OpenID Connect Core §12.2</a>
     */
    public static List<Check> verifyRefreshed(Jwt jwt, JwkSet keys, IdTokenExpectations expected, JsonObject original) {
        return new IdTokenChecks(jwt, expected).renewed(jwt, keys, original);
    }

    private List<Check> all(Jwt jwt, JwkSet keys) {
        origin(jwt, keys);
        audience();
        subject();
        rest(jwt);
        return List.copyOf(checks);
    }

    /** Who it is from, for and about comes first: by that a session ends, whatever else is wrong with the token. */
    private List<Check> renewed(Jwt jwt, JwkSet keys, JsonObject original) {
        origin(jwt, keys);
        same(original, "iss", "the issuer is that of the sign-in");
        audience();
        subject();
        same(original, "sub", "the user is that of the sign-in");
        rest(jwt);
        sameAsAtSignIn(original);
        return List.copyOf(checks);
    }

    private void origin(Jwt jwt, JwkSet keys) {
        type(jwt.header());
        // first the issuer: a token of somebody else's would fail by its key, and that would be the lesser half of the
        // truth
        issuer();
        checks.addAll(SignatureChecks.verify(jwt, keys, expected.algorithms()));
    }

    private void rest(Jwt jwt) {
        authorizedParty();
        expiry();
        issuedAt();
        notBefore();
        nonce();
        hashes(jwt);
        authenticationTime();
        contextClass();
    }

    private void type(JsonObject header) {
        Object typ = header.members().get("typ");
        boolean other = typ != null
                && (!(typ instanceof String text)
                        || text.toLowerCase(Locale.ROOT).contains("+"));
        checks.add(Check.of(
                "id_token.typ",
                "the token is no other kind of JWT",
                SpecRef.rfc(8725, "3.11"),
                !other,
                "JWT, or no typ",
                typ == null ? "no typ" : shown(typ)));
    }

    private void issuer() {
        String name = "id_token.iss";
        String title = "the ID token is from the issuer";
        Text iss = text("iss");
        checks.add(Check.of(name, title, VALIDATION, iss.is(expected.issuer()), expected.issuer(), iss.found()));
    }

    private void audience() {
        boolean passed;
        String found;
        try {
            List<String> audiences = claims.textOrTexts("aud");
            passed = audiences.contains(expected.clientId());
            found = audiences.isEmpty() ? "no aud" : String.join(", ", audiences);
        } catch (JsonException e) {
            passed = false;
            found = String.valueOf(e.getMessage());
        }
        checks.add(Check.of(
                "id_token.aud", "the ID token is for this client", VALIDATION, passed, expected.clientId(), found));
    }

    /** Several audiences are fine when the token says that it was issued to us: then we are who asked for all of them. */
    private void authorizedParty() {
        String name = "id_token.azp";
        String title = "the ID token was issued to this client";
        Text azp = text("azp");
        if (azp.isMissing() && audiences(claims).size() <= 1) {
            checks.add(Check.notApplicable(name, title, VALIDATION, "no azp, and a single audience"));
            return;
        }
        String found = azp.isMissing() ? "no azp, and several audiences" : azp.found();
        checks.add(Check.of(name, title, VALIDATION, azp.is(expected.clientId()), expected.clientId(), found));
    }

    private void expiry() {
        Time exp = time("exp");
        checks.add(Check.of(
                "id_token.exp",
                "the ID token has not expired",
                VALIDATION,
                exp.isAfter(nowSeconds() - CLOCK_SKEW),
                "after " + expected.now(),
                exp.found()));
    }

    /** Without a nonce only the time tells a token of this exchange from an older one that is played back. */
    private void issuedAt() {
        Time iat = time("iat");
        boolean bounded = expected.nonce().isEmpty() && expected.since().isPresent();
        boolean passed = iat.isAtMost(nowSeconds() + CLOCK_SKEW);
        String span = "until " + expected.now();
        if (bounded) {
            Instant since = expected.since().get();
            passed &= iat.isAfter(since.getEpochSecond() - CLOCK_SKEW - 1);
            span = "from " + since + " " + span;
        }
        checks.add(Check.of(
                "id_token.iat",
                bounded ? "the ID token was issued in this exchange" : "the ID token was issued in the past",
                VALIDATION,
                passed,
                span,
                iat.found()));
    }

    private void notBefore() {
        String name = "id_token.nbf";
        String title = "the ID token is valid already";
        SpecRef spec = SpecRef.rfc(7519, "4.1.5");
        Time nbf = time("nbf");
        if (nbf.isMissing()) {
            checks.add(Check.notApplicable(name, title, spec, "no nbf"));
            return;
        }
        checks.add(Check.of(
                name, title, spec, nbf.isAtMost(nowSeconds() + CLOCK_SKEW), "until " + expected.now(), nbf.found()));
    }

    private void nonce() {
        String name = "id_token.nonce";
        String title = "the ID token's nonce is the one sent";
        if (expected.nonce().isEmpty()) {
            checks.add(Check.notApplicable(name, title, VALIDATION, "none was sent"));
            return;
        }
        Text nonce = text("nonce");
        boolean same = nonce.value().map(Secret::of).equals(expected.nonce());
        checks.add(Check.of(
                name,
                title,
                VALIDATION,
                same,
                "matches",
                same ? "matches" : nonce.isText() ? "differs" : nonce.found()));
    }

    private void subject() {
        Text sub = text("sub");
        boolean passed = sub.value().filter(IdTokenChecks::isSubject).isPresent();
        String found = sub.value()
                .filter(value -> value.length() > MAX_SUBJECT)
                .map(value -> value.length() + " characters")
                .orElse(sub.found());
        checks.add(Check.of(
                "id_token.sub",
                "the ID token names a user",
                SpecRef.oidcCore("2"),
                passed,
                "1 to " + MAX_SUBJECT + " ASCII characters",
                found));
    }

    private static boolean isSubject(String sub) {
        return !sub.isEmpty() && sub.length() <= MAX_SUBJECT && sub.chars().allMatch(c -> c <= 0x7f);
    }

    private void hashes(Jwt jwt) {
        Optional<IdTokenExpectations.Companions> front = expected.companions();
        Optional<Secret> accessToken = front.isPresent() ? front.get().accessToken() : expected.accessToken();
        hash(jwt, "at_hash", "the ID token belongs to the access token", accessToken, front.isPresent(), AT_HASH);
        if (front.isPresent()) {
            SpecRef hybrid = SpecRef.oidcCore("3.3.2.11");
            hash(jwt, "c_hash", "the ID token belongs to the code", front.get().code(), true, hybrid);
            hash(
                    jwt,
                    "s_hash",
                    "the ID token belongs to the state",
                    Optional.of(front.get().state()),
                    false,
                    S_HASH);
        }
    }

    /** @param due whether the hash must be there when what it is a hash of has come too */
    private void hash(Jwt jwt, String claim, String title, Optional<Secret> of, boolean due, SpecRef spec) {
        String name = "id_token." + claim;
        Text hash = text(claim);
        if (of.isEmpty() || (hash.isMissing() && !due)) {
            checks.add(Check.notApplicable(
                    name, title, spec, hash.isMissing() ? "no " + claim : "nothing came with it that it belongs to"));
            return;
        }
        String right;
        try {
            right = HalfHash.of(jwt.algorithm().orElse(""), of.get().reveal());
        } catch (JoseException e) {
            checks.add(Check.notApplicable(name, title, spec, "the algorithm, which has failed, names no hash"));
            return;
        }
        boolean same = hash.value().map(Secret::of).equals(Optional.of(Secret.of(right)));
        checks.add(Check.of(
                name, title, spec, same, "matches", same ? "matches" : hash.isText() ? "differs" : hash.found()));
    }

    private void authenticationTime() {
        String name = "id_token.auth_time";
        String title = "the sign-in is as recent as was asked for";
        if (expected.maxAge().isEmpty()) {
            checks.add(Check.notApplicable(name, title, VALIDATION, "max_age was not asked for"));
            return;
        }
        long maxAge = Math.max(0, Math.min(expected.maxAge().get(), Integer.MAX_VALUE));
        Time time = time("auth_time");
        long earliest = nowSeconds() - CLOCK_SKEW - maxAge;
        checks.add(Check.of(
                name,
                title,
                VALIDATION,
                time.isAfter(earliest - 1) && time.isAtMost(nowSeconds() + CLOCK_SKEW),
                "within " + maxAge + " s of " + expected.now(),
                time.found()));
    }

    private void contextClass() {
        String name = "id_token.acr";
        String title = "the sign-in is of a class that was asked for";
        if (expected.acrValues().isEmpty()) {
            checks.add(Check.notApplicable(name, title, VALIDATION, "acr_values were not asked for"));
            return;
        }
        Text acr = text("acr");
        // acr_values asks for a voluntary claim (§3.1.2.1): who must have it asks for it as essential
        checks.add(Check.warning(
                name,
                title,
                SpecRef.oidcCore("3.1.2.1"),
                acr.value().filter(expected.acrValues()::contains).isPresent(),
                String.join(" or ", expected.acrValues()),
                acr.found()));
    }

    private void sameAsAtSignIn(JsonObject original) {
        sameAudience(original);
        sameParty(original);
        sameTime(original);
        notOlder(original);
        if (claims.has("nonce") && original.has("nonce")) {
            boolean same = text("nonce").value().map(Secret::of).equals(originalText(original, "nonce"));
            checks.add(Check.of(
                    "id_token.refresh.nonce",
                    "the nonce, if any, is that of the sign-in",
                    RENEWAL,
                    same,
                    "matches",
                    same ? "matches" : "differs"));
        }
    }

    /** Servers leave azp out of refreshed tokens; where the only audience is this client, it would tell nothing more. */
    private void sameParty(JsonObject original) {
        String title = "the party is that of the sign-in";
        if (!claims.has("azp") && audiences(claims).size() == 1) {
            checks.add(Check.notApplicable("id_token.refresh.azp", title, RENEWAL, "no azp, and a single audience"));
            return;
        }
        same(original, "azp", title);
    }

    private static Optional<Secret> originalText(JsonObject original, String name) {
        return original.value(name).filter(String.class::isInstance).map(value -> Secret.of((String) value));
    }

    /** Some servers keep one sign-in for a whole browser: another sign-in there moves its time, and nothing else. */
    private void sameTime(JsonObject original) {
        if (claims.has("auth_time") && original.has("auth_time")) {
            Object before = original.value("auth_time").orElseThrow();
            Object after = claims.value("auth_time").orElseThrow();
            checks.add(Check.warning(
                    "id_token.refresh.auth_time",
                    "the time of the sign-in has not moved",
                    RENEWAL,
                    before.equals(after),
                    shown(before),
                    shown(after)));
        }
    }

    /** A token that is older than the one that it is to replace is an old one played back. */
    private void notOlder(JsonObject original) {
        Optional<Long> before;
        try {
            before = original.number("iat");
        } catch (JsonException e) {
            return;
        }
        if (before.isEmpty()) {
            return;
        }
        Time iat = time("iat");
        checks.add(Check.of(
                "id_token.refresh.iat",
                "the ID token is not older than the one before",
                RENEWAL,
                iat.isAfter(before.get() - 1),
                "from " + moment(before.get()),
                iat.found()));
    }

    private void same(JsonObject original, String name, String title) {
        if (!original.has(name)) {
            return;
        }
        Object before = original.value(name).orElseThrow();
        Object after = claims.value(name).orElse(JsonObject.NULL);
        checks.add(Check.of(
                "id_token.refresh." + name,
                title,
                RENEWAL,
                before.equals(after),
                shown(before),
                after == JsonObject.NULL ? "no " + name : shown(after)));
    }

    private void sameAudience(JsonObject original) {
        if (!original.has("aud")) {
            return;
        }
        Set<String> before = audiences(original);
        Set<String> after = audiences(claims);
        checks.add(Check.of(
                "id_token.refresh.aud",
                "the audience is that of the sign-in",
                RENEWAL,
                before.equals(after),
                String.join(", ", before),
                after.isEmpty() ? "no aud" : String.join(", ", after)));
    }

    private static Set<String> audiences(JsonObject claims) {
        try {
            return new HashSet<>(claims.textOrTexts("aud"));
        } catch (JsonException e) {
            return Set.of();
        }
    }

    private long nowSeconds() {
        return expected.now().getEpochSecond();
    }

    private Text text(String name) {
        Object value = claims.members().get(name);
        return new Text(
                value instanceof String text ? Optional.of(text) : Optional.empty(),
                value == null ? "no " + name : shown(value),
                !claims.has(name));
    }

    private Time time(String name) {
        Object value = claims.members().get(name);
        if (value == null) {
            return new Time(Optional.empty(), "no " + name, true);
        }
        try {
            return claims.number(name)
                    .map(seconds -> new Time(Optional.of(seconds), moment(seconds), false))
                    .orElse(new Time(Optional.empty(), "null", true));
        } catch (JsonException e) {
            return new Time(Optional.empty(), String.valueOf(e.getMessage()), false);
        }
    }

    private static String moment(long seconds) {
        try {
            return Instant.ofEpochSecond(seconds).toString();
        } catch (DateTimeException e) {
            return seconds + ", which is no time";
        }
    }

    private static String shown(Object value) {
        return value instanceof String text ? text : JsonObject.toJson(value);
    }

    /** A claim that ought to be text. */
    private record Text(Optional<String> value, String found, boolean isMissing) {
        boolean is(String wanted) {
            return value.isPresent() && value.get().equals(wanted);
        }

        boolean isText() {
            return value.isPresent();
        }
    }

    /** A claim that ought to be a time, in seconds since 1970. */
    private record Time(Optional<Long> value, String found, boolean isMissing) {
        boolean isAfter(long seconds) {
            return value.isPresent() && value.get() > seconds;
        }

        boolean isAtMost(long seconds) {
            return value.isPresent() && value.get() <= seconds;
        }
    }
}
