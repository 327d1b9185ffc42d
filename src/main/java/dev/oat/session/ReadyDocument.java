package dev.oat.session;

/** Makes the document of a session's token that lies ready in its slip; it holds the token once, as it is. */
public interface ReadyDocument {
    /** The document of a session, on one line. */
    String document(StoredSession session);
}
