package dev.oat.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An authorization server as a child process, with its output in a file. */
final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final Path log;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** Starts the command and returns when {@code ready} answers 200 (https: when somebody listens there). */
    static ServerProcess start(String name, List<String> command, Map<String, String> environment, URI ready) {
        try {
            Path log = Workplace.built().resolve(name + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().putAll(environment);
            ServerProcess server = new ServerProcess(name, builder.start(), log);
            // Whatever ends this JVM ends the server: an interrupted run leaves nothing behind.
            Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly));
            server.await(ready);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(URI ready) throws IOException {
        Instant start = Instant.now();
        while (!answers(ready)) {
            if (!process.isAlive() || Instant.now().isAfter(start.plus(PATIENCE))) {
                close();
                throw new IllegalStateException(name + " does not answer at " + ready + "; it said:\n" + log());
            }
            try {
                process.waitFor(100, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        System.out.printf(
                "%s answers at %s after %d ms%n",
                name, ready, Duration.between(start, Instant.now()).toMillis());
    }

    private static boolean answers(URI uri) {
        if (uri.getScheme().equals("https")) {
            return listens(uri.getHost(), uri.getPort());
        }
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** All that the server has printed up to now. */
    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that is free now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
