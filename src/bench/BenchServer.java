import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What the benchmark talks to, over http and https on loopback: metadata, a token endpoint, a small answer, an answer of any size,
 * an upload that is thrown away, and an answer that takes 100 ms. Prints both ports, and serves until its input ends.
 */
final class BenchServer {
    private static final byte[] TOKEN = ("{\"access_token\":\"" + "t".repeat(600)
                    + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"scope\":\"read write\"}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] SMALL = "{\"id\":1,\"name\":\"small\"}".getBytes(StandardCharsets.UTF_8);

    private BenchServer() {}

    /** Arguments: a PKCS#12 key store, and its password. */
    public static void main(String[] arguments) throws Exception {
        char[] password = arguments[1].toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);

        HttpServer plain = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 256);
        HttpsServer secure = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 256);
        secure.setHttpsConfigurator(new HttpsConfigurator(tls));
        for (HttpServer server : new HttpServer[] {plain, secure}) {
            server.setExecutor(Executors.newCachedThreadPool());
            String scheme = server instanceof HttpsServer ? "https" : "http";
            server.createContext("/.well-known/", exchange -> metadata(exchange, scheme));
            server.createContext("/token", answer(TOKEN));
            server.createContext("/small", answer(SMALL));
            server.createContext("/slow", BenchServer::slow);
            server.createContext("/bulk", BenchServer::bulk);
            server.start();
        }
        System.out.println(plain.getAddress().getPort() + " " + secure.getAddress().getPort());
        while (System.in.read() >= 0) {
            // until the benchmark lets go
        }
        System.exit(0);
    }

    private static HttpHandler answer(byte[] body) {
        return exchange -> {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    /** The metadata of the issuer that was asked, by whichever name. */
    private static void metadata(HttpExchange exchange, String scheme) throws IOException {
        String issuer = scheme + "://" + exchange.getRequestHeaders().getFirst("Host");
        answer(("{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + issuer
                        + "/token\",\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\"],"
                        + "\"grant_types_supported\":[\"client_credentials\"]}")
                        .getBytes(StandardCharsets.UTF_8))
                .handle(exchange);
    }

    private static void slow(HttpExchange exchange) throws IOException {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer(SMALL).handle(exchange);
    }

    /** {@code GET /bulk?BYTES}, or an upload. */
    private static void bulk(HttpExchange exchange) throws IOException {
        byte[] block = new byte[1 << 17];
        InputStream in = exchange.getRequestBody();
        long received = 0;
        for (int n; (n = in.read(block)) > 0; ) {
            received += n;
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            answer(("{\"received\":" + received + "}").getBytes(StandardCharsets.UTF_8)).handle(exchange);
            return;
        }
        long left = Long.parseLong(exchange.getRequestURI().getQuery());
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, left);
        try (OutputStream out = exchange.getResponseBody()) {
            java.util.Arrays.fill(block, (byte) 'x');
            for (; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }
}
