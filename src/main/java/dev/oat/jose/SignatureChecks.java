package dev.oat.jose;

import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a key of a set signed a token, said check by check.
 *
 * <p>The names, in order: {@code signature.alg}, {@code signature.crit}, {@code signature.b64} (only when present),
 * {@code signature.header_keys} (only when present; never fails), {@code signature.kid} (a key is named and known),
 * {@code signature.key} (it may be used so), {@code signature.key_size} (RSA and shared secrets), {@code signature}. The first that
 * fails ends the work: the later ones are not applicable. A token is signed when none failed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515#section-5.2">RFC 7515 §5.2</a>
 */
public final class SignatureChecks {
    private static final SpecRef JWS_VERIFY = SpecRef.rfc(7515, "5.2");
    private static final SpecRef KID = SpecRef.oidcCore("10.1");
    private static final Set<String> VERIFYING = Set.of("verify");
    private static final Set<String> VERIFYING_BY_PRIVATE = Set.of("verify", "sign");
    /** What another key may turn. */
    private static final Set<String> BY_KEY =
            Set.of("signature.kid", "signature.key", "signature.key_size", "signature");

    private static final List<String> HEADER_KEYS = List.of("jku", "jwk", "x5u", "x5c");

    private SignatureChecks() {}

    /** Returns whether a signature algorithm of this name is understood; {@code none} is none. */
    public static boolean isKnown(String alg) {
        return SignatureAlgorithm.named(alg).isPresent();
    }

    /**
     * Checks a token's signature.
     *
     * @param keys the keys of the one who should have signed; keys that the token itself brings or names are ignored
     * @param allowedAlgorithms the {@code alg} values that are expected; {@code none} is refused even if it is among them
     */
    public static List<Check> verify(Jwt jwt, JwkSet keys, Set<String> allowedAlgorithms) {
        Checks checks = new Checks();
        Optional<SignatureAlgorithm> algorithm = algorithm(checks, jwt, allowedAlgorithms);
        critical(checks, jwt.header());
        headerKeys(checks, jwt.header());
        if (algorithm.isEmpty() || checks.failed()) {
            checks.skip("signature.kid", "signature.key", "signature");
            return checks.list();
        }
        Optional<Jwk> key = key(checks, jwt, keys, algorithm.get());
        if (key.isEmpty()) {
            checks.skip("signature");
            return checks.list();
        }
        size(checks, key.get(), algorithm.get());
        if (checks.failed()) {
            checks.skip("signature");
            return checks.list();
        }
        signature(checks, jwt, key.get(), algorithm.get());
        return checks.list();
    }

    private static void size(Checks checks, Jwk key, SignatureAlgorithm algorithm) {
        boolean rsa = algorithm.keyType().equals("RSA");
        if (!rsa && !algorithm.keyType().equals("oct")) {
            return;
        }
        int bits = rsa ? key.rsaBits() : key.secretBits();
        int needed = rsa ? Signing.MIN_RSA_BITS : algorithm.signatureLength() * Byte.SIZE;
        checks.add(Check.of(
                "signature.key_size",
                rsa ? "the RSA key is large enough" : "the shared secret is long enough",
                SpecRef.rfc(7518, rsa ? "3.3" : "3.2"),
                bits >= needed,
                needed + " bits or more",
                bits + " bits"));
    }

    /**
     * Returns whether other keys may help, if these are not the newest: the set lacks the key that the token names, or has it
     * otherwise than the token needs it, as servers do that renew a key under its old name. The caller limits how often it
     * asks.
     *
     * @param checks what {@link #verify} said of this token
     * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#RotateSigKeys">OpenID Connect Core §10.1.1</a>
     */
    public static boolean needsOtherKeys(Jwt jwt, List<Check> checks) {
        for (Check check : checks) {
            if (check.failed()) {
                boolean possible = !jwt.header().has("kid") || jwt.keyId().isPresent();
                return possible && BY_KEY.contains(check.name());
            }
        }
        return false;
    }

    private static Optional<SignatureAlgorithm> algorithm(Checks checks, Jwt jwt, Set<String> allowed) {
        Optional<SignatureAlgorithm> known =
                jwt.algorithm().filter(allowed::contains).flatMap(SignatureAlgorithm::named);
        Set<String> expected = new TreeSet<>();
        for (String alg : allowed) {
            if (SignatureAlgorithm.named(alg).isPresent()) {
                expected.add(alg);
            }
        }
        checks.add(Check.of(
                "signature.alg",
                "the signature algorithm is an expected one",
                SpecRef.rfc(8725, "3.1"),
                known.isPresent(),
                String.join(" or ", expected),
                described(jwt.header(), "alg")));
        return known;
    }

    private static void critical(Checks checks, JsonObject header) {
        checks.add(Check.of(
                "signature.crit",
                "the header asks for no extension that is not understood",
                SpecRef.rfc(7515, "4.1.11"),
                !header.members().containsKey("crit"),
                "no crit",
                header.members().containsKey("crit") ? described(header, "crit") : "no crit"));
        if (header.members().containsKey("b64")) {
            checks.add(Check.of(
                    "signature.b64",
                    "the payload is encoded",
                    SpecRef.rfc(7797, "7"),
                    false,
                    "no b64, which JWTs must not use",
                    described(header, "b64")));
        }
    }

    private static void headerKeys(Checks checks, JsonObject header) {
        List<String> brought = new ArrayList<>();
        for (String name : HEADER_KEYS) {
            if (header.has(name)) {
                brought.add(name);
            }
        }
        if (!brought.isEmpty()) {
            checks.add(Check.notApplicable(
                    "signature.header_keys",
                    "keys that the token brings or names",
                    SpecRef.rfc(8725, "3.10"),
                    String.join(", ", brought) + ": ignored, only the issuer's own key set counts"));
        }
    }

    private static Optional<Jwk> key(Checks checks, Jwt jwt, JwkSet keys, SignatureAlgorithm algorithm) {
        boolean named = jwt.header().has("kid");
        Optional<String> kid = jwt.keyId();
        // by thumbprint: the same key listed twice is one key
        Map<String, Jwk> fitting = new LinkedHashMap<>();
        int candidates = 0;
        String misfit = "";
        for (Jwk key : keys.keys()) {
            if (named && !(kid.isPresent() && key.keyId().equals(kid))) {
                continue;
            }
            candidates++;
            Optional<String> reason = key.misfit(algorithm, key.isPrivate() ? VERIFYING_BY_PRIVATE : VERIFYING);
            if (reason.isEmpty()) {
                fitting.putIfAbsent(key.thumbprint(), key);
            } else if (misfit.isEmpty()) {
                misfit = reason.get();
            }
        }
        boolean known = named ? candidates > 0 : !fitting.isEmpty();
        checks.add(Check.of(
                "signature.kid",
                named
                        ? "the key that the header names is in the key set"
                        : "the key set has a key for a token without kid",
                KID,
                known,
                named ? "one of " + names(keys) : "a key for " + algorithm.id(),
                named
                        ? described(jwt.header(), "kid") + (known ? "" : unread(keys))
                        : known ? "a key for " + algorithm.id() : names(keys) + unread(keys)));
        if (!known) {
            checks.skip("signature.key");
            return Optional.empty();
        }
        String expected = "one key for signatures with " + algorithm.id();
        checks.add(Check.of(
                "signature.key",
                "one key may verify this signature",
                named ? SpecRef.rfc(7517, "4") : KID,
                fitting.size() == 1,
                expected,
                fitting.isEmpty()
                        ? "the key does not fit: " + misfit
                        : fitting.size() == 1 ? expected : fitting.size() + " such keys"));
        return fitting.size() == 1 ? fitting.values().stream().findFirst() : Optional.empty();
    }

    /** Returns why keys of the set were left out: the one that is looked for may be among them. */
    private static String unread(JwkSet keys) {
        List<String> reasons = keys.skipped();
        if (reasons.isEmpty()) {
            return "";
        }
        int shown = Math.min(reasons.size(), 5);
        return "; left out as unreadable: " + String.join("; ", reasons.subList(0, shown))
                + (shown < reasons.size() ? "; …" : "");
    }

    private static String names(JwkSet keys) {
        if (keys.keys().isEmpty()) {
            return "no keys at all";
        }
        List<String> names = new ArrayList<>();
        for (Jwk key : keys.keys()) {
            if (names.size() == 10) {
                names.add("…");
                break;
            }
            names.add(key.keyId().orElse("(" + key.keyType() + " without kid)"));
        }
        return String.join(", ", names);
    }

    private static void signature(Checks checks, Jwt jwt, Jwk key, SignatureAlgorithm algorithm) {
        byte[] signature = jwt.signature();
        int length = algorithm.signatureLength();
        boolean rightLength = length == 0 || signature.length == length;
        boolean verified = rightLength && Signing.verifies(algorithm, key, signature, jwt.signedBytes());
        String found = verified
                ? "matches"
                : signature.length == 0
                        ? "no signature"
                        : rightLength ? "differs" : signature.length + " bytes where " + length + " are due";
        checks.add(Check.of(
                "signature", "the signature is that of the issuer's key", JWS_VERIFY, verified, "matches", found));
    }

    private static String described(JsonObject header, String name) {
        Object value = header.members().get(name);
        if (value == null) {
            return "no " + name;
        }
        return value instanceof String text ? text : JsonObject.toJson(value);
    }

    private static final class Checks {
        private final List<Check> list = new ArrayList<>();

        void add(Check check) {
            list.add(check);
        }

        boolean failed() {
            return Check.firstFailed(list).isPresent();
        }

        void skip(String... names) {
            for (String name : names) {
                list.add(Check.notApplicable(
                        name, "the signature", JWS_VERIFY, "not looked at, as the check before failed"));
            }
        }

        List<Check> list() {
            return List.copyOf(list);
        }
    }
}
