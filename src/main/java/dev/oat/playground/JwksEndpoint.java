package dev.oat.playground;

/**
 * Publishes the keys that verify the issuer's tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517 §5</a>
 */
final class JwksEndpoint implements Endpoint {
    private final Issuer issuer;

    JwksEndpoint(Issuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public Answer answer(Incoming request) {
        Answer answer = Answer.json(200, issuer.keys().published().toPublicJson());
        if (issuer.faults().isOn(Fault.ROTATED_KEY)) {
            issuer.keys().rotate();
        }
        return answer.with("Cache-Control", issuer.keeping());
    }
}
