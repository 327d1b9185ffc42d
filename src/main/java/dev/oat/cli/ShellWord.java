package dev.oat.cli;

/** Texts of servers inside the commands that people are told to run. */
final class ShellWord {
    private ShellWord() {}

    /** The text as one word of a POSIX shell, whatever stands in it; plain words stay as they are. */
    static String quoted(String text) {
        boolean plain = !text.isEmpty();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            plain &= letter || "-._~:/@%+=,".indexOf(c) >= 0;
        }
        return plain ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
