package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {
    @Test
    void what_is_encoded_decodes_to_the_same_bytes() {
        Random random = new Random(7515);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(Base64Url.decode(Base64Url.encode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void rfc_7515_appendix_c_example() {
        byte[] bytes = {3, (byte) 236, (byte) 255, (byte) 224, (byte) 193};
        assertThat(Base64Url.encode(bytes)).isEqualTo("A-z_4ME");
        assertThat(Base64Url.decode("A-z_4ME")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A-z_4ME=",
                "A+z/4ME",
                "A-z_ 4ME",
                "A-z_\n4ME",
                "A-z_4ME\n",
                "A",
                "AAAAA",
                "A-z_4MF",
                "A-z_4MG",
                "AB",
                "AAB",
                "Ä",
                "A\u0000AA",
                "AA==",
                "="
            })
    void anything_but_the_one_spelling_is_refused(String text) {
        assertThatThrownBy(() -> Base64Url.decode(text))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining("not base64url");
    }

    @Test
    void every_byte_string_has_exactly_one_spelling() {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int accepted = 0;
        for (char first : alphabet.toCharArray()) {
            for (char second : alphabet.toCharArray()) {
                String text = "" + first + second;
                try {
                    assertThat(Base64Url.encode(Base64Url.decode(text))).isEqualTo(text);
                    accepted++;
                } catch (JoseException e) {
                    // a second spelling of some byte
                }
            }
        }
        assertThat(accepted).isEqualTo(256);
    }
}
