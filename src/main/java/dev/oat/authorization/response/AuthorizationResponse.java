package dev.oat.authorization.response;

import dev.oat.http.Form;
import dev.oat.http.ServerWords;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the authorization server sent back through the browser.
 *
 * @param parameters the parameters; {@code code} and {@code state} are secret
 * @param origin how they reached us
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2">RFC 6749 §4.1.2</a>
 */
public record AuthorizationResponse(Form parameters, Origin origin) implements TraceEvent {
    /** How a response reached us. */
    public enum Origin {
        /** The browser was redirected to the listener, which has compared the state. */
        REDIRECT("by the redirect"),
        /** A user pasted the redirect's URL or query. */
        PASTED_URL("pasted"),
        /** A user pasted the bare code: there is no state and no issuer to compare. */
        PASTED_CODE("pasted, the code alone");

        private final String text;

        Origin(String text) {
            this.text = text;
        }

        /** Returns the origin as a sentence part. */
        public String text() {
            return text;
        }
    }

    /** The parameters that may appear once at most; others are ignored. */
    static final Set<String> KNOWN = Set.of(
            "code",
            "state",
            "iss",
            "error",
            "error_description",
            "error_uri",
            "response",
            "id_token",
            "access_token",
            "token_type",
            "expires_in",
            "scope",
            "session_state");

    private static final Set<String> SECRET = Set.of("code", "state", "response", "id_token", "access_token");

    public AuthorizationResponse {
        Objects.requireNonNull(origin, "origin is null");
        Form kept = Form.empty();
        for (Form.Field field : parameters.fields()) {
            kept = SECRET.contains(field.name())
                    ? kept.with(field.name(), Secret.of(field.value()))
                    : kept.with(field.name(), field.value());
        }
        parameters = kept;
    }

    /**
     * Returns the comparisons that decide whether the response may be used, in their order.
     *
     * @param expected what it is held against
     */
    public List<Check> checks(AuthorizationExpectations expected) {
        List<Check> checks = new ArrayList<>(List.of(stateCheck(expected), issuerCheck(expected)));
        if (expected.type().bringsCode()) {
            checks.add(presence("code", "the response holds a code", SpecRef.rfc(6749, "4.1.2")));
        }
        if (expected.type().bringsIdToken()) {
            checks.add(presence("id_token", "the response holds an ID token", SpecRef.oidcCore("3.2.2.5")));
        }
        if (expected.type().bringsAccessToken()) {
            checks.add(presence("access_token", "the response holds an access token", SpecRef.rfc(6749, "4.2.2")));
        }
        return checks;
    }

    private Check stateCheck(AuthorizationExpectations expected) {
        SpecRef spec = SpecRef.rfc(6749, "10.12");
        String title = "the response belongs to this sign-in (state)";
        if (origin == Origin.PASTED_CODE) {
            return Check.notApplicable("state", title, spec, "only the code was pasted; PKCE ties it to this sign-in");
        }
        boolean same = parameters.count("state") == 1
                && Secret.of(parameters.first("state").orElse("")).equals(expected.state());
        return Check.of(
                "state", title, spec, same, "matches", same ? "matches" : parameters.has("state") ? "differs" : "");
    }

    private Check issuerCheck(AuthorizationExpectations expected) {
        SpecRef spec = SpecRef.rfc(9207, "2.4");
        String title = "the response comes from the server that was asked (iss)";
        if (origin == Origin.PASTED_CODE) {
            return Check.notApplicable("iss", title, spec, "only the code was pasted");
        }
        if (expected.issuer().isEmpty()) {
            return Check.notApplicable("iss", title, spec, "no issuer is known to compare with");
        }
        if (!parameters.has("iss") && !expected.issuerAnnounced()) {
            return Check.notApplicable("iss", title, spec, "the server's metadata does not announce iss");
        }
        if (!parameters.has("iss") && expected.type().bringsIdToken() && parameters.has("id_token")) {
            return Check.notApplicable(
                    "iss", title, spec, "none beside an ID token, which names its issuer itself and is validated next");
        }
        if (!expected.issuerAnnounced()
                && !expected.unannouncedIssuer()
                && parameters.first("iss").equals(expected.issuer())
                && parameters.count("iss") == 1) {
            return Check.of("iss", title, spec, false, "no iss, as the server's metadata announces none", "its issuer");
        }
        String found = parameters.count("iss") > 1
                ? "more than one"
                : parameters.first("iss").orElse("");
        return Check.same("iss", title, spec, expected.issuer().get(), found);
    }

    private Check presence(String name, String title, SpecRef spec) {
        if (parameters.has("error")) {
            return Check.notApplicable(name, title, spec, "it is an error");
        }
        boolean there = parameters.count(name) == 1
                && !parameters.first(name).orElse("").isEmpty();
        return Check.of(
                name, title, spec, there, "one", there ? "one" : parameters.has(name) ? "an empty one, or two" : "");
    }

    /**
     * Goes through every check.
     *
     * @return this response, which may be used
     * @throws Failure.CheckFailed for the first check that failed
     * @throws Failure.Refused if the response is an error
     */
    public AuthorizationResponse verified(AuthorizationExpectations expected, Trace trace) {
        List<Check> checks = checks(expected);
        try {
            trace.verify("authorization response", checks);
        } catch (Failure.CheckFailed e) {
            if (e.check().name().equals("iss") && e.check().found().equals("its issuer")) {
                e.hint("RFC 9207 has a client discard such responses; if you know that this server sends iss without"
                        + " announcing it: --accept-unannounced-iss");
            }
            throw e;
        }
        Optional<String> error = parameters.first("error");
        if (error.isPresent()) {
            throw refusal(error.get());
        }
        return this;
    }

    /** Returns the code, of a response that brings one. */
    public Secret code() {
        return secret("code").orElseThrow();
    }

    /** The ID token that came through the browser. */
    public Optional<Secret> idToken() {
        return secret("id_token");
    }

    /** Returns the access token that came through the browser. */
    public Optional<Secret> accessToken() {
        return secret("access_token");
    }

    private Optional<Secret> secret(String name) {
        return parameters.first(name).filter(text -> !text.isEmpty()).map(Secret::of);
    }

    /** Returns the tokens in the response, in the form of a token endpoint's answer. */
    public JsonObject tokens() {
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : List.of("access_token", "token_type", "expires_in", "scope", "id_token")) {
            if (parameters.has(name)) {
                members.put(name, parameters.first(name).orElseThrow());
            }
        }
        return JsonObject.of(members);
    }

    /** Returns the refusal that the response is; what to try next is chosen where it is told. */
    private Failure refusal(String error) {
        Failure failure = new Failure.Refused(
                error, parameters.first("error_description").orElse(""), ServerWords.in(parameters));
        failure.phase("sign-in");
        return failure.spec(SpecRef.rfc(6749, "4.1.2.1"));
    }

    /** Returns the first known parameter that appears more than once, or empty text. */
    static String duplicated(Form parameters) {
        for (Form.Field field : parameters.fields()) {
            if (KNOWN.contains(field.name()) && parameters.count(field.name()) > 1) {
                return field.name();
            }
        }
        return "";
    }
}
