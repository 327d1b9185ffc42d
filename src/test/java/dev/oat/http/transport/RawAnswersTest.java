package dev.oat.http.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.OperatingSystemMXBean;
import dev.oat.http.Body;
import dev.oat.http.Decompression;
import dev.oat.http.Headers;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.Transport;
import dev.oat.http.tls.TestAuthority;
import dev.oat.http.tls.TestAuthority.Wish;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.RawAnswers.Given;
import dev.oat.http.transport.RawAnswers.Refused;
import dev.oat.http.transport.RawAnswers.Row;
import dev.oat.http.transport.RawAnswers.Scope;
import dev.oat.http.transport.RawAnswers.TimedOut;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every raw answer of the table, by each transport, over http and https, and by curl.
 *
 * <p>All are asked for before the first is looked at, many at a time: most of the time goes by in waiting.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawAnswersTest {
    /** One transport, as the table sees it: the place to add another. */
    private static final List<Subject> SUBJECTS = List.of(
            new Subject("messages", Scope.MESSAGES, RawAnswersTest::message),
            new Subject(
                    "calls",
                    Scope.STREAMS,
                    (settings, limits) ->
                            streams(new StreamTransports(settings, limits, StreamTransports.Way.KEEPING))),
            new Subject(
                    "calls that ask for HTTP/2",
                    Scope.STREAMS,
                    (settings, limits) ->
                            streams(new StreamTransports(settings, limits, StreamTransports.Way.HTTP_2))));

    /** Longer than any thread of a busy machine has to wait. */
    private static final StreamLimits PATIENT =
            new StreamLimits(Duration.ofSeconds(30), Optional.of(Duration.ofSeconds(40)));

    private static final StreamLimits HURRIED =
            new StreamLimits(Duration.ofMillis(700), Optional.of(Duration.ofMillis(1200)));

    /** What a client may read of what has no end, with what the sockets' buffers hold. */
    private static final long ENOUGH = 32 << 20;

    /** The processor time that one answer may take, the server's and the test's own work included. */
    private static final Duration MOST_WORK = Duration.ofMillis(2500);

    private static final List<Boolean> SCHEMES = List.of(false, true);
    private static final List<Row> ROWS = RawAnswers.all();

    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "raw-answers");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<Case, Outcome> outcomes = new LinkedHashMap<>();
    /** One for all rows: none may spoil it for the next. */
    private final Map<Use, Asking> transports = new ConcurrentHashMap<>();

    private Path trusted;
    private Path directory;
    private SSLContext tls;

    /**
     * One transport.
     *
     * @param name its name in the report
     * @param scope the messages that it sends
     * @param maker makes one
     */
    record Subject(String name, Scope scope, Maker maker) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Makes a transport. */
    interface Maker {
        Asking make(TransportSettings settings, StreamLimits limits);
    }

    /** Asks once; the body of what comes is read by the caller. */
    interface Asking extends AutoCloseable {
        StreamedResponse ask(Request request);

        @Override
        void close();
    }

    private record Use(String subject, boolean secure, boolean hurried) {}

    private record Case(String subject, boolean secure, String row) {}

    private sealed interface Outcome {}

    private record Came(int status, long length, long firstDifference, String beginning) implements Outcome {}

    private record Failed(Failure failure) implements Outcome {}

    private record Crashed(String how) implements Outcome {}

    private record Overfed(Outcome outcome, long bytes) implements Outcome {}

    private record NotOver() implements Outcome {}

    private record CurlFailed(int code, String words) implements Outcome {}

    private static Asking message(TransportSettings settings, StreamLimits limits) {
        Transport transport =
                new MessageTransport(settings.withTimeout(limits.total().orElseThrow()));
        return new Asking() {
            @Override
            public StreamedResponse ask(Request request) {
                Response response = transport.send(request);
                return StreamedResponse.of(
                        "HTTP/1.1",
                        response.status(),
                        response.headers(),
                        new ByteArrayInputStream(response.text().getBytes(StandardCharsets.UTF_8)));
            }

            @Override
            public void close() {
                // each message has a connection of its own
            }
        };
    }

    private static Asking streams(StreamTransport transport) {
        return new Asking() {
            @Override
            public StreamedResponse ask(Request request) {
                return Decompression.of(request, transport.send(request));
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    @BeforeAll
    void ask_for_all(@TempDir Path temporary) throws Exception {
        directory = temporary;
        TestAuthority authority = new TestAuthority("an authority");
        trusted = Files.writeString(directory.resolve("authority.pem"), authority.pem());
        tls = authority.server(Wish.naming(TestAuthority.ip(127, 0, 0, 1)));
        ExecutorService few = Executors.newFixedThreadPool(16);
        Map<Case, Future<Outcome>> running = new LinkedHashMap<>();
        for (Row row : ROWS) {
            for (boolean secure : SCHEMES) {
                for (Subject subject : SUBJECTS) {
                    if (applies(row, subject.scope(), secure) && !row.large()) {
                        running.put(
                                new Case(subject.name(), secure, row.name()),
                                few.submit(() -> ask(subject, secure, row)));
                    }
                }
                if (CURL && secure == overTls(row) && !row.large()) {
                    running.put(new Case("curl", secure, row.name()), few.submit(() -> curl(secure, row)));
                }
            }
        }
        for (Map.Entry<Case, Future<Outcome>> one : running.entrySet()) {
            outcomes.put(one.getKey(), one.getValue().get());
        }
        few.shutdown();
    }

    @AfterAll
    void end() {
        pool.shutdownNow();
        transports.values().forEach(Asking::close);
    }

    private static boolean applies(Row row, Scope scope, boolean secure) {
        return switch (row.scope()) {
            case ALL -> true;
            case SECURE -> secure;
            default -> scope == Scope.ALL || row.scope() == scope;
        };
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Subject subject : SUBJECTS) {
            for (boolean secure : SCHEMES) {
                for (Row row : ROWS) {
                    if (applies(row, subject.scope(), secure)) {
                        cases.add(Arguments.of(subject, secure ? "https" : "http", row));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @MethodSource("cases")
    void each_answer_comes_to_its_right_end(Subject subject, String scheme, Row row) throws Exception {
        boolean secure = scheme.equals("https");
        long before = cpuTime();
        Outcome outcome =
                row.large() ? ask(subject, secure, row) : outcomes.get(new Case(subject.name(), secure, row.name()));
        if (row.large()) {
            assertThat(Duration.ofNanos(cpuTime() - before)).isLessThan(MOST_WORK);
        }
        Optional<String> wrong = wrong(row, outcome);
        if (wrong.isPresent()) {
            fail(wrong.orElseThrow());
        }
    }

    private static long cpuTime() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    static Stream<Arguments> curlCases() {
        List<Arguments> cases = new ArrayList<>();
        for (Row row : ROWS) {
            cases.add(Arguments.of(overTls(row) ? "https" : "http", row));
        }
        return cases.stream();
    }

    /** Whether curl is asked over https: framing is the same to it there, and twice as many processes take long. */
    private static boolean overTls(Row row) {
        return row.scope() == Scope.SECURE;
    }

    @ParameterizedTest(name = "curl, {0}: {1}")
    @MethodSource("curlCases")
    void curl_comes_to_the_same_end_or_the_table_says_why_not(String scheme, Row row) throws Exception {
        Assumptions.assumeTrue(CURL, "curl is not installed");
        boolean secure = overTls(row);
        Outcome outcome = row.large() ? curl(secure, row) : outcomes.get(new Case("curl", secure, row.name()));
        Optional<String> wrong = otherThanCurl(row, outcome);
        if (wrong.isPresent() && row.unlikeCurl().isEmpty()) {
            fail(wrong.orElseThrow());
        }
    }

    @ParameterizedTest
    @MethodSource("rowNames")
    void no_row_has_another_rows_name(String name) {
        assertThat(ROWS.stream().filter(row -> row.name().equals(name))).hasSize(1);
    }

    static Stream<String> rowNames() {
        return ROWS.stream().map(Row::name).distinct();
    }

    private static Optional<String> wrong(Row row, Outcome outcome) {
        if (outcome instanceof Overfed overfed) {
            return Optional.of(
                    "it read on: the server could send " + overfed.bytes() + " bytes, then " + show(overfed.outcome()));
        }
        if (row.right() instanceof Given given) {
            if (outcome instanceof Came came) {
                return sameAnswer(given, came);
            }
            if (given.orRefused()
                    && outcome instanceof Failed failed
                    && failed.failure() instanceof Failure.Unreachable) {
                return readable(failed.failure());
            }
            return Optional.of("expected " + given.status() + " and a body of "
                    + given.body().length() + " bytes, got " + show(outcome));
        }
        if (!(outcome instanceof Failed failed)) {
            return Optional.of("expected a failure, got " + show(outcome));
        }
        boolean timedOut = failed.failure() instanceof Failure.TimedOut;
        if (row.right() instanceof TimedOut) {
            return timedOut
                    ? readable(failed.failure())
                    : Optional.of("expected a limit of time, got " + show(outcome));
        }
        Refused refused = (Refused) row.right();
        if (timedOut) {
            return refused.orTimedOut()
                    ? readable(failed.failure())
                    : Optional.of("expected a refusal, got " + show(outcome));
        }
        if (!(failed.failure() instanceof Failure.Unreachable)) {
            return Optional.of("expected a refusal, got " + show(outcome));
        }
        return readable(failed.failure()).or(() -> named(refused, failed.failure()));
    }

    private static Optional<String> named(Refused refused, Failure failure) {
        String said = failure.what() + " / " + failure.hint().orElse("");
        boolean worded = refused.words().isEmpty();
        for (String word : refused.words()) {
            worded = worded || said.contains(word);
        }
        if (!worded) {
            return Optional.of("only words: expected one of " + refused.words() + " in: " + said);
        }
        if (!refused.rule().isNone() && !said.contains(refused.rule().toString())) {
            return Optional.of("only the rule: expected " + refused.rule() + " in: " + said);
        }
        return Optional.empty();
    }

    /** What the user reads is short, quotes no secret, and moves no terminal. */
    private static Optional<String> readable(Failure failure) {
        String said = failure.what() + failure.hint().orElse("");
        if (said.length() > 500) {
            return Optional.of("too long: " + said.length() + " characters");
        }
        if (said.contains(RawAnswers.secret())) {
            return Optional.of("it quotes a secret: " + said);
        }
        for (int i = 0; i < said.length(); i++) {
            if (Character.isISOControl(said.charAt(i))) {
                return Optional.of("it holds a control character");
            }
        }
        return said.contains("Exception") || said.contains("null") || said.contains("java.")
                ? Optional.of("only words: it speaks of Java: " + said)
                : Optional.empty();
    }

    private static Optional<String> sameAnswer(Given given, Came came) {
        if (came.status() == given.status() && came.length() == given.body().length() && came.firstDifference() < 0) {
            return Optional.empty();
        }
        return Optional.of(
                "expected " + given.status() + " and a body of " + given.body().length() + " bytes, got " + show(came));
    }

    private static Optional<String> otherThanCurl(Row row, Outcome outcome) {
        if (row.right() instanceof Given given) {
            if (outcome instanceof Came came) {
                return sameAnswer(given, came);
            }
            return given.orRefused()
                    ? Optional.empty()
                    : Optional.of("the table gives it, curl does not: " + show(outcome));
        }
        return outcome instanceof CurlFailed
                ? Optional.empty()
                : Optional.of("the table refuses it, curl does not: " + show(outcome));
    }

    private static String show(Outcome outcome) {
        if (outcome instanceof Failed failed) {
            return failed.failure().getClass().getSimpleName() + ": "
                    + failed.failure().what();
        }
        if (outcome instanceof Came came) {
            String text = came.beginning().replace("\r", "\\r").replace("\n", "\\n");
            return came.status() + " and " + came.length() + " bytes: " + text;
        }
        return String.valueOf(outcome);
    }

    private Outcome ask(Subject subject, boolean secure, Row row) throws InterruptedException {
        StreamLimits limits = hurried(row) ? HURRIED : PATIENT;
        Asking asking = transports.computeIfAbsent(
                new Use(subject.name(), secure, hurried(row)),
                use -> subject.maker().make(settings(), limits));
        try (RawServer server = RawServer.saying(secure ? Optional.of(tls) : Optional.empty(), row.script()::play)) {
            Request request = new Request(
                    "call",
                    SpecRef.none(),
                    row.method(),
                    server.at("/"),
                    row.headers(),
                    row.body().get());
            Future<Outcome> exchange = pool.submit(() -> exchange(asking, request, row));
            Outcome outcome;
            try {
                outcome = exchange.get(60, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                outcome = new NotOver();
            } catch (ExecutionException e) {
                outcome = new Crashed(String.valueOf(e.getCause()));
            }
            return server.sent() > ENOUGH ? new Overfed(outcome, server.sent()) : outcome;
        }
    }

    /** Whether the row needs limits of time that are short: it comes to an end by them. */
    private static boolean hurried(Row row) {
        return row.right() instanceof TimedOut || (row.right() instanceof Refused refused && refused.orTimedOut());
    }

    private TransportSettings settings() {
        return new TransportSettings(
                Optional.of(trusted), false, ProxyRules.none(), TransportSettings.DEFAULT_TIMEOUT, "oat/test");
    }

    private static Outcome exchange(Asking asking, Request request, Row row) throws IOException {
        try (StreamedResponse response = asking.ask(request)) {
            return compared(response.status(), response.body(), row);
        } catch (Failure failure) {
            return new Failed(failure);
        } catch (RuntimeException e) {
            return new Crashed(String.valueOf(e));
        }
    }

    /** Reads a body to its end, and keeps no more of it than its beginning. */
    private static Outcome compared(int status, InputStream body, Row row) throws IOException {
        String expected = row.right() instanceof Given given ? given.body() : "";
        long length = 0;
        long difference = -1;
        StringBuilder beginning = new StringBuilder();
        byte[] buffer = new byte[64 << 10];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            for (int i = 0; i < read; i++) {
                char c = (char) (buffer[i] & 0xff);
                long at = length + i;
                if (difference < 0 && (at >= expected.length() || expected.charAt((int) at) != c)) {
                    difference = at;
                }
                if (beginning.length() < 60) {
                    beginning.append(c);
                }
            }
            length += read;
        }
        return new Came(status, length, difference, beginning.toString());
    }

    private static final boolean CURL = installed();

    private static boolean installed() {
        try {
            return new ProcessBuilder("curl", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Outcome curl(boolean secure, Row row) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "curl", ".out");
        Path words = Files.createTempFile(directory, "curl", ".err");
        Path body = Files.createTempFile(directory, "curl", ".in");
        try (RawServer server = RawServer.saying(secure ? Optional.of(tls) : Optional.empty(), row.script()::play)) {
            List<String> command = new ArrayList<>(List.of(
                    "curl",
                    "-q",
                    "-sS",
                    "--http1.1",
                    "--compressed",
                    "--noproxy",
                    "*",
                    "--cacert",
                    trusted.toString(),
                    "-w",
                    "%{stderr}status=%{http_code}"));
            command.addAll(List.of("--max-time", hurried(row) ? "1.2" : "5"));
            if (row.method().equals("HEAD")) {
                command.addAll(List.of("--head", "-o", "/dev/null"));
            } else {
                command.addAll(List.of("-X", row.method(), "-o", out.toString()));
            }
            Body content = row.body().get();
            if (!(content instanceof Body.None)) {
                try (InputStream bytes = content.open()) {
                    Files.write(body, bytes.readAllBytes());
                }
                command.addAll(List.of("--data-binary", "@" + body));
                if (!row.headers().has("Expect")) {
                    command.addAll(List.of("-H", "Expect:"));
                }
            }
            for (Headers.Header header : row.headers().fields()) {
                command.addAll(List.of("-H", header.name() + ": " + header.value()));
            }
            URI address = server.at("/");
            command.add(address.toString());
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(words.toFile())
                    .start();
            process.getOutputStream().close();
            int code = process.waitFor();
            String said = Files.readString(words, StandardCharsets.ISO_8859_1);
            if (code != 0) {
                return new CurlFailed(code, said);
            }
            try (InputStream bytes = Files.newInputStream(out)) {
                return compared(
                        Integer.parseInt(
                                said.substring(said.lastIndexOf('=') + 1).trim()),
                        bytes,
                        row);
            }
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(words);
            Files.deleteIfExists(body);
        }
    }
}
