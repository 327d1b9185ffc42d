package dev.oat.endpoint.jwt;

import dev.oat.trace.Check;

/** Says what to do about a claim that failed its check: one that is missing is another matter than a wrong one. */
public final class ClaimHint {
    private static final String OPERATOR = "; tell the server's operator";

    private ClaimHint() {}

    /** Returns the hint for a failed check of an ID token. */
    static String ofIdToken(Check check) {
        String claim = claim(check);
        if (isMissing(check)) {
            return switch (claim) {
                case "azp" -> "a token for several audiences must say by azp for whom it was issued" + OPERATOR;
                case "nonce" ->
                    "the server left out the nonce that was sent, so the token may be another sign-in's" + OPERATOR;
                case "auth_time" ->
                    "the server does not say when the user signed in, as max_age asks: leave out --max-age, or have it"
                            + " say auth_time";
                case "acr" ->
                    "the server does not say how the user signed in (acr), so it may not know these --acr-values";
                case "iss", "sub", "aud", "exp", "iat" ->
                    "the server left out " + claim + ", which every ID token must have" + OPERATOR;
                default -> "the token was not used; -v shows every check" + OPERATOR;
            };
        }
        return switch (check.name()) {
            case "id_token.exp", "id_token.iat", "id_token.nbf" -> "compare this machine's clock with the server's";
            case "id_token.refresh.iat" -> "the server gave an older token than before" + OPERATOR;
            case "id_token.auth_time" ->
                "the token was not used: the server took a sign-in of before; --prompt login asks for a new one";
            case "id_token.aud" -> "check --client-id: the token is for another client";
            case "id_token.azp" -> "check --client-id: the token was issued to another client";
            case "id_token.iss" -> "check --issuer to the letter; the token was not used";
            default -> "the token was not used; -v shows every check" + OPERATOR;
        };
    }

    /** Returns the hint for a failed check of any JWT that a user has verified; empty text when there is none. */
    public static String ofToken(Check check) {
        boolean missing = isMissing(check);
        return switch (check.name()) {
            case "jwt.aud" ->
                missing
                        ? "it is for nobody in particular: leave out --audience, or ask for a token with --audience or"
                                + " --resource"
                        : "it is for another API: ask for one with --audience or --resource, as the server takes it";
            case "jwt.iss" ->
                missing
                        ? "it does not say who issued it: leave out --issuer and name the keys by --key FILE"
                        : "check --issuer to the letter";
            case "jwt.client" ->
                missing
                        ? "it does not say to which client it was issued: leave out --client-id"
                        : "it was issued to another client than --client-id";
            case "jwt.nonce" -> missing ? "it carries no nonce: leave out --nonce" : "it belongs to another sign-in";
            case "jwt.typ" -> missing ? "its header has no typ: leave out --typ" : "check --typ";
            case "jwt.exp", "jwt.nbf", "jwt.iat" ->
                "--at TIME judges it as of another time, --leeway SECONDS more leniently";
            default -> "";
        };
    }

    private static String claim(Check check) {
        return check.name().substring(check.name().lastIndexOf('.') + 1);
    }

    private static boolean isMissing(Check check) {
        return check.found().isEmpty() || check.found().startsWith("no ");
    }
}
