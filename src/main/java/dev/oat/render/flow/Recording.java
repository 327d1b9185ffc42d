package dev.oat.render.flow;

import dev.oat.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A flow from its beginning to its end, as it may be kept and passed on.
 *
 * @param tool who recorded it: {@code oat 0.1.0}
 * @param command the command's words, without its arguments
 * @param started when it began
 * @param secretsShown whether secrets stand in it in clear text
 * @param steps what happened
 * @param exitCode how the command ended, or -1 when it had not
 * @param failure what ended it, in the form of {@code -o json}; empty when all went well
 */
public record Recording(
        String tool,
        String command,
        Instant started,
        boolean secretsShown,
        List<Step> steps,
        int exitCode,
        Optional<JsonObject> failure) {
    public Recording {
        Objects.requireNonNull(tool, "tool is null");
        Objects.requireNonNull(command, "command is null");
        Objects.requireNonNull(started, "started is null");
        steps = List.copyOf(steps);
        Objects.requireNonNull(failure, "failure is null");
    }

    /** A request with what came of it. */
    public record Exchange(
            Step.Request request,
            Optional<Step.Answer> answer,
            Optional<Step.Body> body,
            Optional<Step.Broken> broken) {
        /** Returns the body's text, of a streamed answer too. */
        public String text() {
            String text = answer.isPresent() ? answer.get().text() : "";
            return text.isEmpty() && body.isPresent() ? body.get().text() : text;
        }

        /** Returns the body's length in bytes, or -1 when it is not known. */
        public long length() {
            long length = answer.isPresent() ? answer.get().length() : -1;
            return length < 0 && body.isPresent() ? body.get().length() : length;
        }

        /** Returns the status of the answer, or 0 when none came. */
        public int status() {
            return answer.isPresent() ? answer.get().status() : 0;
        }
    }

    /** Returns what came of a request. */
    public Exchange exchange(Step.Request request) {
        Optional<Step.Answer> answer = Optional.empty();
        Optional<Step.Body> body = Optional.empty();
        Optional<Step.Broken> broken = Optional.empty();
        for (Step step : steps) {
            if (step instanceof Step.Answer one && one.number() == request.number() && answer.isEmpty()) {
                answer = Optional.of(one);
            } else if (step instanceof Step.Body one && one.number() == request.number() && body.isEmpty()) {
                body = Optional.of(one);
            } else if (step instanceof Step.Broken one && one.number() == request.number() && broken.isEmpty()) {
                broken = Optional.of(one);
            }
        }
        return new Exchange(request, answer, body, broken);
    }
}
