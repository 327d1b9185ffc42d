/**
 * Pages as values: elements, the one look, and the diagram of a sequence with its geometry.
 *
 * <p>Floor 0: {@link dev.oat.html.Html} is a piece of a page, {@link dev.oat.html.Page} the whole of one with its policy,
 * and {@link dev.oat.html.SequenceChart} says where each arrow and label of a diagram lies.
 *
 * <p>May import: nothing of ours.
 *
 * <p>Why not a template language: each of them escapes by convention, and here text cannot get into a page but through
 * the one function that escapes. Why not a library for diagrams: those measure in the browser, so that their pages show
 * nothing without a script, and no test can tell by numbers that labels do not lie upon each other.
 */
package dev.oat.html;
