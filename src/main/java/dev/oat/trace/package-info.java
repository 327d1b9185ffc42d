/**
 * What happened, by which section of which specification.
 *
 * <p>Floor 0: the words in which every other package reports. A {@link dev.oat.trace.SpecRef} names a section, a
 * {@link dev.oat.trace.Check} is one comparison with its verdict, a {@link dev.oat.trace.Failure} is what ends a
 * command, a {@link dev.oat.trace.Trace} takes the events of a flow in order, and a {@link dev.oat.trace.Secret} is
 * what none of them may show.
 *
 * <p>May import: nothing of ours.
 *
 * <p>Why not a logging framework: the trace is the product. {@code -v}, {@code --explain} and {@code --record} are views
 * of the same list of events, so that no flow writes a log line and no two views can disagree.
 */
package dev.oat.trace;
