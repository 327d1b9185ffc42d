package dev.oat.playground.grants;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.GrantTypes;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Mint;

/**
 * A device asks whether its user has agreed elsewhere.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.4">RFC 8628 §3.4</a>
 * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.10.1">OpenID
 *     CIBA Core §10.1</a>
 */
public final class PollHandler implements GrantHandler {
    private final String type;
    private final String parameter;
    private final PendingApprovals approvals;
    private final Mint mint;

    private PollHandler(String type, String parameter, PendingApprovals approvals, Mint mint) {
        this.type = type;
        this.parameter = parameter;
        this.approvals = approvals;
        this.mint = mint;
    }

    public static PollHandler ofDevices(PendingApprovals approvals, Mint mint) {
        return new PollHandler(GrantTypes.DEVICE_CODE, "device_code", approvals, mint);
    }

    public static PollHandler ofBackchannelRequests(PendingApprovals approvals, Mint mint) {
        return new PollHandler(GrantTypes.CIBA, "auth_req_id", approvals, mint);
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public JsonObject redeem(PlaygroundClient client, PlaygroundForm form) {
        return mint.tokens(approvals.take(form.required(parameter), client));
    }
}
