package dev.oat.cli.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A good token that is sent in a way that the other side does not take, and refusals that give no reason. */
@Timeout(60)
class OtherSchemeTest {
    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).with("CS", "client-secret-canary").with("T", "given-token-canary");
        server = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void profile(String type, String... more) {
        server.tokenAnswer = answer -> {
            answer.put("token_type", type);
            answer.remove("id_token");
            answer.remove("refresh_token");
            return answer;
        };
        List<String> words = new java.util.ArrayList<>(List.of(
                "profile",
                "add",
                "odd",
                "--issuer",
                server.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--client-secret",
                "env:CS",
                "--grant-type",
                "client_credentials",
                "--api",
                server.issuer()));
        words.addAll(List.of(more));
        TestWorld.Outcome added = world.run(words.toArray(new String[0]));
        assertThat(added.code()).as(added.err()).isZero();
    }

    private void refuse(String path, int status, String... headers) {
        server.page(path, hit -> new OddServer.Reply(status, "", "", List.of(headers)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WWW-Authenticate: Bearer",
                "WWW-Authenticate: Bearer error=\"invalid_token\", error_description=\"The token is not one of mine\"",
            })
    void a_bound_token_where_bearer_tokens_are_asked_for_is_not_called_spent(String challenge) {
        profile("DPoP", "--dpop");
        refuse("/userinfo", 401, challenge);
        refuse("/api", 401, challenge);

        TestWorld.Outcome userinfo = world.run("userinfo", "odd");
        assertThat(userinfo.code()).as(userinfo.err()).isEqualTo(3);
        assertThat(userinfo.err())
                .contains("asks for Bearer tokens", "without --dpop")
                .doesNotContain("no longer good", "oat login");
        if (challenge.contains("mine")) {
            assertThat(userinfo.err()).contains("invalid_token (The token is not one of mine)");
        }

        TestWorld.Outcome call = world.run("call", "-p", "odd", server.issuer() + "/api");
        assertThat(call.code()).as(call.err()).isZero();
        assertThat(call.err()).contains("asks for Bearer tokens").doesNotContain("no longer good");
        assertThat(server.hits("/token")).hasSize(1);
    }

    @Test
    void a_bearer_token_where_bound_ones_are_asked_for_names_the_option() {
        profile("Bearer");
        refuse("/userinfo", 401, "WWW-Authenticate: DPoP algs=\"ES256\"");
        assertThat(world.run("userinfo", "odd").err()).contains("--dpop").doesNotContain("no longer good");
    }

    @Test
    void a_token_that_is_refused_in_its_own_scheme_is_renewed_as_before() {
        profile("DPoP", "--dpop");
        refuse(
                "/userinfo",
                401,
                "WWW-Authenticate: Bearer",
                "WWW-Authenticate: DPoP error=\"invalid_token\", algs=\"ES256\"");
        assertThat(world.run("userinfo", "odd").code()).isNotZero();
        assertThat(server.hits("/token")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, '', -v shows what was sent",
        "401, '', whether Authorization was sent",
        "401, 'WWW-Authenticate: Basic realm=\"x\"', a name and a password",
        "403, '', lacks a right",
        "404, '', check the address",
        "500, '', the fault is the server",
    })
    void an_api_that_gives_no_reason_is_told_with_likely_causes(int status, String header, String hint) {
        profile("Bearer");
        if (header.isEmpty()) {
            refuse("/api", status);
        } else {
            refuse("/api", status, header);
        }
        TestWorld.Outcome outcome =
                world.run("call", server.issuer() + "/api", "--token", "env:T", "--api", server.issuer(), "--fail");
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(8);
        assertThat(outcome.err())
                .contains("oat: the API answered " + status, "\n     try: ")
                .contains(hint);
    }
}
