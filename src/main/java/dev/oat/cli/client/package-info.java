/**
 * Commands on clients: {@code oat client register}, {@code read}, {@code update}, {@code delete}, {@code document}.
 *
 * <p>{@link dev.oat.cli.client.ClientMetadataSettings} turns settings into client metadata.
 *
 * <p>Why not in the profile's commands: a client may be registered that no profile uses.
 */
package dev.oat.cli.client;
