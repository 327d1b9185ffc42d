package dev.oat;

/** Where the program starts when this Java has no start-up archive yet: has one made in the background, and goes on. */
public final class FirstRun {
    private FirstRun() {}

    /**
     * Runs one command line, as {@link Main} does.
     *
     * @param words the command and its arguments
     */
    public static void main(String[] words) {
        StartupArchive.atAskedPlace().ifPresent(StartupArchive::makeInBackground);
        Main.main(words);
    }
}
