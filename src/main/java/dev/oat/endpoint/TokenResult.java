package dev.oat.endpoint;

/** What a token endpoint answered: a token or a refusal. */
public sealed interface TokenResult permits TokenResponse, TokenError {
    /**
     * The token.
     *
     * @throws dev.oat.trace.Failure.Refused if it is a refusal
     */
    TokenResponse orThrow();
}
