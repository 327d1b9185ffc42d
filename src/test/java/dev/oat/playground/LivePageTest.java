package dev.oat.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.PlaygroundSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at the playground's root, over real sockets: what it tells, and to whom. */
@Timeout(60)
class LivePageTest {
    private static final String[] SERVICE = {"Authorization", Caller.basic("demo-service", "service-secret")};

    private final Playground playground =
            Playground.start(PlaygroundSettings.usual(new MovableClock(), new SecureRandom()));
    private final Caller caller = new Caller();

    @AfterEach
    void stop() {
        playground.close();
    }

    private String host() {
        return playground.issuer().getAuthority();
    }

    private Socket send(String method, String path, String host, List<String> headers, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", playground.issuer().getPort());
        socket.setSoTimeout(30_000);
        StringBuilder message = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        headers.forEach(header -> message.append(header).append("\r\n"));
        if (!body.isEmpty()) {
            message.append("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n");
        }
        socket.getOutputStream().write((message + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private BufferedReader events() throws IOException {
        return reader(playground.issuer().resolve("/playground/events").toURL().openStream());
    }

    private int status(String method, String path, String host, List<String> headers, String body) throws IOException {
        try (Socket socket = send(method, path, host, headers, body)) {
            return Integer.parseInt(reader(socket.getInputStream()).readLine().split(" ")[1]);
        }
    }

    private String pageToken() {
        String page = caller.get(playground.issuer() + "/").body();
        int at = page.indexOf("data-token=\"") + 12;
        return page.substring(at, page.indexOf('"', at));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // Origin, Sec-Fetch-Site, page token, status
                "-, -, -, 200",
                "own, same-origin, good, 200",
                "own, -, good, 200",
                "localhost, same-origin, good, 403",
                "own, same-origin, -, 403",
                "own, same-origin, bad, 403",
                "-, same-origin, -, 403",
                "-, none, -, 403",
                "-, cross-site, good, 403",
                "-, same-site, good, 403",
                "own, cross-site, good, 403",
                "http://evil.example, -, -, 403",
                "http://evil.example, cross-site, good, 403",
                "http://127.0.0.1:9, same-site, good, 403",
                "null, -, good, 403",
                "null, cross-site, -, 403"
            })
    void only_its_own_page_and_what_is_no_browser_can_switch(String origin, String site, String token, int status)
            throws IOException {
        List<String> headers = new ArrayList<>();
        if (origin != null) {
            headers.add("Origin: "
                    + switch (origin) {
                        case "own" -> "http://" + host();
                        case "localhost" ->
                            "http://localhost:" + playground.issuer().getPort();
                        default -> origin;
                    });
        }
        if (site != null) {
            headers.add("Sec-Fetch-Site: " + site);
        }
        if (token != null) {
            headers.add("X-Page-Token: " + (token.equals("good") ? pageToken() : "x".repeat(32)));
        }
        for (String path : List.of("fault", "expire", "revoke", "rotate", "nonce", "end", "next", "clock")) {
            String body = path.equals("fault") ? "on=expired-code" : path.equals("clock") ? "offset=0" : "token=none";
            int expected = path.equals("end") && status == 200 ? 400 : status;
            assertThat(status("POST", "/playground/" + path, host(), headers, body))
                    .as(path)
                    .isEqualTo(expected);
        }
        assertThat(playground.faults().current()).hasSize(status == 200 ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/playground", "/playground/events", "/playground/client-key", "/playground/requests"})
    void another_name_for_this_machine_opens_nothing(String path) throws IOException {
        for (String host :
                List.of("evil.example", "evil.example:" + playground.issuer().getPort(), "127.0.0.1", "")) {
            assertThat(status("GET", path, host, List.of("Sec-Fetch-Site: same-origin"), ""))
                    .as(host)
                    .isIn(400, 421);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/playground",
                "/playground/events",
                "/playground/client-key",
                "/playground/requests",
                "/playground/code"
            })
    void a_page_of_another_origin_reads_nothing(String path) throws IOException {
        assertThat(status("GET", path, host(), List.of("Sec-Fetch-Site: cross-site"), ""))
                .isEqualTo(403);
        assertThat(status("GET", path, host(), List.of("Origin: http://evil.example"), ""))
                .isEqualTo(403);
    }

    @Test
    void the_page_is_served_with_a_policy_and_no_origin_is_let_in() {
        var answer = caller.get(playground.issuer() + "/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'", "connect-src 'self'")
                .doesNotContain("unsafe");
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
        assertThat(answer.body()).contains("data-fault=\"id-token-wrong-nonce\"", "alice");
    }

    /** Reads a stream until a line says something. */
    private static List<String> until(BufferedReader reader, String said) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            lines.add(line);
            if (line.contains(said)) {
                return lines;
            }
        }
        throw new IOException("the stream ended without " + said + ": " + lines);
    }

    @Test
    void two_pages_see_a_call_and_a_refused_one_as_they_go_and_no_token() throws IOException {
        try (BufferedReader first = events();
                BufferedReader second = events()) {
            until(first, "event: state");
            until(second, "event: state");
            String token = Caller.text(
                    caller.post(playground.issuer() + "/token", SERVICE, "grant_type", "client_credentials"),
                    "access_token");
            assertThat(caller.call(playground.gateway() + "/hello", token).statusCode())
                    .isEqualTo(200);
            playground.expireAccessTokens();
            assertThat(caller.call(playground.gateway() + "/hello", token).statusCode())
                    .isEqualTo(401);
            for (BufferedReader reader : List.of(first, second)) {
                List<String> lines = until(reader, "401: refused here, never seen behind");
                String all = String.join("\n", lines);
                assertThat(all)
                        .contains("client or browser to authorization server: POST /token")
                        .contains("authorization server to client or browser: 200, client_credentials")
                        .contains("client or browser to gateway: GET /hello")
                        .contains("gateway to API behind it: GET /hello")
                        .contains("API behind it to gateway: 200")
                        .doesNotContain(token, token.substring(token.lastIndexOf('.') + 1), "service-secret");
                assertThat(all.split("gateway to API behind it", -1))
                        .as("the refused call ends at the gateway")
                        .hasSize(2);
                String state = until(reader, "\"refused\":1").get(0);
                assertThat(state.isEmpty() || !state.contains(token)).isTrue();
            }
        }
    }

    @Test
    void one_token_is_ended_by_its_identifier() throws IOException {
        String token = Caller.text(
                caller.post(playground.issuer() + "/token", SERVICE, "grant_type", "client_credentials"),
                "access_token");
        try (BufferedReader events = events()) {
            String line = until(events, "\"tokens\":").stream()
                    .filter(one -> one.contains("\"tokens\""))
                    .findFirst()
                    .orElseThrow();
            JsonObject state = JsonObject.parse(line.substring("data: ".length()));
            JsonObject only = (JsonObject) state.array("tokens").get(0);
            assertThat(only.text("state")).contains("good");
            caller.post(
                    playground.issuer() + "/playground/end",
                    new String[0],
                    "token",
                    only.text("id").orElseThrow());
        }
        assertThat(caller.call(playground.gateway() + "/hello", token).statusCode())
                .isEqualTo(401);
    }

    @Test
    void what_is_kept_for_a_page_is_bounded_and_so_are_the_pages() throws IOException {
        for (int i = 0; i < 450; i++) {
            caller.get(playground.issuer() + "/jwks");
        }
        List<BufferedReader> open = new ArrayList<>();
        try {
            for (int i = 0; i < 16; i++) {
                BufferedReader events = events();
                open.add(events);
                List<String> lines = until(events, "event: state");
                assertThat(lines).filteredOn("event: row"::equals).hasSize(400);
                assertThat(lines).anyMatch(line -> line.contains("\"dropped\":500"));
            }
            assertThat(status("GET", "/playground/events", host(), List.of(), ""))
                    .isEqualTo(503);
        } finally {
            for (BufferedReader events : open) {
                events.close();
            }
        }
    }
}
