package dev.oat.cli.call;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Setting;
import dev.oat.http.Body;
import dev.oat.http.Decompression;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.session.api.ApiAddress;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the command line of {@code oat call} asks for, as requests. */
public final class CallRequest {
    private static final List<String> KNOWN =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY");

    public static final Setting REQUEST = Setting.text(
                    "request", Setting.Group.REQUEST, "METHOD", "The method, when it is not the first argument.")
            .or("-X")
            .onlyOption()
            .usual();

    public static final Setting HEADER = Setting.texts(
                    "header", Setting.Group.REQUEST, "NAME:VALUE", "A header, as curl takes it; repeatable.")
            .or("-H")
            .onlyOption()
            .usual();

    public static final Setting DATA = Setting.texts(
                    "data",
                    Setting.Group.REQUEST,
                    "TEXT|@FILE",
                    "The body as it is: text, @FILE, or @- for standard input. Text that begins with { or [ is sent"
                            + " as JSON, other text as a form.")
            .or("-d", "--data-binary")
            .onlyOption()
            .usual();

    static final Setting FORM = Setting.flag(
                    "form", Setting.Group.REQUEST, "Items make a form, with name@FILE an upload, in place of JSON.")
            .or("-f")
            .onlyOption();

    static final Setting COMPRESSED = Setting.flag(
                    "compressed", Setting.Group.REQUEST, "Ask for a compressed answer, and decompress it.")
            .onlyOption();

    private static final SpecRef SPEC = SpecRef.rfc(6750, "2.1");

    private final String method;
    private final List<URI> addresses;
    private final Map<URI, String> paths;
    private final RequestItems items;
    private final Headers headers;
    private final Body body;

    private CallRequest(
            String method,
            List<URI> addresses,
            Map<URI, String> paths,
            RequestItems items,
            Headers headers,
            Body body) {
        this.method = method;
        this.addresses = List.copyOf(addresses);
        this.paths = Map.copyOf(paths);
        this.items = items;
        this.headers = headers;
        this.body = body;
    }

    /**
     * Reads the command line.
     *
     * @param addresses the addresses of {@code --from}, in place of one on the command line
     * @throws Failure.Usage if it asks for nothing that could be sent
     */
    static CallRequest of(Invocation invocation, Optional<List<String>> addresses) {
        Arguments arguments = invocation.arguments();
        List<String> words = new ArrayList<>(arguments.positionals());
        Optional<String> method = arguments.first(REQUEST);
        if (addresses.isEmpty() ? startsWithMethod(words) : !words.isEmpty() && isMethod(words.get(0))) {
            if (method.isPresent()) {
                throw new Failure.Usage("the method is given twice").hint("leave out --request");
            }
            method = Optional.of(words.remove(0).toUpperCase(Locale.ROOT));
        }
        if (addresses.isEmpty() && words.isEmpty()) {
            throw new Failure.Usage("oat call lacks a URL").hint("oat call [METHOD] https://HOST/PATH [ITEM…]");
        }
        List<String> texts = addresses.orElseGet(() -> List.of(words.remove(0)));
        RequestItems items = new RequestItems(
                arguments.has(FORM), invocation.environment().streams().in(), boundary(invocation));
        int position = 1;
        for (String word : words) {
            items.item(word, position++);
        }
        for (String line : arguments.all(HEADER)) {
            items.headerLine(line);
        }
        for (String data : arguments.all(DATA)) {
            items.data(data);
        }
        Body body = items.body();
        List<URI> targets = new ArrayList<>();
        Map<URI, String> paths = new HashMap<>();
        for (String text : texts) {
            URI target = ApiAddress.with(CallAddress.of(invocation, text), items.query());
            targets.add(target);
            CallAddress.asPath(invocation, text).ifPresent(path -> paths.put(target, path));
        }
        String chosen = method.orElse(body instanceof Body.None ? "GET" : "POST");
        check(chosen);
        return new CallRequest(chosen, targets, paths, items, headers(items, body, arguments), body);
    }

    /**
     * Returns whether the first word is the method and the next one the address. A path of letters alone looks like one; then an
     * item follows it.
     */
    private static boolean startsWithMethod(List<String> words) {
        if (words.size() == 1 && KNOWN.contains(words.get(0))) {
            throw new Failure.Usage("oat call lacks a URL").hint("oat call [METHOD] https://HOST/PATH [ITEM…]");
        }
        return words.size() > 1
                && isMethod(words.get(0))
                && (KNOWN.contains(words.get(0).toUpperCase(Locale.ROOT)) || !isItem(words.get(1)));
    }

    private static boolean isItem(String word) {
        for (int i = 0; i < word.length() && "/?:".indexOf(word.charAt(i)) < 0; i++) {
            if (word.charAt(i) == '=' || word.charAt(i) == '@') {
                return true;
            }
        }
        return word.contains(":=");
    }

    private static boolean isMethod(String word) {
        boolean letters = !word.isEmpty() && word.length() < 20;
        for (char c : word.toCharArray()) {
            letters &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }
        return letters;
    }

    private static void check(String method) {
        if (!Ascii.isMadeOf(method, "-_") || method.length() >= 40 || method.equals("CONNECT")) {
            throw Failure.Usage.value("METHOD", method, "a method that can be sent")
                    .hint("write -X GET, -X PATCH …");
        }
    }

    private static String boundary(Invocation invocation) {
        if (!invocation.arguments().has(FORM)) {
            return "";
        }
        SecureRandom random = invocation.environment().random().get();
        return "oat-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    private static Headers headers(RequestItems items, Body body, Arguments arguments) {
        Headers headers = items.headers();
        if (!headers.has("Accept") && !items.leavesOut("Accept")) {
            headers = headers.with("Accept", items.accept());
        }
        if (!headers.has("Accept-Encoding") && !items.leavesOut("Accept-Encoding")) {
            headers = headers.with("Accept-Encoding", arguments.has(COMPRESSED) ? Decompression.ACCEPTED : "identity");
        }
        if (!headers.has("Content-Type")
                && !items.leavesOut("Content-Type")
                && body.contentType().isPresent()) {
            headers = headers.with("Content-Type", body.contentType().orElseThrow());
        }
        return headers;
    }

    /** Returns the addresses to call. */
    List<URI> addresses() {
        return addresses;
    }

    /** Returns the path that an address may have been meant for, where its host was guessed; or nothing. */
    String path(URI address) {
        return paths.getOrDefault(address, "");
    }

    /** The request to one of them. */
    Request to(URI address) {
        return new Request("call", SPEC, method, address, headers, body);
    }

    /** Returns the method. */
    String method() {
        return method;
    }

    /** Whether the user gave the {@code Authorization} header. */
    boolean isAuthorizedByHand() {
        return items.headers().has("Authorization");
    }

    /** Returns whether the body can be sent only once. */
    boolean isOneShot() {
        return !body.repeatable();
    }
}
