/**
 * What every command has: its run, its output, its files, its diagnostics.
 *
 * <p>A {@link dev.oat.cli.frame.Command} gets one {@link dev.oat.cli.frame.Invocation}; {@link
 * dev.oat.cli.frame.Output} is the only way to the streams, {@link dev.oat.cli.frame.Storage} the only way to the
 * files. No command is known here but by {@link dev.oat.cli.frame.Commands}.
 *
 * <p>Why a list of commands as an interface: help, completion and the tour are commands about commands, and would close
 * a circle.
 */
package dev.oat.cli.frame;
