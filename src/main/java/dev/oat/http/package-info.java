/**
 * Requests and responses as values, and the transports that send them.
 *
 * <p>A {@link dev.oat.http.Request} is immutable and born with the section of the specification that describes it. A
 * {@link dev.oat.http.Transport} sends it and follows no redirect, under a deadline for the whole call and a limit on the
 * answer's size. {@link dev.oat.http.transport.RecordingTransport} puts the final bytes of every message, retries included, into
 * the trace. What a server said when it did not do what it was asked is read by
 * {@link dev.oat.http.ServerWords}, whatever its form, for every endpoint.
 *
 * <p>Specifications: RFC 9110 (HTTP), RFC 6749 appendix B (form encoding), RFC 6750 §3 and RFC 9110 §11.6.1 (challenges).
 *
 * <p>May import: trace, json.
 *
 * <p>Protocol messages go whole, by a {@link dev.oat.http.Transport}; calls to APIs are streamed both ways, by a
 * {@link dev.oat.http.StreamTransport}.
 *
 * <p>Why not the JDK's own request and response types in the core: their bodies cannot be read back, so there would be no
 * trace, no curl line and no rebuilding. Why a transport of our own for HTTP/1.1: the JDK's {@code HttpClient} takes 300 ms
 * for its start and end, moves a fraction by TLS of what a socket does, and reads framing otherwise than RFC 9112 has it;
 * {@link dev.oat.http.transport.SocketTransport} is held against curl, byte by byte. For HTTP/2 the JDK's client is used, and for
 * that alone: {@link dev.oat.http.transport.HttpClientTransport} hands over what a server does not speak in it.
 */
package dev.oat.http;
