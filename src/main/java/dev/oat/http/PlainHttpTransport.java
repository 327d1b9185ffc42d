package dev.oat.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streams over plain http with the JDK's {@code HttpURLConnection}: four times the throughput of its {@code HttpClient},
 * and a quicker start.
 *
 * <p>It cannot say everything: {@link #canSend} tells.
 */
final class PlainHttpTransport implements StreamTransport {
    /** So much is read at once, which spares the system calls. */
    private static final int BLOCK = 512 << 10;

    /** So much is sent at once: all that the JDK gives to a socket in one, and what a slow line takes before it counts as idle. */
    private static final int PIECE = 128 << 10;

    /** Up to this length a body is kept in memory, so that the JDK keeps the body of a 401. */
    private static final int SMALL = 1 << 20;

    private final TransportSettings settings;
    private final StreamLimits limits;
    private final Watchman watchman = new Watchman();

    PlainHttpTransport(TransportSettings settings, StreamLimits limits) {
        JdkHttp.prepare();
        this.settings = settings;
        this.limits = limits;
    }

    /** Whether the JDK's class sends this request as it is: it knows few methods and fills in what is missing. */
    static boolean canSend(Request request) {
        boolean body = !(request.body() instanceof Body.None);
        boolean method = switch (request.method()) {
            case "GET", "HEAD", "OPTIONS" -> !body;
            case "POST", "PUT" -> true;
            default -> request.method().equals("DELETE") && !body;
        };
        return method
                && "http".equalsIgnoreCase(request.uri().getScheme())
                && request.headers().has("Accept")
                // what can be sent only once is refused with a body or not at all
                && !(request.body() instanceof Body.OfStream)
                && (!body
                        || request.headers().has("Content-Type")
                        || request.body().contentType().isPresent());
    }

    /** Whether a refusal of this request would come without its body. */
    static boolean wouldLoseRefusal(Request request) {
        long length = request.body().length();
        return length < 0 || length > SMALL;
    }

    @Override
    public StreamedResponse send(Request request) {
        return new Sending(request).send();
    }

    @Override
    public void close() {
        // no thread of its own but the watchman's, which is a daemon and not in native code
    }

    private final class Sending {
        private final Request request;
        private volatile @Nullable HttpURLConnection connection;

        Sending(Request request) {
            this.request = request;
        }

        void abandon() {
            HttpURLConnection open = connection;
            if (open != null) {
                open.disconnect();
            }
        }

        StreamedResponse send() {
            Watch watch = watchman.watch(request, limits, this::abandon);
            boolean answered = false;
            try {
                watch.arm();
                HttpURLConnection open = open();
                connection = open;
                upload(open, watch);
                watch.arm();
                StreamedResponse response = head(open, watch);
                answered = true;
                return response;
            } catch (SocketTimeoutException e) {
                watch.idled();
                throw watch.failure();
            } catch (IOException e) {
                throw watch.gaveUp() ? watch.failure() : NetworkFailure.of(request, e);
            } catch (RuntimeException e) {
                throw watch.gaveUp() ? watch.failure() : e;
            } finally {
                watch.disarm();
                if (!answered) {
                    watch.close();
                    abandon();
                }
            }
        }

        private HttpURLConnection open() throws IOException {
            URI uri = request.uri();
            Optional<URI> proxy = settings.proxies().proxyFor(uri);
            Proxy via = Proxy.NO_PROXY;
            if (proxy.isPresent()) {
                URI address = proxy.orElseThrow();
                via = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), ProxyAccess.port(address)));
            }
            HttpURLConnection open = (HttpURLConnection) uri.toURL().openConnection(via);
            int millis =
                    (int) Math.min(Integer.MAX_VALUE, Math.max(1, limits.idle().toMillis()));
            open.setConnectTimeout(
                    limits.total().isEmpty()
                            ? millis
                            : (int) Math.min(
                                    millis, limits.total().orElseThrow().toMillis() + 1));
            // the watchman comes first; this only catches what he cannot
            open.setReadTimeout(millis + 1000);
            open.setInstanceFollowRedirects(false);
            open.setUseCaches(false);
            open.setAllowUserInteraction(false);
            open.setRequestMethod(request.method());
            if (!request.headers().has("User-Agent")) {
                open.setRequestProperty("User-Agent", settings.userAgent());
            }
            if (proxy.isPresent()) {
                Optional<String> access = ProxyAccess.basic(proxy.orElseThrow());
                if (access.isPresent()) {
                    open.setRequestProperty("Proxy-Authorization", access.orElseThrow());
                }
            }
            for (Headers.Header header : request.headers().fields()) {
                open.addRequestProperty(header.name(), header.value());
            }
            return open;
        }

        private void upload(HttpURLConnection open, Watch watch) throws IOException {
            Body body = request.body();
            boolean posts = request.method().equals("POST") || request.method().equals("PUT");
            if (body instanceof Body.None && !posts) {
                return;
            }
            if (!request.headers().has("Content-Type")) {
                open.setRequestProperty("Content-Type", body.contentType().orElse("application/octet-stream"));
            }
            long length = body.length();
            open.setDoOutput(true);
            if (length < 0) {
                open.setChunkedStreamingMode(PIECE);
            } else if (length > SMALL) {
                open.setFixedLengthStreamingMode(length);
            }
            try (BodySource source = BodySource.open(body, watch);
                    OutputStream out = open.getOutputStream()) {
                byte[] block = new byte[BLOCK];
                for (int read = source.read(block); read >= 0; read = source.read(block)) {
                    for (int at = 0; at < read; at += PIECE) {
                        out.write(block, at, Math.min(PIECE, read - at));
                        watch.touch();
                    }
                }
            }
        }

        private StreamedResponse head(HttpURLConnection open, Watch watch) throws IOException {
            int status;
            try {
                status = open.getResponseCode();
            } catch (StackOverflowError e) {
                // the JDK reads each 100 (Continue) one level deeper
                throw new IOException("the server sent interim answers without end", e);
            }
            if (status < 0) {
                throw new IOException("the server does not speak HTTP");
            }
            Headers headers = headers(open);
            boolean lost = false;
            InputStream stream;
            try {
                stream = open.getInputStream();
            } catch (HttpRetryException e) {
                // a 401 or 407 to a streamed body: the JDK closes the connection and gives the head only
                stream = InputStream.nullInputStream();
                lost = true;
            } catch (IOException e) {
                if (status < 400) {
                    throw e;
                }
                stream = open.getErrorStream();
                if (stream == null) {
                    stream = InputStream.nullInputStream();
                }
            }
            long announced = lost ? -1 : announced(open, status);
            InputStream body = new WatchedBody(stream, announced, watch, request, this::abandon);
            return new StreamedResponse(protocol(open), status, headers, body, lost);
        }

        private long announced(HttpURLConnection open, int status) {
            boolean empty = request.method().equals("HEAD") || status == 204 || status == 304;
            return empty ? -1 : open.getContentLengthLong();
        }

        private String protocol(HttpURLConnection open) {
            String line = open.getHeaderField(0);
            int space = line == null ? -1 : line.indexOf(' ');
            return line == null || space < 0 ? "HTTP/1.1" : line.substring(0, space);
        }

        private Headers headers(HttpURLConnection open) {
            HeaderReader reader = new HeaderReader(request);
            for (int i = 1; ; i++) {
                String name = open.getHeaderFieldKey(i);
                String value = open.getHeaderField(i);
                if (name == null && value == null) {
                    return reader.headers();
                }
                if (name != null && value != null) {
                    reader.add(name, value);
                }
            }
        }
    }
}
