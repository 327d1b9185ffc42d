package dev.oat.cli;

import dev.oat.endpoint.TokenResponse;
import dev.oat.render.TokenDocument;
import java.time.Instant;
import java.util.Optional;

/** Prints a token answer as {@code -o} asks. */
final class TokenAnswer {
    private TokenAnswer() {}

    static void print(Invocation invocation, ServerConnection connection, TokenResponse response, String format) {
        Instant now = invocation.environment().clock().instant();
        Optional<Instant> end = response.expiresIn().map(now::plusSeconds);
        TokenDocument document = new TokenDocument(
                response.document(),
                invocation.settings().profileName(),
                connection.server().issuer(),
                now,
                end,
                "none");
        invocation.output().document(document.as(format, invocation.output().pretty()));
    }
}
