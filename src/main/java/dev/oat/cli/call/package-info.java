/**
 * {@code oat call}: requests to APIs as users write them, and where the answers go.
 *
 * <p>{@link dev.oat.cli.call.RequestItems} reads the items, the targets take the body. Sending, renewing and following
 * is {@code session.api}'s.
 *
 * <p>Why above signing in: a refused call may start one.
 */
package dev.oat.cli.call;
