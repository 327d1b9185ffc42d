package dev.oat.cli;

import dev.oat.cli.setting.Environment;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that runs in a thread of its own, so that the test can be the user and the browser meanwhile. */
public final class RunningCommand {
    private static final Pattern ADDRESS = Pattern.compile("^ {2}(https?://\\S+)$", Pattern.MULTILINE);

    private final Watched out = new Watched();
    private final Watched err = new Watched();
    private final CompletableFuture<Integer> code;
    private final List<String> words;

    public RunningCommand(TestWorld world, String... words) {
        this.words = List.of(words);
        Environment environment = world.environment(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        code = CompletableFuture.supplyAsync(
                () -> CommandTree.over(environment).run(this.words), work -> new Thread(work, "command").start());
        CompletableFuture<Integer> unused = code.whenComplete((done, failed) -> err.wake());
    }

    /** Waits until the command has printed an address to open, on a line of its own, and gives it. */
    public URI address() throws InterruptedException {
        synchronized (err) {
            while (true) {
                Matcher matcher = ADDRESS.matcher(err.text());
                if (matcher.find()) {
                    return URI.create(matcher.group(1));
                }
                if (code.isDone()) {
                    throw new AssertionError("the command ended without an address:\n" + err.text());
                }
                err.wait(20_000);
            }
        }
    }

    /** Waits until standard error holds this text. */
    public void awaitError(String text) throws InterruptedException {
        synchronized (err) {
            while (!err.text().contains(text)) {
                if (code.isDone()) {
                    throw new AssertionError("the command ended without saying \"" + text + "\":\n" + err.text());
                }
                err.wait(20_000);
            }
        }
    }

    /** What standard error holds so far. */
    public String said() {
        return err.text();
    }

    /** Whether standard error holds this text already. */
    public boolean hasSaid(String text) {
        return err.text().contains(text);
    }

    /** Waits until the command ends. */
    public TestWorld.Outcome outcome() throws InterruptedException, ExecutionException, TimeoutException {
        int status = code.get(40, TimeUnit.SECONDS);
        return TestWorld.Outcome.of(words, status, out.text(), err.text());
    }

    private static final class Watched extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            notifyAll();
        }

        synchronized String text() {
            return toString(StandardCharsets.UTF_8);
        }

        synchronized void wake() {
            notifyAll();
        }
    }
}
