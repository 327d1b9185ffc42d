package dev.oat.render.failure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Something that may be behind a failure: what speaks for it, what it is, and what to do. */
final class Cause {
    /** What speaks for a cause: how much, and in which words. */
    private record Sign(int weight, Function<Clues, Optional<String>> evidence) {}

    /** How likely a cause is, and why. */
    record Weighed(Cause cause, int weight, List<String> evidence) {}

    private final String name;
    private final String title;
    private final String spec;
    private final List<Sign> signs = new ArrayList<>();
    private Predicate<Clues> condition = clues -> true;
    private String explanation = "";
    private List<String> next = List.of();
    private Function<Clues, String> hint = clues -> "";

    private Cause(String name, String title, String spec) {
        this.name = Objects.requireNonNull(name, "name is null");
        this.title = Objects.requireNonNull(title, "title is null");
        this.spec = Objects.requireNonNull(spec, "spec is null");
    }

    static Cause of(String name, String title, String spec) {
        return new Cause(name, title, spec);
    }

    /** Speaks for it: the error code is one of these. */
    Cause error(int weight, String... codes) {
        signs.add(new Sign(
                weight,
                clues -> clues.isError(codes) ? Optional.of("the error is " + clues.error()) : Optional.empty()));
        return this;
    }

    /** Speaks for it: the server's words hold one of these. */
    Cause says(int weight, String... phrases) {
        signs.add(new Sign(weight, clues -> clues.phrase(phrases).map(phrase -> "it says \"" + phrase + "\"")));
        return this;
    }

    /** Speaks for it: something else that can be seen. */
    Cause sign(int weight, String evidence, Predicate<Clues> seen) {
        signs.add(new Sign(weight, clues -> seen.test(clues) ? Optional.of(clues.filled(evidence)) : Optional.empty()));
        return this;
    }

    /** Rules it out when this does not hold. */
    Cause only(Predicate<Clues> needed) {
        condition = condition.and(needed);
        return this;
    }

    /** Returns what it is, in a sentence or two. */
    Cause means(String text) {
        explanation = text;
        return this;
    }

    /** Returns what to do: commands, or steps; {@code {client}} and the like stand for what is known. */
    Cause next(String... lines) {
        next = List.of(lines);
        return this;
    }

    /** Returns what a command that fails so advises, in a line; else it is the first of {@link #next}. */
    Cause hint(String text) {
        return hint(clues -> text);
    }

    /** The same, by what is known. */
    Cause hint(Function<Clues, String> text) {
        hint = text;
        return this;
    }

    /** Returns what a command that fails so advises, or empty where something that is not known belongs into it. */
    String advice(Clues clues) {
        String advice = hint.apply(clues);
        if (!advice.isEmpty() || next.isEmpty()) {
            return advice;
        }
        String first = clues.filledCommand(next.get(0));
        int comment = first.indexOf("   (");
        return clues.fills(next.get(0)) ? comment < 0 ? first : first.substring(0, comment) : "";
    }

    /** Returns what to do, the advice first. */
    List<String> steps(Clues clues) {
        String advice = hint.apply(clues);
        List<String> steps = new ArrayList<>();
        if (!advice.isEmpty()) {
            steps.add(advice);
        }
        for (String line : next) {
            String filled = clues.filledCommand(line);
            if (!steps.contains(filled)) {
                steps.add(filled);
            }
        }
        return steps;
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    String spec() {
        return spec;
    }

    String explanation() {
        return explanation;
    }

    List<String> next() {
        return next;
    }

    /** Returns how much speaks for it. */
    Weighed weigh(Clues clues) {
        int weight = 0;
        List<String> evidence = new ArrayList<>();
        if (condition.test(clues)) {
            for (Sign sign : signs) {
                Optional<String> found = sign.evidence().apply(clues);
                if (found.isPresent()) {
                    weight += sign.weight();
                    if (!evidence.contains(found.get())) {
                        evidence.add(found.get());
                    }
                }
            }
        }
        return new Weighed(this, weight, evidence);
    }
}
