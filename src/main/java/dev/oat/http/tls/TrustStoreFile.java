package dev.oat.http.tls;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The certificates in a Java key store that holds nothing but trusted ones, without a password: as the JDK and systems come
 * with it. The JDK's own reader parses each of them; this one leaves them as they are, and the JDK whatever is written
 * otherwise.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7292">RFC 7292, PKCS #12</a>
 */
final class TrustStoreFile {
    /** Version 3. */
    private static final byte[] PKCS12_VERSION = {DerPlaces.INTEGER, 1, 3};

    private static final int JKS = 0xfeedfeed;
    private static final int JKS_VERSION = 2;
    private static final int JKS_TRUSTED_CERTIFICATE = 2;

    /** 1.2.840.113549.1.7.1: content that is not encrypted. */
    private static final byte[] DATA = {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 7, 1};

    /** 1.2.840.113549.1.12.10.1.3. */
    private static final byte[] CERTIFICATE_BAG = {
        6, 11, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 12, 10, 1, 3
    };

    /** 1.2.840.113549.1.9.22.1. */
    private static final byte[] X509_CERTIFICATE = {
        6, 10, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 9, 22, 1
    };

    /** 2.16.840.1.113894.746875.1.1: how Java marks a certificate as trusted. */
    private static final byte[] TRUSTED_KEY_USAGE = {
        6, 12, 0x60, (byte) 0x86, 0x48, 1, (byte) 0x86, (byte) 0xf9, 0x66, (byte) 0xad, (byte) 0xca, 0x7b, 1, 1
    };

    private TrustStoreFile() {}

    /**
     * Returns the certificates of a file, in DER.
     *
     * @return empty for the JDK to judge
     */
    static Optional<List<byte[]>> certificates(byte[] file) {
        List<byte[]> found = new ArrayList<>();
        boolean plain = DerPlaces.is(file, 0, DerPlaces.SEQUENCE) ? fromPkcs12(file, found) : fromJks(file, found);
        return plain ? Optional.of(found) : Optional.empty();
    }

    private static boolean fromJks(byte[] file, List<byte[]> found) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file))) {
            if (in.readInt() != JKS || in.readInt() != JKS_VERSION) {
                return false;
            }
            for (int left = in.readInt(); left > 0; left--) {
                if (in.readInt() != JKS_TRUSTED_CERTIFICATE) {
                    return false;
                }
                // its alias, and since when it has been there
                in.readUTF();
                in.readLong();
                boolean known = in.readUTF().equals("X.509");
                int length = in.readInt();
                if (!known || length < 0 || length > in.available()) {
                    return false;
                }
                found.add(in.readNBytes(length));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean fromPkcs12(byte[] file, List<byte[]> found) {
        int version = DerPlaces.inside(file, 0, DerPlaces.SEQUENCE);
        int contents = DerPlaces.after(file, version);
        // after the contents there may be a digest that needs a password
        if (!isThere(file, version, PKCS12_VERSION)
                || DerPlaces.after(file, 0) != file.length
                || DerPlaces.after(file, contents) != file.length) {
            return false;
        }
        int list = data(file, contents);
        int content = DerPlaces.inside(file, list, DerPlaces.SEQUENCE);
        while (content >= 0 && content < file.length) {
            int bags = data(file, content);
            int end = DerPlaces.after(file, bags);
            int bag = DerPlaces.inside(file, bags, DerPlaces.SEQUENCE);
            content = DerPlaces.after(file, content);
            if (end != content) {
                return false;
            }
            while (bag >= 0 && bag < end) {
                byte[] certificate = trusted(file, bag);
                if (certificate == null) {
                    return false;
                }
                found.add(certificate);
                bag = DerPlaces.after(file, bag);
            }
            if (bag != end) {
                return false;
            }
        }
        return content == file.length;
    }

    /** Returns where the data of a content begins that is not encrypted. */
    private static int data(byte[] file, int content) {
        int type = DerPlaces.inside(file, content, DerPlaces.SEQUENCE);
        return isThere(file, type, DATA) ? octets(file, DerPlaces.after(file, type)) : -1;
    }

    /** Returns where the bytes begin that are wrapped in a string of them, alone in a context. */
    private static int octets(byte[] file, int at) {
        int string = DerPlaces.inside(file, at, DerPlaces.CONTEXT_0);
        return DerPlaces.after(file, string) == DerPlaces.after(file, at)
                ? DerPlaces.inside(file, string, DerPlaces.OCTET_STRING)
                : -1;
    }

    private static byte @Nullable [] trusted(byte[] file, int bag) {
        int type = DerPlaces.inside(file, bag, DerPlaces.SEQUENCE);
        int value = DerPlaces.after(file, type);
        int kind = DerPlaces.inside(file, DerPlaces.inside(file, value, DerPlaces.CONTEXT_0), DerPlaces.SEQUENCE);
        if (!isThere(file, type, CERTIFICATE_BAG) || !isThere(file, kind, X509_CERTIFICATE)) {
            return null;
        }
        int wrapped = DerPlaces.after(file, kind);
        int begin = octets(file, wrapped);
        int end = DerPlaces.after(file, wrapped);
        int attributes = DerPlaces.after(file, value);
        if (begin < 0 || end != attributes || !isMarkedTrusted(file, attributes, DerPlaces.after(file, bag))) {
            return null;
        }
        return Arrays.copyOfRange(file, begin, end);
    }

    private static boolean isMarkedTrusted(byte[] file, int attributes, int end) {
        int attribute = DerPlaces.inside(file, attributes, DerPlaces.SET);
        if (end > file.length || DerPlaces.after(file, attributes) != end) {
            return false;
        }
        boolean marked = false;
        while (attribute >= 0 && attribute < end) {
            marked |= isThere(file, DerPlaces.inside(file, attribute, DerPlaces.SEQUENCE), TRUSTED_KEY_USAGE);
            attribute = DerPlaces.after(file, attribute);
        }
        return marked && attribute == end;
    }

    private static boolean isThere(byte[] file, int at, byte[] value) {
        return at >= 0
                && at + value.length <= file.length
                && Arrays.equals(file, at, at + value.length, value, 0, value.length);
    }
}
