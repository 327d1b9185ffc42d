/**
 * Trust: which certificates of servers are accepted, and which one the client shows.
 *
 * <p>{@link dev.oat.http.tls.Tls} makes the one TLS context of a run from {@link dev.oat.http.tls.TransportSettings};
 * the rest finds trust anchors quickly, and the client's {@link dev.oat.http.tls.ClientCertificate}. No message is sent
 * here.
 *
 * <p>Why apart from the transports: what decides whom to trust is read as one thing, by whoever reviews it.
 */
package dev.oat.http.tls;
