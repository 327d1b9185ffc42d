/**
 * The front channel: authorization requests, pages, sign-ins on other devices.
 *
 * <p>{@link dev.oat.playground.front.FrontChannel} answers browsers, {@link dev.oat.playground.front.Pages} draws.
 *
 * <p>Why pages without scripts: they are to be read by tests, and by people with nothing to hide.
 */
package dev.oat.playground.front;
