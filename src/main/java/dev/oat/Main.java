package dev.oat;

import dev.oat.cli.setting.Version;

/**
 * Where the JVM comes in. Scripts ask for the version, so it is said before anything else is loaded: this class names no
 * other that the JVM would load to check it, and lies in a small jar of its own, in front of the others.
 */
public final class Main {
    private Main() {}

    /**
     * Runs one command line.
     *
     * @param words the command and its arguments
     */
    public static void main(String[] words) {
        if (words.length == 1 && (words[0].equals("--version") || words[0].equals("-V"))) {
            System.out.print(version());
            if (!System.out.checkError()) {
                return;
            }
        }
        Program.run(words);
    }

    /** Returns the same as {@link Version#text}, which this must not load. */
    static String version() {
        String build = System.getProperty("oat.build", "");
        return "oat " + Version.NUMBER + "\n" + (build.isEmpty() ? "" : "Build " + build + "\n") + "Java "
                + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vendor") + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + "\n";
    }
}
