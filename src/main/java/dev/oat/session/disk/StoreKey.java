package dev.oat.session.disk;

import dev.oat.jose.Base64Url;
import dev.oat.jose.JoseException;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts what is stored by a secret: AES-256-GCM, with a nonce of its own for each write and a key of its own for each
 * file, which HKDF makes of the secret. A passphrase, which somebody may try to guess, goes through PBKDF2 first.
 *
 * <p>What is encrypted is one JSON object. All its members but the last, {@code content}, are the associated data: the
 * format and its version, the file, whose it is, and how the key is made. Loaded only where something is encrypted.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8018#section-5.2">RFC 8018 §5.2</a>
 */
public final class StoreKey {
    /** The version of the format; what is not encrypted has version 1. */
    static final long VERSION = 2;

    /** What OWASP's Password Storage Cheat Sheet asks for with HMAC-SHA-256. */
    static final int ITERATIONS = 600_000;

    /** More would be no key of ours but an attempt to keep us busy. */
    private static final int MOST_ITERATIONS = 10_000_000;

    /** A shorter secret may be one that somebody thought up. */
    private static final int STRONG = 32;

    private static final String ALGORITHM = "A256GCM";
    private static final String HKDF = "hkdf-sha256";
    private static final String PBKDF2 = "pbkdf2-sha256";
    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 12;

    /** How a key is made of the secret: by HKDF, or where there are iterations by PBKDF2 before. */
    private record Derivation(long iterations, String salt) {
        String name() {
            return iterations == 0 ? HKDF : PBKDF2;
        }
    }

    private final Secret secret;
    private final Optional<Supplier<Secret>> again;
    private final Supplier<SecureRandom> random;
    private final Map<Derivation, byte[]> made = new HashMap<>();
    private @Nullable Derivation current;
    private boolean known;

    /**
     * Creates a key; nothing is computed yet.
     *
     * @param secret what it is made of
     * @param again asks for a typed secret once more, before anything is encrypted with it that it has not opened; empty for
     *     one that was not typed
     * @param random makes salts and nonces
     */
    public StoreKey(Secret secret, Optional<Supplier<Secret>> again, Supplier<SecureRandom> random) {
        this.secret = Objects.requireNonNull(secret, "secret is null");
        this.again = Objects.requireNonNull(again, "again is null");
        this.random = Objects.requireNonNull(random, "random is null");
    }

    /**
     * Makes all that takes time or may fail, so that what is encrypted later can be.
     *
     * @throws Failure.Locked if a passphrase that was typed for the first time was not typed the same twice
     */
    public void verify() {
        if (!known && again.isPresent() && !again.get().get().equals(secret)) {
            throw new Failure.Locked("the two passphrases that were typed differ").hint("run it again");
        }
        known = true;
        byte[] unused = master(derivation());
    }

    /**
     * Encrypts a file's content.
     *
     * @param file the file, by its directory's name and its own
     * @param owner whose it is
     */
    byte[] seal(String file, String owner, byte[] content) {
        Derivation by = derivation();
        byte[] master = master(by);
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("locked", ALGORITHM);
        members.put("version", VERSION);
        members.put("file", file);
        members.put("owner", owner);
        members.put("kdf", by.name());
        if (by.iterations() > 0) {
            members.put("iterations", by.iterations());
        }
        members.put("salt", by.salt());
        members.put("key_id", id(master));
        members.put("nonce", fresh(NONCE_BYTES));
        JsonObject head = JsonObject.of(members);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, head, master).doFinal(content);
            return (head.with("content", Base64Url.encode(sealed)).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not encrypt", e);
        }
    }

    /**
     * Opens what {@link #seal} made; empty where that was with another key.
     *
     * @throws JsonException if it is damaged
     */
    Optional<byte[]> open(JsonObject sealed) {
        Derivation by = derivation(sealed);
        byte[] master = master(by);
        String id = required(sealed.text("key_id"), "key_id");
        if (!MessageDigest.isEqual(
                id.getBytes(StandardCharsets.UTF_8), id(master).getBytes(StandardCharsets.UTF_8))) {
            return Optional.empty();
        }
        byte[] closed = bytes(sealed, "content");
        if (closed.length < TAG_BITS / 8) {
            throw new JsonException("its \"content\" is cut off");
        }
        byte[] content;
        try {
            content = cipher(Cipher.DECRYPT_MODE, sealed.without("content"), master)
                    .doFinal(closed);
        } catch (AEADBadTagException e) {
            throw new JsonException("it is not what was encrypted");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not decrypt", e);
        }
        known = true;
        if (by.iterations() >= ITERATIONS || (by.iterations() == 0 && isStrong())) {
            current = by;
        }
        return Optional.of(content);
    }

    private boolean isStrong() {
        return again.isEmpty() && secret.reveal().length() >= STRONG;
    }

    /** Returns how what is encrypted next has its key made: as what was opened, else anew. */
    private Derivation derivation() {
        Derivation by = current;
        if (by == null) {
            by = new Derivation(isStrong() ? 0 : ITERATIONS, fresh(SALT_BYTES));
            current = by;
        }
        return by;
    }

    private static Derivation derivation(JsonObject sealed) {
        String name = required(sealed.text("kdf"), "kdf");
        long iterations = sealed.number("iterations").orElse(0L);
        boolean typed = name.equals(PBKDF2) && iterations > 0 && iterations <= MOST_ITERATIONS;
        if (!typed && !(name.equals(HKDF) && iterations == 0)) {
            throw new JsonException("its \"kdf\" is none");
        }
        byte[] unused = bytes(sealed, "salt");
        return new Derivation(iterations, required(sealed.text("salt"), "salt"));
    }

    private byte[] master(Derivation by) {
        byte[] ready = made.get(by);
        if (ready == null) {
            byte[] salt = Base64Url.decode(by.salt());
            ready = by.iterations() == 0
                    ? extract(salt, secret.reveal().getBytes(StandardCharsets.UTF_8))
                    : stretched(secret, salt, (int) by.iterations());
            made.put(by, ready);
        }
        return ready;
    }

    private static byte[] stretched(Secret passphrase, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec = new PBEKeySpec(passphrase.reveal().toCharArray(), salt, iterations, KEY_BYTES * 8);
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            spec.clearPassword();
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no PBKDF2", e);
        }
    }

    /** Returns a public name of the key by which a wrong one is told from a damaged file; nothing follows from it. */
    private static String id(byte[] master) {
        return Base64Url.encode(expand(master, "oat-store: id".getBytes(StandardCharsets.UTF_8), ID_BYTES));
    }

    private static Cipher cipher(int mode, JsonObject head, byte[] master) throws GeneralSecurityException {
        byte[] key = expand(
                master,
                ("oat-store: key of " + required(head.text("file"), "file")).getBytes(StandardCharsets.UTF_8),
                KEY_BYTES);
        byte[] nonce = bytes(head, "nonce");
        if (nonce.length != NONCE_BYTES) {
            throw new JsonException("its \"nonce\" is none");
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head.toJson().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private String fresh(int bytes) {
        byte[] made = new byte[bytes];
        random.get().nextBytes(made);
        return Base64Url.encode(made);
    }

    private static byte[] bytes(JsonObject sealed, String member) {
        try {
            return Base64Url.decode(required(sealed.text(member), member));
        } catch (JoseException e) {
            throw new JsonException("its \"" + member + "\" is none");
        }
    }

    private static String required(Optional<String> text, String member) {
        if (text.isEmpty() || text.get().isEmpty()) {
            throw new JsonException("\"" + member + "\" is missing");
        }
        return text.get();
    }

    /** Returns the pseudorandom key of HKDF (§2.2). */
    static byte[] extract(byte[] salt, byte[] material) {
        return hmac(salt, material);
    }

    /** Key material of HKDF (§2.3). */
    static byte[] expand(byte[] key, byte[] info, int length) {
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        int done = 0;
        for (byte number = 1; done < length; number++) {
            byte[] input = Arrays.copyOf(block, block.length + info.length + 1);
            System.arraycopy(info, 0, input, block.length, info.length);
            input[input.length - 1] = number;
            block = hmac(key, input);
            int part = Math.min(block.length, length - done);
            System.arraycopy(block, 0, output, done, part);
            done += part;
        }
        return output;
    }

    private static byte[] hmac(byte[] key, byte[] input) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no HMAC-SHA-256", e);
        }
    }
}
