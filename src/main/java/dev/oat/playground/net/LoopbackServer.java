package dev.oat.playground.net;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One HTTP server on 127.0.0.1: it logs each request, answers errors, and keeps no process alive.
 *
 * <p>A request must name this server in its Host header, so that no web page can reach it by another name.
 */
public final class LoopbackServer implements AutoCloseable {
    /** Enough for fifty clients at once, each of which may be kept waiting by a fault. */
    private static final int THREADS = 128;

    private static final int BACKLOG = 256;

    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    /** Answers one request. */
    public interface Handler {
        Answer answer(Incoming request) throws IOException;
    }

    private final Part part;
    private final Clock clock;
    private final RequestLog log;
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final URI origin;

    /**
     * Binds a port.
     *
     * @param port the port, or 0 for a free one
     * @throws UncheckedIOException if the port is taken
     */
    public LoopbackServer(Part part, int port, Clock clock, RequestLog log) {
        this(part, port, clock, log, Optional.empty());
    }

    /** Binds a port for https, when there is something to show on it. */
    public LoopbackServer(Part part, int port, Clock clock, RequestLog log, Optional<TlsIdentity> tls) {
        this.part = part;
        this.clock = clock;
        this.log = log;
        // before the JDK's server reads it, once: without it each answer waits 40 ms for an acknowledgement
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
            this.server = tls.isPresent() ? secure(address, tls.get()) : HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " for the " + part + " is not free", e);
        }
        this.origin = URI.create((tls.isPresent() ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort());
        this.threads =
                new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "playground " + part);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
    }

    private static HttpServer secure(InetSocketAddress address, TlsIdentity tls) throws IOException {
        HttpsServer server = HttpsServer.create(address, BACKLOG);
        server.setHttpsConfigurator(tls.configurator());
        return server;
    }

    /** Returns where the server is, such as {@code http://127.0.0.1:8400}. */
    public URI origin() {
        return origin;
    }

    public void start(Handler handler) {
        server.createContext("/", exchange -> serve(exchange, handler));
        // the JDK's dispatcher thread takes over its creator's daemon flag
        Thread starter = new Thread(server::start, "playground starter");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws to have the JDK cut the connection: closing the exchange would end a chunked body as if it were whole. */
    private void serve(HttpExchange exchange, Handler handler) throws IOException {
        long number = log.arrive(
                part,
                exchange.getRequestMethod(),
                String.valueOf(exchange.getRequestURI().getPath()),
                exchange.getRequestHeaders().containsKey(ReceivedRequest.REQUEST_ID));
        PlaygroundForm query = PlaygroundForm.EMPTY;
        PlaygroundForm form = PlaygroundForm.EMPTY;
        Answer answer;
        try {
            Incoming request = new Incoming(exchange);
            query = request.query();
            try {
                answer = named(exchange) ? handler.answer(request) : misdirected();
            } finally {
                form = request.formSoFar();
            }
        } catch (OAuthError e) {
            answer = Answer.json(e.status(), body(e)).notStored();
        } catch (IOException e) {
            answer = Answer.hangUp();
        } catch (RuntimeException e) {
            answer = Answer.json(500, JsonObject.of(Map.of("error", "server_error")));
        }
        log.add(new ReceivedRequest(
                number,
                part,
                clock.instant(),
                exchange.getRequestMethod(),
                String.valueOf(exchange.getRequestURI().getPath()),
                query.values(),
                form.values(),
                lowerCase(exchange.getRequestHeaders()),
                answer.status()));
        if (answer.status() == Answer.HANG_UP) {
            throw new IOException("closed without an answer");
        }
        send(exchange, answer);
        exchange.close();
    }

    public static JsonObject body(OAuthError e) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("error", e.error());
        members.put("error_description", e.description());
        return JsonObject.of(members);
    }

    private boolean named(HttpExchange exchange) {
        List<String> hosts = exchange.getRequestHeaders().get("Host");
        int port = origin.getPort();
        return hosts != null
                && hosts.size() == 1
                && (hosts.get(0).equals("127.0.0.1:" + port) || hosts.get(0).equals("localhost:" + port));
    }

    private static Answer misdirected() {
        return Answer.text(
                421, "text/plain; charset=utf-8", "This server is 127.0.0.1 and answers to no other name.\n");
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        // what the client still sends is taken in first: a connection closed under its hands would lose the answer
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        answer.headers().forEach(header -> exchange.getResponseHeaders().add(header.getKey(), header.getValue()));
        long length = answer.body().length();
        boolean bodyless = answer.status() == 204 || answer.status() == 304 || answer.status() < 200;
        if (bodyless || exchange.getRequestMethod().equals("HEAD")) {
            if (!bodyless && length >= 0) {
                exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
            }
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : Math.max(length, 0));
        if (length != 0) {
            OutputStream out = exchange.getResponseBody();
            answer.body().writeTo(out);
            out.close();
        }
    }

    private static Map<String, List<String>> lowerCase(Map<String, List<String>> headers) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return copy;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
