package dev.oat.playground;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.StreamedResponse;
import dev.oat.playground.net.Fetch;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A browser that is a program: it follows redirects, keeps cookies, signs in where it is asked for a name and a password,
 * and answers the consent page. It knows plain http only, and understands no more HTML than a playground's pages have.
 */
public final class ScriptedBrowser {
    private static final int MAX_STEPS = 20;
    private static final int MAX_PAGE = 1 << 20;
    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("<(input|button)\\b([^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b([a-z]+)(?:=\"([^\"]*)\")?");

    /**
     * One request of the browser and its answer.
     *
     * @param method GET, or POST for a form
     * @param uri the address
     * @param status the answer's status
     * @param body the answer's text
     */
    public record Step(String method, URI uri, int status, String body) {}

    private final String username;
    private final Secret password;
    private final boolean allows;
    private final Map<String, Map<String, String>> cookies = new LinkedHashMap<>();

    private ScriptedBrowser(String username, Secret password, boolean allows) {
        this.username = username;
        this.password = password;
        this.allows = allows;
    }

    /** Returns a user who signs in and allows what is asked. */
    public static ScriptedBrowser allowing(String username, Secret password) {
        return new ScriptedBrowser(username, password, true);
    }

    /** A user who signs in and then says no. */
    public static ScriptedBrowser denying(String username, Secret password) {
        return new ScriptedBrowser(username, password, false);
    }

    /**
     * Opens an address and goes on until a page asks for nothing more.
     *
     * @return every request on the way; the last one is where the browser is now
     * @throws IOException if a server cannot be reached, or does not take the password
     */
    public List<Step> visit(URI start) throws IOException {
        List<Step> steps = new ArrayList<>();
        URI unused = visit(start, steps, true);
        return List.copyOf(steps);
    }

    /**
     * Opens an address on a machine that reaches its server alone, and goes on until it is sent elsewhere.
     *
     * @return where it was sent, which it could not load
     * @throws IOException as {@link #visit}
     */
    public URI leaving(URI start) throws IOException {
        return visit(start, new ArrayList<>(), false);
    }

    private URI visit(URI start, List<Step> steps, boolean anywhere) throws IOException {
        URI uri = start;
        Optional<String> form = Optional.empty();
        boolean signedIn = false;
        while (steps.size() < MAX_STEPS) {
            Fetched page = fetch(uri, form);
            steps.add(new Step(form.isPresent() ? "POST" : "GET", uri, page.status(), page.body()));
            Optional<Matcher> next = Optional.of(FORM.matcher(page.body())).filter(Matcher::find);
            if (page.location().isPresent()) {
                uri = uri.resolve(page.location().get());
                form = Optional.empty();
                if (!anywhere && !uri.getRawAuthority().equals(start.getRawAuthority())) {
                    return uri;
                }
            } else if (next.isPresent()) {
                Map<String, String> fields = filled(next.get().group(2));
                if (fields.containsKey("password")) {
                    if (signedIn) {
                        throw new IOException("the server does not take the password of " + username);
                    }
                    signedIn = true;
                }
                String action = attributes(next.get().group(1)).getOrDefault("action", "");
                uri = uri.resolve(action);
                form = Optional.of(PlaygroundForm.encode(fields));
            } else {
                return uri;
            }
        }
        throw new IOException("the browser was sent on " + MAX_STEPS + " times");
    }

    private record Fetched(int status, Optional<String> location, String body) {}

    private Fetched fetch(URI uri, Optional<String> form) throws IOException {
        if (!"http".equals(uri.getScheme())) {
            throw new IOException("the browser was sent to an address that is not plain http");
        }
        Map<String, String> jar = cookies.computeIfAbsent(uri.getRawAuthority(), ignored -> new LinkedHashMap<>());
        Headers headers = Headers.empty().with("Accept", "text/html");
        if (!jar.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            jar.forEach((name, value) -> pairs.add(name + "=" + value));
            headers = headers.with("Cookie", String.join("; ", pairs));
        }
        Body body = form.isPresent()
                ? new Body.OfBytes(
                        "application/x-www-form-urlencoded", form.get().getBytes(StandardCharsets.UTF_8))
                : Body.none();
        try (StreamedResponse reply = Fetch.send(form.isPresent() ? "POST" : "GET", uri, headers, body);
                InputStream page = reply.body()) {
            for (String cookie : reply.headers().all("Set-Cookie")) {
                String pair = cookie.split(";", 2)[0];
                int equals = pair.indexOf('=');
                jar.put(pair.substring(0, Math.max(0, equals)), pair.substring(equals + 1));
            }
            Optional<String> location = reply.isRedirect() ? reply.headers().first("Location") : Optional.empty();
            String text = new String(page.readNBytes(MAX_PAGE), StandardCharsets.UTF_8);
            return new Fetched(reply.status(), location, text);
        }
    }

    /** Returns the form's fields as the user sends them: its own values, the name and password, and one button. */
    private Map<String, String> filled(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<Map<String, String>> buttons = new ArrayList<>();
        Matcher field = FIELD.matcher(form);
        while (field.find()) {
            Map<String, String> attributes = attributes(field.group(2));
            if (field.group(1).equals("button")) {
                buttons.add(attributes);
            } else if (attributes.containsKey("name")) {
                fields.put(attributes.get("name"), attributes.getOrDefault("value", ""));
            }
        }
        fields.computeIfPresent("username", (name, value) -> username);
        fields.computeIfPresent("password", (name, value) -> password.reveal());
        buttons.stream()
                .filter(button -> allows || fields.containsKey("password") || "deny".equals(button.get("value")))
                .findFirst()
                .filter(button -> button.containsKey("name"))
                .ifPresent(button -> fields.put(button.get("name"), button.getOrDefault("value", "")));
        return fields;
    }

    private static Map<String, String> attributes(String text) {
        Map<String, String> attributes = new LinkedHashMap<>();
        Matcher attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            attributes.put(attribute.group(1), unescape(attribute.group(2) == null ? "" : attribute.group(2)));
        }
        return attributes;
    }

    private static String unescape(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
