package dev.oat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSessionTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final ProfileName WORK = new ProfileName("work");

    private static final JsonObject ANSWER = JsonObject.parse("""
            {"access_token":"at","token_type":"bearer","expires_in":"300","refresh_token":"rt","id_token":"it",
             "x_unknown":{"deep":[1,2.50,null,true]}}
            """);

    private static StoredSession whole() {
        TokenParameters shape = new TokenParameters(
                Optional.of("https://as.example"),
                Optional.of("https://as.example/token"),
                Optional.of("app"),
                "password",
                Optional.of("ada"),
                List.of("b", "a", "b"),
                List.of("aud"),
                List.of("https://api.example"),
                Optional.of("[{\"type\":\"x\"}]"),
                List.of("k=v"),
                Optional.of("ab12"),
                "dpop",
                List.of("revocation_endpoint=https://elsewhere.example/revoke"));
        return StoredSession.of(shape, ANSWER, NOW, Optional.of(NOW.plusSeconds(300)))
                .of(new ProfileStamp(WORK, "ab".repeat(32), Optional.of(45L)))
                .withUser(Optional.of("sub-1"), Optional.of("Ada"))
                .withKey(Secret.of("{\"kty\":\"EC\"}"));
    }

    @Test
    void a_session_written_is_the_session_read() throws Exception {
        assertThat(StoredSession.of(whole().toBytes())).isEqualTo(whole());
        StoredSession dead = whole().dead("invalid_grant");
        assertThat(StoredSession.of(dead.toBytes())).isEqualTo(dead);
        StoredSession told = whole().dead("invalid_grant", "gone\u001b[2J, \"really\"");
        assertThat(StoredSession.of(told.toBytes())).isEqualTo(told).isNotEqualTo(dead);
        assertThat(told.deathCause()).contains("invalid_grant");
        StoredSession small = StoredSession.of(
                TokenParameters.ofGrantType("client_credentials"),
                JsonObject.parse("{\"access_token\":\"a\"}"),
                NOW.plusNanos(999),
                Optional.empty());
        assertThat(StoredSession.of(small.toBytes())).isEqualTo(small);
    }

    @Test
    void the_servers_answer_is_kept_unchanged() throws Exception {
        assertThat(StoredSession.of(whole().toBytes()).token().toJson()).isEqualTo(ANSWER.toJson());
    }

    @Test
    void an_answer_without_refresh_token_keeps_the_old_one() throws Exception {
        StoredSession renewed =
                whole().renewed(JsonObject.parse("{\"access_token\":\"at2\"}"), NOW.plusSeconds(5), Optional.empty());
        renewed = StoredSession.of(renewed.toBytes());
        assertThat(renewed.accessToken()).isEqualTo(Secret.of("at2"));
        assertThat(renewed.refreshToken()).contains(Secret.of("rt"));
        assertThat(renewed.idToken()).contains(Secret.of("it"));
        assertThat(renewed.expiresAt()).isEmpty();
        assertThat(renewed.token().members()).containsOnlyKeys("access_token");
        StoredSession again = renewed.renewed(
                JsonObject.parse("{\"access_token\":\"at3\",\"refresh_token\":\"rt3\",\"id_token\":\"it3\"}"),
                NOW,
                Optional.empty());
        assertThat(again.refreshToken()).contains(Secret.of("rt3"));
        assertThat(again.keptRefreshToken()).isEmpty();
        assertThat(again.idToken()).contains(Secret.of("it3"));
        assertThat(again.profile()).isEqualTo(whole().profile());
        assertThat(again.subject()).contains("sub-1");
    }

    @Test
    void a_renewal_revives_a_dead_session() {
        StoredSession revived = whole().dead("invalid_grant").renewed(ANSWER, NOW, Optional.empty());
        assertThat(revived.isDead()).isFalse();
        assertThat(whole().dead("invalid_grant").isRenewable()).isFalse();
        assertThat(revived.isRenewable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "\0\0\0",
                "{\"version\":1}",
                "{\"version\":\"1\"}",
                "{\"version\":1,\"obtained_at\":1,\"shape\":{\"grant_type\":\"x\",\"binding\":\"bearer\"},\"token\":{}}",
                "{\"version\":1,\"obtained_at\":1,\"shape\":{\"grant_type\":\"x\",\"binding\":\"bearer\"},\"token\":{\"access_token\":\"\"}}",
                "{\"version\":1,\"obtained_at\":1,\"shape\":{\"grant_type\":\"x\",\"binding\":\"bearer\"},\"token\":{\"access_token\":5}}",
                "{\"version\":1,\"obtained_at\":-1,\"shape\":{\"grant_type\":\"x\",\"binding\":\"bearer\"},\"token\":{\"access_token\":\"a\"}}",
                "{\"version\":1,\"obtained_at\":999999999999999,\"shape\":{\"grant_type\":\"x\",\"binding\":\"bearer\"},\"token\":{\"access_token\":\"a\"}}",
                "{\"version\":1,\"profile\":\"../x\",\"obtained_at\":1,\"shape\":{\"grant_type\":\"x\",\"binding\":\"bearer\"},\"token\":{\"access_token\":\"a\"}}",
                "{\"version\":1,\"obtained_at\":1,\"shape\":{\"binding\":\"bearer\"},\"token\":{\"access_token\":\"a\"}}",
            })
    void what_is_no_session_is_said(String content) {
        assertThatThrownBy(() -> StoredSession.of(content.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void every_truncation_is_noticed() {
        byte[] content = whole().toBytes();
        for (int length = 0; length < content.length - 2; length++) {
            byte[] cut = java.util.Arrays.copyOf(content, length);
            assertThatThrownBy(() -> StoredSession.of(cut)).isInstanceOf(JsonException.class);
        }
    }

    @Test
    void a_newer_format_is_told_apart_from_garbage() {
        String newer =
                new String(whole().toBytes(), StandardCharsets.UTF_8).replace("\"version\": 1", "\"version\": 2");
        assertThatThrownBy(() -> StoredSession.of(newer.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(StoredSession.NewerVersion.class);
    }

    @Test
    void nothing_secret_is_in_its_text() {
        assertThat(whole().toString()).doesNotContain("\"at\"", "=at", "rt,", "it,", "kty");
    }

    @Test
    void the_key_without_a_profile_follows_the_shape_and_not_the_order_of_scopes() {
        TokenParameters shape = Sessions.SHAPE;
        SessionKey key = SessionKey.of(shape);
        assertThat(key).isEqualTo(SessionKey.of(shape.withScopes(List.of("offline_access", "openid", "openid"))));
        assertThat(key.text()).hasSize(65).startsWith("+");
        assertThat(List.of(
                        shape.withScopes(List.of("openid")),
                        shape.withIssuer("https://other.example"),
                        shape.withClientId("other"),
                        shape.withTokenEndpoint("https://as.example/token")))
                .extracting(SessionKey::of)
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_session_is_filed_under_its_profile_or_its_shape() {
        assertThat(whole().filedUnder()).isEqualTo(SessionKey.of(WORK));
        StoredSession without =
                StoredSession.of(Sessions.SHAPE, JsonObject.of(Map.of("access_token", "a")), NOW, Optional.empty());
        assertThat(without.filedUnder()).isEqualTo(SessionKey.of(Sessions.SHAPE));
    }
}
