package dev.oat.playground;

import dev.oat.html.Html;
import dev.oat.html.SequenceChart;
import dev.oat.html.SequenceSvg;
import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.issuer.TokenStore;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.PageGuard;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.playground.net.RequestLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The page at the playground's root: every message as it comes, by server-sent events, and the switches.
 *
 * <p>What is drawn is drawn here: the page's script only hangs it in its place.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent events</a>
 */
final class LivePage {
    /** So much is shown to a page that is opened later; a page itself keeps as much. */
    private static final int KEPT = 400;

    private static final int PAGES = 16;
    /** A page that lags behind by more is let go of; it comes back by itself, and gets the newest. */
    private static final int LAG = 4_000;

    private static final int TOKENS = 50;
    private static final long QUIET_SECONDS = 15;

    private final Watched playground;
    private final PageGuard guard;
    private final String run;
    private final Instant began;
    private final Deque<String> kept = new ArrayDeque<>();
    private final List<BlockingQueue<String>> pages = new ArrayList<>();
    private long dropped;
    private boolean waiting;
    private boolean closed;

    LivePage(Watched playground, PageGuard guard) {
        this.playground = playground;
        this.guard = guard;
        byte[] bytes = new byte[9];
        playground.settings().random().nextBytes(bytes);
        this.run = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        this.began = playground.settings().clock().instant();
    }

    /** Returns the page, or empty when the path is another. */
    Optional<Answer> answer(Incoming request) {
        boolean get = request.method().equals("GET") || request.method().equals("HEAD");
        return get && request.path().equals("/")
                ? Optional.of(new WatchPage(playground, guard.token(), run).answer())
                : Optional.empty();
    }

    private static boolean isOwn(Part part, String path) {
        return part == Part.AUTHORIZATION_SERVER
                && (path.equals("/")
                        || path.equals("/favicon.ico")
                        || path.equals("/playground")
                        || path.startsWith("/playground/"));
    }

    private static int actor(Part part) {
        return switch (part) {
            case AUTHORIZATION_SERVER -> 1;
            case GATEWAY -> 2;
            case BACKEND -> 3;
            case IDENTITY_PROVIDER -> 4;
        };
    }

    void arrived(RequestLog.Arrival arrival) {
        if (!isOwn(arrival.part(), arrival.path())) {
            int from = arrival.part() == Part.BACKEND && arrival.byGateway() ? 2 : 0;
            row(from, actor(arrival.part()), arrival.method() + " " + arrival.path(), SequenceChart.Tone.PLAIN, false);
        }
    }

    void answered(ReceivedRequest request) {
        if (isOwn(request.part(), request.path())) {
            return;
        }
        int to = request.part() == Part.BACKEND
                        && request.header(ReceivedRequest.REQUEST_ID).isPresent()
                ? 2
                : 0;
        int status = request.status();
        boolean stopped = request.part() == Part.GATEWAY && (status == 401 || status == 403);
        StringBuilder label =
                new StringBuilder(status == Answer.HANG_UP ? "closed without an answer" : Integer.toString(status));
        request.form("grant_type")
                .ifPresent(grant -> label.append(", ").append(grant.substring(grant.lastIndexOf(':') + 1)));
        request.form("client_id")
                .or(() -> request.query("client_id"))
                .ifPresent(id -> label.append(", ").append(id));
        if (stopped) {
            label.append(": refused here, never seen behind");
        }
        row(
                actor(request.part()),
                to,
                label.toString(),
                status >= 400 || status == Answer.HANG_UP ? SequenceChart.Tone.BAD : SequenceChart.Tone.GOOD,
                true);
    }

    private void row(int from, int to, String label, SequenceChart.Tone tone, boolean answer) {
        long millis =
                Duration.between(began, playground.settings().clock().instant()).toMillis();
        String time = "+" + millis / 1000 + "." + String.format(java.util.Locale.ROOT, "%03d", millis % 1000) + " s";
        Html svg = SequenceSvg.of(
                SequenceChart.part(
                        WatchPage.ACTORS,
                        WatchPage.GAP,
                        false,
                        List.of(new SequenceChart.Message(from, to, label, tone, answer, time, ""))),
                WatchPage.ACTORS.get(from) + " to " + WatchPage.ACTORS.get(to) + ": " + label);
        add(event("row", JsonObject.of(Map.of("html", Html.el("li", svg).toString()))));
    }

    /** Tells what comes next, between the arrows. */
    void tell(String heading, String words) {
        Html html = Html.el(
                "li",
                Html.cls("said"),
                heading.isEmpty() ? Html.nothing() : Html.el("h3", Html.text(heading)),
                words.isEmpty()
                        ? Html.nothing()
                        : words.startsWith("$ ")
                                ? Html.el("pre", Html.text(words.substring(2)))
                                : Html.el("p", Html.text(words)));
        add(event("row", JsonObject.of(Map.of("html", html.toString()))));
    }

    private synchronized void add(String event) {
        if (kept.size() == KEPT) {
            kept.removeFirst();
            dropped++;
        }
        kept.addLast(event);
        send(event);
    }

    private void send(String event) {
        pages.removeIf(page -> !page.offer(event));
    }

    /** Tells every page that something else than the messages is another now. */
    synchronized void changed() {
        send("");
    }

    synchronized void awaitNext() throws InterruptedException {
        waiting = true;
        changed();
        while (waiting && !closed) {
            wait();
        }
    }

    synchronized void next() {
        waiting = false;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Returns the stream of one page; the server's thread is its own until the page goes. */
    Answer events() {
        BlockingQueue<String> queue = new ArrayBlockingQueue<>(LAG);
        synchronized (this) {
            if (pages.size() >= PAGES) {
                return Answer.text(503, "text/plain; charset=utf-8", "Enough pages are open.\n")
                        .with("Retry-After", "5");
            }
            queue.add(event("hello", JsonObject.of(Map.of("run", run, "dropped", dropped))));
            queue.addAll(kept);
            pages.add(queue);
        }
        return Answer.streamed(200, -1, out -> stream(queue, out))
                .with("Content-Type", "text/event-stream; charset=utf-8")
                .with("X-Content-Type-Options", "nosniff")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .notStored();
    }

    private void stream(BlockingQueue<String> queue, OutputStream out) throws IOException {
        try {
            while (isListed(queue)) {
                String event = queue.poll(QUIET_SECONDS, TimeUnit.SECONDS);
                // a line that says nothing finds out whether anybody listens
                write(out, event == null ? ":\n\n" : event);
                if (queue.isEmpty()) {
                    write(out, event("state", state()));
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                pages.removeIf(page -> page == queue);
            }
        }
    }

    private synchronized boolean isListed(BlockingQueue<String> queue) {
        for (BlockingQueue<String> page : pages) {
            if (page == queue) {
                return !closed;
            }
        }
        return false;
    }

    private static void write(OutputStream out, String event) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
    }

    private static String event(String kind, JsonObject data) {
        return "event: " + kind + "\ndata: " + data.toJson() + "\n\n";
    }

    /** Returns what the lists and switches show; no token's text is in it. */
    private JsonObject state() {
        Map<String, Object> state = new LinkedHashMap<>();
        List<Object> tokens = new ArrayList<>();
        List<Object> sessions = new ArrayList<>();
        List<Object> registered = new ArrayList<>();
        Instant now = playground.clock().instant();
        for (Issuer issuer : playground.issuers()) {
            for (TokenStore.AccessToken token : issuer.store().newest(TOKENS)) {
                Map<String, Object> one = life(token.approval(), token.issuedAt(), token.expiresAt());
                one.put("id", token.id());
                one.put("state", issuer.store().state(token, now).name().toLowerCase(java.util.Locale.ROOT));
                tokens.add(JsonObject.of(one));
            }
            for (TokenStore.RefreshToken token : issuer.store().live(now)) {
                if (sessions.size() < TOKENS) {
                    sessions.add(JsonObject.of(life(token.approval(), token.issuedAt(), token.expiresAt())));
                }
            }
            registered.addAll(issuer.registered().ids());
        }
        state.put("now", now.toEpochMilli());
        state.put("offset", playground.clock().offset().toSeconds());
        state.put("faults", playground.faults().current());
        state.put("tokens", tokens);
        state.put("sessions", sessions);
        state.put("registered", registered);
        state.put("refused", playground.refusedByGateway());
        state.put("leaked", playground.refusedButSeenByBackend().size());
        synchronized (this) {
            state.put("waiting", waiting);
        }
        return JsonObject.of(state);
    }

    private static Map<String, Object> life(Approval approval, Instant from, Instant until) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("client", approval.client().id());
        one.put("user", approval.user().map(PlaygroundUser::username).orElse(""));
        one.put("scope", approval.scope());
        one.put("from", from.toEpochMilli());
        one.put("until", until.toEpochMilli());
        return one;
    }
}
