/**
 * Calls to APIs with an access token: whom it may go to, redirects, retries, pages.
 *
 * <p>{@link dev.oat.session.api.ProtectedResource} sends a call and renews the token on a 401; {@link
 * dev.oat.session.api.AllowedHosts} says who may have the token. Printing the answer is the command's.
 *
 * <p>Why not in the command: a token that leaks by a redirect is a fault whatever the command.
 */
package dev.oat.session.api;
