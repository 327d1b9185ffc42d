/**
 * {@code oat tour} and {@code oat playground}: the only commands that know the playground.
 *
 * <p>{@link dev.oat.cli.tour.TourTerminal} runs commands as a user would.
 *
 * <p>Why through the words of a command line: the tour shows what users type, and cannot drift from it.
 */
package dev.oat.cli.tour;
