/**
 * Recordings, comparisons, tokens and servers as pages that a browser opens from disk.
 *
 * <p>{@link dev.oat.render.page.Report} is what they share: the headline, the sections, tables and checks;
 * {@link dev.oat.render.page.RecordingPage} shows a flow with its diagram and messages.
 *
 * <p>Why above failures: a page of a failed flow has its likely causes with it.
 */
package dev.oat.render.page;
