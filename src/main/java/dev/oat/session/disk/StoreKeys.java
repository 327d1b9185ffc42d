package dev.oat.session.disk;

import dev.oat.trace.Failure;

/** Says by which key the secrets of an owner are encrypted: a profile by its name, or {@code +…} for settings without one. */
public interface StoreKeys {
    /** Where nothing is encrypted. */
    StoreKeys NONE = new StoreKeys() {
        @Override
        public boolean isSet(String owner) {
            return false;
        }

        @Override
        public String owner(String asked) {
            return asked;
        }

        @Override
        public StoreKey key(String owner) {
            throw new Failure.Locked("nothing says by which key what is stored is encrypted");
        }
    };

    /** Returns whether an owner's secrets are to be encrypted. Nothing is asked for, and no key is made. */
    boolean isSet(String owner);

    /** The owner whose key is meant: who is asked for, or, where that is no profile, the profile whose settings say it. */
    String owner(String asked);

    /**
     * Returns the key of an owner.
     *
     * @throws Failure.Locked if nothing says where it is, or it is not there
     */
    StoreKey key(String owner);
}
