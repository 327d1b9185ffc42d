/**
 * The back channel: authenticated messages to the authorization server.
 *
 * <p>{@link dev.oat.endpoint.BackChannel} is the one place where client authentication and sender constraint meet a form:
 * it builds the request, sends it, lets the constraint learn, and builds it once more when that is needed. Each endpoint
 * is a small class over it that reads one kind of answer; reading is apart from sending, so that hostile answers are
 * tested without a server.
 *
 * <p>Specifications: RFC 6749 §3.2 and §5, RFC 7009, RFC 7591, RFC 7592, RFC 7662, RFC 8628 §3.1, OpenID CIBA Core §7,
 * OpenID Connect Core §3.1.3.7 and §5.3.
 *
 * <p>May import: clientauth, grant, metadata, proof, http, jose, json, trace.
 *
 * <p>Why rebuild and not re-send: a server may have seen the client assertion of the first attempt, and would take the
 * same one for a replay.
 */
package dev.oat.endpoint;
