package dev.oat.endpoint.jwt;

import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * A kind of token, for messages and for what the metadata says of it.
 *
 * @param subject how messages call it: {@code ID token}
 * @param check the name of the check that it can be read: {@code id_token}
 * @param spec the section that describes it
 * @param metadata the beginning of the metadata members about it: {@code id_token}
 */
public record TokenKind(String subject, String check, SpecRef spec, String metadata) {
    public TokenKind {
        Objects.requireNonNull(subject, "subject is null");
        Objects.requireNonNull(check, "check is null");
        Objects.requireNonNull(spec, "spec is null");
        Objects.requireNonNull(metadata, "metadata is null");
    }

    /** Returns the client metadata by which a client says how the server shall sign: {@code id_token_signed_response_alg}. */
    public String registeredAs() {
        return metadata + "_signed_response_alg";
    }
}
