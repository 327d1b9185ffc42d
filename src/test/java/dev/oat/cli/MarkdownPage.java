package dev.oat.cli;

import dev.oat.cli.frame.HelpPage;

/** A topic of {@code oat help} as a part of a page in Markdown. */
final class MarkdownPage implements HelpPage {
    private final StringBuilder text = new StringBuilder();
    private boolean inTable;

    @Override
    public MarkdownPage paragraph(String words) {
        block().append(plain(words)).append('\n');
        return this;
    }

    @Override
    public MarkdownPage heading(String words) {
        block().append("### ").append(plain(words)).append('\n');
        return this;
    }

    @Override
    public MarkdownPage row(String name, int column, String meaning) {
        if (!inTable) {
            block().append("| Name | Meaning |\n|---|---|\n");
            inTable = true;
        }
        String names = "`" + name.replace(", ", "`, `") + "`";
        text.append("| ").append(names.replace("|", "\\|")).append(" | ");
        text.append(plain(meaning).replace("|", "\\|")).append(" |\n");
        return this;
    }

    @Override
    public MarkdownPage line(String words) {
        if (!words.isBlank()) {
            int remark = words.indexOf("   (");
            String code =
                    remark < 0 ? words.strip() : words.substring(0, remark).strip();
            block().append('`').append(code).append('`');
            text.append(remark < 0 ? "" : " " + words.substring(remark).strip()).append('\n');
        }
        return this;
    }

    private StringBuilder block() {
        inTable = false;
        return text.append(text.length() == 0 ? "" : "\n");
    }

    private static String plain(String words) {
        return words.replace("<", "&lt;").replace("_", "\\_").replace("*", "\\*");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
