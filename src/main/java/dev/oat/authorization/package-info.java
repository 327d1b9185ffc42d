/**
 * The front channel: what a user's browser carries between the authorization server and us.
 *
 * <p>{@link dev.oat.authorization.redirect.RedirectListener} waits on the loopback interface for the browser to come back. It is
 * listening before anything is opened, and a stranger's request does not end the wait.
 *
 * <p>Specifications: RFC 6749 §4.1, RFC 7636 (PKCE), RFC 8252 (native apps), RFC 8628 §3.5 (waiting for a
 * device), RFC 9207 (issuer in the response), RFC 9700.
 *
 * <p>May import: endpoint, metadata, grant, proof, clientauth, http, jose, json, trace.
 *
 * <p>Why not the JDK's own HTTP server for the listener: it takes any Host and any form of target, bounds a request's size
 * and time by settings of the whole JVM only, and cannot stop listening while one answer is held back. One request per
 * connection, read under our own limits, is two hundred lines and can be tested byte by byte.
 */
package dev.oat.authorization;
