package dev.oat.metadata;

import dev.oat.jose.JoseException;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Finding.Severity;
import dev.oat.trace.SpecRef;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is wrong, weak or surprising in a server's key set.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 §5</a>
 */
public final class KeySetFindings {
    private static final int RSA_BITS = 2048;
    private static final Set<String> SECRETS = Set.of("d", "p", "q", "dp", "dq", "qi", "k", "oth");

    private final List<JsonObject> keys = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();

    private KeySetFindings() {}

    /**
     * Returns the findings on a key set.
     *
     * @param document the key set as the server gave it
     * @param algorithms the algorithms by which the server says that it signs ID tokens; empty when it does not say
     */
    public static List<Finding> of(JsonObject document, List<String> algorithms) {
        KeySetFindings all = new KeySetFindings();
        JwkSet understood;
        try {
            understood = JwkSet.parse(document);
        } catch (JoseException e) {
            return List.of(new Finding(
                    Severity.ERROR,
                    "jwks.form",
                    "the key set cannot be read",
                    SpecRef.rfc(7517, "5"),
                    "a JSON object with an array keys",
                    String.valueOf(e.getMessage()),
                    "no token of this server can be verified: tell the server's operator"));
        }
        for (Object element : document.array("keys")) {
            if (element instanceof JsonObject key) {
                all.keys.add(key);
            }
        }
        all.secrets();
        all.names();
        all.strength();
        all.skipped(understood.skipped());
        all.usable(algorithms);
        return List.copyOf(all.findings);
    }

    /** Returns whether one of the keys can verify signatures by one of these algorithms. */
    public static boolean hasKeyFor(JsonObject document, Collection<String> algorithms) {
        if (!(document.value("keys").orElse("") instanceof List<?> keys)) {
            return false;
        }
        for (Object element : keys) {
            for (String algorithm : algorithms) {
                if (element instanceof JsonObject key && fits(key, algorithm)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void secrets() {
        for (JsonObject key : keys) {
            for (String member : SECRETS) {
                if (key.has(member)) {
                    findings.add(new Finding(
                            Severity.ERROR,
                            "jwks.private",
                            "a secret key is published",
                            SpecRef.rfc(7517, "9.2"),
                            "public members only",
                            name(key) + " has the member " + member,
                            "anybody can sign as this server: replace the key now"));
                    return;
                }
            }
        }
    }

    private void names() {
        Set<String> seen = new HashSet<>();
        int nameless = 0;
        for (JsonObject key : keys) {
            String kid = text(key, "kid");
            if (kid.isEmpty()) {
                nameless++;
            } else if (!seen.add(kid)) {
                findings.add(new Finding(
                        Severity.WARNING,
                        "jwks.kid_twice",
                        "two keys have the same kid",
                        SpecRef.rfc(7517, "4.5"),
                        "distinct kid values",
                        kid,
                        "clients may take the wrong one; give each key its own kid"));
            }
        }
        if (nameless > 0) {
            boolean several = keys.size() > 1;
            findings.add(new Finding(
                    several ? Severity.WARNING : Severity.NOTE,
                    "jwks.kid",
                    several ? "keys have no kid, though there are several" : "the only key has no kid",
                    SpecRef.oidcCore("10.1"),
                    "a kid for each key",
                    nameless + " of " + keys.size() + " without",
                    "without it, keys cannot be changed without breaking clients"));
        }
    }

    private void strength() {
        for (JsonObject key : keys) {
            int bits = rsaBits(key);
            if (bits > 0 && bits < RSA_BITS) {
                findings.add(new Finding(
                        Severity.ERROR,
                        "jwks.rsa_bits",
                        "an RSA key is too short",
                        SpecRef.rfc(7518, "3.3"),
                        RSA_BITS + " bits or more",
                        name(key) + " has " + bits,
                        "careful clients refuse what it signs; make a longer one"));
            }
        }
    }

    private void skipped(List<String> reasons) {
        if (!reasons.isEmpty()) {
            findings.add(new Finding(
                    Severity.NOTE,
                    "jwks.skipped",
                    "keys are not understood, and left out",
                    SpecRef.rfc(7517, "5"),
                    "keys of a known kind",
                    String.join("; ", reasons),
                    "fine when they are for others; a broken key is worth telling the operator"));
        }
    }

    private void usable(List<String> algorithms) {
        List<String> asymmetric = new ArrayList<>();
        for (String algorithm : algorithms) {
            if (!algorithm.equals("none") && !algorithm.startsWith("HS")) {
                asymmetric.add(algorithm);
            }
        }
        if (keys.isEmpty()) {
            findings.add(new Finding(
                    asymmetric.isEmpty() ? Severity.WARNING : Severity.ERROR,
                    "jwks.empty",
                    "the key set is empty",
                    SpecRef.rfc(7517, "5"),
                    "the keys that verify the server's signatures",
                    "no key",
                    "no token of this server can be verified: tell the server's operator"));
            return;
        }
        for (String algorithm : asymmetric) {
            boolean fitting = false;
            for (JsonObject key : keys) {
                fitting |= fits(key, algorithm);
            }
            if (!fitting) {
                findings.add(new Finding(
                        Severity.WARNING,
                        "jwks.alg." + algorithm,
                        "no key fits the listed algorithm " + algorithm,
                        SpecRef.oidcDiscovery("3"),
                        "a key for each algorithm in id_token_signing_alg_values_supported",
                        "none for " + algorithm,
                        "a client registered for " + algorithm + " cannot sign in"));
            }
        }
    }

    /** Returns whether a public key can verify this algorithm's signatures. */
    private static boolean fits(JsonObject key, String algorithm) {
        String alg = text(key, "alg");
        boolean edwards = algorithm.equals("EdDSA") || algorithm.startsWith("Ed");
        if (text(key, "use").equals("enc")
                || (!alg.isEmpty() && !alg.equals(algorithm) && !(edwards && alg.startsWith("Ed")))) {
            return false;
        }
        String curve = text(key, "crv");
        switch (algorithm) {
            case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512":
                return text(key, "kty").equals("RSA");
            case "ES256":
                return curve.equals("P-256");
            case "ES384":
                return curve.equals("P-384");
            case "ES512":
                return curve.equals("P-521");
            case "ES256K":
                return curve.equals("secp256k1");
            case "EdDSA":
                return curve.equals("Ed25519") || curve.equals("Ed448");
            case "Ed25519", "Ed448":
                return curve.equals(algorithm);
            default:
                // an algorithm that nobody here knows: the key's own word is all there is
                return alg.equals(algorithm);
        }
    }

    /** Returns a key in one line, for people: kind, size or curve, algorithm and name. */
    public static String describe(JsonObject key) {
        StringBuilder text = new StringBuilder(text(key, "kty").isEmpty() ? "?" : text(key, "kty"));
        int bits = rsaBits(key);
        if (bits > 0) {
            text.append(' ').append(bits);
        }
        append(text, " ", text(key, "crv"));
        append(text, ", ", text(key, "alg"));
        append(text, ", use ", text(key, "use"));
        append(text, ", kid ", text(key, "kid"));
        return text.toString();
    }

    private static void append(StringBuilder text, String before, String value) {
        if (!value.isEmpty()) {
            text.append(before).append(value);
        }
    }

    private static String name(JsonObject key) {
        String kid = text(key, "kid");
        return "the " + text(key, "kty") + " key" + (kid.isEmpty() ? "" : " " + kid);
    }

    private static int rsaBits(JsonObject key) {
        if (!text(key, "kty").equals("RSA")) {
            return 0;
        }
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(text(key, "n"))).bitLength();
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private static String text(JsonObject json, String member) {
        return json.value(member).orElse("") instanceof String text ? text : "";
    }
}
