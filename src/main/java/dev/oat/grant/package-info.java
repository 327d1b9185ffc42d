/**
 * What a client holds to get a token: one record for each grant type.
 *
 * <p>A {@link dev.oat.grant.Grant} knows its type, its own form parameters and its section. It does not know how the
 * client authenticates, what binds the token, or where it is sent; {@code endpoint} brings these together.
 *
 * <p>Specifications: RFC 6749 §4 and §6, RFC 7522, RFC 7523, RFC 8628 §3.4, RFC 8693, OpenID CIBA Core §10.1.
 *
 * <p>May import: http, jose, json, trace.
 *
 * <p>Why not an enum with a switch: new grants are what this tool is extended by. A grant is one record here, one
 * command, and one golden wire body.
 */
package dev.oat.grant;
