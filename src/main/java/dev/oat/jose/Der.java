package dev.oat.jose;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * Reads the values of one DER structure in turn; every length is checked against what is there.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690, Distinguished Encoding Rules</a>
 */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int SEQUENCE = 0x30;

    private final byte[] bytes;
    private final int end;
    private int position;

    private Der(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    static Der of(byte[] bytes) {
        return new Der(bytes, 0, bytes.length);
    }

    /** Returns the tag of a context-specific, constructed value: {@code [0]} and so on. */
    static int context(int number) {
        return 0xa0 | number;
    }

    /** Returns whether a value with this tag comes next. */
    boolean isNext(int tag) {
        return position < end && (bytes[position] & 0xff) == tag;
    }

    /** What is inside the next value, which must be a sequence. */
    Der sequence() {
        return inside(SEQUENCE);
    }

    /** Returns what is inside the next value, which must have this tag. */
    Der inside(int tag) {
        int stop = enter(tag);
        Der content = new Der(bytes, position, stop);
        position = stop;
        return content;
    }

    /** Returns the bytes of the next value, which must have this tag. */
    byte[] value(int tag) {
        int stop = enter(tag);
        byte[] content = Arrays.copyOfRange(bytes, position, stop);
        position = stop;
        return content;
    }

    BigInteger integer() {
        byte[] content = value(INTEGER);
        if (content.length == 0) {
            throw malformed();
        }
        return new BigInteger(content);
    }

    /** Returns the bytes of the next value, a bit string whose bits fill its bytes. */
    byte[] bits() {
        byte[] content = value(BIT_STRING);
        if (content.length == 0 || content[0] != 0) {
            throw malformed();
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    /** Returns the next value, an object identifier, in its dotted form. */
    String identifier() {
        byte[] content = value(OBJECT_IDENTIFIER);
        StringBuilder text = new StringBuilder();
        long arc = 0;
        for (byte octet : content) {
            if (arc >> 48 != 0) {
                throw malformed();
            }
            arc = (arc << 7) | (octet & 0x7f);
            if (octet >= 0) {
                if (text.isEmpty()) {
                    long first = Math.min(arc / 40, 2);
                    text.append(first).append('.').append(arc - 40 * first);
                } else {
                    text.append('.').append(arc);
                }
                arc = 0;
            }
        }
        return text.toString();
    }

    /** Steps over tag and length of the next value; returns where it ends. */
    private int enter(int tag) {
        if (!isNext(tag) || position + 2 > end) {
            throw malformed();
        }
        int length = bytes[position + 1] & 0xff;
        int start = position + 2;
        if (length >= 0x80) {
            int count = length & 0x7f;
            if (count == 0 || count > 3 || start + count > end) {
                throw malformed();
            }
            length = 0;
            for (int i = 0; i < count; i++) {
                length = (length << 8) | (bytes[start + i] & 0xff);
            }
            start += count;
        }
        if (length > end - start) {
            throw new JoseException("the key is cut short");
        }
        position = start;
        return start + length;
    }

    private static JoseException malformed() {
        return new JoseException("the key is not as its format demands (DER)");
    }

    /** Returns a value of this tag around these, which are encoded already. */
    static byte[] encode(int tag, byte[]... values) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] value : values) {
            content.writeBytes(value);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    static byte[] encode(BigInteger number) {
        return encode(INTEGER, number.toByteArray());
    }

    /** Returns an object identifier by its dotted form. */
    static byte[] encodeIdentifier(String dotted) {
        String[] arcs = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            long arc = Long.parseLong(arcs[i]);
            for (int shift = 42; shift > 0; shift -= 7) {
                if (arc >> shift != 0) {
                    content.write((int) (((arc >> shift) & 0x7f) | 0x80));
                }
            }
            content.write((int) (arc & 0x7f));
        }
        return encode(OBJECT_IDENTIFIER, content.toByteArray());
    }
}
