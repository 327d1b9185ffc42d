/**
 * The transports: sockets, framing, deadlines, HTTP/2.
 *
 * <p>{@link dev.oat.http.transport.SocketTransport} speaks HTTP/1.1, {@link dev.oat.http.transport.HttpClientTransport}
 * HTTP/2; {@link dev.oat.http.transport.MessageTransport} takes protocol messages whole. What a message means is
 * decided elsewhere.
 *
 * <p>Why apart from the messages: every floor speaks of requests and answers, and only the outermost one sends them.
 */
package dev.oat.http.transport;
