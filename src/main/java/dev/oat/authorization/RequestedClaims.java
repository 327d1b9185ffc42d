package dev.oat.authorization;

import dev.oat.http.Form;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.SpecRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the {@code claims} parameter asks of the ID token, and whether it was given.
 *
 * @param idToken the member {@code id_token} of the parameter; empty when nothing was asked
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter">OpenID Connect Core §5.5</a>
 */
record RequestedClaims(JsonObject idToken) {
    private static final SpecRef SPEC = SpecRef.oidcCore("5.5.1");

    RequestedClaims {
        Objects.requireNonNull(idToken, "idToken is null");
    }

    /** Returns what a request's parameters ask; a {@code claims} that cannot be read asks nothing. */
    static RequestedClaims in(Form parameters) {
        try {
            JsonObject claims = JsonObject.parse(parameters.first("claims").orElse("{}"));
            return new RequestedClaims(claims.object("id_token").orElse(JsonObject.EMPTY));
        } catch (JsonException e) {
            return new RequestedClaims(JsonObject.EMPTY);
        }
    }

    /**
     * Returns the checks on an ID token: what was asked for as essential is there, and has one of the values that were named; the
     * user, if named, is that one. What was asked for as voluntary may be missing; of a class of sign-in
     * that is, a warning tells.
     */
    List<Check> checks(JsonObject token) {
        List<Check> checks = new ArrayList<>();
        for (Map.Entry<String, Object> one : idToken.members().entrySet()) {
            String name = one.getKey();
            if (!(one.getValue() instanceof JsonObject asked)) {
                continue;
            }
            List<Object> values = values(asked);
            boolean essential =
                    asked.value("essential").orElse(false).equals(true) || (name.equals("sub") && !values.isEmpty());
            boolean voluntaryClass = name.equals("acr") && !values.isEmpty();
            if (!essential && !voluntaryClass) {
                continue;
            }
            Object found = token.value(name).orElse(JsonObject.NULL);
            boolean good = found != JsonObject.NULL && (values.isEmpty() || values.contains(found));
            String title = "the claim " + name + " is as the request " + (essential ? "demands" : "asks");
            SpecRef spec = name.equals("acr") ? SpecRef.oidcCore("5.5.1.1") : SPEC;
            String expected = values.isEmpty() ? "some " + name : shown(values);
            String shown = found == JsonObject.NULL ? "no " + name : shown(List.of(found));
            checks.add(
                    essential
                            ? Check.of("id_token.claims." + name, title, spec, good, expected, shown)
                            : Check.warning("id_token.claims." + name, title, spec, good, expected, shown));
        }
        return checks;
    }

    private static List<Object> values(JsonObject asked) {
        List<Object> values = new ArrayList<>();
        asked.value("value").ifPresent(values::add);
        if (asked.value("values").orElse("") instanceof List<?> several) {
            values.addAll(several);
        }
        return values;
    }

    private static String shown(List<Object> values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            text.append(text.length() == 0 ? "" : " or ");
            text.append(value instanceof String plain ? plain : JsonObject.toJson(value));
        }
        return text.toString();
    }
}
