package dev.oat.session.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DirectoriesTest {
    @Test
    void lie_below_the_home_directory_by_the_habits_of_linux() {
        Directories found = Directories.from(Map.of("HOME", "/home/ada"), "Linux", "/elsewhere");
        assertThat(found.config()).isEqualTo(Path.of("/home/ada/.config/oat"));
        assertThat(found.state()).isEqualTo(Path.of("/home/ada/.local/state/oat"));
        assertThat(found.cache()).isEqualTo(Path.of("/home/ada/.cache/oat"));
    }

    @Test
    void follow_xdg_variables() {
        Directories found = Directories.from(
                Map.of("XDG_CONFIG_HOME", "/c", "XDG_STATE_HOME", "/s", "XDG_CACHE_HOME", "/k"), "Linux", "/home/ada");
        assertThat(found).isEqualTo(new Directories(Path.of("/c/oat"), Path.of("/s/oat"), Path.of("/k/oat")));
    }

    @Test
    void ignore_a_relative_xdg_variable_so_that_the_working_directory_never_matters() {
        Directories found = Directories.from(Map.of("XDG_CONFIG_HOME", "conf"), "Linux", "/home/ada");
        assertThat(found.config()).isEqualTo(Path.of("/home/ada/.config/oat"));
    }

    @Test
    void our_own_variables_win_over_xdg() {
        Directories found = Directories.from(
                Map.of(
                        "OAT_CONFIG_DIR", "/o/c",
                        "OAT_STATE_DIR", "/o/s/../state",
                        "OAT_CACHE_DIR", "/o/k",
                        "XDG_CONFIG_HOME", "/c"),
                "Linux",
                "/home/ada");
        assertThat(found).isEqualTo(new Directories(Path.of("/o/c"), Path.of("/o/state"), Path.of("/o/k")));
    }

    @Test
    void refuse_a_relative_variable_of_our_own() {
        assertThatThrownBy(() -> Directories.from(Map.of("OAT_STATE_DIR", "state"), "Linux", "/home/ada"))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("OAT_STATE_DIR is not an absolute path");
    }

    @Test
    void an_empty_variable_counts_as_unset() {
        Directories found =
                Directories.from(Map.of("OAT_STATE_DIR", "", "XDG_STATE_HOME", "", "HOME", ""), "Linux", "/home/ada");
        assertThat(found.state()).isEqualTo(Path.of("/home/ada/.local/state/oat"));
    }

    @Test
    void only_the_cache_follows_apple_on_macos() {
        Directories found = Directories.from(Map.of("HOME", "/Users/ada"), "Mac OS X", "/Users/ada");
        assertThat(found.config()).isEqualTo(Path.of("/Users/ada/.config/oat"));
        assertThat(found.cache()).isEqualTo(Path.of("/Users/ada/Library/Caches/oat"));
    }

    @Test
    void are_the_roaming_and_the_local_one_on_windows() {
        // absolute by this system's rules, which are the ones that a test can have
        Directories found =
                Directories.from(Map.of("APPDATA", "/Roaming", "LOCALAPPDATA", "/Local"), "Windows 11", "/Users/ada");
        assertThat(found)
                .isEqualTo(new Directories(
                        Path.of("/Roaming/oat"), Path.of("/Local/oat/state"), Path.of("/Local/oat/cache")));
    }

    @Test
    void say_so_when_there_is_no_home() {
        assertThatThrownBy(() -> Directories.from(Map.of(), "Linux", "?"))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("no home directory");
    }

    @Test
    void sessions_and_profiles_lie_in_directories_of_their_own() {
        Directories found = Directories.from(Map.of("OAT_CONFIG_DIR", "/c", "OAT_STATE_DIR", "/s"), "Linux", "/h");
        assertThat(found.profiles()).isEqualTo(Path.of("/c/profiles"));
        assertThat(found.sessions()).isEqualTo(Path.of("/s/sessions"));
        assertThat(found.defaultProfile()).isEqualTo(Path.of("/c/default-profile"));
    }
}
