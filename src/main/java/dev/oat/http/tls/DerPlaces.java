package dev.oat.http.tls;

/**
 * Finds its way through DER that may be cut short or broken, by places; whatever is not there is at place -1.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-X.690">X.690, Distinguished Encoding Rules</a>
 */
final class DerPlaces {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int CONTEXT_0 = 0xa0;

    private static final int LONGEST_LENGTH = 3;

    private DerPlaces() {}

    /** Returns whether there is a value with a tag at a place. */
    static boolean is(byte[] der, int at, int tag) {
        return at >= 0 && at < der.length && (der[at] & 0xff) == tag;
    }

    /** Where the content of the value at a place begins, if it has this tag; its end may be missing. */
    static int inside(byte[] der, int at, int tag) {
        return is(der, at, tag) ? content(der, at) : -1;
    }

    /** Returns where the value at a place ends, which may be beyond what is there. */
    static int after(byte[] der, int at) {
        int begin = content(der, at);
        if (begin < 0) {
            return -1;
        }
        int length = der[at + 1] & 0xff;
        if (length > 0x80) {
            length = 0;
            for (int i = at + 2; i < begin; i++) {
                length = (length << 8) + (der[i] & 0xff);
            }
        }
        return begin + length;
    }

    private static int content(byte[] der, int at) {
        if (at < 0 || at + 2 > der.length) {
            return -1;
        }
        int length = der[at + 1] & 0xff;
        int begin = at + 2 + (length > 0x80 ? length - 0x80 : 0);
        return length == 0x80 || length > 0x80 + LONGEST_LENGTH || begin > der.length ? -1 : begin;
    }
}
