/**
 * Who the authorization server is, and what it can do.
 *
 * <p>{@link dev.oat.metadata.Discovery} fetches a server's metadata by OpenID Connect Discovery or by RFC 8414, with the
 * right well-known address for an issuer with a path, and accepts it only when its issuer is exactly the one asked for.
 * {@link dev.oat.metadata.AuthorizationServer} answers where an endpoint lies. {@link dev.oat.metadata.SigningKeys}
 * fetches the server's keys. {@link dev.oat.metadata.ResourceDiscovery} finds out who protects an API.
 *
 * <p>Specifications: RFC 8414, OpenID Connect Discovery 1.0, RFC 7517 §5, RFC 9728.
 *
 * <p>May import: http, jose, json, trace.
 *
 * <p>Why no file access here: the cache is an interface, and who keeps files keeps it ({@code session}). Metadata is
 * fetched without credentials, and a stale copy never stands in for a failed fetch.
 */
package dev.oat.metadata;
