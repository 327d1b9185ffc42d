package dev.oat.shell;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The command that runs now, on a thread of its own so that it can be cancelled.
 *
 * <p>Cancelling interrupts the thread. A command that does not end within two seconds is left to itself: what it still
 * writes goes nowhere, and its sockets end with their own deadlines.
 */
final class Foreground {
    /** What a cancelled command ends with, as after Ctrl-C in any shell. */
    static final int CANCELLED = 130;

    private static final long GRACE_SECONDS = 2;

    private @Nullable Thread thread;
    private @Nullable CompletableFuture<Integer> end;
    private @Nullable Runnable onCancel;
    private boolean cancelled;

    /**
     * Runs a command to its end.
     *
     * @param command the command; gives its exit code
     * @param whenCancelled done at once when it is cancelled
     * @return its exit code, or 130 when it was cancelled
     */
    int run(IntSupplier command, Runnable whenCancelled) {
        CompletableFuture<Integer> ending = new CompletableFuture<>();
        Thread worker = new Thread(
                () -> {
                    try {
                        ending.complete(command.getAsInt());
                    } catch (RuntimeException | Error e) {
                        ending.completeExceptionally(e);
                    }
                },
                "oat-command");
        worker.setDaemon(true);
        synchronized (this) {
            thread = worker;
            end = ending;
            onCancel = whenCancelled;
            cancelled = false;
        }
        worker.start();
        try {
            int code = ending.get();
            return wasCancelled() ? CANCELLED : code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CANCELLED;
        } catch (ExecutionException e) {
            if (wasCancelled()) {
                return CANCELLED;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            synchronized (this) {
                thread = null;
                end = null;
                onCancel = null;
            }
        }
    }

    private synchronized boolean wasCancelled() {
        return cancelled;
    }

    /** Cancels the command that runs; harmless when none does. */
    synchronized void cancel() {
        Thread worker = thread;
        CompletableFuture<Integer> ending = end;
        Runnable then = onCancel;
        if (worker == null || ending == null || cancelled) {
            return;
        }
        cancelled = true;
        if (then != null) {
            then.run();
        }
        worker.interrupt();
        CompletableFuture<Integer> unused = ending.completeOnTimeout(CANCELLED, GRACE_SECONDS, TimeUnit.SECONDS);
    }
}
