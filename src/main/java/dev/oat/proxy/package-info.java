/**
 * Lets programs that know no OAuth call one API through this machine: a server on loopback, who may come in, and what
 * passes on.
 *
 * <p>{@link dev.oat.proxy.ProxyServer} serves each connection on a thread of its own, {@link dev.oat.proxy.Door}
 * says who may come in and where a request goes, {@link dev.oat.proxy.Fields} which header fields pass, and
 * {@link dev.oat.proxy.Problem} is what the proxy answers itself. Calls, tokens and their renewal are
 * {@code session}'s; nothing here ever sees a token.
 *
 * <p>Specifications: RFC 9110 §7 (intermediaries), RFC 9112 (HTTP/1.1), RFC 9457 (problem documents), RFC 7239
 * (Forwarded), the Fetch standard (CORS, fetch metadata).
 *
 * <p>May import: session, render, http, json, trace.
 *
 * <p>Why not a general forward proxy: it would hand the user's token to whatever a program on this machine asks for. One API,
 * named at the start, is what can be looked over.
 */
package dev.oat.proxy;
