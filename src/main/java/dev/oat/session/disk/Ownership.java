package dev.oat.session.disk;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who owns a file and who may read it, asked in one system call.
 *
 * <p>User ids are compared as numbers: turning one into a name may ask a directory server.
 */
final class Ownership {
    private static final Path SELF = Path.of("/proc/self");
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;

    private final boolean posix;
    private final Set<Integer> me;

    private Ownership(boolean posix, Set<Integer> me) {
        this.posix = posix;
        this.me = me;
    }

    /** Returns the ownership rules of this system, for the user who runs this process. */
    static Ownership ofThisUser() throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return new Ownership(false, Set.of());
        }
        if (Files.exists(SELF)) {
            return new Ownership(true, Set.of((Integer) Files.getAttribute(SELF, "unix:uid")));
        }
        // where there is no /proc, a file that we make tells who we are
        Path probe = Files.createTempFile("oat", null);
        try {
            return new Ownership(true, Set.of((Integer) Files.getAttribute(probe, "unix:uid")));
        } finally {
            Files.delete(probe);
        }
    }

    boolean isPosix() {
        return posix;
    }

    /**
     * Returns what lies at a path.
     *
     * @throws java.nio.file.NoSuchFileException if nothing does
     */
    Entry look(Path path, LinkOption... links) throws IOException {
        if (!posix) {
            Map<String, Object> found =
                    Files.readAttributes(path, "isRegularFile,isDirectory,isSymbolicLink,size", links);
            int type = attribute(found, "isRegularFile", Boolean.class)
                    ? REGULAR
                    : attribute(found, "isDirectory", Boolean.class)
                            ? DIRECTORY
                            : attribute(found, "isSymbolicLink", Boolean.class) ? LINK : 0;
            return new Entry(type, true, false, attribute(found, "size", Long.class));
        }
        Map<String, Object> found = Files.readAttributes(path, "unix:uid,mode,size", links);
        int uid = attribute(found, "uid", Integer.class);
        return new Entry(
                attribute(found, "mode", Integer.class),
                me.contains(uid),
                uid == 0,
                attribute(found, "size", Long.class));
    }

    private static <T> T attribute(Map<String, Object> found, String name, Class<T> type) throws IOException {
        Object value = found.get(name);
        if (value == null) {
            throw new IOException("the file system does not tell the " + name);
        }
        return type.cast(value);
    }

    /** Returns the attributes with which a file is born: readable and writable by its owner alone. */
    FileAttribute<?>[] ofNewFile() {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(ownerOnly(false))}
                : new FileAttribute<?>[0];
    }

    /** Returns the attributes with which a directory is born: for its owner alone. */
    FileAttribute<?>[] ofNewDirectory() {
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(ownerOnly(true))}
                : new FileAttribute<?>[0];
    }

    /**
     * Takes everybody else's rights away, and leaves the owner's as they are.
     *
     * @param found what lies there
     * @param needed rights that the owner shall have in any case
     */
    void makePrivate(Path path, Entry found, int needed) throws IOException {
        if (posix) {
            Files.setPosixFilePermissions(path, owners((found.mode() & 0700) | needed));
        } else {
            makePrivate(path, found.isDirectory());
        }
    }

    private static Set<PosixFilePermission> owners(int mode) {
        Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
        if ((mode & 0400) != 0) {
            rights.add(PosixFilePermission.OWNER_READ);
        }
        if ((mode & 0200) != 0) {
            rights.add(PosixFilePermission.OWNER_WRITE);
        }
        if ((mode & 0100) != 0) {
            rights.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return rights;
    }

    /** Takes everybody else's rights away, and gives the owner all. */
    void makePrivate(Path path, boolean directory) throws IOException {
        if (posix) {
            Files.setPosixFilePermissions(path, ownerOnly(directory));
            return;
        }
        AclFileAttributeView acl = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (acl != null) {
            AclEntry owner = AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .setFlags(
                            directory
                                    ? EnumSet.of(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                                    : EnumSet.noneOf(AclEntryFlag.class))
                    .build();
            acl.setAcl(List.of(owner));
        }
    }

    private static Set<PosixFilePermission> ownerOnly(boolean directory) {
        Set<PosixFilePermission> rights = EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (directory) {
            rights.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return rights;
    }

    /**
     * What lies at a path.
     *
     * @param mode type and permission bits as {@code stat} gives them; without permissions where a system has none
     * @param mine whether the user who runs this process owns it
     * @param roots whether the superuser owns it
     * @param size its size in bytes
     */
    record Entry(int mode, boolean mine, boolean roots, long size) {
        boolean isRegular() {
            return (mode & TYPE) == REGULAR;
        }

        boolean isDirectory() {
            return (mode & TYPE) == DIRECTORY;
        }

        boolean isLink() {
            return (mode & TYPE) == LINK;
        }

        /** Returns whether anybody but the owner has a right to it. */
        boolean isShared() {
            return (mode & 0077) != 0;
        }

        /** Whether anybody but the owner may change it. */
        boolean isWritableByOthers() {
            return (mode & 0022) != 0;
        }

        /** Returns whether the owner lacks one of these rights, as after creation under a strange umask. */
        boolean lacks(int rights) {
            return (mode & TYPE) != 0 && (mode & rights) != rights;
        }
    }
}
