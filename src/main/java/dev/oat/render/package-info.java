/**
 * Results, traces and failures as text.
 *
 * <p>Views of what the lower floors left as values: {@link dev.oat.render.token.TokenDocument} prints a token answer in the
 * form that was asked for, {@link dev.oat.render.flow.WireView} shows the messages of a trace, {@link dev.oat.render.failure.FailureText}
 * says what failed and what to try. {@link dev.oat.render.text.Redaction} hides what is secret by type and by name, and
 * {@link dev.oat.render.text.Sanitizer} makes a server's text harmless to a terminal, whose width {@link dev.oat.render.text.Reflow}
 * keeps and whose colours {@link dev.oat.render.text.Style} knows.
 *
 * <p>Specifications: RFC 6749 §5 (token answers), RFC 6750 §2.1 (the Authorization header).
 *
 * <p>May import: session and everything below it.
 *
 * <p>Why redaction lives here and not in the transport: a recording must be replayable and a refresh token must reach the
 * store, so the values stay whole; only what a person or a file gets to see is redacted.
 */
package dev.oat.render;
