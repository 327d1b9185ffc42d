package dev.oat.playground.server;

import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.PlaygroundEndpoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes the keys that verify the issuer's tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 §5</a>
 */
final class JwksEndpoint implements PlaygroundEndpoint {
    private final Issuer issuer;

    JwksEndpoint(Issuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public Answer answer(Incoming request) {
        Answer answer = Answer.json(200, JwkSet.of(all()).toPublicJson());
        if (issuer.faults().isOn(Fault.ROTATED_KEY)) {
            issuer.keys().rotate();
        }
        return answer.with("Cache-Control", issuer.keeping());
    }

    /** Returns the keys that sign, and the one that request objects are encrypted to. */
    private List<Jwk> all() {
        List<Jwk> all = new ArrayList<>(issuer.keys().published().keys());
        all.add(issuer.encryptionKey().current());
        return all;
    }
}
