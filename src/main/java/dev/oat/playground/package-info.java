/**
 * An authorization server, an API gateway and a backend API on loopback, to try the tool against and to test it.
 *
 * <p>The authorization server signs people in with its own pages and hands out tokens; the gateway checks each token and
 * answers 401 itself; the backend counts what reaches it. Lifetimes, clients and users are settings; time and randomness
 * come from outside; faults are switches that may be flipped while it runs. Grants and client authentication methods are
 * handlers in maps, so that each new one is one class and one entry.
 *
 * <p>Specifications: RFC 6749, 6750, 7009, 7591, 7592, 7636, 7662, 8252 §7.3, 8288, 8414, 8707, 9068, 9207, 9470, 9728, and OpenID Connect
 * Core and Discovery.
 *
 * <p>May import: {@code html}, {@code json}, {@code jose}, {@code trace} and, to send requests of its own, {@code http}. Nothing imports it but its own commands.
 *
 * <p>Why not share code with the client side: a misreading of a specification that both sides share would look like
 * agreement. So forms, challenges and authorization responses are written here a second time, and only JSON and the
 * cryptography, which have test vectors of their own, are common, and the transport, which is held against curl.
 */
package dev.oat.playground;
