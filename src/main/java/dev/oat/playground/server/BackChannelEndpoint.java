package dev.oat.playground.server;

import dev.oat.playground.issuer.ClientAuthenticators;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.LoopbackServer;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundEndpoint;
import dev.oat.playground.net.PlaygroundForm;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What the token endpoint and its siblings share: a form by POST, no parameter twice, one client authentication.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-3.2">RFC 6749 §3.2</a>
 */
final class BackChannelEndpoint implements PlaygroundEndpoint {
    private static final List<String> REPEATABLE = List.of("resource", "audience");

    /** What makes one of the siblings itself. */
    interface Work {
        Answer answer(PlaygroundClient client, PlaygroundForm form) throws IOException;

        /** Returns the answer to a request of which more than the form counts. */
        default Answer answer(Incoming request, PlaygroundClient client, PlaygroundForm form) throws IOException {
            return answer(client, form);
        }

        /** An answer that refuses, with what else belongs into it. */
        default Answer refused(Answer answer) {
            return answer;
        }
    }

    private final ClientAuthenticators authenticators;
    private final Work work;

    BackChannelEndpoint(ClientAuthenticators authenticators, Work work) {
        this.authenticators = authenticators;
        this.work = work;
    }

    @Override
    public Answer answer(Incoming request) throws IOException {
        if (!request.method().equals("POST")) {
            return Answer.json(405, LoopbackServer.body(OAuthError.invalidRequest("this endpoint takes POST")))
                    .with("Allow", "POST");
        }
        try {
            PlaygroundForm form = request.form();
            checkParameters(request, form);
            return authenticators
                    .answered(work.answer(request, authenticators.authenticate(request, form), form))
                    .notStored();
        } catch (OAuthError e) {
            Answer answer = authenticators.answered(
                    work.refused(Answer.json(e.status(), LoopbackServer.body(e)).notStored()));
            return e.status() == 401 ? answer.with("WWW-Authenticate", "Basic realm=\"oat playground\"") : answer;
        }
    }

    private static void checkParameters(Incoming request, PlaygroundForm form) {
        for (Map.Entry<String, List<String>> parameter : form.values().entrySet()) {
            if (parameter.getValue().size() > 1 && !REPEATABLE.contains(parameter.getKey())) {
                throw OAuthError.invalidRequest("a parameter is there twice: " + parameter.getKey());
            }
        }
        for (String secret : List.of("client_secret", "code", "refresh_token", "password", "token")) {
            if (request.query().has(secret)) {
                throw OAuthError.invalidRequest(secret + " belongs in the body, not in the URL");
            }
        }
    }
}
