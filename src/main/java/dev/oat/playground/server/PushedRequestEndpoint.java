package dev.oat.playground.server;

import dev.oat.playground.front.FrontChannel;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.DpopProofs;
import java.util.Optional;

/**
 * Takes authorization requests before the browser comes; a proof that comes along binds the code as {@code dpop_jkt} does.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-10.1">RFC 9449 §10.1</a>
 */
final class PushedRequestEndpoint implements BackChannelEndpoint.Work {
    private final FrontChannel front;
    private final DpopProofs proofs;

    PushedRequestEndpoint(FrontChannel front, DpopProofs proofs) {
        this.front = front;
        this.proofs = proofs;
    }

    @Override
    public Answer answer(Incoming request, PlaygroundClient client, PlaygroundForm form) {
        Optional<String> key = proofs.thumbprint(request, Optional.empty());
        if (key.isEmpty()) {
            return answer(client, form);
        }
        Optional<String> named = form.first("dpop_jkt");
        if (named.isPresent() && !named.equals(key)) {
            throw OAuthError.invalidRequest("dpop_jkt is not the key of the DPoP proof");
        }
        return proofs.withNonce(answer(client, form.without("dpop_jkt").with("dpop_jkt", key.get())));
    }

    @Override
    public Answer answer(PlaygroundClient client, PlaygroundForm form) {
        return front.push(client, form);
    }

    @Override
    public Answer refused(Answer answer) {
        return proofs.withNonce(answer);
    }
}
