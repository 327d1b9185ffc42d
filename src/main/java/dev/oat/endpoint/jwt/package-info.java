/**
 * JWTs that the authorization server made: ID tokens, signed answers, and how they are checked.
 *
 * <p>{@link dev.oat.endpoint.jwt.IdTokenValidator} checks ID tokens, {@link dev.oat.endpoint.jwt.JwtChecks} what all
 * JWTs have in common. Requests are sent one floor up.
 *
 * <p>Why apart from the endpoints: a check takes a text and what is expected, and is tested without a server.
 */
package dev.oat.endpoint.jwt;
