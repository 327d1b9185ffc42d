package dev.oat.authorization.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which notifications of CIBA's ping mode count. */
@Timeout(60)
class NotificationListenerTest {
    private static final Secret TOKEN = Secret.of("the-token");
    private static final String BODY = "{\"auth_req_id\":\"the-request\"}";

    private NotificationListener listener;
    private int port;

    @BeforeEach
    void open() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        listener = NotificationListener.open("http://127.0.0.1:" + port + "/ciba", TOKEN, Alarm.system(), Trace.none());
    }

    @AfterEach
    void close() {
        listener.close();
    }

    /** Sends a request, and gives the status of the answer. */
    private int send(String line, String headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write((line + " HTTP/1.1\r\n" + headers.replace("PORT", Integer.toString(port))
                                    + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.split(" ")[1]);
        }
    }

    private int right() throws IOException {
        return send(
                "POST /ciba",
                "Host: 127.0.0.1:PORT\r\nAuthorization: Bearer the-token\r\nContent-Type: application/json\r\n",
                BODY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /other | 127.0.0.1:PORT | Bearer the-token | application/json | {\"auth_req_id\":\"the-request\"} | 404",
                "GET /ciba   | 127.0.0.1:PORT | Bearer the-token | application/json | {\"auth_req_id\":\"the-request\"} | 405",
                "PUT /ciba   | 127.0.0.1:PORT | Bearer the-token | application/json | {\"auth_req_id\":\"the-request\"} | 405",
                "POST /ciba  | evil.example   | Bearer the-token | application/json | {\"auth_req_id\":\"the-request\"} | 421",
                "POST /ciba  | 127.0.0.1:1    | Bearer the-token | application/json | {\"auth_req_id\":\"the-request\"} | 421",
                "POST /ciba  | 127.0.0.1:PORT | Bearer other     | application/json | {\"auth_req_id\":\"the-request\"} | 401",
                "POST /ciba  | 127.0.0.1:PORT | Basic the-token  | application/json | {\"auth_req_id\":\"the-request\"} | 401",
                "POST /ciba  | 127.0.0.1:PORT | the-token        | application/json | {\"auth_req_id\":\"the-request\"} | 401",
                "POST /ciba  | 127.0.0.1:PORT | Bearer the-token | text/plain       | {\"auth_req_id\":\"the-request\"} | 415",
                "POST /ciba  | 127.0.0.1:PORT | Bearer the-token | application/json | {\"auth_req_id\":\"another\"}     | 400",
                "POST /ciba  | 127.0.0.1:PORT | Bearer the-token | application/json | {\"auth_req_id\":7}             | 400",
                "POST /ciba  | 127.0.0.1:PORT | Bearer the-token | application/json | {}                              | 400",
                "POST /ciba  | 127.0.0.1:PORT | Bearer the-token | application/json | no JSON                         | 400",
            })
    void what_is_not_the_awaited_notification_is_refused_and_the_right_one_still_counts(
            String line, String host, String authorization, String type, String body, int status) throws IOException {
        listener.expect(Secret.of("the-request"));
        String headers = "Host: " + host + "\r\nAuthorization: " + authorization + "\r\nContent-Type: " + type + "\r\n";

        assertThat(send(line, headers, body)).isEqualTo(status);
        assertThat(right()).isEqualTo(204);
        listener.await(Duration.ofSeconds(30));
    }

    @Test
    void one_without_a_token_is_refused() throws IOException {
        listener.expect(Secret.of("the-request"));

        assertThat(send("POST /ciba", "Host: 127.0.0.1:PORT\r\nContent-Type: application/json\r\n", BODY))
                .isEqualTo(401);
    }

    @Test
    void a_notification_that_overtakes_the_answer_waits_for_it() throws Exception {
        Thread early = new Thread(() -> {
            try {
                right();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        early.start();
        listener.expect(Secret.of("the-request"));
        listener.await(Duration.ofSeconds(30));
        early.join();
    }

    @Test
    void silence_ends_the_wait() {
        listener.expect(Secret.of("the-request"));

        assertThatThrownBy(() -> listener.await(Duration.ofMillis(1))).isInstanceOf(Failure.TimedOut.class);
    }
}
