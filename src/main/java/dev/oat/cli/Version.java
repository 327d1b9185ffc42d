package dev.oat.cli;

/** This build's version. */
public final class Version {
    /** The version, as {@code oat --version} prints it. */
    public static final String NUMBER = "0.1.0";

    /** What requests say of their sender. */
    public static final String USER_AGENT = "oat/" + NUMBER;

    private Version() {}
}
