package dev.oat.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A token on its way from the store to standard output must not pay for jose4j. */
class LazyLoadingTest {
    private static final String KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"1\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";
    private static final String TOKEN =
            "eyJhbGciOiJFUzI1NiJ9.e30.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djx"
                    + "La8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    /** Runs in a process of its own, whose loaded classes are then looked through. */
    static final class Reading {
        private Reading() {}

        /** Reads, and with an argument verifies too. */
        public static void main(String[] args) {
            Jwk key = Jwk.parse(JsonObject.parse(KEY));
            Jwt jwt = Jwt.decode(TOKEN);
            System.out.println(key.thumbprint() + HalfHash.of("ES256", "token") + key.toPublicJson() + jwt.header());
            if (args.length > 0) {
                System.out.println(SignatureChecks.verify(jwt, JwkSet.of(List.of(key)), Set.of("ES256")));
            }
        }
    }

    private static String classesLoaded(String... args) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("dev.oat.jose.Jwk ");
        return output;
    }

    @Test
    void reading_keys_and_tokens_loads_no_jose4j() throws Exception {
        assertThat(classesLoaded()).doesNotContain("org.jose4j").doesNotContain("org.slf4j");
    }

    @Test
    void verifying_loads_no_registry_of_algorithms() throws Exception {
        assertThat(classesLoaded("verify"))
                .contains("org.jose4j.jws.EcdsaUsingShaAlgorithm")
                .doesNotContain("AlgorithmFactoryFactory")
                .doesNotContain("org.jose4j.jwe.");
    }
}
