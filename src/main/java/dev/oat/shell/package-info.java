/**
 * The interactive shell: prompt, line editing, history, completion, and variables around the commands of {@code cli}.
 *
 * <p>{@link dev.oat.shell.Shell} is what {@code oat shell} opens. Every line is a command line of
 * {@link dev.oat.cli.CommandTree}, run on a thread of its own, so that Ctrl-C ends the command and not the shell; a few
 * words are the shell's own. What it must know of the commands it asks {@link dev.oat.cli.ShellKnowledge}; what its
 * history may keep, {@link dev.oat.cli.frame.SecretFreeLine}. A script from a pipe takes the same way without a terminal.
 *
 * <p>May import: everything but Main. jline is used here only, and is loaded only where a user sits before a terminal.
 *
 * <p>Why not picocli's own shell: it makes the model of every command before the first prompt, echoes what it could not
 * parse, secrets included, and keeps whatever was typed in its history.
 */
package dev.oat.shell;
