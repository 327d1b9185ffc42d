/**
 * Files: where they lie, whose they are, and how they are written whole.
 *
 * <p>{@link dev.oat.session.disk.Directories} says where, {@link dev.oat.session.disk.PrivateFiles} keeps them the
 * owner's alone, {@link dev.oat.session.disk.LockFile} lets one process write at a time, and
 * {@link dev.oat.session.disk.SecretFiles} encrypts what is secret where a key is set. What is in them is not known
 * here.
 *
 * <p>Why no library: the modes, the rename and the lock are the point, and each must be seen.
 */
package dev.oat.session.disk;
