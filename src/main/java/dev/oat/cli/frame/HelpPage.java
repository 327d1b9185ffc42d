package dev.oat.cli.frame;

/** What help is written on: the lines of a terminal, or a page of the manual. */
public interface HelpPage {
    /** A paragraph, wrapped. */
    HelpPage paragraph(String words);

    /** A heading with an empty line before it. */
    HelpPage heading(String words);

    /** Returns a row: its name, and what it means from a column on; a longer name gets a line of its own. */
    HelpPage row(String name, int column, String meaning);

    /** A line as it is. */
    HelpPage line(String words);
}
