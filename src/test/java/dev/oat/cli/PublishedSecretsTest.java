package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server publishes by mistake is not spread further: passwords in its addresses, private keys in its key set. */
@Timeout(120)
class PublishedSecretsTest {
    private static final String USERINFO = "USERCANARY:PASSCANARY@";

    private OddServer server;
    private OddServer other;
    private TestWorld world;
    private int number;

    @TempDir
    Path home;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).at(Instant.now()).with("S", "the-secret").with("T", "a-token");
        server = new OddServer(world.clock());
        other = new OddServer(world.clock());
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    private String withUserinfo(String path) {
        return server.issuer().replace("://", "://" + USERINFO) + path;
    }

    /** Runs a command in every way in which it tells about itself, and looks at all that came out. */
    private void discreet(String... words) throws IOException {
        for (List<String> more : List.of(
                List.<String>of(),
                List.of("-vv"),
                List.of("--explain"),
                List.of("-o", "json"),
                List.of("--curl"),
                List.of("--record", "RECORD"))) {
            if (words[0].equals("call") && more.contains("json")) {
                // an API's own answer, unchanged
                continue;
            }
            List<String> line = new ArrayList<>(List.of(words));
            Path record = home.resolve("flow" + ++number + ".json");
            more.forEach(word -> line.add(word.replace("RECORD", record.toString())));
            TestWorld.Outcome outcome = world.run(line.toArray(String[]::new));
            assertThat(outcome.code()).as("%s: %s", line, outcome.err()).isNotEqualTo(1);
            String all = outcome.out() + outcome.err() + (Files.exists(record) ? Files.readString(record) : "");
            assertThat(all).as("%s", line).doesNotContain("CANARY");
            if (Files.exists(record)) {
                for (List<String> view : List.of(
                        List.of("record", "show"),
                        List.of("explain"),
                        List.of("record", "export", "--format", "curl"),
                        List.of("record", "export", "--format", "har"),
                        List.of("record", "export", "--format", "markdown"))) {
                    List<String> look = new ArrayList<>(view);
                    look.add(record.toString());
                    TestWorld.Outcome seen = world.run(look.toArray(String[]::new));
                    assertThat(seen.out() + seen.err()).as("%s", look).doesNotContain("CANARY");
                }
            }
        }
    }

    /** What is run against a server whose metadata, or what they lead to, are not as they should be. */
    private List<List<String>> commands() {
        List<String> as =
                List.of("--issuer", server.issuer(), "--client-id", OddServer.CLIENT, "--client-secret", "env:S");
        List<List<String>> all = new ArrayList<>();
        all.add(List.of("discover", server.issuer()));
        all.add(List.of("discover", server.issuer(), "--diff", other.issuer()));
        for (String words : List.of(
                "doctor",
                "token client-credentials",
                "introspect env:T",
                "revoke env:T",
                "userinfo --token env:T",
                "token device",
                "login --no-browser --no-input --timeout 1")) {
            List<String> line = new ArrayList<>(List.of(words.split(" ", -1)));
            line.addAll(as);
            all.add(line);
        }
        all.add(List.of("client", "register", "--issuer", server.issuer()));
        all.add(List.of("jwt", "verify", server.idToken(Map.of()), "--issuer", server.issuer()));
        return all;
    }

    private void everywhere() throws IOException {
        for (List<String> line : commands()) {
            discreet(line.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token_endpoint",
                "authorization_endpoint",
                "jwks_uri",
                "userinfo_endpoint",
                "introspection_endpoint",
                "revocation_endpoint",
                "device_authorization_endpoint",
                "registration_endpoint",
                "pushed_authorization_request_endpoint",
                "service_documentation",
                "vendor_page",
                "issuer",
            })
    void a_password_in_an_address_of_the_metadata_is_printed_nowhere(String member) throws IOException {
        server.metadata(member, withUserinfo("/" + member));
        for (List<String> line : commands()) {
            List<String> loud = new ArrayList<>(line);
            loud.add("-vv");
            TestWorld.Outcome outcome = world.run(loud.toArray(String[]::new));
            assertThat(outcome.out() + outcome.err()).as("%s", loud).doesNotContain("CANARY");
        }
        discreet("discover", server.issuer());
    }

    @Test
    void a_wrong_issuer_with_a_password_is_refused_without_it() throws IOException {
        server.metadata("issuer", withUserinfo(""));
        everywhere();
    }

    @Test
    void private_members_of_a_published_key_set_are_printed_nowhere() throws IOException {
        server.page(
                "/jwks",
                hit -> OddServer.Reply.text(
                        200,
                        "application/json",
                        "{\"keys\":["
                                + ((JsonObject) JwkSet.of(List.of(server.key()))
                                                .toPublicJson()
                                                .array("keys")
                                                .get(0))
                                        .with("d", "KEYCANARY")
                                        .toJson()
                                + ",{\"kty\":\"oct\",\"k\":\"KEYCANARY\",\"kid\":\"shared\"}"
                                + ",{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"p\":\"KEYCANARY\",\"oth\":[{\"r\":\"KEYCANARY\"}]}"
                                + ",{\"alg\":\"RS256\",\"q\":\"KEYCANARY\"}]}"));
        everywhere();
    }

    @Test
    void errors_with_such_addresses_are_told_without_the_password() throws IOException {
        String address = withUserinfo("/help");
        server.page(
                "/token",
                hit -> OddServer.Reply.json(
                        400,
                        JsonObject.of(Map.of(
                                "error",
                                "invalid_client",
                                "error_description",
                                "see " + address,
                                "error_uri",
                                address))));
        discreet(
                "token",
                "client-credentials",
                "--issuer",
                server.issuer(),
                "--client-id",
                "c",
                "--client-secret",
                "env:S");
        server.page(
                "/token",
                hit -> new OddServer.Reply(
                        302, "text/plain", "", List.of("Location: " + address, "X-Page: " + address)));
        discreet(
                "token",
                "client-credentials",
                "--issuer",
                server.issuer(),
                "--client-id",
                "c",
                "--client-secret",
                "env:S");
        server.page(
                "/api",
                hit -> new OddServer.Reply(
                        401,
                        "text/plain",
                        "",
                        List.of("WWW-Authenticate: Bearer realm=\"" + address + "\", resource_metadata=\"" + address
                                + "\"")));
        discreet("call", server.issuer() + "/api", "--token", "env:T", "--allow-host", server.issuer());
        discreet(
                "explain",
                "https://as.example/cb?error=invalid_scope&error_description="
                        + dev.oat.http.Form.encode("see " + address));
    }

    @Test
    void a_password_in_an_address_that_a_user_gave_is_not_repeated() throws IOException {
        for (String[] words : new String[][] {
            {"discover", withUserinfo("")},
            {"token", "client-credentials", "--issuer", withUserinfo(""), "--client-id", "c", "--client-secret", "env:S"
            },
            {
                "token",
                "client-credentials",
                "--token-endpoint",
                withUserinfo("/token"),
                "--client-id",
                "c",
                "--client-secret",
                "env:S"
            },
            {"call", withUserinfo("/api"), "--token", "env:T"},
            {"login", withUserinfo("/api")},
            {"login", "--issuer", server.issuer(), "--client-id", "c", "--redirect-uri", withUserinfo("/cb")},
            {"profile", "add", "p", "--issuer", withUserinfo(""), "--client-id", "c"},
        }) {
            discreet(words);
        }
    }
}
