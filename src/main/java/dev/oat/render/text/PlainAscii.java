package dev.oat.render.text;

/** Spells the signs of this tool's own texts in ASCII, for terminals and locales that show nothing else. */
final class PlainAscii {
    private PlainAscii() {}

    /** The text, with {@code §} as {@code sec. }, an ellipsis as three dots, and so on; unknown signs stay. */
    static String of(String text) {
        StringBuilder plain = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (plain != null) {
                    plain.append(c);
                }
                continue;
            }
            if (plain == null) {
                plain = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            plain.append(spelt(c));
        }
        return plain == null ? text : plain.toString();
    }

    private static String spelt(char c) {
        return switch (c) {
            case '§' -> "sec. ";
            case '…' -> "...";
            case '→', '⟶' -> "->";
            case '←' -> "<-";
            case '─', '━', '–', '—' -> "-";
            case '│', '┃' -> "|";
            case '┌', '┐', '└', '┘', '├', '┤', '┬', '┴', '┼' -> "+";
            case '█', '▓' -> "#";
            case '░', '▒' -> ".";
            case '·', '•' -> "*";
            case '▶', '►' -> ">";
            case '◀', '◄' -> "<";
            case '✓', '✔' -> "ok";
            case '✗', '✘' -> "x";
            case '×' -> "x";
            case '‘', '’' -> "'";
            case '“', '”', '„' -> "\"";
            case '\u00a0' -> " ";
            default -> String.valueOf(c);
        };
    }
}
