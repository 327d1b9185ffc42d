package dev.oat.render.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/**
 * A jq expression: picks from JSON, as the program jq with {@code -r} does. Loaded only where one is given.
 *
 * <p>Expressions are programs: they may never end, and may ask for more memory or a deeper stack than there is. So each
 * runs on a thread of its own with a stack that fits, for a limited time, and whatever it runs into is a failure that
 * names the limit.
 */
public final class JsonFilter {
    /** How long an expression may take. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** How deep arrays and objects may nest in the input. */
    private static final int DEEPEST = 1000;

    private static final long STACK = 64L << 20;

    private final JsonQuery query;
    private final String option;
    private final Duration limit;
    private final ObjectMapper mapper = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(100_000)
                    .build())
            .build());

    private JsonFilter(JsonQuery query, String option, Duration limit) {
        this.query = query;
        this.option = option;
        this.limit = limit;
    }

    /**
     * Returns a filter.
     *
     * @param expression in jq's language
     * @throws Failure.Usage if it is no expression
     */
    public static JsonFilter of(String expression) {
        return of(expression, "--jq", LIMIT);
    }

    /** The same of another option, which failures name. */
    public static JsonFilter of(String expression, String option) {
        return of(expression, option, LIMIT);
    }

    /** The same with another limit of the time that it may take. */
    static JsonFilter of(String expression, Duration limit) {
        return of(expression, "--jq", limit);
    }

    private static JsonFilter of(String expression, String option, Duration limit) {
        try {
            return new JsonFilter(JsonQuery.compile(expression, Versions.JQ_1_6), option, limit);
        } catch (JsonQueryException e) {
            throw failed(option, e);
        } catch (StackOverflowError e) {
            throw failed(option, "the expression nests too deep");
        } catch (RuntimeException | Error e) {
            // the parser's own errors about characters are of many kinds
            throw failed(option, e);
        }
    }

    /**
     * Returns what the expression gives: each value on a line of its own, texts as they are and everything else as JSON.
     *
     * @param json the input
     * @param style how JSON is shown; on a terminal it is laid out
     * @throws Failure.Usage if the input is no JSON, the expression does not fit it, or it needs more memory than there is
     * @throws Failure.TimedOut if it takes too long
     */
    public String of(String json, Style style) {
        return run(json, style, false);
    }

    /**
     * The same for what a server answered.
     *
     * @throws Failure.Unreachable if the answer is no JSON: that is no fault of the user's
     */
    public String ofAnswer(String json, Style style) {
        return run(json, style, true);
    }

    private String run(String json, Style style, boolean answered) {
        Run run = new Run(json, style, answered);
        run.start();
        return run.result();
    }

    /** One run of the expression. */
    private final class Run extends Thread {
        private final String json;
        private final Style style;
        private final boolean answered;
        private volatile boolean stopped;
        private @Nullable String result;
        private @Nullable Failure failure;

        Run(String json, Style style, boolean answered) {
            super(null, null, "oat-jq", STACK);
            this.json = json;
            this.style = style;
            this.answered = answered;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                result = apply();
            } catch (JsonQueryException e) {
                failure = failed(option, e);
            } catch (Failure e) {
                failure = e;
            } catch (StackOverflowError e) {
                failure =
                        failed(option, "the expression calls itself too deep for a stack of " + (STACK >> 20) + " MiB");
            } catch (OutOfMemoryError e) {
                failure = new Failure.Usage(option + ": the expression needs more memory than oat has, "
                                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB")
                        .hint("OAT_JAVA_OPTS=-Xmx4g gives it more; or leave out --jq and pipe it into jq");
            } catch (RuntimeException | Error e) {
                failure = failed(option, e);
            }
        }

        private String apply() throws JsonQueryException {
            Scope scope = Scope.newEmptyScope();
            BuiltinFunctionLoader loader = BuiltinFunctionLoader.getInstance();
            for (Map.Entry<String, Function> builtin :
                    loader.listFunctions(Versions.JQ_1_6, scope).entrySet()) {
                scope.addFunction(builtin.getKey(), new Watched(builtin.getValue()));
            }
            StringBuilder text = new StringBuilder();
            for (JsonNode input : inputs()) {
                query.apply(scope, input, value -> {
                    goOn();
                    text.append(value.isTextual() ? shown(value.textValue(), style) : json(value, style))
                            .append('\n');
                });
            }
            return text.toString();
        }

        /** Each of the values that stand one after the other, as in JSON lines. */
        private List<JsonNode> inputs() {
            List<JsonNode> values = new ArrayList<>();
            try (JsonParser parser =
                    mapper.getFactory().createParser(json.startsWith("\uFEFF") ? json.substring(1) : json)) {
                for (JsonNode value = mapper.readTree(parser); value != null; value = mapper.readTree(parser)) {
                    values.add(value);
                }
                return values;
            } catch (StreamConstraintsException e) {
                String why = "the JSON goes beyond a limit: " + e.getOriginalMessage();
                throw answered ? noJson(": " + why) : failed(option, why);
            } catch (IOException e) {
                throw answered
                        ? noJson("")
                        : new Failure.Usage(option + ": what was printed is no JSON")
                                .hint("leave out " + option + " to see it");
            }
        }

        private Failure noJson(String why) {
            return new Failure.Unreachable("the answer is no JSON that " + option + " can read" + why)
                    .hint("leave out " + option + " to see it");
        }

        /** Nobody waits for an expression that takes too long: it ends where it calls or gives something next. */
        private void goOn() {
            if (stopped) {
                throw tooLong();
            }
        }

        private Failure tooLong() {
            return new Failure.TimedOut(option + ": the expression took longer than " + limit.toSeconds() + " s")
                    .hint("does it end at all? leave out --jq and pipe it into jq, which has no limit");
        }

        String result() {
            try {
                join(limit.toMillis());
            } catch (InterruptedException e) {
                stopped = true;
                Thread.currentThread().interrupt();
                throw new Failure.TimedOut("interrupted while " + option + " ran");
            }
            if (isAlive()) {
                stopped = true;
                throw tooLong();
            }
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(result, "a result or a failure");
        }

        /** A builtin function that can be stopped, also where others call it in a loop. */
        private final class Watched implements Function {
            private final Function function;

            Watched(Function function) {
                this.function = function;
            }

            @Override
            public void apply(
                    Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput output, Version version)
                    throws JsonQueryException {
                goOn();
                function.apply(
                        scope,
                        arguments,
                        in,
                        path,
                        (value, where) -> {
                            goOn();
                            output.emit(value, where);
                        },
                        version);
            }
        }
    }

    /** A server's text goes to a program as it is, but to a terminal made harmless. */
    private static String shown(String text, Style style) {
        return style.terminal() ? Sanitizer.block(text) : text;
    }

    private static String json(JsonNode value, Style style) {
        String text = value.toString();
        if (!style.terminal()) {
            return text;
        }
        try {
            return JsonColours.of(JsonObject.toPrettyJson(JsonObject.parseValue(text)), style);
        } catch (JsonException e) {
            // too deep to be laid out
            return Sanitizer.block(text);
        }
    }

    private static Failure failed(String option, Throwable e) {
        return failed(
                option,
                String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                        + (e instanceof JsonQueryException
                                ? ""
                                : " (" + e.getClass().getSimpleName() + ")"));
    }

    private static Failure failed(String option, String reason) {
        return new Failure.Usage(option + ": " + Sanitizer.line(reason))
                .hint("try it with jq itself; --jq '.' shows all");
    }
}
