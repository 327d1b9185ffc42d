package dev.oat.session.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.session.SessionKey;
import dev.oat.session.TokenParameters;
import dev.oat.trace.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"default", "work", "a", "Staging-2", "acme.prod", "0_1", "consul", "nul1", "com10"})
    void accepts_what_is_a_file_name_everywhere(String name) {
        assertThat(new ProfileName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../x",
                "a/b",
                "a\\b",
                "a b",
                "-p",
                ".hidden",
                "+abc",
                "a.",
                "a\0b",
                "naïve",
                "a:b",
                "CON",
                "nul",
                "Com1",
                "lpt9.txt",
                "aux.toml",
                "a\nb",
                "\u001b[31m"
            })
    void refuses_what_could_traverse_or_clash(String name) {
        assertThat(ProfileName.isValid(name)).isFalse();
        assertThatThrownBy(() -> new ProfileName(name))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("cannot be a profile's name");
    }

    @Test
    void refuses_three_hundred_characters_and_does_not_repeat_them_all() {
        assertThat(ProfileName.isValid("a".repeat(64))).isTrue();
        assertThatThrownBy(() -> new ProfileName("a".repeat(300)))
                .isInstanceOf(Failure.Usage.class)
                .satisfies(failure -> assertThat(failure.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void no_profile_can_be_filed_under_the_key_of_settings() {
        SessionKey settings = SessionKey.of(TokenParameters.ofGrantType("client_credentials"));
        assertThat(ProfileName.isValid(settings.text())).isFalse();
        assertThat(settings.isProfile()).isFalse();
        assertThat(SessionKey.of(ProfileName.DEFAULT).isProfile()).isTrue();
    }
}
