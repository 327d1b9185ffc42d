package dev.oat.endpoint.jwt;

import dev.oat.trace.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a JWT of any kind is held against; what is empty is not asked for.
 *
 * @param issuer who should have issued it
 * @param audiences for whom it should be, any of which will do
 * @param client to which client it should have been issued
 * @param type the {@code typ} that it should have
 * @param nonce the nonce that it should carry
 * @param accessToken the access token that it should belong to, for {@code at_hash}
 * @param code the authorization code that it should belong to, for {@code c_hash}
 * @param algorithms the signature algorithms that are expected
 * @param now the time against which its times are held
 * @param leeway by how much clocks may differ
 */
public record JwtExpectations(
        Optional<String> issuer,
        List<String> audiences,
        Optional<String> client,
        Optional<String> type,
        Optional<Secret> nonce,
        Optional<Secret> accessToken,
        Optional<Secret> code,
        Set<String> algorithms,
        Instant now,
        Duration leeway) {
    public JwtExpectations {
        Objects.requireNonNull(issuer, "issuer is null");
        audiences = List.copyOf(audiences);
        Objects.requireNonNull(client, "client is null");
        Objects.requireNonNull(type, "type is null");
        Objects.requireNonNull(nonce, "nonce is null");
        Objects.requireNonNull(accessToken, "accessToken is null");
        Objects.requireNonNull(code, "code is null");
        algorithms = Set.copyOf(algorithms);
        Objects.requireNonNull(now, "now is null");
        Objects.requireNonNull(leeway, "leeway is null");
    }
}
