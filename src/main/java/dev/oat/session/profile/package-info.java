/**
 * Profiles: settings under a name, and the clients that were registered for them.
 *
 * <p>{@link dev.oat.session.profile.Profiles} reads and edits the files, {@link dev.oat.session.profile.ProfileReader}
 * reads one. Which profile applies is decided by the commands' settings.
 *
 * <p>Why a small TOML reader beside the library: most profiles are flat, and the library takes longer to load than all
 * else.
 */
package dev.oat.session.profile;
