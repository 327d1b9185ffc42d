/**
 * How a client proves who it is.
 *
 * <p>One small class for each method of the IANA registry; a {@link dev.oat.clientauth.ClientAuthentication} says which
 * form fields and headers authenticate a client id to an audience, and nothing else. {@code endpoint} adds them to a
 * request, so that methods, grants and sender constraints combine without a switch.
 *
 * <p>Specifications: RFC 6749 §2.3 (client authentication), RFC 7521 and RFC 7523 (assertions), RFC 8705 (mutual
 * TLS), OpenID Connect Core §9, Attestation-Based Client Authentication.
 *
 * <p>May import: http, jose, json, trace.
 *
 * <p>Why not one method that changes a request: it would depend on order and hide what it added. Two returned values
 * show it.
 */
package dev.oat.clientauth;
