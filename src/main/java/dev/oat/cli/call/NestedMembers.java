package dev.oat.cli.call;

import dev.oat.json.JsonObject;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a JSON body from members whose names nest by brackets, as HTTPie writes them: {@code a[b]=1}, {@code a[]=x},
 * {@code a[0][c]:=true}; {@code []=x} makes the body itself an array. A backslash takes a bracket's meaning away.
 */
final class NestedMembers {
    private static final int LARGEST_INDEX = 9999;

    /** What stands where nothing has been put yet. */
    private static final Object NOTHING = new Object();

    private Object root = NOTHING;

    /** A step into what is built: a member's name, an index, or the place behind the last. */
    private record Step(String name, int index) {
        static final int END = -1;
        static final int MEMBER = -2;

        boolean isMember() {
            return index == MEMBER;
        }
    }

    /** Returns whether nothing was put. */
    boolean isEmpty() {
        return root == NOTHING;
    }

    /**
     * Puts a value.
     *
     * @throws Failure.Usage if the name is malformed, taken, or contradicts another
     */
    void put(String name, Object value) {
        root = with(root, steps(name), 0, new Given(value), name);
    }

    /** A value as an item gave it, which others do not change. */
    private record Given(Object value) {}

    private static Object with(Object at, List<Step> steps, int depth, Object value, String name) {
        if (depth == steps.size()) {
            if (at != NOTHING) {
                throw new Failure.Usage("the member " + plain(name) + " is given twice")
                        .hint("for an array write '" + plain(name) + "[]=…' for each element; a form (--form) may"
                                + " repeat a name");
            }
            return value;
        }
        Step step = steps.get(depth);
        if (step.isMember()) {
            Map<String, Object> members = at == NOTHING ? new LinkedHashMap<>() : members(at, name);
            Object before = members.getOrDefault(step.name(), NOTHING);
            members.put(step.name(), with(before, steps, depth + 1, value, name));
            return members;
        }
        List<Object> elements = at == NOTHING ? new ArrayList<>() : elements(at, name);
        int index = step.index() == Step.END ? elements.size() : step.index();
        while (elements.size() <= index) {
            elements.add(NOTHING);
        }
        elements.set(index, with(elements.get(index), steps, depth + 1, value, name));
        return elements;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Object at, String name) {
        if (at instanceof LinkedHashMap<?, ?>) {
            return (Map<String, Object>) at;
        }
        throw contradiction(name);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> elements(Object at, String name) {
        if (at instanceof ArrayList<?>) {
            return (List<Object>) at;
        }
        throw contradiction(name);
    }

    private static Failure contradiction(String name) {
        return new Failure.Usage(
                        "the item " + plain(name) + " would be within what another item makes a text, a number, an"
                                + " object or an array of its own")
                .hint("a name is either a value, an object (a[b]=…) or an array (a[]=…)");
    }

    private static List<Step> steps(String name) {
        List<Step> steps = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int i = 0;
        while (i < name.length() && name.charAt(i) != '[') {
            i = next(name, i, word);
        }
        if (i > 0) {
            steps.add(new Step(word.toString(), Step.MEMBER));
        }
        while (i < name.length()) {
            if (name.charAt(i) != '[') {
                throw malformed(name);
            }
            i++;
            boolean escaped = i < name.length() && name.charAt(i) == '\\';
            word.setLength(0);
            while (i < name.length() && name.charAt(i) != ']') {
                i = next(name, i, word);
            }
            if (i == name.length()) {
                throw malformed(name);
            }
            i++;
            steps.add(step(word.toString(), escaped, name));
        }
        return steps;
    }

    private static int next(String name, int at, StringBuilder word) {
        boolean escaped = isEscape(name, at);
        word.append(name.charAt(escaped ? at + 1 : at));
        return at + (escaped ? 2 : 1);
    }

    private static Step step(String word, boolean escaped, String name) {
        if (word.isEmpty()) {
            return new Step("", Step.END);
        }
        if (escaped || word.length() > 8 || !Ascii.isDigits(word)) {
            return new Step(word, Step.MEMBER);
        }
        int index = Integer.parseInt(word);
        if (index > LARGEST_INDEX) {
            throw new Failure.Usage("the index of " + plain(name) + " is above " + LARGEST_INDEX);
        }
        return new Step("", index);
    }

    private static Failure malformed(String name) {
        return new Failure.Usage("the brackets of " + plain(name) + " do not match")
                .hint("write a[b]=1, a[]=x or a[0][c]:=true; for a bracket in a name write \\[");
    }

    private static boolean isEscape(String name, int at) {
        return name.charAt(at) == '\\'
                && at + 1 < name.length()
                && (name.charAt(at + 1) == '[' || name.charAt(at + 1) == ']');
    }

    /** Returns a name where brackets do not nest, without what takes their meaning away. */
    static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        int i = 0;
        while (i < name.length()) {
            i = next(name, i, plain);
        }
        return plain.toString();
    }

    /** Returns the whole as JSON; where an array was given no element there is null. */
    String toJson() {
        return JsonObject.toJson(finished(root));
    }

    private static Object finished(Object at) {
        if (at instanceof Given given) {
            return given.value();
        }
        if (at instanceof LinkedHashMap<?, ?> members) {
            Map<String, Object> whole = new LinkedHashMap<>();
            members.forEach((name, value) -> whole.put((String) name, finished(value)));
            return whole;
        }
        if (at instanceof ArrayList<?> elements) {
            List<Object> whole = new ArrayList<>();
            elements.forEach(element -> whole.add(finished(element)));
            return whole;
        }
        return JsonObject.NULL;
    }
}
