package dev.oat.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Every command by its words, made only when it is chosen. */
public final class CommandTable {
    /**
     * A command's place in the tree.
     *
     * @param path its words: {@code token client-credentials}
     * @param summary what it does, in one line
     * @param command makes it
     */
    record Entry(String path, String summary, Supplier<Command> command) {}

    private final List<Entry> entries;

    private CommandTable(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** The whole tree, in the order of {@code oat --help}. */
    static CommandTable standard() {
        return new CommandTable(List.of(
                new Entry("login", "Sign in with your browser (RFC 8252)", Login::new),
                new Entry("token", "A valid access token: cached, else renewed, never a prompt", TokenCurrent::new),
                new Entry(
                        "token client-credentials",
                        "A token for the client itself (RFC 6749 §4.4)",
                        TokenClientCredentials::new),
                new Entry(
                        "token password",
                        "A token for a person's password; discouraged (RFC 6749 §4.3)",
                        TokenPassword::new),
                new Entry("token refresh", "A new token for a refresh token, or for the session's", TokenRefresh::new),
                new Entry("call", "Call an API with the token; renewed when the API says 401", Call::new),
                new Entry("userinfo", "Who signed in, as the server tells it", UserInfo::new),
                new Entry("introspect", "What the server says of a token (RFC 7662)", Introspect::new),
                new Entry("revoke", "Tell the server to forget a token (RFC 7009)", Revoke::new),
                new Entry("status", "Who is signed in where, until when, and which settings are used", Status::new),
                new Entry("logout", "Revokes what the server can revoke, and forgets the rest", Logout::new),
                new Entry("profile list", "The profiles, and which one is in use", ProfileList::new),
                new Entry("profile show", "A profile's settings, and where each comes from", ProfileShow::new),
                new Entry("profile add", "Keeps a server, a client and settings under a name", ProfileAdd::new),
                new Entry("profile set", "Changes settings of a profile", ProfileSet::new),
                new Entry("profile use", "Chooses the profile for commands that name none", ProfileUse::new),
                new Entry("profile remove", "Deletes a profile and its session", ProfileRemove::new),
                new Entry(
                        "playground",
                        "An authorization server, gateway and API to play against",
                        PlaygroundCommand::new),
                new Entry("tour", "The main flows, explained, against a playground of its own", Tour::new),
                new Entry("discover", "What a server can do, and what is wrong with it", Discover::new),
                new Entry("doctor", "What will fail before any login, and why", Doctor::new),
                new Entry("help", "A command's help, or a topic's", Help::new),
                new Entry("completion", "A script that completes oat's words in your shell", Completion::new)));
    }

    List<Entry> entries() {
        return entries;
    }

    Optional<Entry> find(String path) {
        for (Entry entry : entries) {
            if (entry.path().equals(path)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** Whether other commands lie below this one. */
    boolean isGroup(String path) {
        for (Entry entry : entries) {
            if (entry.path().startsWith(path + " ")) {
                return true;
            }
        }
        return false;
    }
}
