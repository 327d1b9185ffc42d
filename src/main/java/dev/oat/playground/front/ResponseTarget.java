package dev.oat.playground.front;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.tokens.Jwts;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where an authorization response goes, and what it always carries.
 *
 * @param client whose response it is
 * @param redirectUri the client's redirect URI, found to be registered
 * @param state the client's state
 * @param mode one of {@link #MODES}, never plain {@code jwt}: the form that this stands for
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749 §4.1.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207#section-2">RFC 9207 §2</a>
 * @see <a href="https://openid.net/specs/oauth-v2-jarm.html#section-2">JARM §2</a>
 */
public record ResponseTarget(PlaygroundClient client, String redirectUri, Optional<String> state, String mode) {
    public static final List<String> MODES =
            List.of("query", "fragment", "form_post", "query.jwt", "fragment.jwt", "form_post.jwt", "jwt");

    private static final Duration JWT_LIFETIME = Duration.ofMinutes(10);
    private static final String JWT = ".jwt";

    /** Returns the target of a request; one whose mode is none of those that there are is answered in the usual one. */
    static ResponseTarget of(PlaygroundClient client, String redirectUri, PlaygroundForm form) {
        List<String> types = form.words("response_type");
        String usual = types.contains("token") || types.contains("id_token") ? "fragment" : "query";
        String asked = form.first("response_mode").filter(MODES::contains).orElse(usual);
        return new ResponseTarget(
                client, redirectUri, form.all("state").stream().findFirst(), asked.equals("jwt") ? usual + JWT : asked);
    }

    /** Returns the response with what was asked for. */
    Answer success(Issuer issuer, Map<String, String> parameters) {
        return answer(issuer, new LinkedHashMap<>(parameters));
    }

    /** The response with an error. */
    Answer error(Issuer issuer, OAuthError error) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error.error());
        parameters.put("error_description", error.description());
        return answer(issuer, parameters);
    }

    /** Back to the client after a sign-out, with nothing but the state. */
    Answer afterLogout() {
        String query =
                state.map(text -> PlaygroundForm.encode(Map.of("state", text))).orElse("");
        String separator = query.isEmpty() ? "" : redirectUri.indexOf('?') < 0 ? "?" : "&";
        return Answer.redirect(302, redirectUri + separator + query).notStored();
    }

    private Answer answer(Issuer issuer, Map<String, String> parameters) {
        Faults faults = issuer.faults();
        if (!faults.isOn(Fault.RESPONSE_MISSING_STATE)) {
            state.ifPresent(
                    text -> parameters.put("state", faults.isOn(Fault.RESPONSE_WRONG_STATE) ? text + "x" : text));
        }
        boolean jwt = mode.endsWith(JWT) && !faults.isOn(Fault.JARM_PLAIN);
        if (!jwt && !faults.isOn(Fault.RESPONSE_MISSING_ISS)) {
            parameters.put("iss", faults.isOn(Fault.RESPONSE_WRONG_ISS) ? "https://elsewhere.example" : issuer.id());
        }
        Map<String, String> sent = jwt ? Map.of("response", jwt(issuer, parameters)) : parameters;
        if (mode.startsWith("form_post")) {
            return PageFrame.formPost(redirectUri, policySource(), sent);
        }
        String separator = mode.startsWith("fragment") ? "#" : redirectUri.indexOf('?') < 0 ? "?" : "&";
        return Answer.redirect(302, redirectUri + separator + PlaygroundForm.encode(sent))
                .notStored();
    }

    private String jwt(Issuer issuer, Map<String, String> parameters) {
        Faults faults = issuer.faults();
        Map<String, Object> claims = new LinkedHashMap<>();
        if (!faults.isOn(Fault.JARM_MISSING_ISS)) {
            claims.put("iss", faults.isOn(Fault.JARM_WRONG_ISS) ? "https://elsewhere.example" : issuer.id());
        }
        if (!faults.isOn(Fault.JARM_MISSING_AUD)) {
            claims.put("aud", faults.isOn(Fault.JARM_WRONG_AUD) ? "another-client" : client.id());
        }
        if (!faults.isOn(Fault.JARM_MISSING_EXP)) {
            Duration life = faults.isOn(Fault.JARM_EXPIRED) ? JWT_LIFETIME.negated() : JWT_LIFETIME;
            claims.put("exp", issuer.now().plus(life).getEpochSecond());
        }
        claims.putAll(parameters);
        Jwts jwts = new Jwts(issuer);
        if (faults.isOn(Fault.JARM_UNSIGNED)) {
            return jwts.sealed(Jwts.unsigned(JsonObject.of(claims)), client);
        }
        String signed = jwts.signed("JWT", claims);
        return jwts.sealed(faults.isOn(Fault.JARM_BAD_SIGNATURE) ? Jwts.withBrokenSignature(signed) : signed, client);
    }

    /** Returns the redirect URI as a source of a content security policy, which knows no IPv6 addresses. */
    String policySource() {
        URI uri = URI.create(redirectUri);
        boolean named = uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('[') < 0;
        return named ? uri.getScheme() + "://" + uri.getRawAuthority() : uri.getScheme() + ":";
    }
}
