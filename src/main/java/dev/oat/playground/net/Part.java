package dev.oat.playground.net;

/** The servers of a playground. */
public enum Part {
    /** Signs people in and hands out tokens. */
    AUTHORIZATION_SERVER("authorization server"),
    /** Signs people in for other domains, whose tokens it does not make. */
    IDENTITY_PROVIDER("identity provider"),
    /** Checks each token and answers 401 itself. */
    GATEWAY("gateway"),
    /** The API behind the gateway. */
    BACKEND("backend");

    private final String title;

    Part(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return title;
    }
}
