package dev.oat.http;

import dev.oat.json.JsonException;
import dev.oat.trace.Failure;
import java.util.Optional;

/** Tells what an answer is that is no message of the protocol, as the failure that it ends with. */
public final class UnexpectedAnswer {
    private UnexpectedAnswer() {}

    /**
     * The failure to report when the server asks to come back later.
     *
     * @param request the request that it answers
     * @param response the answer
     */
    public static Failure comeBackLater(Request request, Response response) {
        Failure failure = new Failure.TimedOut(
                "the server asks to come back later (status " + response.status() + " to the " + request.title() + ")");
        failure.at(request.endpoint(), response.status());
        failure.said(ServerWords.in(request, response));
        Optional<String> after = response.headers().first("Retry-After");
        return failure.hint(after.isPresent() ? "try again after: " + after.get() : "try again in a moment");
    }

    /**
     * Returns the failure to report when an answer is no message of the protocol: what it is instead, or that the server asks to
     * come back later.
     *
     * @param request the request that it answers
     * @param response the answer
     */
    public static Failure notAMessage(Request request, Response response) {
        return notAMessage(request, response, "JSON that is no such message");
    }

    /**
     * The same, for JSON that can be read.
     *
     * @param request the request that it answers
     * @param response the answer
     * @param json what the JSON is instead
     */
    public static Failure notAMessage(Request request, Response response, String json) {
        int status = response.status();
        if (response.isBusy()) {
            return comeBackLater(request, response);
        }
        if (TlsPort.isToldBy(request, status, response.text())) {
            return TlsPort.failure(request);
        }
        String found;
        if (response.isRedirect()) {
            found = "a redirect (" + status + "), which is not followed here";
        } else if (response.length() == 0) {
            found = "status " + status + " and an empty body";
        } else if (response.looksLikeHtml()) {
            found = "status " + status + " and an HTML page";
        } else if (response.mediaType().startsWith("text/") || response.looksLikeMarkup()) {
            found = "status " + status + " and " + (response.looksLikeMarkup() ? "XML" : "text")
                    + ", where JSON belongs";
        } else {
            String problem;
            try {
                response.json();
                problem = json;
            } catch (JsonException e) {
                problem = "a body that cannot be read: " + e.getMessage();
            }
            found = "status " + status + " and " + problem;
        }
        Failure.Unreachable failure = new Failure.Unreachable("the " + request.title() + " was answered with " + found);
        failure.spec(request.spec());
        failure.at(request.endpoint(), response.status());
        failure.said(ServerWords.in(request, response));
        if (response.isRedirect()) {
            failure.hint("check the endpoint's address; the server points elsewhere");
        } else if (status == 404 || status == 405 || (response.looksLikeHtml() && status != 401 && status != 403)) {
            failure.hint("check the address: is it the " + request.title() + "'s endpoint?");
        }
        return failure;
    }
}
