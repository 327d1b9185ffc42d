/**
 * Tokens as they are printed: for scripts, shells, kubectl and people.
 *
 * <p>{@link dev.oat.render.token.TokenDocument} prints an answer in the form that was asked for, {@link
 * dev.oat.render.token.TokenReport} tells what a JWT says.
 *
 * <p>Why values and no printing: a form of output is tested as a text.
 */
package dev.oat.render.token;
