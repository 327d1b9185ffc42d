package dev.oat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An endpoint of an {@link OddServer}, and the command that asks it. */
enum Place {
    METADATA("", "/.well-known/openid-configuration", "token client-credentials --client-secret env:CS"),
    KEY_SET("", "/jwks", "jwt verify env:J"),
    TOKEN("", "/token", "token client-credentials --client-secret env:CS"),
    DEVICE("device_authorization_endpoint", "/device", "token device"),
    PUSHED("pushed_authorization_request_endpoint", "/par", "login work --par --no-browser"),
    BACKCHANNEL("backchannel_authentication_endpoint", "/bc", "token ciba --login-hint alice --client-secret env:CS"),
    INTROSPECTION("introspection_endpoint", "/introspect", "introspect env:T"),
    USERINFO("userinfo_endpoint", "/userinfo", "userinfo --token env:T"),
    REVOCATION("revocation_endpoint", "/revoke", "revoke env:T"),
    REGISTRATION("registration_endpoint", "/register", "client register");

    private final String member;
    private final String path;
    private final String command;

    Place(String member, String path, String command) {
        this.member = member;
        this.path = path;
        this.command = command;
    }

    /** A server that has all of them, for a world in which the commands find what they send. */
    static OddServer serverOfAll(TestWorld world) {
        world.with("T", "some-token-canary").with("CS", "client-secret-canary");
        OddServer server = new OddServer(world.clock());
        for (Place place : values()) {
            if (!place.member.isEmpty()) {
                server.metadata(place.member, server.issuer() + place.path);
            }
        }
        return server;
    }

    /** Has it answer so from now on. */
    void answers(OddServer server, OddServer.Reply reply) {
        server.page(path, hit -> reply);
        if (this == METADATA) {
            server.page("/.well-known/oauth-authorization-server", hit -> reply);
        }
    }

    /** Runs the command. */
    TestWorld.Outcome ask(TestWorld world, OddServer server, String... more) {
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        if (this == KEY_SET) {
            world.with("J", server.idToken(Map.of()));
        }
        words.addAll(List.of("--issuer", server.issuer()));
        if (this != REGISTRATION) {
            words.addAll(List.of("--client-id", OddServer.CLIENT));
        }
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    /** Whether an empty answer, or any, says all that it should. */
    boolean needsNoBody() {
        return this == REVOCATION;
    }
}
