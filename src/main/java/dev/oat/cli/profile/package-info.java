/**
 * Commands on profiles, and {@code oat status}.
 *
 * <p>{@link dev.oat.cli.connect.ProfileSettings} says what stands in one. Which profile applies is {@link
 * dev.oat.cli.setting.Resolution}'s to say.
 *
 * <p>Why above signing in: {@code oat profile add} may go on to it.
 */
package dev.oat.cli.profile;
