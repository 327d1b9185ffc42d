package dev.oat.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One server and one API for all tests of a class, and a home of its own for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AtServer {
    static final String PROFILE = "work";

    Api api;
    AuthorizationServer server;
    Oat oat;

    abstract AuthorizationServer startServer();

    @BeforeAll
    void start() {
        System.out.printf("%n== %s%n", getClass().getSimpleName());
        api = new Api(0);
        server = startServer();
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
        api.close();
    }

    @BeforeEach
    void announce(TestInfo test, @TempDir Path home) {
        System.out.printf("%n%s: %s%n", getClass().getSimpleName(), test.getDisplayName());
        oat = Oat.in(home);
        api.guardedBy(server.jwtGuard());
    }

    List<String> clientOptions(AuthorizationServer.Client client) {
        List<String> options = new ArrayList<>(List.of("--issuer", server.issuer()));
        options.addAll(client.options(oat));
        return options;
    }

    static String[] command(String words, List<String> options, String... more) {
        List<String> command = new ArrayList<>(List.of(words.split(" ")));
        command.addAll(options);
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
