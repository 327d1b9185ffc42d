package dev.oat.playground;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where an authorization response goes, and what it always carries.
 *
 * @param redirectUri the client's redirect URI, found to be registered
 * @param state the client's state
 * @param formPost whether the browser brings it by POST, as {@code response_mode=form_post} asks
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749 §4.1.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207#section-2">RFC 9207 §2</a>
 */
record ResponseTarget(String redirectUri, Optional<String> state, boolean formPost) {

    /** The response with a code. */
    Answer code(Issuer issuer, String code) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        return answer(issuer, parameters);
    }

    /** The response with an error. */
    Answer error(Issuer issuer, OAuthError error) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", error.error());
        parameters.put("error_description", error.description());
        return answer(issuer, parameters);
    }

    private Answer answer(Issuer issuer, Map<String, String> parameters) {
        Faults faults = issuer.faults();
        if (!faults.isOn(Fault.RESPONSE_MISSING_STATE)) {
            state.ifPresent(
                    text -> parameters.put("state", faults.isOn(Fault.RESPONSE_WRONG_STATE) ? text + "x" : text));
        }
        if (!faults.isOn(Fault.RESPONSE_MISSING_ISS)) {
            parameters.put("iss", faults.isOn(Fault.RESPONSE_WRONG_ISS) ? "https://elsewhere.example" : issuer.id());
        }
        if (formPost) {
            return Pages.formPost(this, parameters);
        }
        String separator = redirectUri.indexOf('?') < 0 ? "?" : "&";
        return Answer.redirect(302, redirectUri + separator + Form.encode(parameters))
                .notStored();
    }

    /** The redirect URI as a source of a content security policy, which knows no IPv6 addresses. */
    String policySource() {
        URI uri = URI.create(redirectUri);
        boolean named = uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('[') < 0;
        return named ? uri.getScheme() + "://" + uri.getRawAuthority() : uri.getScheme() + ":";
    }
}
