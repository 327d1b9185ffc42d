package dev.oat.authorization.response;

import dev.oat.endpoint.jwt.Decryption;
import dev.oat.http.Form;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Secret;
import java.util.Map;
import java.util.Objects;

/**
 * Tells the awaited response from what strangers send: looks at its state, wherever that lies, and believes nothing else.
 *
 * @param type what the response is to bring
 * @param mode how it is to come
 * @param state the state that it must carry
 * @param decryption opens what is encrypted to us
 */
public record ResponseReader(ResponseType type, ResponseMode mode, Secret state, Decryption decryption) {
    public ResponseReader {
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(mode, "mode is null");
        Objects.requireNonNull(state, "state is null");
        Objects.requireNonNull(decryption, "decryption is null");
    }

    /** Returns where in the browser's request the response lies. */
    public ResponseMode.Delivery delivery() {
        return mode.delivery(type);
    }

    /** Whether a code alone, pasted without anything about it, will do. */
    boolean takesBareCode() {
        return type == ResponseType.CODE && !mode.isJwt();
    }

    /**
     * Returns the response in these parameters.
     *
     * @throws Refusal if its state is missing, twice there or another one, or it is ambiguous
     */
    public AuthorizationResponse read(Form parameters, AuthorizationResponse.Origin origin) throws Refusal {
        judgeState(visible(parameters));
        String duplicated = AuthorizationResponse.duplicated(parameters);
        if (!duplicated.isEmpty()) {
            throw new Refusal(400, "its parameter " + duplicated + " appears more than once");
        }
        return new AuthorizationResponse(parameters, origin);
    }

    /**
     * Returns the parameters as far as they can be seen: those within a JWT, unverified, where one is expected and came.
     *
     * @throws Refusal if the JWT cannot be read
     */
    Form visible(Form parameters) throws Refusal {
        if (!mode.isJwt() || parameters.count("response") != 1) {
            return parameters;
        }
        String compact = parameters.first("response").orElseThrow();
        try {
            if (Jwe.looksEncrypted(compact)) {
                Jwe.Decrypted opened = decryption.open(compact);
                if (opened.plaintext().isEmpty()) {
                    throw Refusal.worthWarning("its response is encrypted and cannot be opened: "
                            + Check.firstFailed(opened.checks())
                                    .map(check -> check.title() + ", found " + check.found())
                                    .orElse("")
                            + "; --decryption-key FILE names the key");
                }
                compact = opened.plaintext().orElseThrow();
            }
            return parameters(Jwt.decode(compact).claims());
        } catch (JoseException e) {
            throw new Refusal(400, "its response is no JWT");
        }
    }

    /** Returns a JWT's claims as the parameters that they stand for; lists and objects are none. */
    static Form parameters(JsonObject claims) {
        Form form = Form.empty();
        for (Map.Entry<String, Object> claim : claims.members().entrySet()) {
            if (claim.getValue() instanceof String text) {
                form = form.with(claim.getKey(), text);
            } else if (claim.getValue() instanceof Number || claim.getValue() instanceof Boolean) {
                form = form.with(claim.getKey(), claim.getValue().toString());
            }
        }
        return form;
    }

    private void judgeState(Form parameters) throws Refusal {
        int count = parameters.count("state");
        if (count == 0) {
            throw delivery() == ResponseMode.Delivery.FRAGMENT && parameters.isEmpty()
                    ? Refusal.behindFragment()
                    : new Refusal(400, "it carries no state");
        }
        if (count > 1) {
            throw new Refusal(400, "it carries more than one state");
        }
        if (!Secret.of(parameters.first("state").orElseThrow()).equals(state)) {
            throw new Refusal(
                    400, "its state is not the one of this sign-in: a stranger, or a tab of an earlier attempt");
        }
    }
}
