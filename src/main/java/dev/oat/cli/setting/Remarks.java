package dev.oat.cli.setting;

/** Takes what the user should know beside the result. */
public interface Remarks {
    /** Warns. */
    void warn(String text);
}
