package dev.oat.playground.net;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a query or of a form body, in order, with repeated names kept.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#appendix-B">RFC 6749 Appendix B</a>
 */
public final class PlaygroundForm {
    static final PlaygroundForm EMPTY = new PlaygroundForm(Map.of());

    private final Map<String, List<String>> values;

    private PlaygroundForm(Map<String, List<String>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * Reads {@code a=b&c=d}.
     *
     * @throws OAuthError if an escape is broken
     */
    public static PlaygroundForm parse(String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            values.computeIfAbsent(decode(name), ignored -> new ArrayList<>()).add(decode(value));
        }
        return new PlaygroundForm(values);
    }

    /** Reads one form-encoded text. */
    public static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw OAuthError.invalidRequest("a parameter is not form-encoded");
        }
    }

    /** Writes one text as a form or query has it. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Writes parameters as a form or query has them. */
    public static String encode(Map<String, String> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, value) -> text.append(text.length() == 0 ? "" : "&")
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return text.toString();
    }

    /** Returns a parameter's first value; an empty value counts as absent, as RFC 6749 §3.1 says. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /**
     * A parameter that must be there.
     *
     * @throws OAuthError if it is not
     */
    public String required(String name) {
        return first(name).orElseThrow(() -> OAuthError.invalidRequest(name + " is missing"));
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /** Returns the space-separated words of a parameter, without repetition. */
    public List<String> words(String name) {
        return first(name).map(PlaygroundForm::split).orElse(List.of());
    }

    public static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split(" ")) {
            if (!word.isEmpty() && !words.contains(word)) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    /** Parameters as they are given. */
    public static PlaygroundForm of(Map<String, List<String>> values) {
        return new PlaygroundForm(new LinkedHashMap<>(values));
    }

    /** These parameters with one value for a name. */
    public PlaygroundForm with(String name, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, List.of(value));
        return new PlaygroundForm(changed);
    }

    /** Returns these parameters without some. */
    public PlaygroundForm without(String... names) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        for (String name : names) {
            changed.remove(name);
        }
        return new PlaygroundForm(changed);
    }

    /** Everything, by name. */
    public Map<String, List<String>> values() {
        return values;
    }
}
