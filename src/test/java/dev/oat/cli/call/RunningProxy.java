package dev.oat.cli.call;

import dev.oat.cli.CommandTree;
import dev.oat.cli.TestWorld;
import dev.oat.cli.setting.Environment;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code oat proxy} in a thread of its own, ended as Ctrl-C ends it. */
final class RunningProxy implements AutoCloseable {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream() {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            notifyAll();
        }
    };
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final Thread thread;
    private final URI address;

    RunningProxy(TestWorld world, String... words) throws IOException {
        PipedInputStream printed = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of("proxy", "--listen", "127.0.0.1:0"));
        all.addAll(Arrays.asList(words));
        Environment environment = world.environment(out, new PrintStream(err, true, StandardCharsets.UTF_8));
        thread = new Thread(() -> {
            CommandTree.over(environment).run(all);
            out.close();
        });
        thread.start();
        String line = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8)).readLine();
        if (line == null) {
            throw new AssertionError("it does not serve:\n" + said());
        }
        address = URI.create(line);
    }

    URI at(String path) {
        return address.resolve(path);
    }

    /** What it has said on standard error so far. */
    String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Waits until it has said this. */
    void awaitSaid(String text) throws InterruptedException {
        awaitSaid(said -> said.contains(text));
    }

    /** Waits until what it has said is like this. */
    void awaitSaid(Predicate<String> like) throws InterruptedException {
        synchronized (err) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!like.test(said())) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("it does not say so:\n" + said());
                }
                err.wait(1000);
            }
        }
    }

    /** Asks it; each header as {@code name: value}. */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path));
        for (String header : headers) {
            int colon = header.indexOf(':');
            request.header(
                    header.substring(0, colon), header.substring(colon + 1).trim());
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
