package dev.oat.cli;

/** Takes what the user should know beside the result. */
interface Remarks {
    /** Warns. */
    void warn(String text);
}
