package dev.oat.session.profile;

import java.util.Objects;
import java.util.Optional;

/**
 * A profile as it was when a token came; while its file is unchanged, the token can be given out without reading it.
 *
 * @param name the profile's name
 * @param hash the SHA-256 of its file's bytes
 * @param minTtl the profile's {@code min_ttl} in seconds, or empty
 */
public record ProfileStamp(ProfileName name, String hash, Optional<Long> minTtl) {
    public ProfileStamp {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(hash, "hash is null");
        Objects.requireNonNull(minTtl, "minTtl is null");
    }
}
