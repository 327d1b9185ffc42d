package dev.oat.endpoint;

/** What a token endpoint answered: a token, a refusal, or a token that must not be used. */
public sealed interface TokenResult permits TokenResponse, TokenError, UnusableToken {
    /**
     * The token.
     *
     * @throws dev.oat.trace.Failure.Refused if it is a refusal
     * @throws dev.oat.trace.Failure.CheckFailed if it must not be used
     */
    TokenResponse orThrow();
}
