/**
 * How a session begins where a command lacks one: the user signs in once for all who wait, on this machine or by a code on
 * another device, or a refresh token from elsewhere becomes the session.
 *
 * <p>Why it does not run {@code oat login} by name: that lies above; {@link dev.oat.cli.signin.SignsIn} is what is asked of it.
 */
package dev.oat.cli.signin;
