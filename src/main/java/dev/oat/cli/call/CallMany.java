package dev.oat.cli.call;

import dev.oat.cli.frame.Output;
import dev.oat.cli.setting.ExitCode;
import dev.oat.http.Decompression;
import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;
import dev.oat.json.JsonObject;
import dev.oat.session.api.ApiCalls;
import dev.oat.session.disk.EndHeldOff;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Calls many addresses, several at once, and writes one JSON line for each, in the order of the addresses. */
final class CallMany {
    private static final int LARGEST_LIST = 16 << 20;

    private final CallRequest call;
    private final ApiCalls apis;
    private final PipeTarget target;
    private final int parallel;
    private final Output output;

    CallMany(CallRequest call, ApiCalls apis, PipeTarget target, int parallel, Output output) {
        this.call = call;
        this.apis = apis;
        this.target = target;
        this.parallel = parallel;
        this.output = output;
        output.mindAnswer();
    }

    /**
     * Returns the addresses of a list: one a line; empty lines and those that begin with # are passed over.
     *
     * @param name a file, or {@code -} for standard input
     * @throws Failure.Usage if it cannot be read, or holds no address
     */
    static List<String> addresses(String name, InputStream standardInput) {
        byte[] bytes;
        try {
            if (name.equals("-")) {
                bytes = standardInput.readNBytes(LARGEST_LIST + 1);
            } else {
                try (InputStream file = Files.newInputStream(Path.of(name))) {
                    bytes = file.readNBytes(LARGEST_LIST + 1);
                }
            }
        } catch (IOException | InvalidPathException e) {
            throw new Failure.Usage("the list of addresses cannot be read: " + name);
        }
        if (bytes.length > LARGEST_LIST) {
            throw new Failure.Usage("the list of addresses is larger than " + (LARGEST_LIST >> 20) + " MiB");
        }
        List<String> addresses = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            String address = line.trim();
            if (!address.isEmpty() && !address.startsWith("#")) {
                addresses.add(address);
            }
        }
        if (addresses.isEmpty()) {
            throw new Failure.Usage("the list of addresses is empty").hint("write one URL a line");
        }
        return addresses;
    }

    /** How one address went. */
    private record Line(JsonObject document, ExitCode code, boolean refused) {}

    /**
     * Calls all of them.
     *
     * @param fail whether an answer of 400 or above is a failure
     * @return the code of the first address that failed, else done
     */
    ExitCode run(boolean fail) {
        ExecutorService executor = Executors.newFixedThreadPool(parallel, task -> {
            Thread thread = new Thread(task, "oat-call");
            thread.setDaemon(true);
            return thread;
        });
        try {
            return run(executor, fail);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted");
        } finally {
            executor.shutdownNow();
            // one of them may be renewing the token for all
            EndHeldOff.awaitAll();
        }
    }

    private ExitCode run(ExecutorService executor, boolean fail) throws InterruptedException {
        ExitCode worst = ExitCode.DONE;
        Deque<Future<Line>> window = new ArrayDeque<>();
        Iterator<URI> addresses = call.addresses().iterator();
        while (addresses.hasNext() || !window.isEmpty()) {
            // as many answers wait for their turn as are under way: memory stays bounded by them
            while (addresses.hasNext() && window.size() < 2 * parallel) {
                Request request = call.to(addresses.next());
                window.add(executor.submit(() -> line(request)));
            }
            Line line = take(window);
            byte[] text = output.picked(line.document().toJson() + "\n").getBytes(StandardCharsets.UTF_8);
            target.write(text, text.length);
            ExitCode code = line.refused() && fail ? ExitCode.API_ERROR : line.code();
            if (worst == ExitCode.DONE) {
                worst = code;
            }
        }
        return worst;
    }

    private static Line take(Deque<Future<Line>> window) throws InterruptedException {
        try {
            return window.remove().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Line line(Request request) {
        try (StreamedResponse response = Decompression.of(request, apis.send(request))) {
            return new Line(AnswerDocument.of(request, response), ExitCode.DONE, response.status() >= 400);
        } catch (Failure.LoginNeeded | Failure.Usage failure) {
            // the same for all of them
            throw failure;
        } catch (Failure failure) {
            ExitCode code = ExitCode.of(failure);
            return new Line(AnswerDocument.of(request, failure, code.code()), code, false);
        }
    }
}
