package dev.oat.playground.issuer;

import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/** For which resources a request wants its token. */
public final class Audience {
    private Audience() {}

    /**
     * What {@code resource} and {@code audience} name, or the gateway where they name nothing.
     *
     * @throws OAuthError if a {@code resource} is no absolute URI, or has a fragment
     * @see <a href="https://www.rfc-editor.org/rfc/rfc8707#section-2">RFC 8707 §2</a>
     */
    public static List<String> of(PlaygroundForm form, URI usual) {
        List<String> audience = new ArrayList<>();
        for (String resource : form.all("resource")) {
            check(resource);
            audience.add(resource);
        }
        audience.addAll(form.all("audience"));
        return audience.isEmpty() ? List.of(usual.toString()) : List.copyOf(audience);
    }

    private static void check(String resource) {
        try {
            URI uri = new URI(resource);
            if (uri.isAbsolute() && uri.getRawFragment() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            // answered below
        }
        throw new OAuthError(400, "invalid_target", "resource is not an absolute URI without fragment");
    }
}
