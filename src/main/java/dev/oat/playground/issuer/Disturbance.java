package dev.oat.playground.issuer;

import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Delay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** Turns a good answer into what the faults that are on at its endpoint make of it. */
public final class Disturbance {
    private static final long HUGE_BYTES = 100_000_000;
    private static final int DEPTH = 10_000;
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Faults faults;
    private final Delay pause;

    public Disturbance(Faults faults, Delay pause) {
        this.faults = faults;
        this.pause = pause;
    }

    /** Returns the answer that goes out in place of {@code good}, which has already done its work. */
    public Answer apply(String endpoint, Answer good) throws IOException {
        Answer answer = good;
        for (Fault fault : faults.take(endpoint)) {
            answer = apply(fault, answer);
        }
        return answer;
    }

    private Answer apply(Fault fault, Answer good) throws IOException {
        switch (fault) {
            case ERROR_500:
                return Answer.text(500, "text/plain; charset=utf-8", "Something broke.\n");
            case BUSY_503:
                return Answer.text(503, "text/plain; charset=utf-8", "Come back later.\n")
                        .with("Retry-After", "1");
            case HTML:
                return Answer.html(
                        200,
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Welcome</title></head>"
                                + "<body><h1>It works!</h1></body></html>\n");
            case EMPTY:
                return Answer.empty(200).with("Content-Type", "application/json");
            case HUGE:
                return Answer.streamed(200, HUGE_BYTES, Disturbance::huge).with("Content-Type", "application/json");
            case DEEP:
                return Answer.json(200, "{\"a\":" + "[".repeat(DEPTH) + "]".repeat(DEPTH) + "}");
            case SLOW:
                pause.waitFor(Duration.ofSeconds(2));
                return good;
            case STALLED:
                return halfway(good, () -> pause.waitFor(LONG));
            case TRUNCATED:
                return halfway(good, () -> {});
            case DRIPPING: {
                byte[] bytes = bytes(good);
                return good.withBody(bytes.length, out -> drip(bytes, out));
            }
            case REDIRECT:
                return Answer.redirect(307, "/elsewhere");
            case LOST_ANSWER:
                return Answer.hangUp();
            default:
                return good;
        }
    }

    private static Answer halfway(Answer good, Runnable then) throws IOException {
        byte[] bytes = bytes(good);
        return good.withBody(bytes.length + 1L, out -> {
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            then.run();
            throw new IOException("cut on purpose");
        });
    }

    private void drip(byte[] bytes, OutputStream out) throws IOException {
        for (byte one : bytes) {
            out.write(one);
            out.flush();
            if (!pause.waitFor(Duration.ofMillis(500))) {
                throw new IOException("the playground is closing");
            }
        }
    }

    private static void huge(OutputStream out) throws IOException {
        byte[] start = "{\"padding\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\"}".getBytes(StandardCharsets.US_ASCII);
        byte[] block = new byte[64 * 1024];
        Arrays.fill(block, (byte) 'x');
        out.write(start);
        long left = HUGE_BYTES - start.length - end.length;
        while (left > 0) {
            int length = (int) Math.min(left, block.length);
            out.write(block, 0, length);
            left -= length;
        }
        out.write(end);
    }

    private static byte[] bytes(Answer answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answer.body().writeTo(bytes);
        return bytes.toByteArray();
    }
}
