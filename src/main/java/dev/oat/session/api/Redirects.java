package dev.oat.session.api;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Follows redirects: within the origin with everything, to another origin without token, without any header that the
 * user gave, and without a body; and never back to everything.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.4">RFC 9110 §15.4</a>
 */
public final class Redirects implements ApiCalls {
    private static final int LONGEST_CHAIN = 10;

    private final ApiCalls trusted;
    private final ApiCalls bare;
    private final Predicate<URI> mayHaveToken;
    private final Trace trace;

    /**
     * Creates a follower.
     *
     * @param trusted sends with the token
     * @param bare sends without
     * @param mayHaveToken whether an address of the first one's origin may be sent the token
     * @param trace takes what happens
     */
    public Redirects(ApiCalls trusted, ApiCalls bare, Predicate<URI> mayHaveToken, Trace trace) {
        this.trusted = Objects.requireNonNull(trusted, "trusted is null");
        this.bare = Objects.requireNonNull(bare, "bare is null");
        this.mayHaveToken = Objects.requireNonNull(mayHaveToken, "mayHaveToken is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    @Override
    public StreamedResponse send(Request first) {
        Request request = first;
        boolean home = true;
        for (int hops = 0; ; hops++) {
            boolean withToken = home && mayHaveToken.test(request.uri());
            StreamedResponse response = withToken ? trusted.send(request) : bare.send(request);
            Optional<URI> target = target(request, response);
            if (target.isEmpty()) {
                return response;
            }
            if (hops == LONGEST_CHAIN) {
                response.close();
                Failure failure =
                        new Failure.Unreachable("the API redirects in circles: more than " + LONGEST_CHAIN + " times");
                throw failure.at(Origins.of(request.uri()), response.status());
            }
            boolean crosses = !Origins.of(target.orElseThrow()).equals(Origins.of(first.uri()));
            Optional<Request> next = next(request, response, target.orElseThrow(), home && !crosses);
            if (next.isEmpty()) {
                return response;
            }
            if (home && crosses) {
                trace.warn("following to another origin, " + Origins.of(target.orElseThrow())
                        + ", without the token and without your headers");
                home = false;
            }
            ProtectedResource.discard(response);
            request = next.orElseThrow();
        }
    }

    private Optional<URI> target(Request request, StreamedResponse response) {
        int status = response.status();
        if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
            return Optional.empty();
        }
        Optional<String> location = response.headers().first("Location");
        if (location.isEmpty() || location.orElseThrow().isEmpty()) {
            return Optional.empty();
        }
        try {
            URI target = ApiAddress.resolve(request.uri(), location.orElseThrow());
            boolean downgrade = "https".equalsIgnoreCase(request.uri().getScheme())
                    && !"https".equalsIgnoreCase(target.getScheme());
            if (downgrade) {
                trace.warn("the redirect leads from https to http and is not followed");
                return Optional.empty();
            }
            return Optional.of(target);
        } catch (Failure.Usage e) {
            trace.warn("the redirect is not followed: " + e.what());
            return Optional.empty();
        }
    }

    /** Returns the next request, or empty when it cannot or must not be sent. */
    private Optional<Request> next(Request request, StreamedResponse response, URI target, boolean home) {
        String method = request.method();
        Body body = request.body();
        Headers headers = home ? request.headers() : Headers.empty().with("Accept", "*/*");
        int status = response.status();
        boolean dropsBody = (status == 303 && !method.equals("HEAD") && !method.equals("GET"))
                || ((status == 301 || status == 302) && method.equals("POST"));
        if (dropsBody) {
            method = "GET";
            body = Body.none();
            headers = headers.without("Content-Type").without("Content-Encoding");
        }
        if (!(body instanceof Body.None)) {
            if (!home) {
                trace.warn("the redirect (" + status + ") would send the body to another origin, " + Origins.of(target)
                        + ", and is not followed");
                return Optional.empty();
            }
            if (!body.repeatable()) {
                trace.warn("the redirect (" + status
                        + ") asks for the body again, which came from a pipe: it is not followed");
                return Optional.empty();
            }
        }
        return Optional.of(new Request(request.title(), request.spec(), method, target, headers, body));
    }
}
