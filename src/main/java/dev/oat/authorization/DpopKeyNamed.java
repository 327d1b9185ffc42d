package dev.oat.authorization;

import dev.oat.http.Form;
import java.util.Objects;

/**
 * Names the key that the code will be redeemed with, so that a stolen code is of no use to another key.
 *
 * @param thumbprint the key's thumbprint
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-10">RFC 9449 §10</a>
 */
public record DpopKeyNamed(String thumbprint) implements RequestStage {
    public DpopKeyNamed {
        Objects.requireNonNull(thumbprint, "thumbprint is null");
    }

    @Override
    public Form apply(Form parameters) {
        return parameters.with("dpop_jkt", thumbprint);
    }
}
