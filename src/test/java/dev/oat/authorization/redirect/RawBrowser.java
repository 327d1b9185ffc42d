package dev.oat.authorization.redirect;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Speaks to the redirect listener byte by byte, well or badly. */
final class RawBrowser implements AutoCloseable {
    private final Socket socket;

    RawBrowser(int port) throws IOException {
        this("127.0.0.1", port);
    }

    RawBrowser(String address, int port) throws IOException {
        socket = new Socket(address, port);
        socket.setSoTimeout(20_000);
    }

    RawBrowser send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** Says that nothing more comes. */
    RawBrowser end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** Everything until the listener closes the connection. */
    String answer() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** One request, whole, and its answer. */
    static String ask(int port, String request) throws IOException {
        try (RawBrowser browser = new RawBrowser(port)) {
            return browser.send(request).answer();
        }
    }

    /** What a browser sends when it is redirected to this address. */
    static String navigation(String uri) {
        URI parsed = URI.create(uri);
        String query = parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery();
        String path = parsed.getRawPath().isEmpty() ? "/" : parsed.getRawPath();
        return "GET " + path + query + " HTTP/1.1\r\nHost: " + parsed.getRawAuthority()
                + "\r\nConnection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\nSec-Fetch-Site: cross-site\r\n"
                + "Sec-Fetch-Mode: navigate\r\nSec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\n"
                + "Cookie: other=app; on=this-machine\r\n\r\n";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
