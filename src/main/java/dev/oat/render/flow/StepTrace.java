package dev.oat.render.flow;

import dev.oat.authorization.AuthorizationRequest;
import dev.oat.authorization.response.AuthorizationResponse;
import dev.oat.http.Body;
import dev.oat.http.Exchange;
import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.render.text.Redaction;
import dev.oat.trace.Check;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Turns the events of a trace into steps: numbered, timed, and without secrets. */
public final class StepTrace implements Trace {
    /** More of a body than this is not kept: a recording is read by people. */
    private static final int LONGEST_TEXT = 256 << 10;

    private final Clock clock;
    private final Instant start;
    private final HiddenSecrets secrets;
    private final Redaction redaction;
    private final Consumer<Step> steps;
    private final Map<Request, Integer> numbers = new IdentityHashMap<>();
    private final List<TraceEvent.Provider> providers = new ArrayList<>();
    private int last;

    /**
     * Creates a trace that makes steps.
     *
     * @param clock the time
     * @param redaction hides secrets
     * @param steps takes the steps in order, one at a time
     */
    public StepTrace(Clock clock, Redaction redaction, Consumer<Step> steps) {
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.start = clock.instant();
        this.secrets = new HiddenSecrets(Objects.requireNonNull(redaction, "redaction is null"));
        this.redaction = secrets.redaction();
        this.steps = Objects.requireNonNull(steps, "steps is null");
    }

    @Override
    public synchronized void add(TraceEvent event) {
        tell(event);
        secrets.opened(at()).forEach(steps);
    }

    private void tell(Step.Request request) {
        secrets.published(request.query());
        secrets.published(request.parameters());
        steps.accept(request);
    }

    private void tell(Step.Answer answer) {
        secrets.published(answer.headers());
        steps.accept(answer);
    }

    private void tell(TraceEvent event) {
        if (event instanceof Exchange.Sent sent) {
            int number = ++last;
            numbers.put(sent.request(), number);
            Step.Request step = step(sent.request(), number, at(), redaction);
            tell(isForProvider(step) ? step.to(Actor.PROVIDER) : step);
        } else if (event instanceof Exchange.Received received) {
            Response response = received.response();
            connected(received.request(), response.connecting());
            tell(new Step.Answer(
                    at(),
                    number(received.request()),
                    response.status(),
                    headers(response.headers(), redaction),
                    response.mediaType(),
                    text(response.mediaType(), response.text(), redaction),
                    response.length(),
                    received.took().toMillis()));
        } else if (event instanceof Exchange.Answered answered) {
            answered(answered);
        } else if (event instanceof Exchange.Streamed streamed) {
            String text = streamed.whole() ? text("", streamed.beginning(), redaction) : "";
            steps.accept(new Step.Body(at(), number(streamed.request()), text, streamed.length()));
        } else if (event instanceof Exchange.Broken broken) {
            steps.accept(new Step.Broken(
                    at(), number(broken.request()), broken.failure().what()));
        } else if (event instanceof AuthorizationRequest request) {
            tell(step(request, ++last, at(), redaction));
        } else if (event instanceof AuthorizationResponse response) {
            steps.accept(new Step.Return(at(), response.origin().text(), fields(response.parameters(), redaction)));
        } else if (event instanceof TraceEvent.Checked checked) {
            List<Check> checks = new ArrayList<>();
            for (Check check : checked.checks()) {
                checks.add(shown(check));
            }
            steps.accept(new Step.Checked(at(), checked.subject(), checks));
        } else if (event instanceof TraceEvent.Provider provider) {
            providers.add(provider);
        } else if (event instanceof TraceEvent.Warning warning) {
            steps.accept(new Step.Told(at(), true, warning.text()));
        } else if (event instanceof TraceEvent.Note note) {
            steps.accept(new Step.Told(at(), false, note.text()));
        }
    }

    private boolean isForProvider(Step.Request step) {
        if (step.to() != Actor.SERVER) {
            return false;
        }
        for (TraceEvent.Provider provider : providers) {
            if (provider.has(step.address())) {
                return true;
            }
        }
        // wherever its token endpoint lies
        return Field.first(step.parameters(), "requested_token_type").orElse("").endsWith(":id-jag");
    }

    private void connected(Request request, Duration took) {
        if (!took.isZero()) {
            steps.accept(new Step.Connected(at(), number(request), took.toMillis()));
        }
    }

    private void answered(Exchange.Answered answered) {
        connected(answered.request(), answered.connecting());
        String type = answered.headers().first("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        tell(new Step.Answer(
                at(),
                number(answered.request()),
                answered.status(),
                headers(answered.headers(), redaction),
                semicolon < 0 ? type : type.substring(0, semicolon),
                "",
                -1,
                answered.took().toMillis()));
    }

    /** What was found may be an address that holds a code. */
    private Check shown(Check check) {
        return new Check(
                check.name(),
                check.title(),
                check.spec(),
                redaction.address(check.expected()),
                redaction.address(check.found()),
                check.verdict());
    }

    private long at() {
        return Math.max(0, Duration.between(start, clock.instant()).toMillis());
    }

    private int number(Request request) {
        Integer number = numbers.get(request);
        return number == null ? 0 : number;
    }

    /** Returns what the browser is about to carry. */
    public static Step.Request step(AuthorizationRequest request, int number, long at, Redaction redaction) {
        String own = request.endpoint().getRawQuery();
        List<Field> query = new ArrayList<>();
        if (own != null) {
            query.addAll(fields(parsed(own, redaction), redaction));
        }
        query.addAll(fields(request.parameters(), redaction));
        return new Step.Request(
                at,
                number,
                Actor.BROWSER,
                Actor.SERVER,
                "authorization request",
                "RFC 6749 §4.1.1",
                "GET",
                redaction.address(base(request.endpoint().toString())),
                query,
                List.of(),
                "",
                List.of(),
                "",
                0);
    }

    /** Returns what is about to be sent. */
    public static Step.Request step(Request request, int number, long at, Redaction redaction) {
        String query = request.uri().getRawQuery();
        List<Field> parameters = parameters(request.body(), redaction);
        String type = request.body().contentType().orElse("");
        return new Step.Request(
                at,
                number,
                Actor.OAT,
                isForApi(request) ? Actor.API : Actor.SERVER,
                request.title(),
                request.spec().toString(),
                request.method(),
                redaction.address(base(request.uri().toString())),
                query == null ? List.of() : fields(parsed(query, redaction), redaction),
                headers(request.headers(), redaction),
                type,
                parameters,
                parameters.isEmpty() ? text(request.body(), redaction) : "",
                request.body().length());
    }

    private static boolean isForApi(Request request) {
        return request.title().equals("call") || request.title().startsWith("protected resource");
    }

    /** Returns the fields of a form, also of one that a user wrote as text. */
    private static List<Field> parameters(Body body, Redaction redaction) {
        if (body instanceof Body.OfForm form) {
            return fields(form.form(), redaction);
        }
        if (!(body instanceof Body.OfBytes bytes)
                || !bytes.type().startsWith("application/x-www-form-urlencoded")
                || bytes.length() > LONGEST_TEXT) {
            return List.of();
        }
        try (InputStream in = bytes.open()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            // a text without names is no form, whatever its type
            return text.indexOf('=') > 0 ? fields(Form.parse(text), redaction) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static String text(Body body, Redaction redaction) {
        if (!(body instanceof Body.OfBytes bytes) || bytes.length() > LONGEST_TEXT) {
            return "";
        }
        try (InputStream in = bytes.open()) {
            String type = bytes.type();
            int semicolon = type.indexOf(';');
            return text(
                    semicolon < 0 ? type : type.substring(0, semicolon),
                    new String(in.readAllBytes(), StandardCharsets.UTF_8),
                    redaction);
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(String mediaType, String body, Redaction redaction) {
        return body.length() > LONGEST_TEXT
                ? "(" + body.length() + " characters, not kept)"
                : redaction.body(mediaType, body);
    }

    private static String base(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    private static Form parsed(String query, Redaction redaction) {
        try {
            return Form.parse(query);
        } catch (IllegalArgumentException e) {
            return Form.empty().with(redaction.address("?" + query).substring(1), "");
        }
    }

    private static List<Field> fields(Form form, Redaction redaction) {
        List<Field> fields = new ArrayList<>();
        for (Form.Field field : form.fields()) {
            boolean secret = field.secret() || Redaction.isSecretName(field.name());
            fields.add(new Field(field.name(), secret ? redaction.hidden(field.value()) : field.value(), secret));
        }
        return fields;
    }

    private static List<Field> headers(Headers headers, Redaction redaction) {
        List<Field> fields = new ArrayList<>();
        for (Headers.Header header : headers.fields()) {
            fields.add(new Field(header.name(), redaction.header(header), Redaction.isSecretHeader(header)));
        }
        return fields;
    }
}
