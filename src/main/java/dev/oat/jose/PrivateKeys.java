package dev.oat.jose;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The private keys of a file: a JWK or a set of them, PEM or DER (PKCS#8, PKCS#1, SEC 1, encrypted or not), or PKCS#12.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-4">RFC 7517 §4</a>
 */
public final class PrivateKeys {
    private static final int PKCS12_VERSION = 3;

    private final List<Jwk> keys;
    private final List<byte[]> certificates;

    private PrivateKeys(List<Jwk> keys, List<byte[]> certificates) {
        this.keys = List.copyOf(keys);
        this.certificates = List.copyOf(certificates);
    }

    /**
     * Returns whether a passphrase is needed to read a file.
     *
     * @param file the file's bytes
     */
    public static boolean needsPassphrase(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (isJson(text)) {
            return false;
        }
        if (Pem.isIn(text)) {
            try {
                return Pem.blocks(text).stream().anyMatch(Pem::isEncrypted);
            } catch (JoseException e) {
                return false;
            }
        }
        return isPkcs12(file) || isEncryptedDer(file);
    }

    /**
     * Reads a file.
     *
     * @param file the file's bytes
     * @param passphrase what opens it, for those that are closed
     * @throws JoseException if it holds no private key, or one that cannot be read; the message says why
     */
    public static PrivateKeys read(byte[] file, Optional<Secret> passphrase) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        if (isJson(text)) {
            return ofJson(file);
        }
        if (Pem.isIn(text)) {
            return ofPem(text, passphrase);
        }
        if (file.length > 0 && file[0] == Der.SEQUENCE) {
            return isPkcs12(file)
                    ? ofPkcs12(file, opener(passphrase))
                    : new PrivateKeys(List.of(ofDer(file, passphrase)), List.of());
        }
        throw new JoseException("it holds no key: expected a JWK, PEM or PKCS#12");
    }

    private static boolean isJson(String text) {
        // behind the byte order mark that some editors write
        String start = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
        return start.stripLeading().startsWith("{");
    }

    private static String opener(Optional<Secret> passphrase) {
        return passphrase
                .orElseThrow(() -> new JoseException("the key is encrypted, and no passphrase was given"))
                .reveal();
    }

    private static PrivateKeys ofJson(byte[] file) {
        JsonObject json;
        try {
            int mark = file.length > 2 && (file[0] & 0xff) == 0xef ? 3 : 0;
            json = JsonObject.parse(java.util.Arrays.copyOfRange(file, mark, file.length));
        } catch (JsonException e) {
            throw new JoseException("it is no JSON: " + e.getMessage(), e);
        }
        if (!json.has("keys") || json.has("kty")) {
            Jwk key = Jwk.parse(json);
            if (!key.isPrivate()) {
                throw new JoseException("it holds a public key; the private one is needed");
            }
            return new PrivateKeys(List.of(key), List.of());
        }
        JwkSet set = JwkSet.parse(json);
        List<Jwk> keys = new ArrayList<>();
        for (Jwk key : set.keys()) {
            if (key.isPrivate()) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new JoseException("the key set holds no private key"
                    + (set.skipped().isEmpty() ? "" : "; left out: " + String.join("; ", set.skipped())));
        }
        return new PrivateKeys(keys, List.of());
    }

    private static PrivateKeys ofPem(String text, Optional<Secret> passphrase) {
        List<Jwk> keys = new ArrayList<>();
        List<byte[]> certificates = new ArrayList<>();
        String other = "";
        for (Pem block : Pem.blocks(text)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> keys.add(jwk(KeyMembers.ofPkcs8(block.bytes())));
                case "ENCRYPTED PRIVATE KEY" ->
                    keys.add(jwk(KeyMembers.ofPkcs8(KeyDecryption.pkcs8(block.bytes(), opener(passphrase)))));
                case "RSA PRIVATE KEY" -> keys.add(jwk(KeyMembers.ofPkcs1(opened(block, passphrase))));
                case "EC PRIVATE KEY" -> keys.add(jwk(KeyMembers.ofSec1(opened(block, passphrase), "")));
                case "OPENSSH PRIVATE KEY" ->
                    throw new JoseException(
                            "it is in OpenSSH's own form; write it anew: ssh-keygen -p -m PKCS8 -f FILE");
                case "CERTIFICATE" -> certificates.add(block.bytes());
                case "EC PARAMETERS" -> {
                    // openssl ecparam -genkey writes them before the key, which names its curve itself
                }
                default -> other = block.label();
            }
        }
        if (keys.isEmpty()) {
            throw new JoseException("it holds no private key, but "
                    + (!certificates.isEmpty()
                            ? "a certificate"
                            : other.isEmpty() ? "nothing that is understood" : "a " + other));
        }
        return new PrivateKeys(keys, certificates);
    }

    private static byte[] opened(Pem block, Optional<Secret> passphrase) {
        return block.isEncrypted() ? KeyDecryption.traditional(block, opener(passphrase)) : block.bytes();
    }

    private static Jwk ofDer(byte[] file, Optional<Secret> passphrase) {
        if (isEncryptedDer(file)) {
            return jwk(KeyMembers.ofPkcs8(KeyDecryption.pkcs8(file, opener(passphrase))));
        }
        Der content = Der.of(file).sequence();
        content.integer();
        if (content.isNext(Der.SEQUENCE)) {
            return jwk(KeyMembers.ofPkcs8(file));
        }
        return jwk(content.isNext(Der.INTEGER) ? KeyMembers.ofPkcs1(file) : KeyMembers.ofSec1(file, ""));
    }

    private static boolean isEncryptedDer(byte[] file) {
        try {
            return Der.of(file).sequence().isNext(Der.SEQUENCE);
        } catch (JoseException e) {
            return false;
        }
    }

    private static boolean isPkcs12(byte[] file) {
        try {
            Der content = Der.of(file).sequence();
            return content.isNext(Der.INTEGER) && content.integer().intValue() == PKCS12_VERSION;
        } catch (JoseException e) {
            return false;
        }
    }

    private static PrivateKeys ofPkcs12(byte[] file, String passphrase) {
        char[] opener = passphrase.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), opener);
            List<Jwk> keys = new ArrayList<>();
            List<byte[]> certificates = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, opener) : null;
                if (key == null || key.getEncoded() == null || !"PKCS#8".equals(key.getFormat())) {
                    continue;
                }
                Map<String, Object> members = new LinkedHashMap<>(KeyMembers.ofPkcs8(key.getEncoded()));
                keys.add(jwk(members));
                Certificate[] chain = store.getCertificateChain(alias);
                if (keys.size() == 1 && chain != null) {
                    for (Certificate certificate : chain) {
                        certificates.add(certificate.getEncoded());
                    }
                }
            }
            if (keys.isEmpty()) {
                throw new JoseException("the PKCS#12 file holds no private key");
            }
            return new PrivateKeys(keys, certificates);
        } catch (IOException e) {
            boolean passphraseIsWrong = e.getCause() instanceof java.security.UnrecoverableKeyException;
            throw new JoseException(
                    passphraseIsWrong
                            ? "the passphrase does not open the PKCS#12 file"
                            : "the PKCS#12 file is broken or cut short",
                    e);
        } catch (GeneralSecurityException e) {
            throw new JoseException("the passphrase does not open the key in the PKCS#12 file", e);
        }
    }

    private static Jwk jwk(Map<String, Object> members) {
        return Jwk.parse(JsonObject.of(members));
    }

    /** Returns every private key of the file. */
    public List<Jwk> keys() {
        return keys;
    }

    /** The certificates that lie beside the key, in DER, the key's own first. */
    public List<byte[]> certificates() {
        return certificates;
    }

    /**
     * Returns the key to sign with.
     *
     * @param keyId the key's name in its set; a key without a name gets it
     * @param alg the algorithm to sign with, or empty for any
     * @throws JoseException if no key, or more than one, fits
     */
    public Jwk toSign(Optional<String> keyId, Optional<String> alg) {
        Optional<SignatureAlgorithm> algorithm = alg.map(name -> SignatureAlgorithm.named(name)
                .orElseThrow(() -> new JoseException("\"" + name + "\" is no signature algorithm that is understood")));
        if (keys.size() == 1) {
            Jwk key = named(keyId);
            if (algorithm.isPresent()) {
                Optional<String> misfit = key.misfit(algorithm.orElseThrow(), java.util.Set.of("sign"));
                if (misfit.isPresent()) {
                    throw new JoseException(
                            "the key cannot sign with " + alg.orElseThrow() + ": " + misfit.orElseThrow());
                }
            }
            return key;
        }
        return only(
                keyId,
                key -> algorithm
                        .map(wanted ->
                                key.misfit(wanted, java.util.Set.of("sign")).isEmpty())
                        .orElseGet(() -> key.use().orElse("sig").equals("sig")
                                && (key.operations().isEmpty()
                                        || key.operations().contains("sign"))));
    }

    private Jwk named(Optional<String> keyId) {
        Jwk key = keys.get(0);
        if (keyId.isEmpty()) {
            return key;
        }
        if (key.keyId().isPresent() && !key.keyId().equals(keyId)) {
            throw new JoseException("its key is named " + key.keyId().orElseThrow() + ", not " + keyId.orElseThrow());
        }
        return key.withKeyId(keyId.orElseThrow());
    }

    private Jwk only(Optional<String> keyId, Predicate<Jwk> fits) {
        List<Jwk> fitting = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Jwk key : keys) {
            boolean asked = keyId.isEmpty() ? fits.test(key) : key.keyId().equals(keyId);
            if (asked) {
                fitting.add(key);
            }
            names.add(key.keyId().orElse("one without kid"));
        }
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        throw new JoseException(
                "it holds " + keys.size() + " private keys (" + String.join(", ", names) + "), of which "
                        + (fitting.isEmpty() ? "none fits" : fitting.size() + " fit") + "; name one by its key id");
    }

    /** Kinds and names only. */
    @Override
    public String toString() {
        return "PrivateKeys" + keys;
    }
}
