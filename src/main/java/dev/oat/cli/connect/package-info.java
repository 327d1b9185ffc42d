/**
 * What the settings describe: the server, the client, and what the client holds.
 *
 * <p>{@link dev.oat.cli.connect.ServerAccess} reaches the server, {@link dev.oat.cli.connect.ClientIdentity} says who
 * the client is, {@link dev.oat.cli.connect.ServerConnection} adds the keys, grants and parameters; {@link
 * dev.oat.cli.connect.SettingsSession} is the session that all of it describes. The rules of the protocol are floors
 * below.
 *
 * <p>Why three and in this order: each knows those before it and none after it.
 */
package dev.oat.cli.connect;
