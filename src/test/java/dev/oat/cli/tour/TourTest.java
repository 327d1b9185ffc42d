package dev.oat.cli.tour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.TestWorld;
import dev.oat.http.Transport;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TourTest {
    @TempDir
    Path home;

    @Test
    void it_walks_through_the_main_flows_and_the_backend_never_sees_the_refused_request() throws IOException {
        TestWorld.Outcome outcome = TestWorld.at(home).run("tour", "--no-browser");

        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .containsSubsequence(
                        "1. A program gets a token",
                        "grant_type=client_credentials",
                        "{\"hello\":\"demo-service\"",
                        "2. A user's password",
                        "RFC 9700",
                        "{\"hello\":\"alice\"",
                        "3. A user signs in",
                        "browser → server    POST /consent",
                        "browser → oat       GET /callback",
                        "Signed in as",
                        "\"preferred_username\":\"alice\"",
                        "4. A token ends",
                        "oat → gateway       GET /hello                                       401",
                        "grant_type=refresh_token",
                        "oat → gateway       GET /hello                                       200",
                        "gateway → API       GET /hello                                       200",
                        "5. A sign-in on another device",
                        "oat → server        POST /device_authorization                       200",
                        "browser → server    POST /device ",
                        "grant_type=device_code",
                        "refused by the gateway                   1\n",
                        "of these seen by the API behind it       0\n")
                .doesNotContain("wonderland")
                .doesNotContain("service-secret");
        assertThat(outcome.out().lines().mapToInt(String::length).max().orElse(0))
                .isLessThanOrEqualTo(80);
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void the_persons_own_settings_do_not_reach_it() {
        TestWorld.Outcome outcome = TestWorld.at(home)
                .with("OAT_PROFILE", "nowhere")
                .with("OAT_ISSUER", "https://as.example")
                .run("tour", "--no-browser");

        assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    }

    @Test
    void a_command_that_fails_ends_it_with_what_the_command_said() {
        Transport broken = request -> {
            throw new Failure.Unreachable("no network today");
        };

        TestWorld.Outcome outcome =
                TestWorld.at(home).sending(settings -> broken).run("tour", "--no-browser");

        assertThat(outcome.code()).isEqualTo(5);
        assertThat(outcome.out()).contains("no network today").contains("The tour ends here");
    }

    @Test
    void it_is_the_first_thing_that_help_names() {
        assertThat(List.of(TestWorld.at(home).run("--help").out().split("\n")))
                .anyMatch(line -> line.contains("oat tour"));
    }
}
