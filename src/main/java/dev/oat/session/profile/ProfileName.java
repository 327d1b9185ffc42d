package dev.oat.session.profile;

import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.util.Locale;
import java.util.Set;

/**
 * The name of a profile, safe as the name of a file on every system.
 *
 * @param text 1 to 64 letters, digits, dots, underscores or hyphens, beginning with a letter or a digit
 */
public record ProfileName(String text) implements Comparable<ProfileName> {
    private static final int LONGEST = 64;
    private static final String SIGNS = "._-";

    /** The profile that is used when nothing else was said. */
    public static final ProfileName DEFAULT = new ProfileName("default");

    /**
     * Checks a name.
     *
     * @throws Failure.Usage if the name cannot be a file's name on every system
     */
    public ProfileName {
        String problem = problem(text);
        if (!problem.isEmpty()) {
            throw new Failure.Usage("\"" + shortened(text) + "\" cannot be a profile's name: " + problem)
                    .hint("use letters, digits, '.', '_' and '-', such as work or staging-2");
        }
    }

    /** Returns whether a text can be a profile's name. */
    public static boolean isValid(String text) {
        return problem(text).isEmpty();
    }

    private static String problem(String text) {
        if (text.isEmpty()) {
            return "it is empty";
        }
        if (text.length() > LONGEST) {
            return "it is longer than " + LONGEST + " characters";
        }
        if (SIGNS.indexOf(text.charAt(0)) >= 0) {
            return "it does not begin with a letter or a digit";
        }
        if (!Ascii.isMadeOf(text, SIGNS)) {
            return "it holds a character that file names do not have everywhere";
        }
        if (text.charAt(text.length() - 1) == '.') {
            return "it ends with a dot";
        }
        int dot = text.indexOf('.');
        String stem = (dot < 0 ? text : text.substring(0, dot)).toUpperCase(Locale.ROOT);
        return Reserved.DEVICES.contains(stem) ? "Windows keeps it for a device" : "";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    @Override
    public int compareTo(ProfileName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Reserved {
        static final Set<String> DEVICES = Set.of(
                "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
                "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9");
    }
}
