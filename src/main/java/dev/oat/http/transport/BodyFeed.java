package dev.oat.http.transport;

import dev.oat.http.Body;
import dev.oat.trace.Failure;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Gives the JDK's {@code HttpClient} a body in pieces of 64 KiB, as fast as it asks for them. */
final class BodyFeed implements HttpRequest.BodyPublisher {
    private static final int PIECE = 64 << 10;

    private final Body body;
    private final Watch watch;
    private final AtomicReference<Failure> failure;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    /**
     * Creates a feed.
     *
     * @param body the body
     * @param watch told of each piece
     * @param failure receives why the body could not be read
     */
    BodyFeed(Body body, Watch watch, AtomicReference<Failure> failure) {
        this.body = body;
        this.watch = watch;
        this.failure = failure;
    }

    @Override
    public long contentLength() {
        return body.length();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        // the JDK subscribes again when it wants to send the request again: a stream has nothing left by then
        if (subscribed.getAndSet(true) && !body.repeatable()) {
            subscriber.onSubscribe(new Nothing());
            Failure used = new Failure.Unreachable("the connection broke, and the body cannot be sent again");
            failure.compareAndSet(null, used);
            subscriber.onError(used);
            return;
        }
        subscriber.onSubscribe(new Pieces(subscriber));
    }

    private static final class Nothing implements Flow.Subscription {
        @Override
        public void request(long count) {
            // there is nothing to give
        }

        @Override
        public void cancel() {
            // there is nothing to stop
        }
    }

    private final class Pieces implements Flow.Subscription {
        private final Flow.Subscriber<? super ByteBuffer> subscriber;
        private final AtomicLong wanted = new AtomicLong();
        private volatile @Nullable BodySource source;
        private volatile boolean ended;

        Pieces(Flow.Subscriber<? super ByteBuffer> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            watch.touch();
            if (wanted.getAndAdd(count) != 0) {
                // called from within onNext: the loop below goes on
                return;
            }
            do {
                if (!ended) {
                    next();
                }
            } while (wanted.decrementAndGet() > 0 && !ended);
        }

        private void next() {
            try {
                BodySource open = source;
                if (open == null) {
                    open = BodySource.open(body, watch);
                    source = open;
                }
                byte[] piece = new byte[PIECE];
                int read = open.read(piece);
                if (read < 0) {
                    end();
                    subscriber.onComplete();
                } else {
                    subscriber.onNext(ByteBuffer.wrap(piece, 0, read));
                }
            } catch (Failure problem) {
                end();
                failure.compareAndSet(null, problem);
                subscriber.onError(problem);
            }
        }

        private void end() {
            ended = true;
            BodySource open = source;
            if (open != null) {
                open.close();
            }
        }

        @Override
        public void cancel() {
            end();
        }
    }
}
