package dev.oat.shell;

import dev.oat.cli.ShellKnowledge;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The shell's variables: {@code $access_token}, {@code $last}, and {@code $last.member[0]}.
 *
 * <p>Their values reach only commands that run in this process. Where a command takes a secret by reference, the value
 * goes as a literal that is marked as one. Words from which another program is started take no variable: they would be
 * seen in the list of processes.
 */
final class Variables {
    private static final String TOKEN = "access_token";
    private static final String LAST = "last";

    private final Supplier<Secret> token;
    private Optional<Object> last = Optional.empty();

    /**
     * Creates the variables of one shell.
     *
     * @param token gets a good access token
     */
    Variables(Supplier<Secret> token) {
        this.token = token;
    }

    /** Remembers what a command printed: JSON as it is built, other text as text. */
    void remember(String output) {
        String text = output.strip();
        if (text.isEmpty()) {
            return;
        }
        try {
            last = Optional.of(JsonObject.parseValue(text));
        } catch (JsonException e) {
            last = Optional.of(text);
        }
    }

    /**
     * Returns the names of all variables that can be written now, members of {@code $last} included.
     *
     * @param begun what is there already, the dollar sign included
     */
    List<String> names(String begun) {
        List<String> names = new ArrayList<>(List.of("$" + TOKEN));
        if (last.isEmpty()) {
            return names;
        }
        names.add("$" + LAST);
        int dot = begun.lastIndexOf('.');
        String path = dot < 0 ? "$" + LAST : begun.substring(0, dot);
        if (path.equals("$" + LAST) || path.startsWith("$" + LAST + ".") || path.startsWith("$" + LAST + "[")) {
            try {
                Object value = new Path(path, 1 + LAST.length()).follow(last.orElseThrow());
                if (value instanceof JsonObject object) {
                    for (String member : object.members().keySet()) {
                        names.add(path + "." + member);
                    }
                }
            } catch (Failure.Usage e) {
                // nothing to suggest there
            }
        }
        return names;
    }

    /**
     * Returns the words of a line with all variables replaced.
     *
     * @throws Failure if a variable has no value, or its value must not go there
     */
    List<String> replaced(List<CommandWords.Word> words, ShellKnowledge knowledge) {
        List<String> before = new ArrayList<>();
        List<String> replaced = new ArrayList<>();
        for (CommandWords.Word word : words) {
            replaced.add(replaced(word, before, knowledge));
            before.add(word.text());
        }
        return replaced;
    }

    private String replaced(CommandWords.Word word, List<String> before, ShellKnowledge knowledge) {
        StringBuilder text = new StringBuilder();
        boolean any = false;
        for (CommandWords.Piece piece : word.pieces()) {
            if (!piece.live()) {
                text.append(piece.text());
                continue;
            }
            int at = 0;
            while (at < piece.text().length()) {
                Optional<Use> use = piece.text().charAt(at) == '$' ? use(piece.text(), at) : Optional.empty();
                if (use.isEmpty()) {
                    text.append(piece.text().charAt(at++));
                    continue;
                }
                if (!any) {
                    mustStayInside(word, before);
                }
                any = true;
                text.append(value(use.orElseThrow()));
                at = use.orElseThrow().end();
            }
        }
        return any ? marked(word.text(), text.toString(), before, knowledge) : text.toString();
    }

    private static void mustStayInside(CommandWords.Word word, List<String> before) {
        String text = word.text();
        int equals = text.indexOf('=');
        boolean program = (!before.isEmpty() && before.get(0).equals("exec"))
                || text.startsWith("cmd:")
                || text.startsWith("--browser=")
                || (equals > 0 && text.startsWith("cmd:", equals + 1))
                || (!before.isEmpty() && before.get(before.size() - 1).equals("--browser"));
        if (program) {
            throw new Failure.Usage("a variable's value would be seen in the list of processes, and is not put there")
                    .hint("oat exec gives the token to the program as OAT_ACCESS_TOKEN");
        }
    }

    /** Returns a secret that stands where a reference is expected says that it is one. */
    private static String marked(String typed, String value, List<String> before, ShellKnowledge knowledge) {
        int equals = typed.startsWith("--") ? typed.indexOf("=$") : -1;
        if (equals > 0) {
            String name = typed.substring(0, equals);
            return knowledge.takesReference(before, name) ? name + "=literal:" + value.substring(equals + 1) : value;
        }
        return typed.startsWith("$") && knowledge.takesReference(before, "") ? "literal:" + value : value;
    }

    /** A variable in a text: where its path begins and ends. */
    private record Use(String name, String text, int path, int end) {}

    private Optional<Use> use(String text, int dollar) {
        boolean braces = text.startsWith("{", dollar + 1);
        int start = dollar + (braces ? 2 : 1);
        for (String name : List.of(TOKEN, LAST)) {
            int end = start + name.length();
            boolean here = text.startsWith(name, start) && (end == text.length() || !isNameCharacter(text.charAt(end)));
            if (!here) {
                continue;
            }
            int after = name.equals(LAST) ? Path.end(text, end) : end;
            if (!braces) {
                return Optional.of(new Use(name, text.substring(0, after), end, after));
            }
            return after < text.length() && text.charAt(after) == '}'
                    ? Optional.of(new Use(name, text.substring(0, after), end, after + 1))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private String value(Use use) {
        if (use.name().equals(TOKEN)) {
            return token.get().reveal();
        }
        if (last.isEmpty()) {
            throw new Failure.Usage("$last is empty: no command has printed anything yet");
        }
        Object value = new Path(use.text(), use.path()).follow(last.orElseThrow());
        return value instanceof String text ? text : JsonObject.toJson(value);
    }

    /** The way into a JSON value: {@code .member}, {@code [0]}. */
    private record Path(String text, int from) {
        static int end(String text, int from) {
            int at = from;
            while (at < text.length()) {
                int next = at + 1;
                if (text.charAt(at) == '.') {
                    while (next < text.length() && (isNameCharacter(text.charAt(next)) || text.charAt(next) == '-')) {
                        next++;
                    }
                } else if (text.charAt(at) == '[') {
                    while (next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9') {
                        next++;
                    }
                    next = next < text.length() && text.charAt(next) == ']' ? next + 1 : at + 1;
                }
                if (next == at + 1) {
                    return at;
                }
                at = next;
            }
            return at;
        }

        Object follow(Object start) {
            Object value = start;
            int at = from;
            while (at < text.length()) {
                int next = at + 1;
                while (next < text.length() && text.charAt(next) != '.' && text.charAt(next) != '[') {
                    next++;
                }
                String step = text.substring(at, next);
                value = step(value, step);
                at = next;
            }
            return value;
        }

        private static Object step(Object value, String step) {
            if (step.startsWith("[") && value instanceof List<?> list) {
                String digits = step.substring(1, step.length() - 1);
                int index = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
                if (index < list.size()) {
                    return list.get(index);
                }
            } else if (step.startsWith(".") && value instanceof JsonObject object) {
                Optional<Object> member = object.value(step.substring(1));
                if (member.isPresent()) {
                    return member.orElseThrow();
                }
            }
            throw new Failure.Usage("$last has no " + step).hint("echo $last shows it");
        }
    }
}
