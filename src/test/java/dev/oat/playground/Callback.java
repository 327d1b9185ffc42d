package dev.oat.playground;

import com.sun.net.httpserver.HttpServer;
import dev.oat.playground.net.PlaygroundForm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client's redirect URI: it takes down every query or form that comes. */
public final class Callback implements AutoCloseable {
    private final HttpServer server;
    private final List<PlaygroundForm> received = new CopyOnWriteArrayList<>();

    public Callback() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/callback", exchange -> {
            String query = exchange.getRequestURI().getRawQuery();
            received.add(PlaygroundForm.parse(
                    query == null
                            ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                            : query));
            byte[] page = "<p>Done.</p>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
    }

    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
    }

    /** The one response that has come. */
    public PlaygroundForm response() {
        if (received.size() != 1) {
            throw new AssertionError("expected one authorization response, found " + received.size());
        }
        return received.get(0);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
