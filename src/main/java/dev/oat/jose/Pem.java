package dev.oat.jose;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One block of a PEM text.
 *
 * @param label what stands behind {@code BEGIN}: {@code PRIVATE KEY}
 * @param headers the fields of the older form, such as {@code DEK-Info}
 * @param bytes what the block holds
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468#section-2">RFC 7468 §2</a>
 */
record Pem(String label, Map<String, String> headers, byte[] bytes) {
    private static final String BEGIN = "-----BEGIN ";

    /** Whether a text looks like PEM. */
    static boolean isIn(String text) {
        return text.contains(BEGIN);
    }

    /**
     * Returns every block of a text, in order; what stands between them is left alone.
     *
     * @throws JoseException if a block has no end, or is no base64
     */
    static List<Pem> blocks(String text) {
        List<Pem> blocks = new ArrayList<>();
        int from = text.indexOf(BEGIN);
        while (from >= 0) {
            int labelEnd = text.indexOf("-----", from + BEGIN.length());
            if (labelEnd < 0) {
                throw new JoseException("the PEM text ends in the line of a BEGIN");
            }
            String label = text.substring(from + BEGIN.length(), labelEnd);
            String end = "-----END " + label + "-----";
            int stop = text.indexOf(end, labelEnd);
            if (stop < 0) {
                throw new JoseException("the PEM text is cut short: no END " + label);
            }
            blocks.add(block(label, text.substring(labelEnd + 5, stop)));
            from = text.indexOf(BEGIN, stop + end.length());
        }
        return blocks;
    }

    private static Pem block(String label, String content) {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder base64 = new StringBuilder();
        content.lines().map(String::strip).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            } else {
                base64.append(line);
            }
        });
        try {
            return new Pem(label, headers, Base64.getDecoder().decode(base64.toString()));
        } catch (IllegalArgumentException e) {
            throw new JoseException("the PEM block " + label + " is no base64", e);
        }
    }

    /** Returns a block as text. */
    static String text(String label, byte[] bytes) {
        return BEGIN + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    boolean isEncrypted() {
        return label.equals("ENCRYPTED PRIVATE KEY") || headers.containsKey("DEK-Info");
    }

    /** Returns the label only. */
    @Override
    public String toString() {
        return "Pem[" + label + "]";
    }
}
