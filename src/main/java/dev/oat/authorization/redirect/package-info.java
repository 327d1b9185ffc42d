/**
 * The redirect URI: listening on loopback until the browser comes back.
 *
 * <p>{@link dev.oat.authorization.redirect.RedirectListener} takes one response, {@link
 * dev.oat.authorization.redirect.ResultPage} tells the user how it ended. What the response says is judged by the
 * reader below.
 *
 * <p>Why not the JDK's own server: it takes any Host and any form of target, and bounds size and time for the whole JVM
 * only.
 */
package dev.oat.authorization.redirect;
