package dev.oat.interop;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A browser and the user before it, as a program: {@code oat --browser} runs it with the URL as its last argument.
 *
 * <p>It keeps cookies, follows redirects, signs in on the first page with a password field, says yes (or no) to what
 * is asked then, and ends on the page of the program that sent it, or on the first good page that asks nothing. Like the real ones it chatters on both streams,
 * opens a connection ahead of need, and asks for a favicon. What it did goes to a file, one line per step.
 */
final class ScriptedBrowser {
    private static final int MOST_STEPS = 25;

    private final CookieManager cookies = new CookieManager();
    private final Path diary;
    private final String user;
    private final String password;
    private final boolean agreeing;
    private boolean mistyping;
    private boolean saidNo;

    private ScriptedBrowser(Path diary, Visitor visitor) {
        this.diary = diary;
        this.user = visitor.user();
        this.password = visitor.password();
        this.agreeing = visitor.agreeing();
        this.mistyping = visitor.mistyping();
    }

    /** The user: who, with which password, saying yes or no, and getting the password right at once or not. */
    record Visitor(String user, String password, boolean agreeing, boolean mistyping) {
        Visitor refusing() {
            return new Visitor(user, password, false, mistyping);
        }

        Visitor mistypingFirst() {
            return new Visitor(user, password, agreeing, true);
        }
    }

    static Visitor visitor(String user, String password) {
        return new Visitor(user, password, true, false);
    }

    public static void main(String[] arguments) throws IOException {
        System.out.println("Opening in existing browser session.");
        System.err.println("[1:1:ERROR:gpu_init.cc(523)] Passthrough is not supported, GL is egl");
        Visitor visitor = new Visitor(
                arguments[1], arguments[2], Boolean.parseBoolean(arguments[3]), Boolean.parseBoolean(arguments[4]));
        new ScriptedBrowser(Path.of(arguments[0]), visitor).visit(URI.create(arguments[arguments.length - 1]));
    }

    private record Answer(URI at, int status, Map<String, List<String>> headers, String body) {
        URI next() {
            return at.resolve(headers.entrySet().stream()
                    .filter(header -> "Location".equalsIgnoreCase(header.getKey()))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElseThrow());
        }
    }

    private void visit(URI start) throws IOException {
        note("asked to open " + start);
        Answer answer = get(start);
        for (int step = 0; step < MOST_STEPS; step++) {
            if (!answer.at().getAuthority().equals(start.getAuthority())) {
                note("ended with " + answer.status() + ": "
                        + Jsoup.parse(answer.body()).text());
                return;
            }
            if (answer.status() >= 300 && answer.status() < 400) {
                answer = leaveFor(answer.next(), start);
            } else if (saidNo || answer.status() == 200 && form(answer) == null) {
                note("stayed there with " + answer.status() + ": "
                        + Jsoup.parse(answer.body()).text());
                return;
            } else {
                answer = answerPage(answer);
            }
        }
        throw new IOException("still not back after " + MOST_STEPS + " steps");
    }

    private Answer leaveFor(URI next, URI start) throws IOException {
        if (next.getAuthority().equals(start.getAuthority())) {
            return get(next);
        }
        note("redirected to " + next);
        try (Socket idle = new Socket(next.getHost(), next.getPort())) {
            note("preconnected from port " + idle.getLocalPort());
            Answer last = get(next);
            askForFavicon(next);
            return last;
        }
    }

    private void askForFavicon(URI page) {
        try {
            note("favicon: " + get(page.resolve("/favicon.ico")).status());
        } catch (IOException gone) {
            note("favicon: nobody there any more");
        }
    }

    private static FormElement form(Answer page) {
        return (FormElement) Jsoup.parse(page.body(), page.at().toString()).selectFirst("form[method~=(?i)post]");
    }

    private Answer answerPage(Answer page) throws IOException {
        FormElement form = form(page);
        Document document = form == null ? Jsoup.parse(page.body()) : form.ownerDocument();
        if (form == null) {
            throw new IOException("a page without a form, status " + page.status() + ": " + document.text());
        }
        boolean login =
                !form.select("input[type=password], input[name=username]").isEmpty();
        note((login ? "sign-in page " : "question ") + "\"" + document.title() + "\" at " + page.at());
        if (!login && !agreeing) {
            Element cancel = document.selectFirst("a:contains(Cancel)");
            if (cancel != null) {
                note("no");
                saidNo = true;
                return get(URI.create(cancel.absUrl("href")));
            }
        }
        List<String> fields = new ArrayList<>();
        for (Element input : form.select("input[name]")) {
            add(fields, input);
        }
        mistyping &= !login;
        for (Element button : form.select("button[name][type=submit], input[name][type=submit]")) {
            fields.add(pair(button.attr("name"), button.val()));
            break;
        }
        String action = form.hasAttr("action") && !form.attr("action").isEmpty()
                ? form.absUrl("action")
                : page.at().toString();
        return post(URI.create(action), String.join("&", fields));
    }

    private void add(List<String> fields, Element input) {
        switch (input.attr("type").toLowerCase(Locale.ROOT)) {
            case "submit", "button", "reset", "image" -> {}
            case "password" -> fields.add(pair(input.attr("name"), mistyping ? password + "?" : password));
            case "checkbox" -> {
                if (agreeing) {
                    fields.add(pair(input.attr("name"), input.hasAttr("value") ? input.val() : "on"));
                }
            }
            case "text", "email", "" ->
                fields.add(pair(input.attr("name"), input.val().isEmpty() ? user : input.val()));
            default -> fields.add(pair(input.attr("name"), input.val()));
        }
    }

    private Answer get(URI uri) throws IOException {
        return exchange(connection(uri));
    }

    private Answer post(URI uri, String form) throws IOException {
        HttpURLConnection connection = connection(uri);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
        connection.getOutputStream().write(form.getBytes(StandardCharsets.UTF_8));
        return exchange(connection);
    }

    private HttpURLConnection connection(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(30_000);
        connection.setRequestProperty("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        connection.setRequestProperty("User-Agent", "Mozilla/5.0 (scripted)");
        cookies.get(uri, Map.of()).forEach((name, values) -> {
            if (!values.isEmpty()) {
                connection.setRequestProperty(name, String.join("; ", values));
            }
        });
        return connection;
    }

    private Answer exchange(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        URI at = URI.create(connection.getURL().toString());
        Map<String, List<String>> headers = connection.getHeaderFields().entrySet().stream()
                .filter(header -> header.getKey() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        cookies.put(at, headers);
        try (InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(at, status, headers, text);
        }
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private void note(String line) throws RuntimeException {
        try {
            Files.writeString(
                    diary, line + System.lineSeparator(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new java.io.UncheckedIOException(unwritable);
        }
    }
}
