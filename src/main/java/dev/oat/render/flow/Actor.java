package dev.oat.render.flow;

/** Who sends or receives a message in a flow, in the words of people. */
public enum Actor {
    YOU("you"),
    BROWSER("browser"),
    OAT("oat"),
    PROVIDER("identity provider"),
    SERVER("authorization server"),
    API("API");

    private final String text;

    Actor(String text) {
        this.text = text;
    }

    /** Returns its name in a sentence. */
    public String text() {
        return text;
    }

    /** The actor of this name; a stranger in a file is taken for the authorization server. */
    static Actor named(String name) {
        for (Actor actor : values()) {
            if (actor.text.equals(name)) {
                return actor;
            }
        }
        return SERVER;
    }
}
