/**
 * The commands, what they may be told, and what the process says at its end.
 *
 * <p>Every setting is defined once, in {@link dev.oat.cli.setting.Settings}; its option, environment variable, profile key, help
 * text and completion come from that definition. A {@link dev.oat.cli.frame.Command} names the settings that mean something to
 * it and runs; {@link dev.oat.cli.CommandTree} builds only the one that was chosen, and turns every
 * {@link dev.oat.trace.Failure} into text, JSON and an {@link dev.oat.cli.setting.ExitCode}. The outside world comes in as one
 * {@link dev.oat.cli.setting.Environment}.
 *
 * <p>May import: everything but shell and Main. picocli is used here and in shell only.
 *
 * <p>Why not picocli's annotations: reading them costs 55–70 ms at every start, more than the rest of a cached
 * {@code oat token}.
 */
package dev.oat.cli;
