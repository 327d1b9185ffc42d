package dev.oat.jose;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of a server or a client.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 §5</a>
 */
public final class JwkSet {
    private static final int MAX_KEYS = 256;

    private final List<Jwk> keys;
    private final List<String> skipped;

    private JwkSet(List<Jwk> keys, List<String> skipped) {
        this.keys = List.copyOf(keys);
        this.skipped = List.copyOf(skipped);
    }

    /** Returns a set of these keys. */
    public static JwkSet of(List<Jwk> keys) {
        return new JwkSet(keys, List.of());
    }

    /**
     * Reads a set, and leaves out every key that is of an unknown kind or malformed, as the specification asks.
     *
     * @throws JoseException if there is no array {@code keys}, or it holds more than 256 keys
     */
    public static JwkSet parse(JsonObject json) {
        List<Object> members;
        try {
            if (!json.has("keys")) {
                throw new JoseException("the key set has no \"keys\"");
            }
            members = json.array("keys");
        } catch (JsonException e) {
            throw new JoseException("the key set: " + e.getMessage(), e);
        }
        if (members.size() > MAX_KEYS) {
            throw new JoseException("the key set holds " + members.size() + " keys, more than " + MAX_KEYS);
        }
        List<Jwk> keys = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            if (!(members.get(i) instanceof JsonObject member)) {
                skipped.add("key " + (i + 1) + ": not an object");
                continue;
            }
            try {
                keys.add(Jwk.parse(member));
            } catch (JoseException e) {
                String kid = member.value("kid").orElse("") instanceof String text && !text.isEmpty() ? " " + text : "";
                skipped.add("key " + (i + 1) + kid + ": " + e.getMessage());
            }
        }
        return new JwkSet(keys, skipped);
    }

    /** Returns the keys that are understood, in their order. */
    public List<Jwk> keys() {
        return keys;
    }

    /** Why keys were left out on reading, one sentence part each. */
    public List<String> skipped() {
        return skipped;
    }

    /** Returns the algorithms whose signatures a key of the set can verify. */
    public List<String> verificationAlgorithms() {
        List<String> algorithms = new ArrayList<>();
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            for (Jwk key : keys) {
                if (key.misfit(algorithm, Set.of("verify", "sign")).isEmpty()) {
                    algorithms.add(algorithm.id());
                    break;
                }
            }
        }
        return algorithms;
    }

    /** Returns the public halves, as a server publishes them; shared secrets are left out. */
    public JsonObject toPublicJson() {
        List<JsonObject> halves = new ArrayList<>();
        for (Jwk key : keys) {
            if (!key.keyType().equals("oct")) {
                halves.add(key.toPublicJson());
            }
        }
        return JsonObject.of(Map.of("keys", halves));
    }

    /** Kinds and names only. */
    @Override
    public String toString() {
        return "JwkSet" + keys;
    }
}
