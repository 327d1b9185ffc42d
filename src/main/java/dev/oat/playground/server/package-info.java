/**
 * The authorization server's endpoints, each on its path.
 *
 * <p>{@link dev.oat.playground.server.PlaygroundServer} lists them; each is a small class.
 *
 * <p>Why not one class: an endpoint is read beside its specification.
 */
package dev.oat.playground.server;
