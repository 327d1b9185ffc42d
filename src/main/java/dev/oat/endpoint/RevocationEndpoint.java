package dev.oat.endpoint;

import dev.oat.http.Form;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.Objects;

/**
 * Tells the server that a token will not be used any more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009#section-2">RFC 7009 §2</a>
 */
public final class RevocationEndpoint {
    private static final SpecRef SPEC = SpecRef.rfc(7009, "2.1");
    private static final SpecRef ERRORS = SpecRef.rfc(7009, "2.2.1");

    private final BackChannel channel;
    private final URI address;

    public RevocationEndpoint(BackChannel channel, URI address) {
        this.channel = Objects.requireNonNull(channel, "channel is null");
        this.address = Objects.requireNonNull(address, "address is null");
    }

    /**
     * Revokes a token; one that the server does not know counts as revoked.
     *
     * @param token the token
     * @param hint {@code refresh_token} or {@code access_token}
     * @throws Failure.Refused if the server will not
     * @throws Failure.Unreachable if no usable answer came
     */
    public void revoke(Secret token, String hint) {
        Form form = Form.empty().with("token", token);
        if (!hint.isEmpty()) {
            form = form.with("token_type_hint", hint);
        }
        BackChannel.Answered answered = channel.post("revocation request", SPEC, address, form);
        if (!answered.response().isSuccess()) {
            throw answered.refusal(ERRORS);
        }
    }
}
