package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sends protocol messages with the JDK's {@code HttpURLConnection}, which starts ten times quicker than its
 * {@code HttpClient}.
 *
 * <p>Each exchange runs on a thread of its own, and the caller waits for it no longer than the deadline: the JDK's own
 * timeouts cover one read, not a server that drips. No redirect is followed and no request is sent twice.
 */
public final class UrlConnectionTransport implements Transport {
    private final TransportSettings settings;
    private @Nullable SSLSocketFactory sockets;

    /** A transport; nothing is opened before the first request. */
    public UrlConnectionTransport(TransportSettings settings) {
        this.settings = settings;
        JdkHttp.prepare();
    }

    @Override
    public Response send(Request request) {
        Exchanger exchanger = new Exchanger(request);
        FutureTask<Response> task = new FutureTask<>(exchanger);
        Thread thread = new Thread(task, "oat-http");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchanger.abandon();
            throw late(request);
        } catch (InterruptedException e) {
            exchanger.abandon();
            Thread.currentThread().interrupt();
            Failure failure = new Failure.TimedOut("interrupted during the " + request.title());
            throw failure;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            if (e.getCause() instanceof IOException problem) {
                throw NetworkFailure.of(request, problem);
            }
            if (e.getCause() instanceof StackOverflowError) {
                // the JDK reads each 100 (Continue) one level deeper
                throw NetworkFailure.of(request, new IOException("the server sent interim answers without end"));
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Failure late(Request request) {
        Failure failure = new Failure.TimedOut("the " + request.title() + " to " + request.origin()
                + " was not answered within " + settings.timeout().toSeconds() + " s");
        failure.phase(request.title());
        failure.at(Response.endpoint(request), 0);
        failure.hint("the server stalls, or a firewall drops packets; --timeout SECONDS waits longer");
        return failure;
    }

    private synchronized SSLSocketFactory sockets() {
        SSLSocketFactory factory = sockets;
        if (factory == null) {
            factory = Tls.context(settings).getSocketFactory();
            sockets = factory;
        }
        return factory;
    }

    private final class Exchanger implements Callable<Response> {
        private final Request request;
        private volatile @Nullable HttpURLConnection connection;

        Exchanger(Request request) {
            this.request = request;
        }

        void abandon() {
            HttpURLConnection open = connection;
            if (open != null) {
                open.disconnect();
            }
        }

        @Override
        public Response call() throws IOException {
            HttpURLConnection open = open();
            connection = open;
            try {
                send(open);
                int status = open.getResponseCode();
                if (status < 0) {
                    throw new IOException("the server does not speak HTTP");
                }
                return new Response(status, headers(open), body(open));
            } finally {
                open.disconnect();
            }
        }

        private HttpURLConnection open() throws IOException {
            URI uri = request.uri();
            Optional<URI> proxy = settings.proxies().proxyFor(uri);
            Proxy via = Proxy.NO_PROXY;
            if (proxy.isPresent()) {
                URI address = proxy.orElseThrow();
                via = new Proxy(
                        Proxy.Type.HTTP,
                        new InetSocketAddress(address.getHost(), address.getPort() < 0 ? 80 : address.getPort()));
            }
            HttpURLConnection open = (HttpURLConnection) uri.toURL().openConnection(via);
            int millis = (int)
                    Math.min(Integer.MAX_VALUE, Math.max(1, settings.timeout().toMillis()));
            open.setConnectTimeout(millis);
            open.setReadTimeout(millis);
            open.setInstanceFollowRedirects(false);
            open.setUseCaches(false);
            open.setAllowUserInteraction(false);
            open.setRequestMethod(request.method());
            if (proxy.isPresent() && proxy.orElseThrow().getRawUserInfo() != null) {
                open.setAuthenticator(new ProxyPassword(proxy.orElseThrow()));
            }
            if (open instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(sockets());
                if (settings.insecure()) {
                    secure.setHostnameVerifier((host, session) -> true);
                }
            }
            return open;
        }

        private void send(HttpURLConnection open) throws IOException {
            open.setRequestProperty("User-Agent", settings.userAgent());
            for (Headers.Header header : request.headers().fields()) {
                open.addRequestProperty(header.name(), header.value());
            }
            if (request.body() instanceof Body.None) {
                return;
            }
            byte[] bytes;
            try (InputStream body = request.body().open()) {
                bytes = body.readAllBytes();
            }
            if (!request.headers().has("Content-Type")
                    && request.body().contentType().isPresent()) {
                open.setRequestProperty(
                        "Content-Type", request.body().contentType().orElseThrow());
            }
            // not in fixed-length streaming mode: that loses the body of a 401
            open.setDoOutput(true);
            try (OutputStream out = open.getOutputStream()) {
                out.write(bytes);
            }
        }

        private Headers headers(HttpURLConnection open) {
            Headers headers = Headers.empty();
            for (int i = 1; ; i++) {
                String name = open.getHeaderFieldKey(i);
                String value = open.getHeaderField(i);
                if (name == null && value == null) {
                    return headers;
                }
                if (name != null && value != null) {
                    headers = withHeader(headers, name, value);
                }
            }
        }

        private Headers withHeader(Headers headers, String name, String value) {
            try {
                return headers.with(name, value);
            } catch (Failure.Usage e) {
                // a server's malformed field: nothing in the protocol needs it
                return headers;
            }
        }

        private byte[] body(HttpURLConnection open) throws IOException {
            InputStream stream;
            try {
                stream = open.getInputStream();
            } catch (IOException e) {
                stream = open.getErrorStream();
                if (open.getResponseCode() < 400) {
                    throw e;
                }
            }
            if (stream == null) {
                return new byte[0];
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            try (InputStream in = stream) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    body.write(buffer, 0, read);
                    if (body.size() > TransportSettings.MAX_MESSAGE) {
                        throw tooLarge(open);
                    }
                }
            }
            long announced = open.getContentLengthLong();
            if (announced > body.size() && !request.method().equals("HEAD") && open.getResponseCode() != 304) {
                // the JDK passes over a body that ends before its announced length
                throw new IOException("Premature EOF");
            }
            return body.toByteArray();
        }

        private Failure tooLarge(HttpURLConnection open) throws IOException {
            Failure failure = new Failure.Unreachable("the answer to the " + request.title() + " is larger than "
                    + (TransportSettings.MAX_MESSAGE >> 20) + " MiB and was not read further");
            failure.phase(request.title());
            failure.at(Response.endpoint(request), open.getResponseCode());
            failure.hint("check the address: no protocol message is that large");
            return failure;
        }
    }

    /** Gives a proxy, and only a proxy, the credentials of its address. */
    private static final class ProxyPassword extends Authenticator {
        private final String user;
        private final char[] password;

        ProxyPassword(URI proxy) {
            String info = proxy.getUserInfo();
            int colon = info.indexOf(':');
            user = colon < 0 ? info : info.substring(0, colon);
            password = (colon < 0 ? "" : info.substring(colon + 1)).toCharArray();
        }

        @Override
        protected @Nullable PasswordAuthentication getPasswordAuthentication() {
            return getRequestorType() == RequestorType.PROXY ? new PasswordAuthentication(user, password) : null;
        }
    }
}
