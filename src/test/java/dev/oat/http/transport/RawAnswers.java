package dev.oat.http.transport;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.trace.SpecRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** What servers send, rightly or not, byte by byte, and what must come of it: the table that every transport is held to. */
final class RawAnswers {
    /** What a server does once a client has connected. */
    @FunctionalInterface
    interface Script {
        void play(RawServer.Connection c) throws IOException, InterruptedException;
    }

    /** The messages that a row is for. */
    enum Scope {
        ALL,
        /** Protocol messages: small, collected, decoded without being asked. */
        MESSAGES,
        /** Calls, which stream. */
        STREAMS,
        /** Both, over https only. */
        SECURE
    }

    /** What must come of it. */
    sealed interface Right {}

    /**
     * The answer is given.
     *
     * @param status its status
     * @param body its body
     * @param orRefused whether a refusal is as safe, and so as right
     */
    record Given(int status, String body, boolean orRefused) implements Right {}

    /**
     * The answer is refused: it is unreachable or unreadable.
     *
     * @param rule the section that the answer breaks, or none where the connection breaks
     * @param words one of these is in what the user reads; none where the network's own words do
     * @param orTimedOut whether a limit of time may come first
     */
    record Refused(SpecRef rule, List<String> words, boolean orTimedOut) implements Right {}

    /** A limit of time ends it, and says so. */
    record TimedOut() implements Right {}

    /**
     * One answer.
     *
     * @param name what is odd about it
     * @param method the request's method
     * @param headers the request's header fields
     * @param body the request's body, made anew for each use
     * @param script what the server does
     * @param right what must come of it
     * @param scope for which messages
     * @param unlikeCurl why curl's outcome is another, or empty where it must be the same
     * @param large whether it costs so much that it is measured alone
     */
    record Row(
            String name,
            String method,
            Headers headers,
            Supplier<Body> body,
            Script script,
            Right right,
            Scope scope,
            Optional<String> unlikeCurl,
            boolean large) {
        Row gives(int status, String text) {
            return with(new Given(status, text, false));
        }

        Row gives(String text) {
            return gives(200, text);
        }

        /** The body, or a refusal: both are safe, and nothing else is. */
        Row givesOrRefused(String text) {
            return with(new Given(200, text, true));
        }

        Row refused(String section, String... words) {
            return refused(SpecRef.rfc(9112, section), words);
        }

        Row refused(SpecRef rule, String... words) {
            return with(new Refused(rule, List.of(words), false));
        }

        Row orTimedOut() {
            Refused refused = (Refused) right;
            return with(new Refused(refused.rule(), refused.words(), true));
        }

        /** It is longer than anybody needs, and is not read further. */
        Row tooLong(String... words) {
            return refused(SpecRef.none(), words);
        }

        /** It is not HTTP/1.1. */
        Row notHttp() {
            return refused(SpecRef.none(), "RFC 9112 §4", "no HTTP/1.1 at");
        }

        /** The connection breaks before the answer is whole (RFC 9112 §8). */
        Row broken() {
            return refused(
                    SpecRef.none(), "cut short", "closed before an answer", "no whole answer", "closed the connection");
        }

        Row timesOut() {
            return with(new TimedOut());
        }

        private Row with(Right other) {
            return new Row(name, method, headers, body, script, other, scope, unlikeCurl, large);
        }

        Row asking(String other, Supplier<Body> content) {
            return new Row(name, other, headers, content, script, right, scope, unlikeCurl, large);
        }

        Row asking(String other) {
            return asking(other, body);
        }

        Row sending(String field, String value) {
            return new Row(name, method, headers.with(field, value), body, script, right, scope, unlikeCurl, large);
        }

        Row only(Scope other) {
            return new Row(name, method, headers, body, script, right, other, unlikeCurl, large);
        }

        Row unlikeCurl(String reason) {
            return new Row(name, method, headers, body, script, right, scope, Optional.of(reason), large);
        }

        Row costly() {
            return new Row(name, method, headers, body, script, right, scope, unlikeCurl, true);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String FIVE = OK + "Content-Length: 5\r\n\r\nhello";
    private static final String HELLO = "5\r\nhello\r\n0\r\n\r\n";
    private static final String LENGTH = OK + "X-A: b\r\nContent-Length: 5\r\n\r\nhello";
    private static final String IN_CHUNKS = CHUNKED + "3\r\nhel\r\n2;x\r\nlo\r\n0\r\nX-T: 1\r\n\r\n";
    private static final int BIG = 16 << 20;
    private static final byte[] ZEROS = new byte[BIG];
    private static final String SECRET = "s3cr3t-canary";

    private RawAnswers() {}

    /** What no failure may quote. */
    static String secret() {
        return SECRET;
    }

    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        challenges(rows);
        chunks(rows);
        transferCodings(rows);
        lengths(rows);
        afterTheBody(rows);
        fields(rows);
        interim(rows);
        statusLines(rows);
        otherProtocols(rows);
        truncation(rows);
        withoutBody(rows);
        contentCodings(rows);
        uploads(rows);
        Map<String, String> reasons = unlikeCurl();
        List<Row> all = new ArrayList<>();
        for (Row row : rows) {
            String reason = reasons.remove(row.name());
            all.add(reason == null ? row : row.unlikeCurl(reason));
        }
        if (!reasons.isEmpty()) {
            throw new IllegalStateException("no such rows: " + reasons.keySet());
        }
        return all;
    }

    /** Where oat is stricter than curl 7.88, or looser, and why. */
    private static Map<String, String> unlikeCurl() {
        Map<String, String> reasons = new HashMap<>();
        for (String size : List.of("0x3d", "5g", "5,", "5=", "5 5", "0x", "0x5", "5h", "5.0", "5-")) {
            reasons.put("chunk size <" + size + ">", "stricter: curl takes what it can of it; RFC 9112 §7.1: 1*HEXDIG");
        }
        reasons.put("NUL in a chunk size line", "stricter: curl passes over it; RFC 9112 §7.1: 1*HEXDIG");
        reasons.put("chunk shorter than its size", "stricter: curl passes over the CR; RFC 9112 §7.1: CRLF");
        String unasked = "stricter: curl decodes or drops it; RFC 9112 §7.4: only what TE asks for may come";
        reasons.put("transfer coding br, chunked", unasked);
        reasons.put("transfer coding gzip, chunked", unasked);
        String twice = "stricter: RFC 9112 §6.1: chunked must not be applied twice";
        reasons.put("transfer coding chunked, chunked", twice);
        reasons.put("two Transfer-Encoding, both chunked", twice);
        String number = "stricter: curl takes the digits at its beginning; RFC 9110 §8.6: 1*DIGIT";
        for (String length : List.of("+5", "0x5", "5 5", "5a", "5;", "5.0", "1e1", "5,", "5-5")) {
            reasons.put("Content-Length <" + length + ">", number);
        }
        String differing = "stricter: RFC 9112 §6.3: a user agent must discard such an answer";
        reasons.put("Content-Length <5, 4>", differing);
        reasons.put("two differing Content-Length", differing);
        reasons.put("two differing Content-Length, the larger last", differing);
        String overflow = "stricter: curl reads to the end then; RFC 9112 §6.3: the length is invalid";
        for (String length : List.of("99999999999999999999999", "9223372036854775808", "18446744073709551621")) {
            reasons.put("Content-Length <" + length + ">", overflow);
        }
        reasons.put("101 that nobody asked for", "stricter: RFC 9110 §7.8: only what Upgrade asks for may come");
        String version = "stricter: RFC 9112 §2.3: HTTP-version of an answer over this connection is HTTP/1.x";
        for (String line : List.of(
                "HTTP/2 200",
                "HTTP/2.0 200 OK",
                "HTTP/x.y 200 OK",
                "HTTP/-1.1 200 OK",
                "http/1.1 200 OK",
                "Http/1.1 200 OK")) {
            reasons.put("status line <" + line + ">", version);
        }
        reasons.put("status line <HTTP/1.1 200OK>", "stricter: RFC 9112 §4: a space follows the status");
        for (int end = OK.length(); end < LENGTH.length() - "hello".length(); end++) {
            reasons.put(
                    "an answer with a length, cut after " + end + " bytes",
                    "stricter: RFC 9112 §8: the head is not whole");
        }
        reasons.put(
                "an answer in chunks, cut after " + (IN_CHUNKS.length() - 1) + " bytes",
                "stricter: curl takes the CR for the end of the trailers; RFC 9112 §7.1: CRLF");
        reasons.put("gzip of two members", "looser: RFC 1952 §2.2: a file is a series of members");
        String sum = "stricter: RFC 9110 §8.4.1: what does not end has not come whole";
        for (String name : List.of("gzip cut short", "gzip without its sum", "gzip of one byte", "deflate cut short")) {
            reasons.put(name, sum);
        }
        reasons.put(
                "417 to who expects 100", "looser: curl asks again without Expect, which this server does not hear");
        String unlimited = "stricter: curl has no such limit unless told";
        for (String name : List.of(
                "a body without end",
                "a body in chunks without end",
                "a gzip bomb in a message",
                "a deflate bomb in a message",
                "chunk larger than any message",
                "a Content-Length larger than any message")) {
            reasons.put(name, unlimited);
        }
        return reasons;
    }

    private static void challenges(List<Row> rows) {
        List<String> odd = List.of(
                "", " ", "=", "==", ",", "\"", "Basic realm=", "realm=\"x\"", "Bearer error=\"a", "\t", ";", "é");
        for (String field : List.of("WWW-Authenticate", "Proxy-Authenticate")) {
            for (int status : new int[] {401, 407}) {
                for (String challenge : odd) {
                    rows.add(stays(
                                    status + " with " + field + " <" + challenge.replace("\t", "TAB") + ">",
                                    "HTTP/1.1 " + status + " No\r\n" + field + ":" + challenge
                                            + "\r\nContent-Length: 5\r\n\r\nhello")
                            .gives(status, "hello"));
                }
            }
        }
        rows.add(stays("401 without a challenge", "HTTP/1.1 401 No\r\nContent-Length: 5\r\n\r\nhello")
                .gives(401, "hello"));
        rows.add(stays("407 without a challenge", "HTTP/1.1 407 No\r\nContent-Length: 5\r\n\r\nhello")
                .gives(407, "hello"));
        rows.add(stays("401 to an upload", "HTTP/1.1 401 No\r\nWWW-Authenticate: =\r\nContent-Length: 5\r\n\r\nhello")
                .asking("POST", () -> text("payload"))
                .gives(401, "hello"));
        rows.add(stays("401 to an upload of unknown length", "HTTP/1.1 401 No\r\nContent-Length: 5\r\n\r\nhello")
                .asking("POST", () -> new Body.OfStream("a/b", zeros(100_000)))
                .gives(401, "hello"));
        rows.add(stays(
                        "401 without length",
                        "HTTP/1.1 401 No\r\nWWW-Authenticate:\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO)
                .gives(401, "hello"));
    }

    private static void chunks(List<Row> rows) {
        rows.add(stays("chunks", CHUNKED + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n").gives("hello"));
        rows.add(stays("chunks and no byte", CHUNKED + "0\r\n\r\n").gives(""));
        rows.add(stays("chunk size in capitals", CHUNKED + "A\r\nhellohello\r\n0\r\n\r\n")
                .gives("hellohello"));
        rows.add(stays("chunk size with zeros before", CHUNKED + "0005\r\nhello\r\n000\r\n\r\n")
                .gives("hello"));
        rows.add(stays("chunk size with blanks after", CHUNKED + "5  \r\nhello\r\n0  \r\n\r\n")
                .gives("hello"));
        rows.add(stays("chunk extensions", CHUNKED + "5;a=b;c\r\nhello\r\n0;d\r\n\r\n")
                .gives("hello"));
        rows.add(stays("chunk extension, quoted", CHUNKED + "5;a=\"b;\\\" c\"\r\nhello\r\n0\r\n\r\n")
                .gives("hello"));
        rows.add(stays("chunk extension after a blank", CHUNKED + "5 ; a = b\r\nhello\r\n0\r\n\r\n")
                .gives("hello"));
        rows.add(stays("chunk extension of 2 KiB", CHUNKED + "5;a=" + "b".repeat(2048) + "\r\nhello\r\n0\r\n\r\n")
                .gives("hello"));
        rows.add(endless("chunk extension without end", CHUNKED + "5;a=", "bbbbbbbb")
                .tooLong("chunk"));
        rows.add(endless("chunks with long extensions without end", CHUNKED, "1;a=" + "b".repeat(4000) + "\r\nx\r\n")
                .tooLong("chunk"));
        rows.add(dripping("chunk extension that drips", CHUNKED + "5;", "x").timesOut());
        rows.add(dripping("chunk size that drips", CHUNKED + "5\r\nhello\r\n", "0")
                .tooLong("chunk")
                .orTimedOut());
        rows.add(endless("chunk size without end", CHUNKED, "0").tooLong("chunk"));
        for (String size : List.of(
                "0x3d", "+5", " 5", "-1", "", "g", "5g", "5,", "5=", "5 5", "\t5", "é", "0x", "0x5", "5h", "#", ";a",
                "5.0", "٥", "５", "--5", "5-")) {
            Row row = says(
                            "chunk size <" + size.replace("\t", "TAB") + ">",
                            CHUNKED + utf8(size) + "\r\nhello\r\n0\r\n\r\n")
                    .refused("7.1", "chunk");
            rows.add(row);
        }
        rows.add(says("chunk size of 16 digits", CHUNKED + "ffffffffffffffff\r\nhello\r\n0\r\n\r\n")
                .refused("7.1", "chunk"));
        rows.add(says("chunk size of 17 digits", CHUNKED + "10000000000000005\r\nhello\r\n0\r\n\r\n")
                .refused("7.1", "chunk"));
        rows.add(says("chunk size of 33 digits", CHUNKED + "100000000000000000000000000000005\r\nhello\r\n0\r\n\r\n")
                .refused("7.1", "chunk"));
        rows.add(says("chunk larger than what comes", CHUNKED + "7ffffff\r\nhello")
                .only(Scope.STREAMS)
                .broken());
        rows.add(says("chunk larger than any message", CHUNKED + "7fffffff\r\nhello")
                .only(Scope.MESSAGES)
                .refused(SpecRef.none(), "larger than 2 MiB", "cut short"));
        rows.add(says("chunk without its line's end", CHUNKED + "5\r\nhello0\r\n\r\n")
                .refused("7.1", "chunk"));
        rows.add(says("chunk longer than its size", CHUNKED + "3\r\nhello\r\n0\r\n\r\n")
                .refused("7.1", "chunk"));
        rows.add(says("chunk shorter than its size", CHUNKED + "6\r\nhello\r\n0\r\n\r\n")
                .refused("7.1", "chunk", "cut short"));
        rows.add(says("chunk followed by a blank line", CHUNKED + "5\r\nhello\r\n\r\n0\r\n\r\n")
                .refused("7.1", "chunk"));
        rows.add(says("chunk followed by a CR alone", CHUNKED + "5\r\nhello\r0\r\n\r\n")
                .refused("7.1", "chunk"));
        rows.add(says("CR within a chunk size line", CHUNKED + "5\r;\r\nhello\r\n0\r\n\r\n")
                .givesOrRefused("hello"));
        rows.add(says("NUL in a chunk size line", CHUNKED + "5\0\r\nhello\r\n0\r\n\r\n")
                .refused(SpecRef.none(), "chunk"));
        rows.add(stays("chunk lines with LF only", CHUNKED + "5\nhello\n0\n\n").givesOrRefused("hello"));
        rows.add(stays("trailers", CHUNKED + "5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n")
                .gives("hello"));
        rows.add(stays(
                        "trailers that would frame",
                        CHUNKED + "5\r\nhello\r\n0\r\nContent-Length: 3\r\nTransfer-Encoding: x\r\n\r\n")
                .gives("hello"));
        rows.add(stays("a trailer that is folded", CHUNKED + "5\r\nhello\r\n0\r\nX-Sum: 1\r\n 2\r\n\r\n")
                .gives("hello"));
        rows.add(endless("trailers without end", CHUNKED + "5\r\nhello\r\n0\r\n", "X-T: 1234567890\r\n")
                .tooLong("trailer"));
        rows.add(endless("a trailer without end", CHUNKED + "5\r\nhello\r\n0\r\nX-T: ", "12345678")
                .tooLong("trailer"));
        rows.add(dripping("trailers that drip", CHUNKED + "5\r\nhello\r\n0\r\n", "X-T: 1\r\n")
                .timesOut());
        rows.add(dripping("a trailer that drips", CHUNKED + "5\r\nhello\r\n0\r\nX-T: ", "1")
                .timesOut());
        rows.add(dripping("chunks that drip", CHUNKED, "1\r\nx\r\n").timesOut());
        rows.add(stalls("chunks that stop", CHUNKED + "5\r\nhello\r\n").timesOut());
        rows.add(stalls("trailers that stop", CHUNKED + "5\r\nhello\r\n0\r\nX-T: 1\r\n")
                .timesOut());
        rows.add(stalls("a chunk that stops", CHUNKED + "5\r\nhel").timesOut());
        rows.add(stays("a body in very many tiny chunks", CHUNKED + "1\r\nx\r\n".repeat(300_000) + "0\r\n\r\n")
                .gives("x".repeat(300_000))
                .costly());
        rows.add(stays(
                        "tiny chunks with extensions",
                        CHUNKED + ("1;a=" + "b".repeat(60) + "\r\nx\r\n").repeat(2000) + "0\r\n\r\n")
                .gives("x".repeat(2000)));
    }

    private static void transferCodings(List<Row> rows) {
        rows.add(says(
                        "chunked and Content-Length",
                        OK + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO)
                .gives("hello"));
        rows.add(says(
                        "chunked, then Content-Length",
                        OK + "Transfer-Encoding: chunked\r\nContent-Length: 500\r\n\r\n" + HELLO)
                .gives("hello"));
        rows.add(stays("chunked, capital", OK + "TRANSFER-ENCODING: Chunked\r\n\r\n" + HELLO)
                .gives("hello"));
        rows.add(stays("chunked with blanks around", OK + "Transfer-Encoding: \t chunked \t \r\n\r\n" + HELLO)
                .gives("hello"));
        rows.add(stays("chunked without a blank", OK + "Transfer-Encoding:chunked\r\n\r\n" + HELLO)
                .gives("hello"));
        rows.add(stays("chunked in a list with empty elements", OK + "Transfer-Encoding: , chunked,\r\n\r\n" + HELLO)
                .givesOrRefused("hello"));
        for (String coding : List.of(
                "xchunked",
                "chunkedx",
                "gzip",
                "compress, chunked",
                "x",
                "chunked;q=1",
                "chunked, gzip",
                "\"chunked\"",
                "chunked chunked",
                "chunke",
                "br, chunked")) {
            rows.add(says("transfer coding " + coding, OK + "Transfer-Encoding: " + coding + "\r\n\r\n" + HELLO)
                    .refused("6.1", "transfer coding", "chunked twice"));
        }
        rows.add(says("transfer coding after a vertical tab", OK + "Transfer-Encoding: \u000bchunked\r\n\r\n" + HELLO)
                .refused("6.1", "transfer coding", "chunked twice"));
        rows.add(says(
                        "transfer coding gzip, chunked",
                        OK + "Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk(gzip("hello")))
                .refused("6.1", "transfer coding", "chunked twice"));
        rows.add(says(
                        "transfer coding chunked, chunked",
                        OK + "Transfer-Encoding: chunked, chunked\r\n\r\n" + chunk(HELLO))
                .refused("6.1", "transfer coding", "chunked twice"));
        rows.add(says(
                        "two Transfer-Encoding, both chunked",
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO)
                .refused("6.1", "transfer coding", "chunked twice"));
        rows.add(says(
                        "two Transfer-Encoding, chunked and gzip",
                        OK + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n" + HELLO)
                .refused("6.1", "transfer coding", "chunked twice"));
        rows.add(says(
                        "two Transfer-Encoding, identity and chunked",
                        OK + "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO)
                .givesOrRefused("hello"));
        rows.add(says("transfer coding identity", OK + "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("transfer coding identity until the end", OK + "Transfer-Encoding: identity\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("transfer coding chunked, identity", OK + "Transfer-Encoding: chunked, identity\r\n\r\n" + HELLO)
                .givesOrRefused("hello"));
        rows.add(says("Transfer-Encoding without a value", OK + "Transfer-Encoding:\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("chunked in an HTTP/1.0 answer", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO)
                .givesOrRefused("hello"));
        rows.add(says(
                        "chunked and Content-Length in an HTTP/1.0 answer",
                        "HTTP/1.0 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" + HELLO)
                .givesOrRefused("hello"));
        rows.add(stays("a folded Transfer-Encoding", OK + "Transfer-Encoding:\r\n chunked\r\n\r\n" + HELLO)
                .givesOrRefused("hello"));
        rows.add(stays(
                        "Transfer-Encoding with a blank before the colon",
                        OK + "Transfer-Encoding : chunked\r\n\r\n" + HELLO)
                .givesOrRefused("hello"));
        rows.add(says("Transfer-Encoding with NUL", OK + "Transfer-Encoding: chunked\0\r\n\r\n" + HELLO)
                .refused(SpecRef.rfc(9110, "5.5"), "NUL"));
        rows.add(says("Transfer-Encoding with a bare CR", OK + "Transfer-Encoding: chunked\rx\r\n\r\n" + HELLO)
                .refused("6.1", "transfer coding"));
    }

    private static void lengths(List<Row> rows) {
        rows.add(stays("Content-Length", FIVE).gives("hello"));
        rows.add(stays("Content-Length in capitals", OK + "CONTENT-LENGTH:5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("Content-Length with zeros before", OK + "Content-Length: 0005\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("Content-Length with blanks around", OK + "Content-Length: \t5 \t\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("Content-Length 0", OK + "Content-Length: 0\r\n\r\n").gives(""));
        rows.add(stays("two equal Content-Length", OK + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("a list of equal lengths", OK + "Content-Length: 5, 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays(
                        "a list of equal lengths over two fields",
                        OK + "Content-Length: 5,5\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("two differing Content-Length", OK + "Content-Length: 5\r\nContent-Length: 4\r\n\r\nhello")
                .refused("6.3", "length"));
        rows.add(says(
                        "two differing Content-Length, the larger last",
                        OK + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nhello")
                .refused("6.3", "length"));
        rows.add(says("two Content-Length, one unreadable", OK + "Content-Length: 5\r\nContent-Length: x\r\n\r\nhello")
                .refused("6.3", "length"));
        for (String length : List.of(
                "5, 4",
                "-5",
                "-1",
                "+5",
                "0x5",
                "",
                " ",
                "five",
                "5 5",
                "5a",
                "5;",
                "5.0",
                "1e1",
                "٥",
                "\"5\"",
                "5,",
                ",5",
                "- 5",
                "99999999999999999999999",
                "9223372036854775808",
                "18446744073709551621",
                "5-5")) {
            rows.add(says("Content-Length <" + length + ">", OK + "Content-Length: " + utf8(length) + "\r\n\r\nhello")
                    .refused("6.3", "length"));
        }
        rows.add(says("a Content-Length larger than what comes", OK + "Content-Length: 50\r\n\r\nhello")
                .broken());
        rows.add(says("the largest Content-Length", OK + "Content-Length: 9223372036854775807\r\n\r\nhello")
                .only(Scope.STREAMS)
                .broken());
        rows.add(says("a Content-Length larger than any message", OK + "Content-Length: 99999999999\r\n\r\nhello")
                .only(Scope.MESSAGES)
                .refused(SpecRef.none(), "larger than 2 MiB", "cut short"));
        rows.add(stays("a folded Content-Length", OK + "Content-Length:\r\n 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("Content-Length with a blank before the colon", OK + "Content-Length : 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("neither length nor chunks", OK + "\r\nhello").gives("hello"));
        rows.add(says("neither length nor chunks, HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nhello")
                .gives("hello"));
        rows.add(says(
                        "neither length nor chunks, though it would keep alive",
                        OK + "Connection: keep-alive\r\n\r\nhello")
                .gives("hello"));
        rows.add(says("neither length nor chunks, nor a body", OK + "\r\n").gives(""));
        rows.add(stalls("neither length nor chunks, and no end", OK + "\r\nhello")
                .timesOut());
        rows.add(stays("Content-Length, HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(endless("a body without end", OK + "\r\n", "yyyyyyyy")
                .only(Scope.MESSAGES)
                .refused(SpecRef.none(), "larger than 2 MiB", "cut short"));
        rows.add(endless("a body in chunks without end", CHUNKED, "1\r\nx\r\n")
                .only(Scope.MESSAGES)
                .refused(SpecRef.none(), "larger than 2 MiB", "cut short"));
        rows.add(stalls("a head that stops", OK + "X-A: b\r\n").timesOut());
        rows.add(stalls("no answer at all", "").timesOut());
        rows.add(stalls("a body that stops", OK + "Content-Length: 500\r\n\r\nhello")
                .timesOut());
        rows.add(dripping("a head that drips", OK + "X-A: ", "b").timesOut());
        rows.add(dripping("a status line that drips", "HTTP/1.1 200 ", "b").timesOut());
        rows.add(dripping("fields that drip", OK, "A: b\r\n").timesOut());
        rows.add(dripping("a body that drips", OK + "Content-Length: 50000\r\n\r\n", "b")
                .timesOut());
        rows.add(dripping("interim answers that drip", "", "HTTP/1.1 103 Hints\r\n\r\n")
                .refused(SpecRef.rfc(9110, "15.2"), "interim")
                .orTimedOut());
    }

    private static void afterTheBody(List<Row> rows) {
        rows.add(stays("bytes after the body", FIVE + "garbage").gives("hello"));
        rows.add(stays("a second answer after the first", FIVE + OK + "Content-Length: 4\r\n\r\nevil")
                .gives("hello"));
        rows.add(
                stays("bytes after the last chunk", CHUNKED + HELLO + "garbage").gives("hello"));
        rows.add(stays("a second answer after the last chunk", CHUNKED + HELLO + FIVE)
                .gives("hello"));
        rows.add(stays("a line end after the body", FIVE + "\r\n").gives("hello"));
        rows.add(stays("more body than a Content-Length of 0", OK + "Content-Length: 0\r\n\r\nhello")
                .gives(""));
        rows.add(stays(
                        "an answer that was split",
                        "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n" + OK
                                + "Content-Length: 4\r\n\r\nevil\r\nX-Rest: y\r\nContent-Length: 7\r\n\r\nthe one")
                .gives(302, ""));
        rows.add(endless("bytes without end after the body", FIVE, "garbage!").gives("hello"));
    }

    private static void fields(List<Row> rows) {
        rows.add(stays("a folded field", OK + "X-Fold: a\r\n  b\r\n\tc\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays(
                        "a fold that looks like a field",
                        OK + "X-Fold: a\r\n Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("a fold before the first field", OK + " Content-Length: 3\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(stays("a fold of blanks before the body", OK + "Content-Length: 5\r\n \r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(stays("a blank before the colon", OK + "X-Odd : a\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("a field without a name", OK + ": a\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(stays("a field without a colon", OK + "nothing\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(stays("a field without a value", OK + "X-A:\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("a name with odd characters", OK + "X(A)[b]: c\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(stays("a value in Latin-1", OK + "X-A: caf\u00e9\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays("a value in UTF-8", OK + "X-A: " + utf8("käse") + "\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(stays(
                        "a value with control characters",
                        OK + "X-A: a\u0001\u001b[31mb\u007f\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("NUL in a value", OK + "X-A: a\0b\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("NUL in a name", OK + "X-\0A: b\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("a bare CR in a value", OK + "X-A: a\rContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(says("a bare CR before the end of a line", OK + "X-A: a\r\r\nContent-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello"));
        rows.add(stays("LF only", (OK + "X-A: b\r\nContent-Length: 5\r\n\r\nhello").replace("\r", ""))
                .gives("hello"));
        rows.add(stays("LF after some fields", OK + "X-A: b\nContent-Length: 5\r\n\nhello")
                .gives("hello"));
        rows.add(says("CR only", "HTTP/1.1 200 OK\rContent-Length: 5\r\rhello").broken());
        rows.add(stays("900 fields", OK + "A: b\r\n".repeat(900) + "Content-Length: 5\r\n\r\nhello")
                .gives("hello"));
        rows.add(says("80 000 fields", OK + "A: b\r\n".repeat(80_000) + "Content-Length: 5\r\n\r\nhello")
                .tooLong("field", "head")
                .costly());
        rows.add(endless("fields without end", OK, "X-A: bbbbbbbbbbbbbbbbbbbbb\r\n")
                .tooLong("field", "head"));
        rows.add(endless("a field without end", OK + "X-A: ", "bbbbbbbb").tooLong("field", "head"));
        rows.add(endless("a name without end", OK, "xxxxxxxx").tooLong("field", "head"));
        rows.add(says("120 000 folds", OK + "X: a\r\n" + " b\r\n".repeat(120_000) + "Content-Length: 5\r\n\r\nhello")
                .tooLong("field", "head")
                .costly());
        rows.add(says("40 000 folds", OK + "X: a\r\n" + " b\r\n".repeat(40_000) + "Content-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello")
                .costly());
        rows.add(says("50 000 empty folds", OK + "X: a\r\n" + " \r\n".repeat(50_000) + "Content-Length: 5\r\n\r\nhello")
                .givesOrRefused("hello")
                .costly());
        rows.add(endless("folds without end", OK + "X: a\r\n", " \r\n").tooLong("field", "head"));
        rows.add(stays(
                        "a field of 60 000 characters",
                        OK + "X-A: " + "b".repeat(60_000) + "\r\nContent-Length: 5\r\n\r\nhello")
                .gives("hello"));
    }

    private static void interim(List<Row> rows) {
        String next = "HTTP/1.1 100 Continue\r\n\r\n";
        rows.add(stays("100 and the answer", next + FIVE).gives("hello"));
        rows.add(stays(
                        "102, 103, 199 and the answer",
                        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 199 Odd\r\n\r\n"
                                + FIVE)
                .gives("hello"));
        rows.add(stays("100 with a Content-Length", "HTTP/1.1 100 Continue\r\nContent-Length: 7\r\n\r\n" + FIVE)
                .gives("hello"));
        rows.add(
                stays("103 with a Transfer-Encoding", "HTTP/1.1 103 Hints\r\nTransfer-Encoding: chunked\r\n\r\n" + FIVE)
                        .gives("hello"));
        rows.add(stays("103 to an upload", "HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n" + FIVE)
                .asking("POST", () -> text("payload"))
                .gives("hello"));
        rows.add(stays("ten interim answers", next.repeat(10) + FIVE).gives("hello"));
        for (int status : new int[] {100, 102, 103}) {
            rows.add(endless("a flood of " + status, "", "HTTP/1.1 " + status + " x\r\n\r\n")
                    .refused(SpecRef.rfc(9110, "15.2"), "interim"));
        }
        rows.add(endless(
                        "a flood of 103 with fields",
                        "",
                        "HTTP/1.1 103 x\r\n" + "Link: </abcdefgh>\r\n".repeat(100) + "\r\n")
                .refused(SpecRef.rfc(9110, "15.2"), "interim", "head"));
        rows.add(says(
                        "101 that nobody asked for",
                        "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nhello")
                .refused(SpecRef.rfc(9110, "7.8"), "protocol"));
        rows.add(says("100 and then the end", next).broken());
        rows.add(says("103 and then the end", "HTTP/1.1 103 Hints\r\nLink: </a>\r\n\r\n")
                .broken());
        rows.add(stalls("100 and then nothing", next).timesOut());
        rows.add(says("100 and then a reset", c -> {
                    request(c);
                    c.send(next);
                    c.reset();
                })
                .refused(SpecRef.none()));
    }

    private static void statusLines(List<Row> rows) {
        String rest = "\r\nContent-Length: 5\r\n\r\nhello";
        rows.add(stays("no reason", "HTTP/1.1 200" + rest).gives("hello"));
        rows.add(stays("an empty reason", "HTTP/1.1 200 " + rest).gives("hello"));
        rows.add(stays("a reason with odd bytes", "HTTP/1.1 200 \u00e9\u0001\u001b" + rest)
                .givesOrRefused("hello"));
        rows.add(stays("a long reason", "HTTP/1.1 200 " + "x".repeat(5000) + rest)
                .gives("hello"));
        rows.add(
                stays("two blanks before the status", "HTTP/1.1  200 OK" + rest).givesOrRefused("hello"));
        rows.add(stays("a tab before the status", "HTTP/1.1\t200 OK" + rest).givesOrRefused("hello"));
        rows.add(stays("HTTP/1.0", "HTTP/1.0 200 OK" + rest).gives("hello"));
        rows.add(stays("HTTP/1.2", "HTTP/1.2 200 OK" + rest).givesOrRefused("hello"));
        rows.add(stays("status 299", "HTTP/1.1 299 OK" + rest).gives(299, "hello"));
        rows.add(stays("status 599", "HTTP/1.1 599 OK" + rest).gives(599, "hello"));
        rows.add(stays("status 999", "HTTP/1.1 999 OK" + rest).gives(999, "hello"));
        for (String line : List.of(
                "HTTP/2 200",
                "HTTP/2.0 200 OK",
                "HTTP/3 200 OK",
                "HTTP/1.1 20",
                "HTTP/1.1 2 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 20x OK",
                "HTTP/1.1 099 OK",
                "HTTP/1.1 000 OK",
                "HTTP/1.1 -20 OK",
                "HTTP/1.1 +20 OK",
                "HTTP/1.1 200OK",
                "HTTP/1.1 OK",
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1 200 OK",
                "HTTP/1. 200 OK",
                "HTTP/11 200 OK",
                "HTTP/1.10 200 OK",
                "HTTP/0.9 200 OK",
                "HTTP 200 OK",
                "HTTP/1.1:200 OK",
                "HTTP/x.y 200 OK",
                "HTTP/-1.1 200 OK",
                "ICY 200 OK",
                "http/1.1 200 OK",
                "Http/1.1 200 OK",
                "XHTTP/1.1 200 OK",
                "HTTPS/1.1 200 OK",
                "HTTP/1.1 ２００ OK",
                "200 OK",
                "HTTP/1.1\0200 OK",
                "GET / HTTP/1.1")) {
            rows.add(says("status line <" + line.replace('\0', '?') + ">", utf8(line) + rest)
                    .notHttp());
        }
        rows.add(stays("blanks before the status line", "  HTTP/1.1 200 OK" + rest)
                .givesOrRefused("hello"));
        rows.add(stays("an empty line before the status line", "\r\nHTTP/1.1 200 OK" + rest)
                .givesOrRefused("hello"));
        rows.add(endless("empty lines without end", "", "\r\n").notHttp());
        rows.add(endless("a status line without end", "HTTP/1.1 200 ", "xxxxxxxx")
                .tooLong("field", "head"));
    }

    private static void otherProtocols(List<Row> rows) {
        rows.add(says("HTTP/0.9", "hello").notHttp());
        rows.add(says("an HTML page without a head", "<html><body>" + "hello ".repeat(2000) + "</body></html>\r\n")
                .notHttp());
        rows.add(says("an SSH banner", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n").notHttp());
        rows.add(says("an SMTP banner", "220 mail.example ESMTP ready\r\n").notHttp());
        rows.add(says("an FTP banner with a secret", "220 token=" + SECRET + "\r\n")
                .notHttp());
        rows.add(says("a TLS alert", "\u0015\u0003\u0001\u0000\u0002\u0002\u0028")
                .notHttp());
        rows.add(says("an HTTP/2 preface", "\0\0\u0012\u0004\0\0\0\0\0\0\u0003\0\0\0\u0080")
                .notHttp());
        rows.add(says("a terminal's control sequences", "\u001b]0;owned\u0007\u001b[2J" + "x".repeat(500) + "\r\n")
                .notHttp());
        rows.add(says("an echo of the request", c -> {
                    String head = c.readHead();
                    c.readBody(head);
                    c.send(head);
                })
                .sending("Authorization", "Bearer " + SECRET)
                .notHttp());
        rows.add(says("one NUL", "\0").notHttp());
        rows.add(endless("noise without end", "", "\u0001\u0002\u00ff\0abc").notHttp());
        rows.add(endless("lines of another protocol without end", "", "* OK IMAP4 ready\r\n")
                .notHttp());
        rows.add(says("another protocol's greeting before the request", c -> {
                    c.send("220 mail.example ESMTP ready\r\n");
                    request(c);
                    c.send("500 what\r\n");
                })
                .notHttp());
    }

    private static void truncation(List<Row> rows) {
        for (int end = 0; end < LENGTH.length(); end++) {
            rows.add(says("an answer with a length, cut after " + end + " bytes", LENGTH.substring(0, end))
                    .broken());
        }
        for (int end = CHUNKED.length() - 2; end < IN_CHUNKS.length(); end++) {
            rows.add(says("an answer in chunks, cut after " + end + " bytes", IN_CHUNKS.substring(0, end))
                    .broken());
        }
        rows.add(says("a reset before the answer", c -> {
                    request(c);
                    c.reset();
                })
                .refused(SpecRef.none()));
        rows.add(says("a reset within the body", c -> {
                    request(c);
                    c.send(OK + "Content-Length: 50\r\n\r\nhello");
                    c.reset();
                })
                .refused(SpecRef.none()));
        rows.add(says("an end without a closure alert before the body's", c -> {
                    request(c);
                    c.send(OK + "Content-Length: 50\r\n\r\nhello");
                    c.cut();
                })
                .only(Scope.SECURE)
                .broken());
        rows.add(says("an end without a closure alert after a whole body", c -> {
                    request(c);
                    c.send(FIVE);
                    c.cut();
                })
                .only(Scope.SECURE)
                .gives("hello"));
        rows.add(says("an end without a closure alert of a body without length", c -> {
                    request(c);
                    c.send(OK + "\r\nhello");
                    c.cut();
                })
                .only(Scope.SECURE)
                .givesOrRefused("hello"));
    }

    private static void withoutBody(List<Row> rows) {
        for (int status : new int[] {204, 304}) {
            String line = "HTTP/1.1 " + status + " x\r\n";
            rows.add(stays(status + "", line + "\r\n").gives(status, ""));
            rows.add(stays(status + " with a length", line + "Content-Length: 5\r\n\r\n")
                    .gives(status, ""));
            rows.add(stays(status + " with a body", line + "Content-Length: 5\r\n\r\nhello")
                    .gives(status, ""));
            rows.add(stays(status + " with chunks", line + "Transfer-Encoding: chunked\r\n\r\n" + HELLO)
                    .gives(status, ""));
            rows.add(says(status + " with a body until the end", line + "\r\nhello")
                    .gives(status, ""));
        }
        rows.add(stays("HEAD with a length", OK + "Content-Length: 5\r\n\r\n")
                .asking("HEAD")
                .gives(""));
        rows.add(stays("HEAD with a length larger than any message", OK + "Content-Length: 99999999999\r\n\r\n")
                .asking("HEAD")
                .gives(""));
        rows.add(stays("HEAD with chunks announced", OK + "Transfer-Encoding: chunked\r\n\r\n")
                .asking("HEAD")
                .gives(""));
        rows.add(stays("HEAD without either", OK + "\r\n").asking("HEAD").gives(""));
        rows.add(stays("HEAD with a body", FIVE).asking("HEAD").gives(""));
        rows.add(stays("HEAD refused", "HTTP/1.1 401 No\r\nWWW-Authenticate: \r\nContent-Length: 5\r\n\r\n")
                .asking("HEAD")
                .gives(401, ""));
        rows.add(stays("205 with a body", "HTTP/1.1 205 x\r\nContent-Length: 5\r\n\r\nhello")
                .gives(205, "hello"));
        rows.add(stays(
                        "a redirect with a body",
                        "HTTP/1.1 302 x\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 5\r\n\r\nhello")
                .gives(302, "hello"));
        rows.add(stays("a redirect to nowhere", "HTTP/1.1 302 x\r\nLocation: \r\nContent-Length: 5\r\n\r\nhello")
                .gives(302, "hello"));
        rows.add(stays("a redirect without a place", "HTTP/1.1 301 x\r\nContent-Length: 5\r\n\r\nhello")
                .gives(301, "hello"));
    }

    private static void contentCodings(List<Row> rows) {
        String zipped = gzip("hello");
        rows.add(coded("gzip", "gzip", zipped).gives("hello"));
        rows.add(coded("gzip in capitals", "GZIP", zipped).gives("hello"));
        rows.add(coded("x-gzip", "x-gzip", zipped).gives("hello"));
        rows.add(coded("deflate", "deflate", deflate("hello", false)).gives("hello"));
        rows.add(coded("deflate without its frame", "deflate", deflate("hello", true))
                .gives("hello"));
        rows.add(stays(
                        "gzip in chunks",
                        OK + "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(zipped))
                .gives("hello"));
        rows.add(says("gzip until the end", OK + "Content-Encoding: gzip\r\n\r\n" + zipped)
                .gives("hello"));
        rows.add(coded("content coding identity", "identity", "hello").gives("hello"));
        rows.add(coded("gzip of two members", "gzip", gzip("hel") + gzip("lo")).gives("hello"));
        rows.add(coded("gzip of nothing", "gzip", gzip("")).gives(""));
        rows.add(coded("gzip and no byte", "gzip", "").gives(""));
        rows.add(coded("gzip to HEAD", "gzip", "").asking("HEAD").gives(""));
        rows.add(coded("gzip cut short", "gzip", zipped.substring(0, zipped.length() - 9))
                .refused(SpecRef.none(), "compressed"));
        rows.add(coded("gzip without its sum", "gzip", zipped.substring(0, zipped.length() - 4))
                .refused(SpecRef.none(), "compressed"));
        rows.add(coded("gzip with a wrong sum", "gzip", zipped.substring(0, zipped.length() - 8) + "12345678")
                .refused(SpecRef.none(), "compressed"));
        rows.add(coded("gzip that is none", "gzip", "hello hello hello hello").refused(SpecRef.none(), "compressed"));
        rows.add(coded("gzip of one byte", "gzip", "\u001f").refused(SpecRef.none(), "compressed"));
        rows.add(coded("gzip with garbage after it", "gzip", zipped + "garbage").givesOrRefused("hello"));
        rows.add(coded("deflate cut short", "deflate", deflate("hello", false).substring(0, 8))
                .refused(SpecRef.none(), "compressed"));
        rows.add(coded("deflate that is none", "deflate", "\u0078\u009cgarbage garbage")
                .refused(SpecRef.none(), "compressed"));
        rows.add(coded("deflate with garbage after it", "deflate", deflate("hello", false) + "garbage")
                .givesOrRefused("hello"));
        String bomb = gzip("x".repeat(6 << 20));
        rows.add(coded("a gzip bomb in a message", "gzip", bomb)
                .only(Scope.MESSAGES)
                .refused(SpecRef.none(), "larger than 2 MiB", "cut short"));
        rows.add(coded("a deflate bomb in a message", "deflate", deflate("x".repeat(6 << 20), false))
                .only(Scope.MESSAGES)
                .refused(SpecRef.none(), "larger than 2 MiB", "cut short"));
        rows.add(coded("much out of little in a call", "gzip", bomb)
                .only(Scope.STREAMS)
                .gives("x".repeat(6 << 20))
                .costly());
        rows.add(says(
                        "gzip broken off by the connection",
                        OK + "Content-Encoding: gzip\r\nContent-Length: 500\r\n\r\n" + zipped.substring(0, 12))
                .refused(SpecRef.none(), "cut short", "no whole answer"));
    }

    private static void uploads(List<Row> rows) {
        rows.add(says("an end within the upload", c -> {
                    c.readHead();
                    c.read(1000);
                })
                .asking("POST", RawAnswers::big)
                .refused(SpecRef.none()));
        rows.add(says("a reset within the upload", c -> {
                    c.readHead();
                    c.read(1000);
                    c.reset();
                })
                .asking("POST", RawAnswers::big)
                .refused(SpecRef.none()));
        String tooLarge = "HTTP/1.1 413 Too Large\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
        rows.add(says("413 before the upload ended, the rest read", c -> {
                    c.readHead();
                    c.send(tooLarge);
                    c.drain();
                })
                .asking("POST", RawAnswers::big)
                .gives(413, "hello"));
        rows.add(says("413 before the upload ended, the rest not read", c -> {
                    c.readHead();
                    c.send(tooLarge);
                    c.stall();
                })
                .asking("POST", RawAnswers::big)
                .gives(413, "hello"));
        rows.add(says("413 before an upload of unknown length ended, the rest not read", c -> {
                    c.readHead();
                    c.send(tooLarge);
                    c.stall();
                })
                .asking("POST", () -> new Body.OfStream("a/b", zeros(BIG)))
                .gives(413, "hello"));
        rows.add(says("401 before the upload ended, some of it read", c -> {
                    c.readHead();
                    c.read(100_000);
                    c.send(
                            "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer error=\"invalid_token\"\r\nContent-Length: 5\r\n\r\nhello");
                    c.stall();
                })
                .asking("PUT", RawAnswers::big)
                .gives(401, "hello"));
        rows.add(says("200 before the upload ended, the rest read", c -> {
                    String head = c.readHead();
                    c.send(FIVE);
                    c.readBody(head);
                })
                .asking("POST", RawAnswers::big)
                .gives("hello"));
        rows.add(says("an answer before the request", c -> {
                    c.send("HTTP/1.1 408 Too Late\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello");
                    request(c);
                    c.stall();
                })
                .gives(408, "hello"));
        rows.add(says("no byte of the upload is read", RawServer.Connection::stall)
                .asking("POST", RawAnswers::big)
                .timesOut());
        String next = "HTTP/1.1 100 Continue\r\n\r\n";
        rows.add(expecting("100 to who expects it", c -> {
                    String head = c.readHead();
                    c.send(next);
                    c.readBody(head);
                    c.send(FIVE);
                    c.stall();
                })
                .gives("hello"));
        rows.add(expecting("no 100 to who expects it", c -> {
                    String head = c.readHead();
                    c.readBody(head);
                    c.send(FIVE);
                    c.stall();
                })
                .gives("hello"));
        rows.add(expecting("417 to who expects 100", c -> {
                    c.readHead();
                    c.send("HTTP/1.1 417 No\r\nContent-Length: 5\r\n\r\nhello");
                    c.stall();
                })
                .gives(417, "hello"));
        rows.add(expecting("401 to who expects 100", c -> {
                    c.readHead();
                    c.send("HTTP/1.1 401 No\r\nWWW-Authenticate: =\r\nContent-Length: 5\r\n\r\nhello");
                    c.stall();
                })
                .gives(401, "hello"));
        rows.add(expecting("100 twice to who expects it", c -> {
                    String head = c.readHead();
                    c.send(next + next);
                    c.readBody(head);
                    c.send(next + FIVE);
                    c.stall();
                })
                .gives("hello"));
        rows.add(expecting("100 and the end to who expects it", c -> {
                    c.readHead();
                    c.send(next);
                })
                .refused(SpecRef.none()));
        rows.add(expecting("the end to who expects 100", RawServer.Connection::readHead)
                .refused(SpecRef.none()));
    }

    private static Row expecting(String name, Script script) {
        return says(name, script)
                .asking("POST", () -> text("payload"))
                .sending("Expect", "100-continue")
                .only(Scope.STREAMS);
    }

    private static Row coded(String name, String coding, String body) {
        return stays(
                name, OK + "Content-Encoding: " + coding + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    /** The server reads the request, says this, and closes the connection. */
    private static Row says(String name, String answer) {
        return says(name, c -> {
            request(c);
            c.send(answer);
        });
    }

    /** The same, but the connection stays open: the answer must be whole without its end. */
    private static Row stays(String name, String answer) {
        return says(name, c -> {
            request(c);
            c.send(answer);
            c.stall();
        });
    }

    /** The same, for what is not whole and never will be. */
    private static Row stalls(String name, String answer) {
        return stays(name, answer);
    }

    /** The server goes on with the same bytes as fast as it can, until it has sent far more than anybody should read. */
    private static Row endless(String name, String beginning, String again) {
        return says(name, c -> {
            request(c);
            c.send(beginning);
            byte[] block = again.repeat((64 << 10) / again.length()).getBytes(StandardCharsets.ISO_8859_1);
            for (int sent = 0; sent < 64 << 20; sent += block.length) {
                c.send(block, block.length);
            }
            c.stall();
        });
    }

    /** The server goes on with the same few bytes every 30 ms: never idle, never done. */
    private static Row dripping(String name, String beginning, String again) {
        return says(name, c -> {
            request(c);
            c.send(beginning);
            while (true) {
                c.send(again);
                c.pause(30);
            }
        });
    }

    private static Row says(String name, Script script) {
        return new Row(
                name,
                "GET",
                Headers.empty().with("Accept", "*/*"),
                Body::none,
                script,
                new Given(200, "", false),
                Scope.ALL,
                Optional.empty(),
                false);
    }

    private static void request(RawServer.Connection c) throws IOException {
        c.readBody(c.readHead());
    }

    private static Body text(String text) {
        return new Body.OfBytes("text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A body that no socket's buffers swallow. */
    private static Body big() {
        return new Body.OfBytes("a/b", ZEROS);
    }

    private static InputStream zeros(int length) {
        return new ByteArrayInputStream(ZEROS, 0, length);
    }

    /** The bytes of a text in UTF-8, one character for each. */
    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String chunk(String bytes) {
        return Integer.toHexString(bytes.length()) + "\r\n" + bytes + "\r\n0\r\n\r\n";
    }

    private static String gzip(String text) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            return bytes.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String deflate(String text, boolean bare) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = new DeflaterOutputStream(bytes, new Deflater(6, bare))) {
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            }
            return bytes.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
