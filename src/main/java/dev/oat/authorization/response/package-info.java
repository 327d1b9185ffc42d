/**
 * The authorization response: read, judged, and turned into a value.
 *
 * <p>{@link dev.oat.authorization.response.ResponseReader} compares {@code state} and {@code iss}, however the response
 * came: by redirect, by form, as a JWT, or pasted.
 *
 * <p>Why one reader for all ways: a check that only one way makes is a hole in the others.
 */
package dev.oat.authorization.response;
