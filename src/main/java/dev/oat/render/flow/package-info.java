/**
 * Flows as they are told, drawn, recorded, compared and exported.
 *
 * <p>A trace becomes steps by {@link dev.oat.render.flow.StepTrace}; {@link dev.oat.render.flow.Explanation} tells
 * them, {@link dev.oat.render.flow.RecordingDocument} keeps them, {@link dev.oat.render.flow.WireView} shows the
 * messages.
 *
 * <p>Why steps and not the trace: a recording outlives the classes that made it.
 */
package dev.oat.render.flow;
