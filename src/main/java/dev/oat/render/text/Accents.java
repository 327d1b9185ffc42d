package dev.oat.render.text;

import java.util.Map;

/** Colours a report that is laid out already: its headings, its verdicts, and what to try. It adds no character else. */
public final class Accents {
    /** The words that a line may begin with, or that stand first in its row. */
    private static final Map<String, Style.Ink> WORDS = Map.ofEntries(
            Map.entry("ok", Style.Ink.GREEN),
            Map.entry("warn", Style.Ink.YELLOW),
            Map.entry("warning", Style.Ink.YELLOW),
            Map.entry("note", Style.Ink.BLUE),
            Map.entry("FAIL", Style.Ink.RED),
            Map.entry("error", Style.Ink.RED),
            Map.entry("try:", Style.Ink.CYAN),
            Map.entry("see", Style.Ink.DIM));

    private Accents() {}

    /**
     * Returns the report with colours; without these it is the same text.
     *
     * @param report lines
     * @param style in what it is shown
     */
    public static String of(String report, Style style) {
        if (!style.colour()) {
            return report;
        }
        StringBuilder text = new StringBuilder(report.length() + 256);
        int start = 0;
        while (start < report.length()) {
            int end = report.indexOf('\n', start);
            int next = end < 0 ? report.length() : end + 1;
            String line = report.substring(start, end < 0 ? report.length() : end);
            text.append(line(line, report.startsWith("  ", next), style)).append(end < 0 ? "" : "\n");
            start = next;
        }
        return text.toString();
    }

    private static String line(String line, boolean indentedNext, Style style) {
        int begin = 0;
        while (begin < line.length() && line.charAt(begin) == ' ') {
            begin++;
        }
        int blank = line.indexOf(' ', begin);
        String word = line.substring(begin, blank < 0 ? line.length() : blank);
        Style.Ink ink = WORDS.get(word);
        if (ink != null) {
            boolean whole = ink == Style.Ink.DIM;
            return whole
                    ? line.substring(0, begin) + style.paint(ink, line.substring(begin))
                    : line.substring(0, begin) + style.paint(ink, word) + line.substring(begin + word.length());
        }
        return begin == 0 && indentedNext ? style.paint(Style.Ink.BOLD, line) : line;
    }
}
