package dev.oat.authorization.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.oat.authorization.response.AuthorizationResponse;
import dev.oat.authorization.response.RecordedTrace;
import dev.oat.authorization.response.ResponseMode;
import dev.oat.authorization.response.ResponseReader;
import dev.oat.authorization.response.ResponseType;
import dev.oat.endpoint.jwt.Decryption;
import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RedirectListenerTest {
    private static final String STATE = "u3Zb0SgRiDcmVnfN6wGLxA";
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ManualAlarm alarm = new ManualAlarm();
    private final RecordedTrace trace = new RecordedTrace();
    private final AwaitedResponse awaited = new AwaitedResponse();
    private RedirectListener listener;
    private int port;

    @BeforeEach
    void listen() {
        listener = open(RedirectAddress.anyPort(), ResponseMode.QUERY);
        port = URI.create(listener.redirectUri()).getPort();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    private RedirectListener open(RedirectAddress address, ResponseMode mode) {
        ResponseReader reader = new ResponseReader(ResponseType.CODE, mode, Secret.of(STATE), Decryption.none());
        return RedirectListener.open(address, reader, awaited, alarm, trace);
    }

    /** Below the ports that the system deals out: no other program comes to listen there once it is closed. */
    private void listenWhereNobodyElseDoes() {
        int low = 20_000 + (int) (ProcessHandle.current().pid() % 10_000);
        listener.close();
        listener = open(RedirectAddress.onPorts(List.of(low, low + 1, low + 2, low + 3)), ResponseMode.QUERY);
        port = URI.create(listener.redirectUri()).getPort();
    }

    private AuthorizationResponse await() {
        // the listener's own clock is the test's: without a second one a broken listener would be waited for without
        // end
        Alarm.Ring limit =
                Alarm.system().after(LIMIT, () -> awaited.fail(new Failure.TimedOut("no response within " + LIMIT)));
        try {
            return awaited.await(LONG, alarm, "http://127.0.0.1:1/callback");
        } finally {
            limit.cancel();
        }
    }

    private String uri(String query) {
        return listener.redirectUri() + (query.isEmpty() ? "" : "?" + query);
    }

    private String good() {
        return RawBrowser.navigation(uri("code=SplxlOBeZQQYbYS6WxSbIA&state=" + STATE));
    }

    private String get(String target, String... headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n";
    }

    /** The answer was a refusal, nothing was delivered, and the good response still gets through. */
    private void refusedAndStillWaiting(String answer, int status) throws Exception {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(awaited.isOver()).isFalse();
        assertThat(trace.notes()).hasSize(1).first().asString().contains(" with " + status + ": ");
        theGoodResponseGetsThrough();
    }

    private void theGoodResponseGetsThrough() throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(good());
            AuthorizationResponse response = await();
            assertThat(response.parameters().first("code")).contains("SplxlOBeZQQYbYS6WxSbIA");
            assertThat(response.origin()).isEqualTo(AuthorizationResponse.Origin.REDIRECT);
            listener.finish(ResultPage.signedIn("alice", "https://as.example"));
            assertThat(browser.answer()).startsWith("HTTP/1.1 200 OK\r\n").contains("Signed in");
        }
    }

    @Test
    void the_redirect_uri_is_the_loopback_literal_with_a_port_that_answers() throws Exception {
        assertThat(listener.redirectUri()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]*/callback");
        theGoodResponseGetsThrough();
    }

    @Test
    void it_listens_on_loopback_only() throws Exception {
        List<InetAddress> others = new ArrayList<>();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            others.addAll(Collections.list(network.getInetAddresses()));
        }
        others.removeIf(InetAddress::isLoopbackAddress);
        others.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}));
        for (InetAddress other : others) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, port), 2000))
                        .as(other.toString())
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=x&state=wrong",
                "code=x",
                "code=x&state=",
                "code=x&state=u3Zb0SgRiDcmVnfN6wGLxA&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "code=x&state=wrong&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "code=x&state=u3Zb0SgRiDcmVnfN6wGLx",
                "code=x&state=U3ZB0SGRIDCMVNFN6WGLXA",
                "",
                "error=access_denied",
                "error=access_denied&state=wrong",
                "code=%zz&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "code=x&code=y&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "id_token=x&id_token=y&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "access_token=x&access_token=y&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "code=x&iss=a&iss=a&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "code=x&iss=a&iss=b&state=u3Zb0SgRiDcmVnfN6wGLxA",
                "error=a&error=b&state=u3Zb0SgRiDcmVnfN6wGLxA",
            })
    void a_response_with_a_bad_state_or_a_doubled_parameter_is_refused_and_the_wait_goes_on(String query)
            throws Exception {
        refusedAndStillWaiting(RawBrowser.ask(port, get("/callback?" + query)), 400);
    }

    @Test
    void a_neighbour_cannot_cancel_the_sign_in_with_an_error() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(RawBrowser.ask(port, get("/callback?error=access_denied&state=guess" + i)))
                    .startsWith("HTTP/1.1 400 ");
        }
        theGoodResponseGetsThrough();
    }

    @Test
    void an_error_with_the_right_state_is_the_answer() throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(RawBrowser.navigation(uri("error=access_denied&error_description=no&state=" + STATE)));
            AuthorizationResponse response = await();
            assertThat(response.parameters().first("error")).contains("access_denied");
            listener.finish(ResultPage.failed(new Failure.Refused("access_denied", "<script>no</script>")));
            assertThat(browser.answer())
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Sign-in failed", "access_denied")
                    .doesNotContain("script");
        }
    }

    @Test
    void unknown_parameters_are_ignored_even_when_doubled() throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(get("/callback?foo=1&foo=2&return_to=https%3A%2F%2Fevil.example&url=x&code=c&state=" + STATE));
            assertThat(await().parameters().first("code")).contains("c");
            listener.finish(ResultPage.signedIn("", "as"));
            assertThat(browser.answer()).doesNotContain("Location", "evil.example");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost",
                "127.0.0.1",
                "127.0.0.1:1",
                "evil.example:PORT",
                "localhost:PORT",
                "[::1]:PORT",
                "127.0.0.1:PORT.evil.example",
                "127.0.0.2:PORT",
                "user@127.0.0.1:PORT",
                "",
            })
    void a_foreign_host_header_is_refused_even_with_the_right_state(String host) throws Exception {
        String request = "GET /callback?code=x&state=" + STATE + " HTTP/1.1\r\nHost: "
                + host.replace("PORT", String.valueOf(port)) + "\r\n\r\n";
        refusedAndStillWaiting(RawBrowser.ask(port, request), 421);
    }

    @Test
    void a_missing_host_header_is_refused() throws Exception {
        refusedAndStillWaiting(RawBrowser.ask(port, "GET /callback?code=x&state=" + STATE + " HTTP/1.1\r\n\r\n"), 400);
    }

    @Test
    void two_host_headers_are_refused() throws Exception {
        refusedAndStillWaiting(
                RawBrowser.ask(port, get("/callback?code=x&state=" + STATE, "Host: 127.0.0.1:" + port)), 400);
    }

    @Test
    void an_absolute_form_target_is_refused() throws Exception {
        refusedAndStillWaiting(
                RawBrowser.ask(port, get("http://127.0.0.1:" + port + "/callback?code=x&state=" + STATE)), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/favicon.ico",
                "/callback/",
                "/CALLBACK",
                "//callback",
                "/callback;x",
                "/call%62ack",
                "/x/../callback",
                "/callbackx",
            })
    void another_path_is_not_found_even_with_the_right_state(String path) throws Exception {
        refusedAndStillWaiting(RawBrowser.ask(port, get(path + "?code=x&state=" + STATE)), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "HEAD", "POST", "PUT", "DELETE", "get", "TRACE"})
    void another_method_does_not_use_the_attempt_up(String method) throws Exception {
        String answer = RawBrowser.ask(
                port,
                method + " /callback?code=x&state=" + STATE + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nOrigin: https://evil.example\r\nAccess-Control-Request-Private-Network: true\r\n"
                        + "Content-Length: 0\r\n\r\n");
        assertThat(answer).contains("\r\nAllow: GET\r\n").doesNotContain("Access-Control");
        if (method.equals("HEAD")) {
            assertThat(answer).endsWith("\r\n\r\n");
        }
        refusedAndStillWaiting(answer, 405);
    }

    /** Node's fetch, a sign-in page in a frame, a page that delivers by script, a browser extension. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Mode: no-cors",
                "Sec-Fetch-Mode: cors",
                "Sec-Fetch-Mode: same-origin",
                "Sec-Fetch-Mode: websocket",
                "Sec-Fetch-Dest: image",
                "Sec-Fetch-Dest: iframe",
                "Sec-Fetch-Dest: empty",
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: nonsense",
                "Purpose: preview",
                "Sec-Fetch-User: ?0",
                "Origin: null",
                "Origin: https://as.example",
                "Accept: */*\r\nAccept-Language: *\r\nSec-Fetch-Mode: cors\r\nUser-Agent: node",
            })
    void with_the_right_state_it_is_the_answer_whatever_its_fetch_metadata_say(String header) throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(get("/callback?code=c&state=" + STATE, header));
            assertThat(await().parameters().first("code")).contains("c");
            listener.finish(ResultPage.signedIn("alice", "https://as.example"));
            assertThat(browser.answer()).startsWith("HTTP/1.1 200 OK\r\n");
        }
        assertThat(trace.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Purpose: prefetch", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: iframe"})
    void without_the_right_state_it_is_a_stranger_whatever_its_fetch_metadata_say(String header) throws Exception {
        refusedAndStillWaiting(RawBrowser.ask(port, get("/callback?code=x&state=wrong", header)), 400);
    }

    @Test
    void what_is_refused_is_told_at_once_and_once_and_a_time_out_names_it() throws Exception {
        for (int i = 0; i < 3; i++) {
            RawBrowser.ask(port, get("/callback?code=x&state=wrong"));
        }
        RawBrowser.ask(port, get("/favicon.ico"));
        RawBrowser.ask(port, get("/other?code=x&state=" + STATE));
        String stranger =
                "the redirect listener refused GET /callback with 400: its state is not the one of this sign-in:"
                        + " a stranger, or a tab of an earlier attempt";
        String path = "the redirect listener refused GET /other with 404: it is not for the redirect path";
        assertThat(trace.warnings()).containsExactly(stranger, path);
        for (int i = 0; i < 50; i++) {
            RawBrowser.ask(port, get("/" + i));
        }
        assertThat(trace.warnings()).hasSize(5);
        CompletableFuture<Void> later = CompletableFuture.runAsync(() -> {
            try {
                alarm.ring(LONG);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(this::await)
                .isInstanceOf(Failure.TimedOut.class)
                .hasMessageStartingWith("nobody signed in within 5 minutes; before that, " + stranger + "; " + path);
        later.get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Purpose: prefetch",
                "Sec-Purpose: prefetch;prerender",
                "Purpose: prefetch",
                "purpose: Prefetch",
                "Sec-Purpose: prefetch;anonymous-client-ip\r\nSec-Fetch-Mode: navigate",
            })
    void a_prefetch_does_not_use_the_attempt_up(String header) throws Exception {
        refusedAndStillWaiting(RawBrowser.ask(port, get("/callback?code=x&state=" + STATE, header)), 503);
    }

    @Test
    void a_server_on_this_machine_redirects_as_same_site() throws Exception {
        String request = good().replace("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site");
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(request);
            assertThat(await().parameters().has("code")).isTrue();
        }
    }

    /** Each has the right host and state, so that it is refused for its one fault only. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET TARGET\r\nHOST\r\n\r\n",
                "GET  TARGET HTTP/1.1\r\nHOST\r\n\r\n",
                "GET TARGET HTTP/2.0\r\nHOST\r\n\r\n",
                "G(T TARGET HTTP/1.1\r\nHOST\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\n",
                "GET TARGET HTTP/1.1\nHOST\n\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\n folded: x\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nno colon\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nX : x\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nX(y): x\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nX: x\nY: y\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nX: x\rY: y\r\n\r\n",
                "GET TARGET&\u0001 HTTP/1.1\r\nHOST\r\n\r\n",
                "GET TARGET&\u00e4 HTTP/1.1\r\nHOST\r\n\r\n",
                "GET TARGET#f HTTP/1.1\r\nHOST\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nContent-Length: -1\r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nContent-Length: \r\n\r\n",
                "GET TARGET HTTP/1.1\r\nHOST\r\nContent-Length: 99999999999\r\n\r\n",
                "\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000",
            })
    void what_is_not_http_is_refused(String bytes) throws Exception {
        String request =
                bytes.replace("HOST", "Host: 127.0.0.1:" + port).replace("TARGET", "/callback?code=x&state=" + STATE);
        refusedAndStillWaiting(RawBrowser.ask(port, request), 400);
    }

    @Test
    void a_browser_that_insists_on_tls_is_named_as_such() throws Exception {
        RawBrowser.ask(port, "\u0016\u0003\u0001\u0002\u0000");
        assertThat(trace.notes()).first().asString().contains("TLS").contains("HTTPS-only");
    }

    @Test
    void a_megabyte_of_headers_is_cut_off() throws Exception {
        refusedAndStillWaiting(
                RawBrowser.ask(port, get("/callback?code=x&state=" + STATE, "Cookie: " + "x".repeat(1 << 20))), 431);
    }

    @Test
    void many_cookies_of_other_local_programs_are_fine() throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(get("/callback?code=x&state=" + STATE, "Cookie: " + "x".repeat(40 << 10)));
            assertThat(await().parameters().has("code")).isTrue();
        }
    }

    @Test
    void fifty_idle_connections_do_not_hold_up_the_good_one() throws Exception {
        List<RawBrowser> idle = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            idle.add(new RawBrowser(port));
            if (i % 2 == 0) {
                idle.get(i).send("GET /callback?state=");
            }
        }
        theGoodResponseGetsThrough();
        for (RawBrowser browser : idle) {
            browser.close();
        }
    }

    @Test
    void a_thousand_idle_connections_do_not_hold_up_the_good_one() throws Exception {
        List<RawBrowser> idle = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            idle.add(new RawBrowser(port));
        }
        theGoodResponseGetsThrough();
        for (RawBrowser browser : idle) {
            browser.close();
        }
    }

    @Test
    void a_request_that_drips_is_dropped_when_its_time_is_up() throws Exception {
        try (RawBrowser slow = new RawBrowser(port)) {
            slow.send("GET /callback?state=" + STATE);
            alarm.ring(RedirectListener.READ_LIMIT);
            assertThat(slow.answer()).isEmpty();
        }
        theGoodResponseGetsThrough();
    }

    @Test
    void a_connection_opened_ahead_of_need_may_carry_the_response_later() throws Exception {
        try (RawBrowser early = new RawBrowser(port)) {
            assertThat(RawBrowser.ask(port, get("/favicon.ico"))).startsWith("HTTP/1.1 404 ");
            early.send(good());
            assertThat(await().parameters().has("code")).isTrue();
        }
    }

    @Test
    void of_two_responses_one_wins_and_the_other_is_told_so() throws Exception {
        try (RawBrowser one = new RawBrowser(port);
                RawBrowser two = new RawBrowser(port)) {
            one.send(good());
            await();
            two.send(good());
            assertThat(two.answer()).startsWith("HTTP/1.1 409 ");
            assertThat(trace.notes()).anyMatch(note -> note.contains("answered before"));
            listener.finish(ResultPage.signedIn("", "as"));
            assertThat(one.answer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void after_the_response_nothing_listens_any_more() throws Exception {
        listenWhereNobodyElseDoes();
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(good());
            await();
            alarm.awaitSet(RedirectListener.HOLD_LIMIT);
            assertThatThrownBy(() -> new RawBrowser(port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void the_browser_waits_for_the_true_outcome() throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(good());
            await();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
                try {
                    return browser.answer();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            alarm.awaitSet(RedirectListener.HOLD_LIMIT);
            assertThat(answer).isNotDone();
            listener.finish(ResultPage.failed(new Failure.Unreachable("the token endpoint is away")));
            assertThat(answer.get(20, TimeUnit.SECONDS))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Sign-in failed");
        }
    }

    @Test
    void a_slow_exchange_does_not_keep_the_browser_for_ever() throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(good());
            await();
            alarm.ring(RedirectListener.HOLD_LIMIT);
            assertThat(browser.answer()).startsWith("HTTP/1.1 202 ").contains("Finishing in the terminal");
            listener.finish(ResultPage.signedIn("", "as"));
        }
    }

    @Test
    void a_waiting_browser_is_told_when_the_tool_gives_up() throws Exception {
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(good());
            await();
            listener.close();
            assertThat(browser.answer()).startsWith("HTTP/1.1 503 ").contains("not completed");
        }
    }

    @Test
    void the_wait_ends_when_its_time_is_up() throws Exception {
        CompletableFuture<AuthorizationResponse> wait = CompletableFuture.supplyAsync(this::await);
        alarm.ring(LONG);
        assertThatThrownBy(() -> wait.get(20, TimeUnit.SECONDS))
                .hasCauseInstanceOf(Failure.TimedOut.class)
                .hasMessageContaining("nobody signed in within 5 minutes");
    }

    @Test
    void the_wait_ends_when_the_thread_is_interrupted() throws Exception {
        CompletableFuture<Failure> ended = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                await();
            } catch (Failure e) {
                ended.complete(e);
            }
        });
        waiting.start();
        alarm.awaitSet(LONG);
        waiting.interrupt();
        assertThat(ended.get(20, TimeUnit.SECONDS)).isInstanceOf(Failure.TimedOut.class);
    }

    @Test
    void closing_frees_the_port() throws Exception {
        listenWhereNobodyElseDoes();
        listener.close();
        assertThatThrownBy(() -> new RawBrowser(port)).isInstanceOf(ConnectException.class);
        try (RedirectListener again =
                open(new RedirectAddress("127.0.0.1", List.of(port), "/callback"), ResponseMode.QUERY)) {
            assertThat(again.redirectUri()).isEqualTo("http://127.0.0.1:" + port + "/callback");
        }
    }

    @Test
    void every_page_carries_the_protective_headers_and_no_script() throws Exception {
        List<String> pages = new ArrayList<>();
        pages.add(RawBrowser.ask(port, get("/favicon.ico")));
        pages.add(RawBrowser.ask(port, get("/callback?state=x")));
        try (RawBrowser browser = new RawBrowser(port)) {
            browser.send(good());
            await();
            listener.finish(ResultPage.signedIn("alice", "https://as.example"));
            pages.add(browser.answer());
        }
        for (String page : pages) {
            assertThat(page)
                    .contains("\r\nContent-Security-Policy: default-src 'none'; style-src 'sha256-")
                    .contains("frame-ancestors 'none'")
                    .contains("\r\nReferrer-Policy: no-referrer\r\n")
                    .contains("\r\nCache-Control: no-store\r\n")
                    .contains("\r\nX-Content-Type-Options: nosniff\r\n")
                    .contains("\r\nConnection: close\r\n")
                    .doesNotContain("<script", "unsafe-inline", "Access-Control", "Set-Cookie", "Location")
                    .doesNotContain(STATE, "SplxlOBeZQQYbYS6WxSbIA");
        }
    }

    @Test
    void notes_hold_no_secret_and_do_not_grow_without_end() throws Exception {
        for (int i = 0; i < 100; i++) {
            RawBrowser.ask(port, get("/callback?code=stolen-code&state=guessed-state"));
        }
        assertThat(trace.notes()).hasSizeLessThan(50);
        assertThat(String.join("\n", trace.notes())).doesNotContain("stolen-code", "guessed-state");
    }

    @Test
    void a_busy_port_is_named() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, loopback(4))) {
            int taken = other.getLocalPort();
            assertThatThrownBy(() -> open(RedirectAddress.onPorts(List.of(taken)), ResponseMode.QUERY))
                    .isInstanceOf(Failure.Usage.class)
                    .hasMessageContaining("port " + taken + " cannot be listened on at 127.0.0.1")
                    .hasMessageContaining("in use by another program");
        }
    }

    @Test
    void of_several_ports_the_first_free_one_is_taken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, loopback(4))) {
            int next = freePort();
            try (RedirectListener second =
                    open(RedirectAddress.onPorts(List.of(other.getLocalPort(), next)), ResponseMode.QUERY)) {
                assertThat(second.redirectUri()).isEqualTo("http://127.0.0.1:" + next + "/callback");
            }
        }
    }

    private static InetAddress loopback(int version) throws IOException {
        byte[] address = version == 4 ? new byte[] {127, 0, 0, 1} : new byte[16];
        address[address.length - 1] = 1;
        return InetAddress.getByAddress(address);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, loopback(4))) {
            return free.getLocalPort();
        }
    }

    @Test
    void localhost_is_held_on_both_address_families() throws Exception {
        assumeThat(ipv6()).as("this machine has ::1").isTrue();
        try (RedirectListener both = open(RedirectAddress.of("http://localhost/cb", List.of()), ResponseMode.QUERY)) {
            int at = URI.create(both.redirectUri()).getPort();
            assertThat(both.redirectUri()).isEqualTo("http://localhost:" + at + "/cb");
            for (String family : List.of("127.0.0.1", "::1")) {
                try (RawBrowser browser = new RawBrowser(family, at)) {
                    assertThat(browser.send("GET /cb HTTP/1.1\r\nHost: localhost:" + at + "\r\n\r\n")
                                    .answer())
                            .startsWith("HTTP/1.1 400 ");
                }
            }
            try (RawBrowser browser = new RawBrowser(at)) {
                assertThat(browser.send("GET /cb HTTP/1.1\r\nHost: 127.0.0.1:" + at + "\r\n\r\n")
                                .answer())
                        .startsWith("HTTP/1.1 421 ");
            }
        }
    }

    @Test
    void a_squatter_on_the_other_family_of_localhost_makes_the_port_busy() throws Exception {
        assumeThat(ipv6()).as("this machine has ::1").isTrue();
        try (ServerSocket squatter = new ServerSocket(0, 1, loopback(6))) {
            String uri = "http://localhost:" + squatter.getLocalPort() + "/cb";
            assertThatThrownBy(() -> open(RedirectAddress.of(uri, List.of()), ResponseMode.QUERY))
                    .isInstanceOf(Failure.Usage.class)
                    .hasMessageContaining(String.valueOf(squatter.getLocalPort()));
        }
    }

    private static boolean ipv6() throws IOException {
        return NetworkInterface.getByInetAddress(loopback(6)) != null;
    }

    @Test
    void a_redirect_uri_without_a_path_is_asked_for_as_slash() throws Exception {
        try (RedirectListener bare = open(RedirectAddress.of("http://127.0.0.1", List.of()), ResponseMode.QUERY)) {
            int at = URI.create(bare.redirectUri()).getPort();
            assertThat(bare.redirectUri()).isEqualTo("http://127.0.0.1:" + at);
            try (RawBrowser browser = new RawBrowser(at)) {
                browser.send("GET /?code=x&state=" + STATE + " HTTP/1.1\r\nHost: 127.0.0.1:" + at + "\r\n\r\n");
                assertThat(await().parameters().has("code")).isTrue();
            }
        }
    }

    private String post(int at, String type, String body) {
        return "POST /callback HTTP/1.1\r\nHost: 127.0.0.1:" + at + "\r\nContent-Type: " + type
                + "\r\nOrigin: https://as.example\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n"
                + "Sec-Fetch-Dest: document\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void a_form_post_response_is_read_from_the_body_and_from_nowhere_else() throws Exception {
        try (RedirectListener posted = open(RedirectAddress.anyPort(), ResponseMode.FORM_POST)) {
            int at = URI.create(posted.redirectUri()).getPort();
            String form = "application/x-www-form-urlencoded";
            assertThat(RawBrowser.ask(at, RawBrowser.navigation(posted.redirectUri() + "?code=x&state=" + STATE)))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\r\nAllow: POST\r\n");
            assertThat(RawBrowser.ask(at, post(at, "text/plain", "code=x&state=" + STATE)))
                    .startsWith("HTTP/1.1 415 ");
            assertThat(RawBrowser.ask(at, post(at, form + "-too", "code=x&state=" + STATE)))
                    .startsWith("HTTP/1.1 415 ");
            assertThat(RawBrowser.ask(at, post(at, form, "code=x&state=wrong"))).startsWith("HTTP/1.1 400 ");
            assertThat(RawBrowser.ask(at, post(at, form, "x=" + "y".repeat(CallbackRequest.MAX_BODY - 1))))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(RawBrowser.ask(at, post(at, form, "x=" + "y".repeat(CallbackRequest.MAX_BODY - 2))))
                    .startsWith("HTTP/1.1 400 ");
            try (RawBrowser browser = new RawBrowser(at)) {
                String whole = post(at, form, "code=x&state=" + STATE + "&x=12345");
                assertThat(browser.send(whole.substring(0, whole.length() - 5))
                                .end()
                                .answer())
                        .isEmpty();
                assertThat(awaited.isOver()).isFalse();
            }
            assertThat(RawBrowser.ask(
                            at, post(at, form, "").replace("Content-Length: 0", "Transfer-Encoding: chunked")))
                    .startsWith("HTTP/1.1 411 ");
            try (RawBrowser browser = new RawBrowser(at)) {
                browser.send(post(at, form + "; charset=UTF-8", "code=a%2Bb+c&state=" + STATE)
                        .replace("POST /callback", "POST /callback?code=other&state=other"));
                Form parameters = await().parameters();
                assertThat(parameters.first("code")).contains("a+b c");
            }
        }
    }
}
