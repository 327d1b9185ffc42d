package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * A playground, and a world whose profile {@code ci} gets its tokens there by client credentials.
 *
 * @param world the world
 * @param playground the servers
 */
public record ServiceWorld(TestWorld world, Playground playground) implements AutoCloseable {
    public static ServiceWorld at(Path home) {
        TestWorld world = TestWorld.at(home).with("SVC", "service-secret");
        ServiceWorld made = new ServiceWorld(
                world,
                Playground.start(PlaygroundSettings.builder(world.clock(), new SecureRandom())
                        .build()));
        made.add("ci");
        return made;
    }

    /** Adds another profile of the same. */
    public void add(String name) {
        String words = "profile add " + name + " --issuer " + playground.issuer() + " --client-id demo-service"
                + " --client-secret env:SVC --grant-type client_credentials --api " + playground.gateway();
        TestWorld.Outcome added = world.run(words.split(" "));
        assertThat(added.code()).as(added.err()).isZero();
    }

    @Override
    public void close() {
        playground.close();
    }
}
