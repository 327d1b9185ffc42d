package dev.oat.session;

import dev.oat.json.JsonObject;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions to test with. */
final class Sessions {
    static final TokenParameters SHAPE = TokenParameters.ofGrantType("authorization_code")
            .withIssuer("https://as.example")
            .withClientId("app")
            .withScopes(List.of("openid", "offline_access"));

    private Sessions() {}

    static StoredSession bearer(String accessToken, Instant obtained, Optional<Instant> expires) {
        JsonObject answer = JsonObject.of(Map.of(
                "access_token", accessToken, "token_type", "Bearer", "refresh_token", "refresh-of-" + accessToken));
        return StoredSession.of(SHAPE, answer, obtained, expires);
    }

    static StoredSession ofProfile(ProfileName profile, int number) {
        Instant obtained = Instant.ofEpochSecond(1_800_000_000L + number);
        return bearer("token-" + number, obtained, Optional.of(obtained.plusSeconds(300)))
                .of(new ProfileStamp(profile, "0".repeat(64), Optional.empty()));
    }
}
