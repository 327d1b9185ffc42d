package dev.oat.jose;

import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Opens private keys that a passphrase closes. */
final class KeyDecryption {
    private static final String ANEW =
            "; write it anew: openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in OLD -out NEW";

    private KeyDecryption() {}

    /**
     * Returns the PKCS#8 structure inside an encrypted one.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8018#section-6.2">RFC 8018 §6.2, PBES2</a>
     */
    static byte[] pkcs8(byte[] der, String passphrase) {
        EncryptedPrivateKeyInfo closed;
        String algorithm;
        try {
            closed = new EncryptedPrivateKeyInfo(der);
            algorithm = algorithm(closed);
            SecretKey key =
                    SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(passphrase.toCharArray()));
            Cipher cipher = Cipher.getInstance(algorithm);
            try {
                cipher.init(Cipher.DECRYPT_MODE, key, closed.getAlgParameters());
                return closed.getKeySpec(cipher).getEncoded();
            } catch (GeneralSecurityException | RuntimeException e) {
                throw new JoseException("the passphrase does not open the key", e);
            }
        } catch (java.io.IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new JoseException("the key is encrypted in a way that Java does not understand" + ANEW, e);
        }
    }

    /** PBES2 says what it is made of in its parameters only, and they only by their text. */
    private static String algorithm(EncryptedPrivateKeyInfo closed) {
        String name = closed.getAlgName();
        AlgorithmParameters parameters = closed.getAlgParameters();
        boolean composed = name.equals("PBES2") || name.equals("1.2.840.113549.1.5.13");
        return composed && parameters != null ? parameters.toString() : name;
    }

    /**
     * Returns what a PEM block of the older form holds, which OpenSSL wrote before version 1.0.
     *
     * @param block a block with {@code DEK-Info}
     */
    static byte[] traditional(Pem block, String passphrase) {
        String[] info = block.headers().getOrDefault("DEK-Info", "").split(",", -1);
        int length = switch (info[0].toUpperCase(Locale.ROOT)) {
            case "AES-128-CBC" -> 16;
            case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
            case "AES-256-CBC" -> 32;
            default ->
                throw new JoseException("the key is encrypted with " + info[0] + ", which is not understood" + ANEW);
        };
        String kind = info[0].startsWith("AES") ? "AES" : "DESede";
        try {
            byte[] iv = HexFormat.of().parseHex(info[info.length - 1].strip());
            Cipher cipher = Cipher.getInstance(kind + "/CBC/PKCS5Padding");
            SecretKeySpec key = new SecretKeySpec(stretched(passphrase, iv, length), kind);
            cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
            return cipher.doFinal(block.bytes());
        } catch (IllegalArgumentException e) {
            throw new JoseException("the key's DEK-Info is malformed", e);
        } catch (GeneralSecurityException e) {
            throw new JoseException("the passphrase does not open the key", e);
        }
    }

    private static byte[] stretched(String passphrase, byte[] iv, int length) throws GeneralSecurityException {
        if (iv.length < 8) {
            throw new IllegalArgumentException("short");
        }
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] key = new byte[length];
        byte[] block = new byte[0];
        for (int filled = 0; filled < length; filled += block.length) {
            md5.update(block);
            md5.update(passphrase.getBytes(StandardCharsets.UTF_8));
            md5.update(iv, 0, 8);
            block = md5.digest();
            System.arraycopy(block, 0, key, filled, Math.min(block.length, length - filled));
        }
        return key;
    }
}
