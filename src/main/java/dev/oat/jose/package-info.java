/**
 * Keys, signatures, encryption and tokens: JWK, JWS, JWE and JWT.
 *
 * <p>{@link dev.oat.jose.Jwk} is one key and {@link dev.oat.jose.JwkSet} the keys of a server. {@link dev.oat.jose.Jwt}
 * decodes a compact token without believing it; {@link dev.oat.jose.SignatureChecks} says, check by check, whether a key
 * of a set signed it. {@link dev.oat.jose.PrivateKeys} reads the key files of other tools. {@link dev.oat.jose.Jwe} takes off the envelope of an encrypted token, and
 * {@link dev.oat.jose.HalfHash} is what {@code at_hash} and {@code c_hash} hold.
 *
 * <p>Specifications: RFC 7515 (JWS), RFC 7516 (JWE), RFC 7517 (JWK), RFC 7518 (algorithms), RFC 7519 (JWT), RFC 7638 (thumbprint),
 * RFC 5958, 8017 and 5915 (keys in DER), RFC 8037 and RFC 9864 (Edwards curves), RFC 8725 (best practice).
 *
 * <p>May import: {@code json}, {@code trace}; of the libraries, only this package sees jose4j, and loads it when a key is
 * first used, not when it is read.
 *
 * <p>Why not jose4j's {@code JsonWebSignature} and {@code JwtConsumer}: they answer with one exception where a debugging
 * tool owes a list of checks, and they would read the header a second time with another JSON parser, so that two readers
 * could disagree about one token. The mathematics is jose4j's and the JDK's; the reading and the refusing are ours. Nor
 * is any algorithm taken from jose4j's registry, which tries out all of JWE when it is first touched.
 */
package dev.oat.jose;
