/**
 * What the playground's issuer knows: settings, clients, users, keys, tokens, faults.
 *
 * <p>{@link dev.oat.playground.issuer.Issuer} holds them, {@link dev.oat.playground.issuer.ClientAuthenticators} tells
 * who asks. No request is answered here.
 *
 * <p>Why one holder: every endpoint sees the same clock, faults and tokens.
 */
package dev.oat.playground.issuer;
