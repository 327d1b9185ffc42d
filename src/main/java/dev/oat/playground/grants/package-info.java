/**
 * One handler for each grant type.
 *
 * <p>{@link dev.oat.playground.grants.GrantHandler} is what a handler is. Finding the handler is the server's.
 *
 * <p>Why handlers in a map: a new grant is one class and one entry.
 */
package dev.oat.playground.grants;
