package dev.oat.cli;

import dev.oat.playground.ScriptedBrowser;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;

/** A program to be named by {@code BROWSER}: signs in at a playground as alice. */
final class PlaygroundSignIn {
    private PlaygroundSignIn() {}

    public static void main(String[] arguments) throws IOException {
        ScriptedBrowser.allowing("alice", Secret.of("wonderland")).visit(URI.create(arguments[0]));
    }
}
