package dev.oat.playground.gateway;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Delay;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.net.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The API behind the gateway. It believes the gateway's headers, and asks for no token itself. */
public final class Backend {
    private static final int MAX_JSON = 1 << 20;
    private static final int PAGE_SIZE = 5;
    private static final int SEEDED_ORDERS = 12;
    private static final List<String> GOODS = List.of("oats", "tea", "honey", "plums");
    private static final Duration LONG = Duration.ofMinutes(10);

    /** Answers the paths that begin with one word; {@code rest} is what follows the slash after it. */
    private interface Resource {
        Answer answer(Incoming request, String rest) throws IOException;
    }

    private final Delay pause;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final List<JsonObject> orders = new ArrayList<>();
    private final Map<String, Integer> tries = new ConcurrentHashMap<>();

    public Backend(Delay pause) {
        this.pause = pause;
        resources.put("hello", (request, rest) -> hello(request));
        resources.put("headers", (request, rest) -> headers(request));
        resources.put("orders", (request, rest) -> orders(request));
        resources.put("admin", (request, rest) -> Answer.json(200, "{\"message\":\"You are an administrator.\"}"));
        resources.put("payments", (request, rest) -> Answer.json(200, "{\"message\":\"Paid.\"}"));
        resources.put("fresh", (request, rest) -> Answer.json(200, "{\"message\":\"It was just you.\"}"));
        resources.put("echo", (request, rest) -> echo(request));
        resources.put(
                "bytes", (request, rest) -> bytes(number(rest), request.query().has("chunked")));
        resources.put(
                "truncated",
                (request, rest) -> truncated(number(rest), request.query().has("chunked")));
        resources.put("stalled", (request, rest) -> stalled());
        resources.put("status", (request, rest) -> status((int) number(rest)));
        resources.put("slow", (request, rest) -> slow(number(rest)));
        resources.put("retry", (request, rest) -> retry(request));
        resources.put("redirect", (request, rest) -> redirect(request));
        for (int i = 1; i <= SEEDED_ORDERS; i++) {
            orders.add(JsonObject.of(order(i, GOODS.get(i % GOODS.size()), i)));
        }
    }

    public Answer answer(Incoming request) throws IOException {
        String path = request.path().substring(Math.min(1, request.path().length()));
        int slash = path.indexOf('/');
        Resource resource = resources.get(slash < 0 ? path : path.substring(0, slash));
        if (resource == null) {
            return problem(404, "there is nothing at " + request.path());
        }
        return resource.answer(request, slash < 0 ? "" : path.substring(slash + 1));
    }

    private static Answer problem(int status, String detail) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("status", status);
        members.put("detail", detail);
        return Answer.text(
                status, "application/problem+json", JsonObject.of(members).toJson() + "\n");
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw OAuthError.invalidRequest("the path ends in no number");
        }
    }

    private static Answer hello(Incoming request) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("hello", request.header(Gateway.SUBJECT).orElse("stranger"));
        members.put("client_id", request.header(Gateway.CLIENT).orElse(""));
        members.put("scope", request.header(Gateway.SCOPES).orElse(""));
        return Answer.json(200, JsonObject.of(members));
    }

    /** Returns the headers that came this far; the token is never among them. */
    private static Answer headers(Incoming request) {
        return Answer.json(200, JsonObject.of(new LinkedHashMap<>(request.headers())));
    }

    private static Map<String, Object> order(int id, String item, int amount) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("id", id);
        order.put("item", item);
        order.put("amount", amount);
        return order;
    }

    private Answer orders(Incoming request) throws IOException {
        return switch (request.method()) {
            case "GET", "HEAD" -> listOrders(request);
            case "POST" -> addOrder(request);
            default -> problem(405, "orders take GET and POST").with("Allow", "GET, POST");
        };
    }

    /** Returns one page, with the way to the others in a Link header (RFC 8288). */
    private Answer listOrders(Incoming request) {
        int size = (int) request.query()
                .first("size")
                .map(Backend::number)
                .orElse((long) PAGE_SIZE)
                .longValue();
        int page = (int)
                request.query().first("page").map(Backend::number).orElse(1L).longValue();
        if (size < 1 || page < 1) {
            return problem(400, "page and size begin at 1");
        }
        List<JsonObject> some;
        int pages;
        synchronized (orders) {
            pages = Math.max(1, (orders.size() + size - 1) / size);
            long from = Math.min(orders.size(), (page - 1L) * size);
            some = List.copyOf(orders.subList((int) from, (int) Math.min(orders.size(), from + size)));
        }
        List<String> links = new ArrayList<>();
        if (page > 1) {
            links.add(link(request, 1, size, "first"));
            links.add(link(request, page - 1, size, "prev"));
        }
        if (page < pages) {
            links.add(link(request, page + 1, size, "next"));
            links.add(link(request, pages, size, "last"));
        }
        Answer answer = Answer.json(200, JsonObject.toJson(some));
        return links.isEmpty() ? answer : answer.with("Link", String.join(", ", links));
    }

    private static String link(Incoming request, int page, int size, String rel) {
        String base =
                request.header("X-Forwarded-Host").map(host -> "http://" + host).orElse("");
        return "<" + base + "/orders?page=" + page + "&size=" + size + ">; rel=\"" + rel + "\"";
    }

    private Answer addOrder(Incoming request) throws IOException {
        byte[] body = request.body().readNBytes(MAX_JSON + 1);
        if (body.length > MAX_JSON) {
            return problem(413, "the order is larger than 1 MiB");
        }
        JsonObject order;
        try {
            order = JsonObject.parse(body);
        } catch (JsonException e) {
            return problem(400, "the order is not a JSON object: " + e.getMessage());
        }
        synchronized (orders) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("id", orders.size() + 1);
            order.without("id").members().forEach(members::put);
            JsonObject kept = JsonObject.of(members);
            orders.add(kept);
            return Answer.json(201, kept).with("Location", "/orders/" + orders.size());
        }
    }

    /** Takes in a body of any length and says what arrived. */
    private static Answer echo(Incoming request) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] block = new byte[64 * 1024];
        long bytes = 0;
        for (int read = request.body().read(block);
                read >= 0;
                read = request.body().read(block)) {
            digest.update(block, 0, read);
            bytes += read;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("method", request.method());
        members.put("bytes", bytes);
        members.put("sha256", HexFormat.of().formatHex(digest.digest()));
        members.put("content_type", request.header("Content-Type").orElse(""));
        members.put("query", request.query().values());
        return Answer.json(200, JsonObject.of(members));
    }

    private static Answer bytes(long length, boolean chunked) {
        return Answer.streamed(200, chunked ? -1 : length, out -> write(out, length))
                .with("Content-Type", "application/octet-stream");
    }

    private static Answer truncated(long length, boolean chunked) {
        return Answer.streamed(200, chunked ? -1 : length + 1, out -> {
                    write(out, length);
                    out.flush();
                    throw new IOException("cut on purpose");
                })
                .with("Content-Type", "application/octet-stream");
    }

    private Answer stalled() {
        return Answer.streamed(200, 2, out -> {
                    out.write('x');
                    out.flush();
                    pause.waitFor(LONG);
                    throw new IOException("stalled to the end");
                })
                .with("Content-Type", "application/octet-stream");
    }

    /** The bytes 0 to 250, over and over: as 251 is prime, a block that is lost or doubled shows. */
    private static void write(OutputStream out, long length) throws IOException {
        byte[] block = new byte[251 * 256];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i % 251);
        }
        for (long left = length; left > 0; left -= block.length) {
            out.write(block, 0, (int) Math.min(left, block.length));
        }
    }

    private static Answer status(int status) {
        if (status < 200 || status > 599) {
            return problem(400, "a status is a number from 200 to 599");
        }
        return Answer.json(status, "{\"status\":" + status + "}");
    }

    private Answer slow(long millis) {
        pause.waitFor(Duration.ofMillis(millis));
        return Answer.json(200, "{\"waited_ms\":" + millis + "}");
    }

    /** Refuses the first {@code times} tries under one {@code key}, and then answers 200. */
    private Answer retry(Incoming request) {
        PlaygroundForm query = request.query();
        long times = query.first("times").map(Backend::number).orElse(1L);
        long status = query.first("status").map(Backend::number).orElse(429L);
        int tried = tries.merge(query.first("key").orElse(""), 1, Integer::sum);
        if (tried > times) {
            return Answer.json(200, "{\"tries\":" + tried + "}");
        }
        return problem((int) status, "try again")
                .with("Retry-After", query.first("after").orElse("1"));
    }

    private static Answer redirect(Incoming request) {
        Optional<String> to = request.query().first("to");
        if (to.isEmpty() || to.get().chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
            return problem(400, "say where: ?to=URL");
        }
        int status = (int) request.query()
                .first("status")
                .map(Backend::number)
                .orElse(302L)
                .longValue();
        if (status < 300 || status > 399) {
            return problem(400, "a redirect's status is a number from 300 to 399");
        }
        return Answer.redirect(status, to.get());
    }
}
