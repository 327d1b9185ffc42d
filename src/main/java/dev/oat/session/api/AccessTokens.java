package dev.oat.session.api;

import dev.oat.trace.Failure;

/** Where a call to an API gets its access token. */
public interface AccessTokens {
    /**
     * A token that is good as far as anybody knows.
     *
     * @throws Failure.LoginNeeded if there is none, and none can be had without the user
     */
    HeldToken current();

    /**
     * Another token than one that an API refused; many calls that were refused the same token get the same new one.
     *
     * @throws Failure.LoginNeeded if none can be had without the user
     */
    HeldToken renewed(HeldToken refused);

    /** Whether {@link #renewed} can give another token at all. */
    default boolean renewable() {
        return true;
    }

    /** Returns one given token, which cannot be renewed. */
    static AccessTokens fixed(HeldToken token) {
        return new AccessTokens() {
            @Override
            public HeldToken current() {
                return token;
            }

            @Override
            public HeldToken renewed(HeldToken refused) {
                throw new Failure.LoginNeeded("the token that was given cannot be renewed");
            }

            @Override
            public boolean renewable() {
                return false;
            }
        };
    }
}
