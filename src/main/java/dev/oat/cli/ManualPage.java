package dev.oat.cli;

import dev.oat.cli.frame.HelpPage;
import dev.oat.cli.setting.Version;

/** One page of the manual, in the macros of man(7), in ASCII: every formatter since the first reads it. */
final class ManualPage implements HelpPage {
    private final StringBuilder text = new StringBuilder();
    private boolean inTable;
    /** Whether a heading was the last thing written: the formatter makes the space after it. */
    private boolean afterHeading;

    /**
     * Creates an empty page.
     *
     * @param name its name, without the section
     * @param section 1 for commands, 7 for what concerns all of them
     * @param date the day of this version
     */
    ManualPage(String name, int section, String date) {
        text.append(".\\\" made from the commands' own definitions; do not edit\n.TH ")
                .append(quoted(name.toUpperCase(java.util.Locale.ROOT)))
                .append(' ')
                .append(section)
                .append(' ')
                .append(date)
                .append(" \"oat ")
                .append(Version.NUMBER)
                .append("\" \"Manual of oat\"\n");
    }

    /** Returns a section: NAME, OPTIONS. */
    ManualPage section(String title) {
        inTable = false;
        afterHeading = true;
        text.append(".SH ").append(quoted(title)).append('\n');
        return this;
    }

    /** Returns the line that tells what the page is about. */
    ManualPage name(String name, String summary) {
        text.append(code(name)).append(" \\- ").append(prose(summary)).append('\n');
        return this;
    }

    /** Returns a text line of its own macros, made by {@link #bold}, {@link #slanted} and {@link #prose}. */
    ManualPage flow(String roff) {
        text.append(roff).append('\n');
        return this;
    }

    @Override
    public ManualPage paragraph(String words) {
        inTable = false;
        space();
        text.append(start(prose(words))).append('\n');
        return this;
    }

    private void space() {
        if (!afterHeading) {
            text.append(".PP\n");
        }
        afterHeading = false;
    }

    @Override
    public ManualPage heading(String words) {
        inTable = false;
        afterHeading = true;
        text.append(".SS ").append(quoted(words)).append('\n');
        return this;
    }

    /** Returns a term, as {@link #flow} takes it, and what it means. */
    ManualPage term(String roff, String meaning) {
        afterHeading = false;
        text.append(".TP\n")
                .append(roff)
                .append('\n')
                .append(start(prose(meaning)))
                .append('\n');
        return this;
    }

    @Override
    public ManualPage row(String name, int column, String meaning) {
        afterHeading = false;
        if (!inTable) {
            // as wide as the topic's own column, so that short names stand beside what they mean
            text.append(".TP ").append(column).append('\n');
            inTable = true;
        } else {
            text.append(".TP\n");
        }
        text.append(bold(name)).append('\n').append(start(prose(meaning))).append('\n');
        return this;
    }

    @Override
    public ManualPage line(String words) {
        if (!words.isBlank()) {
            space();
            text.append(start(code(words.strip()))).append('\n');
        }
        return this;
    }

    /** Returns lines as they are typed. */
    ManualPage verbatim(Iterable<String> lines) {
        space();
        text.append(".in 4n\n.nf\n");
        for (String line : lines) {
            for (String part : line.split("\n", -1)) {
                text.append(start(code(part))).append('\n');
            }
        }
        text.append(".fi\n.in\n");
        return this;
    }

    /** Returns text to be typed as it is. */
    static String bold(String words) {
        return "\\fB" + code(words) + "\\fR";
    }

    /** Text that stands for something else. */
    static String slanted(String words) {
        return "\\fI" + code(words) + "\\fR";
    }

    /** Running text: words that are options keep their hyphens when copied, all others may be broken at theirs. */
    static String prose(String words) {
        StringBuilder escaped = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (escaped.length() > 0) {
                escaped.append(' ');
            }
            boolean typed = word.startsWith("-") || word.contains("--") || word.contains("(-");
            escaped.append(escape(word, typed));
        }
        return escaped.toString();
    }

    private static String code(String words) {
        return escape(words, true);
    }

    private static String escape(String words, boolean typed) {
        StringBuilder escaped = new StringBuilder();
        for (int point : words.codePoints().toArray()) {
            switch (point) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append(typed ? "\\-" : "-");
                // these would become typographic quotes and accents
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default -> {
                    if (point < 0x7f) {
                        escaped.append((char) point);
                    } else {
                        escaped.append("\\[u").append(hexadecimal(point)).append(']');
                    }
                }
            }
        }
        return escaped.toString();
    }

    private static String hexadecimal(int point) {
        String digits = Integer.toHexString(point).toUpperCase(java.util.Locale.ROOT);
        return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
    }

    /** Text at a line's start must not be taken for a macro. */
    private static String start(String roff) {
        return roff.startsWith(".") ? "\\&" + roff : roff;
    }

    private static String quoted(String words) {
        return '"' + prose(words).replace("\"", "\\(dq") + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
