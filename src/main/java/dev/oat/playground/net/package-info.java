/**
 * The playground's own HTTP: requests, forms, answers, a server on loopback.
 *
 * <p>{@link dev.oat.playground.net.LoopbackServer} serves, {@link dev.oat.playground.net.Fetch} is its only client.
 * Nothing of OAuth but its errors.
 *
 * <p>Why a second form: see {@link dev.oat.playground}.
 */
package dev.oat.playground.net;
