/**
 * Failures as text: what went wrong, likely causes, what to do next.
 *
 * <p>{@link dev.oat.render.failure.FailureText} says it, {@link dev.oat.render.failure.Causes} weighs what may be
 * behind it. The exit code is the commands' own.
 *
 * <p>Why causes in a table: a support case becomes one entry, and all of them are tested alike.
 */
package dev.oat.render.failure;
