/**
 * An API behind a gateway that checks tokens.
 *
 * <p>{@link dev.oat.playground.gateway.Gateway} answers 401 itself, {@link dev.oat.playground.gateway.Backend} counts
 * what got through.
 *
 * <p>Why two: who refused is what tests ask.
 */
package dev.oat.playground.gateway;
