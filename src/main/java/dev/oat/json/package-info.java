/**
 * JSON objects as immutable values.
 *
 * <p>Every protocol message, key and session file is a JSON object. {@link dev.oat.json.JsonObject} reads one with
 * Jackson's streaming parser under fixed limits (depth, size, no duplicate names), keeps unknown members and their
 * order, and asks for members by type.
 *
 * <p>Specifications: RFC 8259 (JSON), RFC 7519 §4 (duplicate names are refused).
 *
 * <p>May import: nothing of ours.
 *
 * <p>Why not jackson-databind: it costs 30–55 ms at start, and a debugging tool must keep the members that it does not
 * know. Databind serves where it is off the hot path (TOML profiles).
 */
package dev.oat.json;
