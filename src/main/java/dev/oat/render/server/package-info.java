/**
 * What a server publishes of itself, as reports.
 *
 * <p>{@link dev.oat.render.server.DiscoveryReport} tells of an authorization server, {@link
 * dev.oat.render.server.ResourceReport} of an API.
 *
 * <p>Why apart from the commands: the same report stands in two of them.
 */
package dev.oat.render.server;
