package dev.oat.authorization.redirect;

import dev.oat.authorization.response.Refusal;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits on the loopback interface for the server to say that the user has answered on their own device: the ping of CIBA.
 *
 * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.10.2">OpenID
 *     CIBA Core §10.2</a>
 */
public final class NotificationListener implements AutoCloseable {
    private static final Duration READ_LIMIT = Duration.ofSeconds(5);

    /** For how long a notification may overtake the answer that says what it is about. */
    private static final Duration AHEAD_LIMIT = Duration.ofSeconds(20);

    private static final int MAX_CONNECTIONS = 16;
    private static final int MAX_LINES = 5;

    private final String path;
    private final Set<String> authorities;
    private final Secret bearer;
    private final Alarm alarm;
    private final Trace trace;
    private final List<ServerSocket> sockets;
    private final Semaphore room = new Semaphore(MAX_CONNECTIONS);
    private final AtomicInteger refused = new AtomicInteger();
    private final CompletableFuture<Secret> awaited = new CompletableFuture<>();
    private final CompletableFuture<Boolean> arrived = new CompletableFuture<>();

    private NotificationListener(
            RedirectAddress address, Secret token, Alarm alarm, Trace trace, RedirectListener.Bound bound) {
        this.path = address.requestPath();
        this.authorities =
                address.authorities(bound.host(), bound.sockets().get(0).getLocalPort());
        this.bearer = Secret.of("Bearer " + token.reveal());
        this.alarm = alarm;
        this.trace = trace;
        this.sockets = bound.sockets();
    }

    /**
     * Starts listening.
     *
     * @param endpoint the notification endpoint that the client is registered with
     * @param token what the server must show
     * @param alarm the clock of its limits
     * @param trace learns of what was refused
     * @throws Failure.Usage if it is no address of this machine with a port, or that is taken
     */
    public static NotificationListener open(String endpoint, Secret token, Alarm alarm, Trace trace) {
        RedirectAddress address = address(endpoint);
        RedirectListener.Bound bound = RedirectListener.bind(
                        address.host(), Listening.USUAL, address.ports().get(0))
                .orElseThrow(() -> refusal("the notification endpoint " + endpoint
                        + " cannot be listened on: its port is in use by another program, or reserved for root"));
        NotificationListener listener = new NotificationListener(address, token, alarm, trace, bound);
        for (ServerSocket socket : bound.sockets()) {
            daemon(() -> listener.accept(socket));
        }
        return listener;
    }

    private static RedirectAddress address(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
            boolean here = host.equals(RedirectAddress.IPV4)
                    || host.equals(RedirectAddress.IPV6)
                    || host.equals(RedirectAddress.LOCALHOST);
            boolean plain = uri.getRawQuery() == null && uri.getRawFragment() == null && uri.getRawUserInfo() == null;
            if (here && plain && "http".equalsIgnoreCase(uri.getScheme()) && uri.getPort() > 0) {
                return RedirectAddress.of(endpoint, List.of());
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw refusal("the notification endpoint " + endpoint + " is no http address of this machine with a port");
    }

    private static Failure refusal(String what) {
        return new Failure.Usage(what)
                .hint("give the address that the client is registered with, such as http://127.0.0.1:8484/ciba; or"
                        + " leave it out: the server is polled then")
                .spec(SpecRef.openIdCiba("10.2"));
    }

    /** Says what the notification must be about; one that is here already waits for this. */
    public void expect(Secret authReqId) {
        awaited.complete(authReqId);
    }

    /**
     * Waits for the notification.
     *
     * @throws Failure.TimedOut if it does not come within the limit
     */
    public void await(Duration limit) {
        Alarm.Ring ring = alarm.after(limit, () -> arrived.complete(false));
        try {
            if (!arrived.get()) {
                throw new Failure.TimedOut("the server did not notify within " + limit.toSeconds() + " s")
                        .hint("run the command again; without a notification endpoint the server is polled");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while the user was awaited");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            ring.cancel();
        }
    }

    @Override
    public void close() {
        sockets.forEach(NotificationListener::closeQuietly);
        awaited.cancel(false);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "oat-notification");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            // nothing is lost with it
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (room.tryAcquire()) {
                    daemon(() -> serve(socket));
                } else {
                    closeQuietly(socket);
                }
            } catch (IOException e) {
                // closed, or the caller went away between its SYN and our accept
            }
        }
    }

    private void serve(Socket socket) {
        Alarm.Ring ring = alarm.after(READ_LIMIT, () -> closeQuietly(socket));
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String status = "204 No Content";
            try {
                int first = in.read();
                if (first < 0) {
                    return;
                }
                CallbackRequest request = CallbackRequest.read(first, in);
                ring.cancel();
                judge(request);
            } catch (Refusal e) {
                status = e.status() + " " + (e.status() == 401 ? "Unauthorized" : "Refused");
                tell(e);
            }
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 " + status + "\r\nConnection: close\r\n"
                            + (status.startsWith("204") ? "" : "Content-Length: 0\r\n") + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.shutdownOutput();
            if (status.startsWith("204")) {
                arrived.complete(true);
            }
        } catch (IOException e) {
            // the server went away, or took too long
        } finally {
            ring.cancel();
            room.release();
        }
    }

    private void tell(Refusal refusal) {
        if (refused.incrementAndGet() <= MAX_LINES) {
            trace.warn("a notification was refused with " + refusal.status() + ": " + refusal.reason()
                    + " (OpenID CIBA Core §10.2)");
        }
    }

    /**
     * Decides about one request.
     *
     * @throws Refusal if it is not the awaited notification
     */
    private void judge(CallbackRequest request) throws Refusal {
        if (request.count("host") != 1
                || !authorities.contains(request.header("host").orElseThrow())) {
            throw new Refusal(421, "its Host header is not the address of the notification endpoint");
        }
        if (!request.path().equals(path)) {
            throw new Refusal(404, "it is not for the notification endpoint");
        }
        if (!request.method().equals("POST")) {
            throw new Refusal(405, "its method is not POST");
        }
        if (request.count("authorization") != 1
                || !Secret.of(request.header("authorization").orElseThrow()).equals(bearer)) {
            throw new Refusal(401, "it does not show the token that the server was given");
        }
        String type = request.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].strip().equals("application/json")) {
            throw new Refusal(415, "its body is not JSON");
        }
        Secret about;
        try {
            about = Secret.of(
                    JsonObject.parse(request.body()).text("auth_req_id").orElse(""));
        } catch (JsonException e) {
            throw new Refusal(400, "its body is not JSON");
        }
        if (!about.equals(expected())) {
            throw new Refusal(400, "it is about another request (auth_req_id)");
        }
    }

    private Secret expected() throws Refusal {
        try {
            return awaited.get(AHEAD_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | java.util.concurrent.CancellationException e) {
            // nobody waits for it any more
        }
        throw new Refusal(400, "nothing is awaited");
    }
}
