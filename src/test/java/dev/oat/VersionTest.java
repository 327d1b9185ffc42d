package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.setting.Version;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTest {
    @Test
    void the_version_comes_first_and_names_the_java_under_it() {
        List<String> lines = Main.version().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).isEqualTo("oat " + Version.NUMBER);
        assertThat(lines.get(1))
                .isEqualTo("Java " + System.getProperty("java.runtime.version") + " ("
                        + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"));
    }

    @Test
    void the_build_is_named_where_the_launcher_knows_it_and_both_ways_to_ask_say_the_same() {
        System.setProperty("oat.build", "0.1.0-feed");
        try {
            assertThat(Main.version().lines()).element(1).isEqualTo("Build 0.1.0-feed");
            assertThat(Version.text()).isEqualTo(Main.version());
        } finally {
            System.clearProperty("oat.build");
        }
        assertThat(Version.text()).isEqualTo(Main.version());
    }
}
