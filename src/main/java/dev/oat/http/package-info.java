/**
 * Requests and responses as values, and the transports that send them.
 *
 * <p>A {@link dev.oat.http.Request} is immutable and born with the section of the specification that describes it. A
 * {@link dev.oat.http.Transport} sends it and follows no redirect, under a deadline for the whole call and a limit on the
 * answer's size. {@link dev.oat.http.RecordingTransport} puts the final bytes of every message, retries included, into
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
 * trace, no curl line and no rebuilding. Why two of the JDK's clients: its {@code HttpClient} costs 300 ms at its start
 * and end, which one small POST does not need, and over plain http it moves a quarter of what {@code HttpURLConnection}
 * does; that one in turn knows neither HTTP/2 nor PATCH.
 */
package dev.oat.http;
