package dev.oat.cli.call;

import dev.oat.cli.login.ApiStart;
import dev.oat.http.Request;
import dev.oat.http.StreamedResponse;
import dev.oat.session.api.ApiCalls;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Trace;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls an API that no profile names: first without a token, and when it refuses that, after the sign-in to which it
 * leads.
 */
final class Introduction implements ApiCalls {
    private final ApiCalls bare;
    private final ApiStart start;
    private final Function<ProfileName, ApiCalls> signedIn;
    private final Trace trace;
    private @Nullable ApiCalls introduced;

    /**
     * Calls to one API.
     *
     * @param bare sends without a token
     * @param start leads from a refusal to a profile
     * @param signedIn sends with a profile's token
     * @param trace takes what happens
     */
    Introduction(ApiCalls bare, ApiStart start, Function<ProfileName, ApiCalls> signedIn, Trace trace) {
        this.bare = Objects.requireNonNull(bare, "bare is null");
        this.start = Objects.requireNonNull(start, "start is null");
        this.signedIn = Objects.requireNonNull(signedIn, "signedIn is null");
        this.trace = Objects.requireNonNull(trace, "trace is null");
    }

    @Override
    public StreamedResponse send(Request request) {
        ApiCalls known = introduced;
        if (known != null) {
            return known.send(request);
        }
        ApiCalls found;
        if (request.body().repeatable()) {
            trace.note("no profile names this API: it is asked without a token first");
            StreamedResponse answer = bare.send(request);
            if (answer.status() != 401) {
                return answer;
            }
            answer.close();
            found = signedIn.apply(start.signIn(request.uri(), answer.headers()));
        } else {
            // a body that can be sent once must not be spent on a request without a token
            found = signedIn.apply(start.signIn(request.uri(), start.probe(request.method(), request.uri())));
        }
        introduced = found;
        return found.send(request);
    }
}
