package dev.oat.playground.issuer;

/**
 * What the authorization endpoint demands of requests.
 *
 * @param requirePushed whether requests must be pushed first (RFC 9126)
 * @param requireSigned whether requests must be signed (RFC 9101)
 */
public record FrontSettings(boolean requirePushed, boolean requireSigned) {
    /** Nothing beyond the usual. */
    public static FrontSettings usual() {
        return new FrontSettings(false, false);
    }

    /** Returns these, with pushed requests demanded or not. */
    public FrontSettings requiringPushed(boolean on) {
        return new FrontSettings(on, requireSigned);
    }

    /** These, with signed requests demanded or not. */
    public FrontSettings requiringSigned(boolean on) {
        return new FrontSettings(requirePushed, on);
    }
}
