package dev.oat.cli;

import java.util.ArrayList;
import java.util.List;

/** The oat commands in a line of an example, read as a POSIX shell would read it. */
final class ExampleCommands {
    private final String text;
    private final List<List<String>> found = new ArrayList<>();
    private int at;

    private ExampleCommands(String text) {
        this.text = text;
    }

    /** Each command's words, without oat itself. */
    static List<List<String>> of(String example) {
        ExampleCommands commands = new ExampleCommands(example.replace("\\\n", " "));
        commands.list(false);
        return commands.found;
    }

    /** Reads commands up to the end, or to the parenthesis that closes them. */
    private void list(boolean nested) {
        List<String> words = new ArrayList<>();
        while (at < text.length()) {
            char c = text.charAt(at);
            if (nested && c == ')') {
                at++;
                break;
            }
            if (c == ' ' || c == '\t') {
                at++;
            } else if ("|;&\n".indexOf(c) >= 0) {
                at++;
                end(words);
            } else if (c == '#') {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line;
            } else if (text.startsWith("<(", at)) {
                at += 2;
                list(true);
            } else if (c == '<' || c == '>' || text.startsWith("2>", at)) {
                at += c == '2' ? 2 : 1;
                while (at < text.length() && ">& ".indexOf(text.charAt(at)) >= 0) {
                    at++;
                }
                String unused = word();
            } else {
                words.add(word());
            }
        }
        end(words);
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
                at++;
            } else if (!quoted && " \t\n|;&<>)".indexOf(c) >= 0) {
                break;
            } else if (!quoted && c == '\'') {
                int end = text.indexOf('\'', at + 1);
                word.append(text, at + 1, end);
                at = end + 1;
            } else if (text.startsWith("$(", at)) {
                at += 2;
                list(true);
                word.append("OUTPUT");
            } else if (c == '\\') {
                word.append(text.charAt(at + 1));
                at += 2;
            } else {
                word.append(c);
                at++;
            }
        }
        return word.toString();
    }

    private void end(List<String> words) {
        int first = 0;
        while (first < words.size() && words.get(first).matches("[A-Z_]+=.*")) {
            first++;
        }
        if (first < words.size() && words.get(first).equals("oat")) {
            found.add(List.copyOf(words.subList(first + 1, words.size())));
        }
        for (String word : words) {
            if (word.startsWith("!oat ")) {
                found.addAll(of(word.substring(1)));
            }
        }
        if (words.contains("--exec-command=oat")) {
            // as kubectl is told to run it
            List<String> arguments = new ArrayList<>();
            for (String word : words) {
                if (word.startsWith("--exec-arg=")) {
                    arguments.add(word.substring("--exec-arg=".length()));
                }
            }
            found.add(arguments);
        }
        words.clear();
    }
}
