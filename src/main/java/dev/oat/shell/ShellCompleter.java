package dev.oat.shell;

import dev.oat.cli.ShellKnowledge;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes what the commands know, the shell's own words, and variables. */
final class ShellCompleter implements Completer {
    private final Runner runner;

    ShellCompleter(Runner runner) {
        this.runner = runner;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        for (ShellKnowledge.Suggestion one : suggestions(before, line.word())) {
            candidates.add(new Candidate(
                    one.text(),
                    one.text(),
                    null,
                    one.meaning().isEmpty() ? null : one.meaning(),
                    null,
                    null,
                    one.complete()));
        }
    }

    /** Returns what can stand behind these words. */
    List<ShellKnowledge.Suggestion> suggestions(List<String> typed, String begun) {
        List<String> before = typed;
        if (!before.isEmpty() && before.get(0).equals("oat")) {
            before = before.subList(1, before.size());
        }
        List<ShellKnowledge.Suggestion> found = new ArrayList<>();
        if (begun.startsWith("$")) {
            for (String name : runner.variables().names(begun)) {
                found.add(new ShellKnowledge.Suggestion(name, "", false));
            }
            return found;
        }
        ShellKnowledge knowledge = runner.knowledge();
        if (before.isEmpty()) {
            Runner.OWN_WORDS.forEach((word, meaning) -> found.add(new ShellKnowledge.Suggestion(word, meaning, true)));
            found.addAll(knowledge.suggest(before, begun));
            return found;
        }
        switch (before.get(0)) {
            case "use":
                for (String name : before.size() == 1 ? knowledge.profiles() : List.<String>of()) {
                    found.add(new ShellKnowledge.Suggestion(name, "profile", true));
                }
                return found;
            case "set":
                return before.size() == 1 ? knowledge.keys() : knowledge.values(before.get(1), begun);
            case "unset":
                return knowledge.keys();
            case "history", "exit", "quit", "echo":
                return found;
            default:
                return knowledge.suggest(before, begun);
        }
    }
}
