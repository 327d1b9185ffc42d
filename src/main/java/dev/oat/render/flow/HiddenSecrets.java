package dev.oat.render.flow;

import dev.oat.jose.JoseException;
import dev.oat.jose.LooseToken;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the secrets of a flow while they are hidden, and says of them what may be said: what a JWT holds, and under which
 * hash the messages themselves speak of a secret.
 *
 * <p>A hash is told only where a message has published it, as {@code code_challenge}, {@code ath} or {@code at_hash} do: of
 * a password it would give away too much.
 */
final class HiddenSecrets {
    /** Claims that hold the hash of a secret. */
    private static final List<String> HASHES = List.of("ath", "at_hash", "c_hash", "s_hash");

    private final Redaction redaction;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> marksByHash = new HashMap<>();
    private final Set<String> published = new HashSet<>();

    HiddenSecrets(Redaction redaction) {
        this.redaction = redaction.telling(waiting::add);
    }

    /** Returns the redaction that hides them. */
    Redaction redaction() {
        return redaction;
    }

    /** Takes fields that are shown as they are. */
    void published(List<Field> fields) {
        for (Field field : fields) {
            if (field.name().equals("code_challenge")) {
                published.add(field.value());
            } else if (field.name().equalsIgnoreCase("DPoP-Nonce")) {
                published.add(field.value());
                redaction.hidden(field.value());
            }
        }
    }

    /** Returns what can be said of the secrets that were hidden since the last time. */
    List<Step.Opened> opened(long at) {
        List<Step.Opened> opened = new ArrayList<>();
        while (!waiting.isEmpty()) {
            String secret = waiting.removeFirst();
            if (seen.add(secret)) {
                open(secret, at, opened);
            }
        }
        return opened;
    }

    private void open(String secret, long at, List<Step.Opened> opened) {
        String mark = redaction.hidden(secret);
        byte[] digest = sha256(secret);
        String hash = encoded(digest);
        String half = encoded(Arrays.copyOf(digest, digest.length / 2));
        marksByHash.put(hash, mark);
        marksByHash.put(half, mark);
        List<String> aliases = new ArrayList<>();
        for (String alias : List.of(hash, half, secret)) {
            // a nonce for proofs is public where the server hands it out
            if (published.contains(alias)) {
                aliases.add(alias);
            }
        }
        Optional<LooseToken> token = token(secret);
        Optional<JsonObject> header = token.flatMap(LooseToken::header).map(redaction::json);
        Optional<JsonObject> claims = token.flatMap(LooseToken::claims).map(redaction::json);
        if (header.isPresent() || !aliases.isEmpty()) {
            opened.add(new Step.Opened(at, mark, header, claims, aliases));
        }
        for (String name : HASHES) {
            String said = text(claims.orElse(JsonObject.EMPTY), name);
            published.add(said);
            String of = marksByHash.get(said);
            if (of != null) {
                opened.add(new Step.Opened(at, of, Optional.empty(), Optional.empty(), List.of(said)));
            }
        }
    }

    private static String text(JsonObject object, String name) {
        try {
            return object.text(name).orElse("");
        } catch (JsonException e) {
            return "";
        }
    }

    private static Optional<LooseToken> token(String secret) {
        if (!secret.startsWith("ey")) {
            return Optional.empty();
        }
        try {
            LooseToken token = LooseToken.read(secret);
            boolean whole = token.kind() == LooseToken.Kind.SIGNED
                    || token.kind() == LooseToken.Kind.UNSECURED
                    || token.kind() == LooseToken.Kind.ENCRYPTED;
            return whole ? Optional.of(token) : Optional.empty();
        } catch (JoseException e) {
            return Optional.empty();
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
