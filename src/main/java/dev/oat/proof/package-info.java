/**
 * What binds an access token to its sender.
 *
 * <p>A {@link dev.oat.proof.SenderConstraint} proves one request and learns from its response; whether the request must
 * be built once more, and with what, is its answer, and building it is {@code endpoint}'s work.
 * {@link dev.oat.proof.Bearer} binds nothing. {@link dev.oat.proof.Dpop} signs a proof for each request with a key, and
 * puts the server's nonce into it. {@link dev.oat.proof.CertificateBound} leaves the proof to the TLS handshake. What a
 * token says of its binding is a {@link dev.oat.proof.Confirmation}.
 *
 * <p>Specifications: RFC 6750 (bearer tokens), RFC 9449 (DPoP), RFC 8705 §3 (certificate-bound tokens), RFC 7800
 * (confirmation).
 *
 * <p>May import: http, jose, json, trace.
 *
 * <p>Why not one method that sends: it would send a used client assertion twice. {@code prove} and {@code learn} are
 * smaller and need no transport. Why the answer to a challenge is another constraint: it holds the nonce of that
 * challenge, so that requests under way at the same time cannot take it away.
 */
package dev.oat.proof;
