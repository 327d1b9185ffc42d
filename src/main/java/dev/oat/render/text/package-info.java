/**
 * Text for terminals: width, colour, wrapping, what is hidden and what is made harmless.
 *
 * <p>{@link dev.oat.render.text.Redaction} hides secrets by type and by name, {@link dev.oat.render.text.Sanitizer}
 * takes the power from foreign text, {@link dev.oat.render.text.Style} knows the terminal.
 *
 * <p>Why one place: text that reaches a terminal by another way is neither redacted nor sanitised.
 */
package dev.oat.render.text;
