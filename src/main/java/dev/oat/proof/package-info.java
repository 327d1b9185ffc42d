/**
 * What binds an access token to its sender.
 *
 * <p>A {@link dev.oat.proof.SenderConstraint} proves one request and learns from its response; whether the request must
 * be built once more is its answer, and building it is {@code endpoint}'s work. {@link dev.oat.proof.Bearer} binds
 * nothing. {@link dev.oat.proof.Challenges} reads what a resource server asks for.
 *
 * <p>Specifications: RFC 6750 (bearer tokens), RFC 9110 §11 (challenges).
 *
 * <p>May import: http, jose, json, trace.
 *
 * <p>Why not one method that sends: it would send a used client assertion twice. {@code prove} and {@code learn} are
 * smaller and need no transport.
 */
package dev.oat.proof;
