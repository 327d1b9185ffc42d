package dev.oat.http;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a server said when it did not do what it was asked, in whatever form it says that: as OAuth does, as a problem
 * document (RFC 9457), in the JSON, XML, HTML or plain text of its own house, in a challenge, or in a redirect.
 *
 * <p>Nothing in here decides what an answer means; it only keeps the reason from getting lost. What a server gives back of
 * the request's secrets is taken out.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749 §5.2</a>
 */
public final class ServerWords {
    /** One line for people is not longer. */
    private static final int LONGEST_LINE = 500;
    /** Of a whole answer no more is kept. */
    private static final int LONGEST = 64 << 10;

    private static final int DEEPEST = 8;
    private static final int MOST = 200;
    private static final int SHORTEST_SECRET = 8;
    /** A run of so many characters of base64 may be a token that no name announces. */
    private static final int LONGEST_WORD = 60;

    /** Members that hold a code, the most telling first; compared without case, {@code _} and {@code -}. */
    private static final List<String> CODES = List.of(
            "error",
            "errorcode",
            "code",
            "errcode",
            "err",
            "faultcode",
            "errortype",
            "errorname",
            "errorid",
            "exception",
            "type",
            "name",
            "status");

    /** What stands in the place of a code and is none. */
    private static final Set<String> EMPTY_CODES =
            Set.of("about:blank", "error", "fail", "failed", "failure", "true", "false", "null", "none");

    /** Members that hold words for people. */
    private static final Set<String> WORDS = Set.of(
            "errordescription",
            "errorsummary",
            "errormessage",
            "errormsg",
            "errmsg",
            "errorreason",
            "errordetail",
            "errordetails",
            "errorhint",
            "errordebug",
            "error",
            "errors",
            "err",
            "message",
            "messages",
            "msg",
            "detail",
            "details",
            "title",
            "description",
            "desc",
            "reason",
            "hint",
            "cause",
            "fault",
            "faultstring",
            "text",
            "info",
            "explanation",
            "suberror",
            "usermessage",
            "developermessage",
            "debugmessage",
            "internalmessage",
            "localizedmessage",
            "statusmessage",
            "statustext",
            "longmessage",
            "shortmessage",
            "exceptionmessage",
            "responsemessage",
            "moreinfo");

    /** Members under which every text is a word of the error's: {@code errors: {"scope": ["is unknown"]}}. */
    private static final Set<String> LISTS =
            Set.of("errors", "errordetails", "violations", "invalidparams", "causes", "errorcauses", "failures");

    /** Parts of the names of members whose values are not for people. */
    private static final List<String> SECRETS = List.of(
            "token",
            "secret",
            "password",
            "passphrase",
            "assertion",
            "credential",
            "cookie",
            "jwt",
            "key",
            "otp",
            "pin",
            "verifier",
            "session",
            "nonce",
            "state",
            "authorization");

    private String error = "";
    private int rank = Integer.MAX_VALUE;
    private final List<String> words = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private String uri = "";
    private int seen;
    private final int status;

    private ServerWords(int status) {
        this.status = status;
    }

    /**
     * Returns what an answer says of why it is not what was asked for.
     *
     * @param request the request that it answers; its secrets are not repeated
     * @param response the answer
     */
    public static Failure.Said in(Request request, Response response) {
        ServerWords found = new ServerWords(response.status());
        String text = clean(request, response.text().strip());
        // what is no error may be a token in a form that is not understood
        Object whole = response.isSuccess() || response.isRedirect()
                ? ""
                : text.contains("eyJ") ? shortened(text) : cut(text, LONGEST);
        Optional<Object> value = value(response, text);
        if (value.isPresent()) {
            whole = value.get();
            found.take("", whole, 0, false);
        } else if (looksLikeMarkup(response, text)) {
            found.markup(text, response.isSuccess());
        } else if (!response.isSuccess() && !response.isRedirect()) {
            found.add(shortened(text));
        }
        if (found.words.isEmpty() && !response.isSuccess()) {
            found.words.addAll(found.others);
        }
        found.takeHeaders(response);
        String line = clean(request, found.line());
        return new Failure.Said(cut(oneLine(clean(request, found.error)), LONGEST_LINE), line, whole);
    }

    /** Returns what a JSON object that reports an error says. */
    public static Failure.Said in(JsonObject document) {
        ServerWords found = new ServerWords(0);
        found.take("", document, 0, false);
        if (found.words.isEmpty()) {
            found.words.addAll(found.others);
        }
        return new Failure.Said(cut(oneLine(found.error), LONGEST_LINE), found.line(), document);
    }

    /** Returns what an error in parameters says, as they come by a redirect. */
    public static Failure.Said in(Form parameters) {
        ServerWords found = new ServerWords(0);
        found.parameters(parameters);
        JsonObject whole = JsonObject.EMPTY;
        for (Form.Field field : parameters.fields()) {
            if (!field.secret()) {
                whole = whole.with(field.name(), field.value());
            }
        }
        return new Failure.Said(found.error, found.line(), whole);
    }

    private void parameters(Form parameters) {
        for (Form.Field field : parameters.fields()) {
            // the code of a sign-in is no error's
            if (!field.secret() && !field.name().equals("code")) {
                take(field.name(), field.value(), 1, false);
            }
        }
    }

    private String line() {
        List<String> parts = new ArrayList<>();
        for (String word : words) {
            // the same is often said twice, in whole and in part
            boolean repeated = word.equals(error);
            for (String other : words) {
                repeated |= !other.equals(word) && other.contains(word);
            }
            if (!repeated && !parts.contains(word)) {
                parts.add(word);
            }
        }
        if (!uri.isEmpty()) {
            parts.add("see " + uri);
        }
        return cut(String.join("; ", parts), LONGEST_LINE);
    }

    /** Returns the body's JSON, or the form that it is, as one value. */
    private static Optional<Object> value(Response response, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (response.mediaType().equals("application/x-www-form-urlencoded") && text.indexOf('=') > 0) {
            try {
                JsonObject members = JsonObject.EMPTY;
                for (Form.Field field : Form.parse(text).fields()) {
                    members = members.has(field.name()) ? members : members.with(field.name(), field.value());
                }
                return Optional.of(members);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        String json = text.charAt(0) == '\ufeff' ? text.substring(1) : text;
        char first = json.isEmpty() ? ' ' : json.charAt(0);
        if (first != '{' && first != '[' && first != '"') {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonObject.parseValue(json));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Goes through a value, and takes what tells something.
     *
     * @param name the name of the member that holds it
     * @param value the value
     * @param depth how deep it lies
     * @param listed whether it stands among errors, where every text counts
     */
    private void take(String name, Object value, int depth, boolean listed) {
        if (depth > DEEPEST || ++seen > MOST) {
            return;
        }
        String plain = plain(name);
        if (value instanceof JsonObject object) {
            boolean all = listed || LISTS.contains(plain);
            for (Map.Entry<String, Object> member : object.members().entrySet()) {
                take(member.getKey(), member.getValue(), depth + 1, all);
            }
        } else if (value instanceof List<?> elements) {
            boolean all = listed || LISTS.contains(plain);
            for (Object element : elements) {
                take(name, element, depth + 1, all);
            }
        } else if (value instanceof String text) {
            text(name, plain, oneLine(text), listed || name.isEmpty());
        } else if (isNumber(value)) {
            number(name, plain, value.toString());
        } else if (value instanceof Boolean) {
            other(name, plain, value.toString());
        }
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof BigInteger || value instanceof BigDecimal;
    }

    private void text(String name, String plain, String text, boolean listed) {
        if (text.isEmpty() || isSecret(plain, text)) {
            return;
        }
        if (plain.equals("erroruri") || (plain.equals("errorlink") && text.contains("://"))) {
            uri = text;
            return;
        }
        int place = CODES.indexOf(plain);
        if (place >= 0 && isCode(text)) {
            if (!EMPTY_CODES.contains(text.toLowerCase(Locale.ROOT))
                    && !(plain.equals("status") && Ascii.isDigits(text))) {
                code(name, Ascii.isDigits(text) ? place + CODES.size() : place, text);
            }
        } else if (WORDS.contains(plain) || (listed && place < 0)) {
            add(WORDS.contains(plain) || name.isEmpty() || LISTS.contains(plain) ? text : name + ": " + text);
        } else {
            other(name, plain, text);
        }
    }

    private void number(String name, String plain, String number) {
        int place = CODES.indexOf(plain);
        // the status stands in the failure already
        if (place >= 0 && !plain.equals("status")) {
            code(name, place + CODES.size(), number);
        } else {
            other(name, plain, number);
        }
    }

    /** Takes a code, of several the most telling one; the others are words. */
    private void code(String name, int place, String code) {
        if (place < rank) {
            if (!error.isEmpty() && !isStatus(error)) {
                add("code: " + error);
            }
            rank = place;
            error = code;
        } else if (!code.equals(error) && !isStatus(code)) {
            add(name + ": " + code);
        }
    }

    private boolean isStatus(String code) {
        return code.equals(Integer.toString(status));
    }

    private void other(String name, String plain, String text) {
        if (!plain.equals("status") && !plain.equals("timestamp") && !isSecret(plain, text)) {
            others.add(name.isEmpty() ? text : name + ": " + shortened(text));
        }
    }

    private void add(String text) {
        if (!text.isEmpty() && !words.contains(text)) {
            words.add(text);
        }
    }

    /** A code is one word; what {@code error} holds otherwise is a sentence. */
    private static boolean isCode(String text) {
        return text.length() <= 120 && text.indexOf(' ') < 0;
    }

    private static boolean isSecret(String plain, String text) {
        boolean named = plain.equals("d") || plain.equals("k");
        for (String part : SECRETS) {
            named |= plain.contains(part) && !WORDS.contains(plain) && !plain.contains("error");
        }
        return named || text.startsWith("eyJ");
    }

    private void takeHeaders(Response response) {
        if (response.isSuccess()) {
            return;
        }
        for (Challenges.Challenge challenge : Challenges.in(response.headers())) {
            if (error.isEmpty()) {
                error = oneLine(challenge.parameter("error").orElse(""));
            }
            add(oneLine(challenge.parameter("error_description").orElse("")));
            if (uri.isEmpty()) {
                uri = oneLine(challenge.parameter("error_uri").orElse(""));
            }
        }
        if (response.isRedirect()) {
            takeAddress(response.headers().first("Location").orElse(""));
        }
        if (!error.isEmpty() || !words.isEmpty()) {
            return;
        }
        for (Headers.Header header : response.headers().fields()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.contains("error") && !header.secret()) {
                add(name + ": " + shortened(oneLine(header.value())));
            }
        }
    }

    private void takeAddress(String address) {
        int start = Math.max(address.indexOf('?'), address.indexOf('#'));
        if (start < 0) {
            return;
        }
        try {
            Form form = Form.parse(address.substring(start + 1));
            if (form.has("error")) {
                parameters(form);
            }
        } catch (IllegalArgumentException e) {
            // an address that is no proper one tells nothing
        }
    }

    private static boolean looksLikeMarkup(Response response, String text) {
        return text.startsWith("<")
                || response.mediaType().equals("text/html")
                || response.mediaType().endsWith("/xml")
                || response.mediaType().endsWith("+xml");
    }

    /** The elements of XML that hold text alone; of a page its title, and what can be read on it. */
    private void markup(String text, boolean titleOnly) {
        StringBuilder shown = new StringBuilder();
        String element = "";
        String title = "";
        boolean page = false;
        String hidden = "";
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('<', at);
            String between = unescaped(text.substring(at, open < 0 ? text.length() : open));
            if (hidden.isEmpty() && !between.isBlank()) {
                if (element.equals("title")) {
                    title = oneLine(between);
                } else {
                    shown.append(' ').append(between);
                }
                if (!element.isEmpty() && open >= 0 && text.startsWith("</", open)) {
                    take(element, oneLine(between), 1, false);
                }
            }
            if (open < 0) {
                break;
            }
            if (text.startsWith("<![CDATA[", open)) {
                int end = text.indexOf("]]>", open);
                String data = text.substring(open + 9, end < 0 ? text.length() : end);
                shown.append(' ').append(data);
                take(element, oneLine(data), 1, false);
                at = end < 0 ? text.length() : end + 3;
                continue;
            }
            boolean comment = text.startsWith("<!--", open);
            int close = text.indexOf(comment ? "-->" : ">", open);
            at = close < 0 ? text.length() : close + (comment ? 3 : 1);
            String tag = comment ? "" : tag(text, open + 1, at);
            page |= tag.equals("html") || tag.equals("!doctype") || tag.equals("h1");
            if (!hidden.isEmpty()) {
                hidden = tag.equals("/" + hidden) ? "" : hidden;
            } else if (tag.equals("script") || tag.equals("style") || tag.equals("template")) {
                hidden = tag;
            }
            element = tag.startsWith("/") || tag.startsWith("!") || tag.startsWith("?") ? "" : tag;
        }
        String readable = oneLine(shown.toString());
        if (page) {
            error = "";
            words.clear();
            others.clear();
            add(title);
            if (!titleOnly && !readable.equals(title)) {
                add(shortened(cut(
                        readable.startsWith(title)
                                ? readable.substring(title.length()).strip()
                                : readable,
                        300)));
            }
        } else if (words.isEmpty() && !titleOnly) {
            others.clear();
            add(shortened(readable));
        }
    }

    private static String tag(String text, int from, int end) {
        int to = from;
        while (to < end && !Character.isWhitespace(text.charAt(to)) && text.charAt(to) != '>') {
            to++;
        }
        String name = text.substring(from, to).toLowerCase(Locale.ROOT);
        int colon = name.indexOf(':');
        String local = colon < 0 ? name : (name.startsWith("/") ? "/" : "") + name.substring(colon + 1);
        return local.length() > 1 && local.endsWith("/") ? "" : local;
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0
                ? text
                : text.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&apos;", "'")
                        .replace("&nbsp;", " ")
                        .replace("&amp;", "&");
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        for (char c : name.toCharArray()) {
            if (c != '_' && c != '-' && c != '.' && c != ' ') {
                plain.append(Character.toLowerCase(c));
            }
        }
        return plain.toString();
    }

    /** Line breaks and runs of spaces become one space. */
    private static String oneLine(String text) {
        return text.replaceAll("[ \n\r\t\u00a0]+", " ").replaceAll("^ | \\z", "");
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    /** Free text in one line, in which what may be a token that no name announces is not shown. */
    private static String shortened(String text) {
        StringBuilder safe = new StringBuilder();
        for (String word : oneLine(text).split(" ", -1)) {
            safe.append(safe.length() == 0 ? "" : " ").append(isTokenLike(word) ? word.substring(0, 4) + "…" : word);
        }
        return cut(safe.toString(), LONGEST_LINE);
    }

    private static boolean isTokenLike(String word) {
        if (word.contains("eyJ")) {
            return true;
        }
        if (word.length() < LONGEST_WORD || word.contains("://")) {
            return false;
        }
        return Ascii.isMadeOf(word, "-_.~+/=\"':,;");
    }

    /** Returns a text without the secrets that the request held. */
    private static String clean(Request request, String text) {
        String clean = text;
        if (request.body() instanceof Body.OfForm form) {
            for (Form.Field field : form.form().fields()) {
                clean = field.secret() ? without(clean, field.value()) : clean;
            }
        }
        for (Headers.Header header : request.headers().fields()) {
            if (header.secret()) {
                int space = header.value().indexOf(' ');
                String value = header.value().substring(space + 1);
                clean = without(clean, value);
                if (header.value().startsWith("Basic ")) {
                    clean = without(clean, password(value));
                }
            }
        }
        return clean;
    }

    /** Returns the secret of Basic credentials, which are form-encoded before (RFC 6749 §2.3.1). */
    private static String password(String credentials) {
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return URLDecoder.decode(pair.substring(pair.indexOf(':') + 1), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String without(String text, String secret) {
        return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "(secret)");
    }
}
