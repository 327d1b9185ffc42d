package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/** Recognises the answers by which servers say, in clear text, that http has come to their port for https. */
public final class TlsPort {
    private static final int BAD_REQUEST = 400;
    private static final int LONGEST = 2048;

    /** Of nginx and those made from it, Apache, Go, Tomcat, Jetty, Undertow and Netty, in small letters. */
    private static final String[] WORDS = {
        "plain http request was sent to https port",
        "speaking plain http to an ssl-enabled server port",
        "sent an http request to an https server",
        "this combination of host and port requires tls",
        "http request received on https port",
        "plain http request to an https port",
        "not an ssl/tls record",
    };

    private TlsPort() {}

    /** Returns whether an answer says so. */
    static boolean isToldBy(Request request, int status, String text) {
        if (status != BAD_REQUEST || !"http".equalsIgnoreCase(request.uri().getScheme())) {
            return false;
        }
        String start = (text.length() > LONGEST ? text.substring(0, LONGEST) : text).toLowerCase(Locale.ROOT);
        for (String words : WORDS) {
            if (start.contains(words)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the failure to report for such an answer: there is no http to be spoken, as if there were no answer at all. */
    static Failure failure(Request request) {
        Failure failure =
                new Failure.Unreachable("no http at " + Origins.of(request.uri()) + ": the server speaks TLS there");
        failure.phase(request.title());
        failure.at(request.endpoint(), 0);
        return failure.hint(hint(request));
    }

    private static String hint(Request request) {
        String origin = Origins.of(request.uri());
        return "write " + "https" + origin.substring("http".length()) + " in place of " + origin;
    }

    /**
     * Returns an answer to be printed, whole, whose beginning was looked at.
     *
     * @param told takes what to do, when the answer says that the port is for https
     */
    public static StreamedResponse seen(Request request, StreamedResponse response, Consumer<String> told) {
        String type = response.mediaType();
        boolean text = type.isEmpty() || type.startsWith("text/") || type.endsWith("json");
        if (response.status() != BAD_REQUEST
                || !text
                || !"http".equalsIgnoreCase(request.uri().getScheme())) {
            return response;
        }
        byte[] start;
        try {
            start = response.body().readNBytes(LONGEST);
        } catch (IOException e) {
            throw NetworkFailure.of(request, e);
        }
        if (isToldBy(request, response.status(), new String(start, StandardCharsets.ISO_8859_1))) {
            told.accept("the server speaks TLS at " + Origins.of(request.uri()) + ": " + hint(request));
        }
        return response.withBody(new SequenceInputStream(new ByteArrayInputStream(start), response.body()));
    }
}
