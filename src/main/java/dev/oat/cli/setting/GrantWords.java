package dev.oat.cli.setting;

import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.CibaGrant;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.grant.DeviceCodeGrant;
import dev.oat.grant.IdJagGrant;
import dev.oat.grant.JwtBearerGrant;
import dev.oat.grant.PasswordGrant;
import dev.oat.grant.Saml2BearerGrant;
import dev.oat.grant.TokenExchangeGrant;

/** Grant types by the words that settings have for them: the last word of a long identifier, or the whole. */
public final class GrantWords {
    private GrantWords() {}

    /** The word that settings take for a grant type; what is no such type stays as it is. */
    public static String word(String type) {
        return type.substring(type.lastIndexOf(':') + 1);
    }

    /** Returns a setting's value where a grant type in full is its word; any other stays as it is. */
    public static String normal(Setting setting, String text) {
        return setting == Settings.GRANT_TYPE
                        && text.startsWith("urn:")
                        && type(word(text)).equals(text)
                ? word(text)
                : text;
    }

    /** Returns the grant type that a setting's word stands for. */
    public static String type(String word) {
        return switch (word) {
            case "device_code" -> DeviceCodeGrant.TYPE;
            case "ciba" -> CibaGrant.TYPE;
            case "jwt-bearer" -> JwtBearerGrant.TYPE;
            case "saml2-bearer" -> Saml2BearerGrant.TYPE;
            case "token-exchange" -> TokenExchangeGrant.TYPE;
            case "id-jag" -> IdJagGrant.TYPE;
            default -> word;
        };
    }

    /** Returns the command that gets a token by a grant type. */
    public static String command(String type) {
        return switch (type) {
            case ClientCredentialsGrant.TYPE -> "oat token client-credentials";
            case PasswordGrant.TYPE -> "oat token password";
            case DeviceCodeGrant.TYPE -> "oat token device";
            case CibaGrant.TYPE -> "oat token ciba";
            case JwtBearerGrant.TYPE -> "oat token jwt-bearer";
            case Saml2BearerGrant.TYPE -> "oat token saml2-bearer";
            case TokenExchangeGrant.TYPE -> "oat token token-exchange";
            case IdJagGrant.TYPE -> "oat token id-jag";
            default -> "oat login";
        };
    }

    /** Returns whether a user signs in for it, in whichever way: of a profile's sessions, these are the same kind. */
    public static boolean isSignIn(String type) {
        return type.equals(AuthorizationCodeGrant.TYPE)
                || type.equals(DeviceCodeGrant.TYPE)
                || type.equals(CibaGrant.TYPE);
    }
}
