package dev.oat.playground;

/**
 * What the authorization endpoint demands of requests.
 *
 * @param requirePushed whether requests must be pushed first (RFC 9126)
 */
public record FrontSettings(boolean requirePushed) {
    /** Nothing beyond the usual. */
    public static FrontSettings usual() {
        return new FrontSettings(false);
    }

    /** These, with pushed requests demanded or not. */
    public FrontSettings requiringPushed(boolean on) {
        return new FrontSettings(on);
    }
}
