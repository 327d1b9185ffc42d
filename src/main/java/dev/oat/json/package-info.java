/**
 * JSON objects as immutable values.
 *
 * <p>Every protocol message, key and session file is a JSON object. {@link dev.oat.json.JsonObject} is read under fixed
 * limits (depth, size, no duplicate names), keeps unknown members and their order, and asks for members by type.
 *
 * <p>Specifications: RFC 8259 (JSON), RFC 7519 §4 (duplicate names are refused; in a JWT, those with different values).
 *
 * <p>May import: nothing of ours.
 *
 * <p>Why not Jackson: a token from the store is given out in prompts and loops. Databind costs 30 to 55 ms at start; its
 * streaming parser 5, and on Java 25 more than ten further, as it makes a decimal fraction before it reads the first
 * character. A test holds this reader against Jackson's. Jackson serves where it is off the hot path (TOML profiles,
 * {@code --jq}).
 */
package dev.oat.json;
