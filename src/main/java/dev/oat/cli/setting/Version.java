package dev.oat.cli.setting;

/** This build's version. */
public final class Version {
    /** The version, as the first line of {@code oat --version} has it. */
    public static final String NUMBER = "0.1.0";

    /** What requests say of their sender. */
    public static final String USER_AGENT = "oat/" + NUMBER;

    private Version() {}

    /** Returns what {@code oat --version} prints: the version, which build of it this is where that is known, and the Java under it. */
    public static String text() {
        String build = System.getProperty("oat.build", "");
        return "oat " + NUMBER + "\n" + (build.isEmpty() ? "" : "Build " + build + "\n") + "Java "
                + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + "\n";
    }
}
