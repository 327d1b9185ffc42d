package dev.oat.authorization.browser;

import java.util.Objects;
import java.util.Optional;

/**
 * How the user gets to the authorization server's page, and why.
 *
 * @param kind by a browser that we start, or by an address that we print
 * @param reason why, as a sentence part
 */
public record LoginWay(Kind kind, Reason reason) {
    /** Who opens the page. */
    public enum Kind {
        /** We start a browser; the printed address stays as a way out. */
        BROWSER,
        /** The user opens the printed address, on whatever machine, and may paste what comes back. */
        BY_HAND
    }

    /** What decided. */
    public enum Reason {
        NO_BROWSER_ASKED("as --no-browser asks"),
        BROWSER_ASKED("as --browser asks"),
        BROWSER_VARIABLE("as BROWSER asks"),
        CI("on a CI machine nobody may be looking"),
        SSH("on SSH without a display"),
        CONTAINER("in a container without a display"),
        NO_DISPLAY("there is no display (DISPLAY and WAYLAND_DISPLAY are empty)"),
        WSL("under WSL: the browser of Windows"),
        NO_OPENER("there is no program here that opens addresses"),
        DESKTOP("this machine's browser");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Returns the reason as a sentence part. */
        public String text() {
            return text;
        }
    }

    public LoginWay {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(reason, "reason is null");
    }

    /**
     * Decides by what was asked for, then by the machine. What was asked for beats every detection.
     *
     * @param noBrowser whether {@code --no-browser} was given
     * @param browserNamed whether {@code --browser} was given
     * @param openerFound whether {@code $BROWSER} or the platform gives a program that opens addresses
     * @param surroundings the machine
     */
    public static LoginWay choose(
            boolean noBrowser, boolean browserNamed, boolean openerFound, Surroundings surroundings) {
        if (noBrowser) {
            return byHand(Reason.NO_BROWSER_ASKED);
        }
        if (browserNamed) {
            return browser(Reason.BROWSER_ASKED);
        }
        if (!surroundings.browserVariable().isEmpty() && openerFound) {
            return browser(Reason.BROWSER_VARIABLE);
        }
        if (surroundings.isCi()) {
            return byHand(Reason.CI);
        }
        boolean needsDisplay = !surroundings.isWindows() && !surroundings.isMac();
        if (surroundings.isSsh() && !(needsDisplay && surroundings.hasDisplay())) {
            return byHand(Reason.SSH);
        }
        if (surroundings.isWsl() && openerFound) {
            return browser(Reason.WSL);
        }
        if (needsDisplay && !surroundings.hasDisplay()) {
            return byHand(surroundings.container() ? Reason.CONTAINER : Reason.NO_DISPLAY);
        }
        return openerFound ? browser(Reason.DESKTOP) : byHand(Reason.NO_OPENER);
    }

    private static LoginWay browser(Reason reason) {
        return new LoginWay(Kind.BROWSER, reason);
    }

    private static LoginWay byHand(Reason reason) {
        return new LoginWay(Kind.BY_HAND, reason);
    }

    /**
     * Returns the command that brings the redirect from the user's own machine to this one, when we are reached by SSH.
     *
     * @param port the listener's port
     */
    public Optional<String> forwarding(int port, Surroundings surroundings) {
        if (kind != Kind.BY_HAND || !surroundings.isSsh()) {
            return Optional.empty();
        }
        String[] connection =
                surroundings.variables().getOrDefault("SSH_CONNECTION", "").split(" ", -1);
        String host = connection.length == 4 && isPlain(connection[2]) ? connection[2] : "THIS-MACHINE";
        String user = surroundings.variables().getOrDefault("USER", "");
        return Optional.of("ssh -N -L " + port + ":127.0.0.1:" + port + " " + (isPlain(user) ? user + "@" : "") + host);
    }

    /** Returns whether a text can stand in a command line as it is. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == ':'
                    || c == '_'
                    || (c == '-' && i > 0);
            if (!plain) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
