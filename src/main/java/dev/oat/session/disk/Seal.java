package dev.oat.session.disk;

/**
 * What tells a file from a later one under the same name, and from itself after a change.
 *
 * @param inode its number in the file system
 * @param size its size in bytes
 * @param modified when it was changed last, in seconds since 1970
 */
public record Seal(String inode, long size, long modified) {}
