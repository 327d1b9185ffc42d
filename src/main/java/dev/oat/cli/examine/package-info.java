/**
 * Commands that look and explain: {@code discover}, {@code doctor}, {@code explain}, {@code record}.
 *
 * <p>{@link dev.oat.cli.examine.Doctor} tries what a login will need, {@link dev.oat.cli.examine.Replay} runs a
 * recorded command again. The texts are {@code render}'s.
 *
 * <p>Why above the other commands: they are about them.
 */
package dev.oat.cli.examine;
