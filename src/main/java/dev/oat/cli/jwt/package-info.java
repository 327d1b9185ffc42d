/**
 * Commands on keys and tokens as such: {@code oat jwt} and {@code oat jwk}.
 *
 * <p>They need no server but for its keys. Cryptography is {@code jose}'s.
 *
 * <p>Why beside the grants: nothing here gets a token.
 */
package dev.oat.cli.jwt;
