/**
 * Tokens that the playground makes, and proofs that it judges.
 *
 * <p>{@link dev.oat.playground.tokens.Mint} makes them, {@link dev.oat.playground.tokens.DpopProofs} judges proofs,
 * {@link dev.oat.playground.tokens.TokenChallenge} says what is wrong with a token.
 *
 * <p>Why apart from the grants: the gateway judges tokens and knows no grant.
 */
package dev.oat.playground.tokens;
