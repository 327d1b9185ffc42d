package dev.oat.authorization.response;

import dev.oat.http.Form;
import dev.oat.trace.Ascii;
import dev.oat.trace.Secret;
import java.util.Locale;

/**
 * Reads what a user pastes when the browser cannot reach the listener: the address of the page it ended on, that
 * address's query, or the bare code.
 */
public final class PastedResponse {
    /** Longer texts are no codes. */
    private static final int LONGEST = 64 << 10;

    private PastedResponse() {}

    /**
     * Returns the response in a pasted line.
     *
     * @param line what was pasted
     * @param redirectUri where this attempt's response arrives
     * @param reader tells this attempt's response from others
     * @throws Refusal if it is none of the three, or belongs to another sign-in; the wait goes on
     */
    public static AuthorizationResponse read(String line, String redirectUri, ResponseReader reader) throws Refusal {
        String text = unwrapped(line);
        if (text.isEmpty()) {
            throw refusal("nothing was pasted");
        }
        if (text.length() > LONGEST) {
            throw refusal("that is too long for a code");
        }
        if (isAddress(text)) {
            return ofParameters(parametersOf(text, redirectUri, reader), reader);
        }
        if (text.startsWith("?") || text.startsWith("#") || hasParameter(text)) {
            return ofParameters(text.startsWith("?") || text.startsWith("#") ? text.substring(1) : text, reader);
        }
        if (!reader.takesBareCode()) {
            throw refusal("the whole address is needed here; it starts with " + redirectUri);
        }
        // RFC 6749 appendix A.11: a code is visible ASCII
        if (!Ascii.isVisible(text)) {
            throw refusal("that is neither an address nor a code");
        }
        return new AuthorizationResponse(
                Form.empty().with("code", Secret.of(text)), AuthorizationResponse.Origin.PASTED_CODE);
    }

    /** Without the quotes, brackets and white space that come along when one copies. */
    private static String unwrapped(String line) {
        String text = line.strip();
        if (text.length() > 1) {
            char first = text.charAt(0);
            char last = text.charAt(text.length() - 1);
            if ((first == '"' && last == '"') || (first == '\'' && last == '\'') || (first == '<' && last == '>')) {
                return text.substring(1, text.length() - 1).strip();
            }
        }
        return text;
    }

    private static boolean isAddress(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("http:") || lower.startsWith("https:");
    }

    private static boolean hasParameter(String text) {
        for (String name :
                new String[] {"code=", "state=", "error=", "iss=", "response=", "id_token=", "access_token="}) {
            if (text.startsWith(name) || text.contains("&" + name)) {
                return true;
            }
        }
        return false;
    }

    private static String parametersOf(String address, String redirectUri, ResponseReader reader) throws Refusal {
        int fragment = address.indexOf('#');
        String whole = fragment < 0 ? address : address.substring(0, fragment);
        int question = whole.indexOf('?');
        String page = question < 0 ? whole : whole.substring(0, question);
        // a browser shows http://host as http://host/
        if (!page.equals(redirectUri) && !page.equals(redirectUri + "/")) {
            throw refusal("that is not the address that the browser was sent back to; it starts with " + redirectUri);
        }
        boolean behind = reader.delivery() == ResponseMode.Delivery.FRAGMENT && fragment >= 0;
        return behind ? address.substring(fragment + 1) : question < 0 ? "" : whole.substring(question + 1);
    }

    private static AuthorizationResponse ofParameters(String encoded, ResponseReader reader) throws Refusal {
        Form parameters;
        try {
            parameters = Form.parse(encoded);
        } catch (IllegalArgumentException e) {
            throw refusal("its parameters are not form-encoded");
        }
        Form seen = reader.visible(parameters);
        if (!seen.has("code") && !seen.has("error") && !seen.has("id_token") && !seen.has("access_token")) {
            throw refusal("it holds no code; paste the whole address that the browser ended on");
        }
        if (seen.count("state") != 1) {
            throw refusal("it holds no state, or two; paste the whole address that the browser ended on");
        }
        if (!Secret.of(seen.first("state").orElseThrow()).equals(reader.state())) {
            throw refusal("it belongs to another sign-in: its state differs");
        }
        return reader.read(parameters, AuthorizationResponse.Origin.PASTED_URL);
    }

    private static Refusal refusal(String reason) {
        return new Refusal(400, reason);
    }
}
