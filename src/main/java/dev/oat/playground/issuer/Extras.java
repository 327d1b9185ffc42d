package dev.oat.playground.issuer;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request may ask for beyond scopes and audience.
 *
 * @param acr the kind of sign-in, of those that were asked for
 * @param details the {@code authorization_details} that were granted
 * @param dpopJkt the thumbprint of the key that the code must be redeemed with
 * @param actor the subject of the party that acts for the token's
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9396#section-2">RFC 9396 §2</a>
 */
public record Extras(Optional<String> acr, List<JsonObject> details, Optional<String> dpopJkt, Optional<String> actor) {
    /** The kinds of sign-in: by password, and by something more, which is believed without being asked for. */
    public static final List<String> CLASSES = List.of("pwd", "mfa");

    /** What the server knows to be asked for in detail. */
    public static final List<String> DETAIL_TYPES = List.of("payment_initiation", "account_information");

    public Extras {
        Objects.requireNonNull(acr, "acr is null");
        details = List.copyOf(details);
        Objects.requireNonNull(dpopJkt, "dpopJkt is null");
    }

    public static Extras none() {
        return new Extras(Optional.empty(), List.of(), Optional.empty(), Optional.empty());
    }

    /** Returns what a token request asks for. */
    public static Extras ofToken(PlaygroundForm form) {
        return new Extras(Optional.empty(), details(form), Optional.empty(), Optional.empty());
    }

    /** The same for a token with which somebody acts for its subject (RFC 8693 §4.1). */
    public Extras withActor(String subject) {
        return new Extras(acr, details, dpopJkt, Optional.of(subject));
    }

    /**
     * Returns what an authorization request asks for.
     *
     * @throws OAuthError if it asks in a way that is not understood, or for what there is not
     */
    public static Extras ofAuthorization(PlaygroundForm form) {
        List<String> wanted = new ArrayList<>(form.words("acr_values"));
        boolean essential = false;
        Optional<JsonObject> acr = requestedAcr(form);
        if (acr.isPresent()) {
            try {
                essential = acr.get().flag("essential").orElse(false);
                acr.get().text("value").ifPresent(wanted::add);
                wanted.addAll(acr.get().texts("values"));
            } catch (JsonException e) {
                throw OAuthError.invalidRequest("claims: " + e.getMessage());
            }
        }
        Optional<String> first = wanted.stream().filter(CLASSES::contains).findFirst();
        if (essential && !wanted.isEmpty() && first.isEmpty()) {
            throw new OAuthError(400, "unmet_authentication_requirements", "no such sign-in is offered here");
        }
        return new Extras(Optional.of(first.orElse("pwd")), details(form), form.first("dpop_jkt"), Optional.empty());
    }

    private static Optional<JsonObject> requestedAcr(PlaygroundForm form) {
        Optional<String> claims = form.first("claims");
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        try {
            return JsonObject.parse(claims.get()).object("id_token").flatMap(wanted -> wanted.object("acr"));
        } catch (JsonException e) {
            throw OAuthError.invalidRequest("claims is not what OpenID Connect Core 5.5 describes: " + e.getMessage());
        }
    }

    private static List<JsonObject> details(PlaygroundForm form) {
        Optional<String> text = form.first("authorization_details");
        if (text.isEmpty()) {
            return List.of();
        }
        List<JsonObject> details = new ArrayList<>();
        try {
            for (Object one : JsonObject.parse("{\"all\":" + text.get() + "}").array("all")) {
                if (!(one instanceof JsonObject detail) || detail.text("type").isEmpty()) {
                    throw invalidDetails("each must be an object with a type");
                }
                if (!DETAIL_TYPES.contains(detail.text("type").get())) {
                    throw invalidDetails("the server knows the types " + String.join(" and ", DETAIL_TYPES));
                }
                details.add(detail);
            }
        } catch (JsonException e) {
            throw invalidDetails(String.valueOf(e.getMessage()));
        }
        return details;
    }

    private static OAuthError invalidDetails(String why) {
        return new OAuthError(400, "invalid_authorization_details", why);
    }
}
