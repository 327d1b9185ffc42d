package dev.oat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.oat.json.JsonObject;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.DyingDisk;
import dev.oat.session.disk.FailingDisk;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.TraceEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalTest {
    private static final ProfileName WORK = new ProfileName("work");
    private static final ProfileStamp OLD = new ProfileStamp(WORK, "old-hash", Optional.empty());
    private static final ProfileStamp NEW = new ProfileStamp(WORK, "new-hash", Optional.of(20L));
    private static final SessionKey KEY = SessionKey.of(WORK);
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @TempDir
    Path home;

    private final List<String> warnings = new ArrayList<>();
    private final ScriptedSource source = new ScriptedSource();
    private Directories directories;
    private SessionStore store;

    @BeforeEach
    void open() {
        directories = Directories.from(Map.of("HOME", home.toString()), "Linux", "/");
        store = store(PrivateFiles.onDisk(event -> {}, "OAT_STATE_DIR"));
    }

    private SessionStore store(PrivateFiles files) {
        return new SessionStore(
                directories,
                files,
                Clock.fixed(NOW, ZoneOffset.UTC),
                time -> Thread.sleep(time.toMillis()),
                event -> {});
    }

    private static WantedToken wanted() {
        return new WantedToken(Optional.of(NEW), Sessions.SHAPE, () -> "oat login work");
    }

    private Renewal renewal() {
        return renewal(store, wanted());
    }

    private Renewal renewal(SessionStore from, WantedToken token) {
        return new Renewal(from, token, source, Freshness.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC), event -> {
            if (event instanceof TraceEvent.Warning warning) {
                warnings.add(warning.text());
            }
        });
    }

    private void stored(StoredSession session) {
        store.holding(KEY, LIMIT, held -> {
            held.write(session);
            return true;
        });
    }

    private static StoredSession session(String token, long secondsLeft) {
        return Sessions.bearer(token, NOW.minusSeconds(300), Optional.of(NOW.plusSeconds(secondsLeft)))
                .of(OLD);
    }

    private StoredSession inStore() {
        return store.read(KEY).orElseThrow();
    }

    @Test
    void a_good_token_is_given_out_without_a_request() {
        stored(session("good", 200));
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("good"));
        assertThat(source.refreshes).hasValue(0);
        assertThat(source.preparations).hasValue(0);
    }

    @Test
    void an_expired_token_is_renewed_and_stored_before_it_is_given_out() {
        stored(session("old", -1));
        StoredSession renewed = renewal().current();
        assertThat(renewed.accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(renewed.expiresAt()).contains(NOW.plusSeconds(300));
        assertThat(renewed.profile()).contains(NEW);
        assertThat(inStore()).isEqualTo(renewed);
        assertThat(source.preparations).hasValue(1);
    }

    /** DESIGN §5: "prove that the store can be written ... spend once, store before use". */
    @Test
    void nothing_is_spent_when_the_answer_could_not_be_stored() {
        stored(session("old", -1));
        SessionStore full = store(PrivateFiles.on(new FailingDisk("No space left on device"), event -> {}));
        assertThatThrownBy(() -> renewal(full, wanted()).current())
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("disk is full");
        assertThat(source.refreshes).hasValue(0);
        assertThat(inStore()).isEqualTo(session("old", -1));
    }

    @Test
    void a_server_that_does_not_rotate_keeps_its_refresh_token() {
        source.rotates = false;
        stored(session("old", -1));
        assertThat(renewal().current().refreshToken()).contains(Secret.of("refresh-of-old"));
        assertThat(inStore().refreshToken()).contains(Secret.of("refresh-of-old"));
    }

    /** DESIGN, Decisions: "Renewal refused with invalid_grant is exit 4". */
    @Test
    void invalid_grant_ends_the_session_and_names_the_command() {
        source.error = "invalid_grant";
        stored(session("old", -1));
        assertThatThrownBy(() -> renewal().current())
                .isInstanceOf(Failure.LoginNeeded.class)
                .hasMessage("the session of profile work has ended: the server refused to renew it"
                        + " (invalid_grant: said the server)")
                .satisfies(failure -> assertThat(((Failure) failure).hint()).contains("oat login work"));
        assertThat(inStore().deathCause()).contains("invalid_grant");
        assertThat(inStore().refreshToken()).contains(Secret.of("refresh-of-old"));
        assertThatThrownBy(() -> renewal().current())
                .isInstanceOf(Failure.LoginNeeded.class)
                .hasMessage("the session of profile work has ended: the server refused to renew it"
                        + " (invalid_grant: said the server)");
        assertThat(source.refreshes).hasValue(1);
    }

    @Test
    void invalid_grant_adopts_what_somebody_stored_meanwhile_without_our_lock() {
        source.error = "invalid_grant";
        stored(session("old", -1));
        source.beforeAnswer = () -> {
            try {
                Files.write(
                        directories.sessions().resolve("work.json"),
                        session("from another machine", 200).toBytes());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        };
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("from another machine"));
        assertThat(inStore().isDead()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_client", "unauthorized_client", "temporarily_unavailable"})
    void another_refusal_is_told_as_such_and_deletes_nothing(String error) {
        source.error = error;
        stored(session("old", -1));
        assertThatThrownBy(() -> renewal().current())
                .isInstanceOf(Failure.Refused.class)
                .hasMessageContaining(error);
        assertThat(inStore()).isEqualTo(session("old", -1));
    }

    @Test
    void a_network_failure_deletes_nothing_and_the_next_renewal_succeeds() {
        stored(session("old", -1));
        for (Failure failure : List.of(new Failure.Unreachable("no network"), new Failure.TimedOut("no answer"))) {
            source.refreshFailure = Optional.of(failure);
            assertThatThrownBy(() -> renewal().current()).isSameAs(failure);
            assertThat(inStore()).isEqualTo(session("old", -1));
        }
        source.refreshFailure = Optional.empty();
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("renewed-3"));
    }

    @Test
    void a_session_lost_with_an_answer_says_why_it_may_have_ended() {
        stored(session("old", -1));
        source.refreshFailure = Optional.of(new Failure.TimedOut("no answer"));
        assertThatThrownBy(() -> renewal().current()).isInstanceOf(Failure.TimedOut.class);
        source.refreshFailure = Optional.empty();
        source.error = "invalid_grant";
        assertThatThrownBy(() -> renewal().current())
                .isInstanceOf(Failure.LoginNeeded.class)
                .hasMessageContaining("an earlier renewal, at ")
                .hasMessageContaining("may have been spent");
    }

    @Test
    void without_a_refresh_token_the_grant_runs_again() {
        source.grantNeedsThePerson = false;
        stored(StoredSession.of(
                        Sessions.SHAPE,
                        JsonObject.of(Map.of("access_token", "old")),
                        NOW.minusSeconds(400),
                        Optional.of(NOW))
                .of(OLD));
        StoredSession next = renewal().current();
        assertThat(next.accessToken()).isEqualTo(Secret.of("granted-1"));
        assertThat(inStore()).isEqualTo(next);
        assertThat(next.profile()).contains(NEW);
        assertThat(source.refreshes).hasValue(0);
    }

    @Test
    void a_refused_refresh_token_falls_back_to_the_grant() {
        source.grantNeedsThePerson = false;
        source.error = "invalid_grant";
        stored(session("old", -1));
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("granted-1"));
        assertThat(inStore().isDead()).isFalse();
    }

    @Test
    void without_a_session_the_grant_is_run_or_the_command_is_named() {
        assertThatThrownBy(() -> renewal().current())
                .isInstanceOf(Failure.LoginNeeded.class)
                .hasMessage("there is no session for profile work")
                .satisfies(failure -> assertThat(((Failure) failure).hint()).contains("oat login work"));
        source.grantNeedsThePerson = false;
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("granted-1"));
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("granted-1"));
        assertThat(source.grants).hasValue(1);
    }

    @Test
    void an_expired_token_without_refresh_token_needs_the_person() {
        stored(StoredSession.of(
                        Sessions.SHAPE,
                        JsonObject.of(Map.of("access_token", "old")),
                        NOW.minusSeconds(400),
                        Optional.of(NOW))
                .of(OLD));
        assertThatThrownBy(() -> renewal().current())
                .isInstanceOf(Failure.LoginNeeded.class)
                .hasMessageContaining("gave no refresh token");
    }

    @Test
    void a_session_of_other_settings_is_neither_given_out_nor_renewed() {
        stored(session("good", 200));
        WantedToken other = new WantedToken(
                Optional.of(NEW), Sessions.SHAPE.withIssuer("https://elsewhere.example"), () -> "oat login work");
        assertThatThrownBy(() -> renewal(store, other).current()).isInstanceOf(Failure.LoginNeeded.class);
        assertThatThrownBy(() -> renewal(store, other).renew()).isInstanceOf(Failure.LoginNeeded.class);
        assertThatThrownBy(() -> renewal(store, other).narrowed(List.of("read")))
                .isInstanceOf(Failure.LoginNeeded.class);
        assertThat(source.refreshes).hasValue(0);
        assertThat(inStore()).isEqualTo(session("good", 200));
    }

    @Test
    void a_refused_token_is_renewed_however_good_it_looks() {
        stored(session("good", 200));
        assertThat(renewal().renew(Secret.of("good")).accessToken()).isEqualTo(Secret.of("renewed-1"));
    }

    @Test
    void a_refused_token_that_another_process_has_replaced_already_costs_no_request() {
        stored(session("newer", 200));
        assertThat(renewal().renew(Secret.of("older")).accessToken()).isEqualTo(Secret.of("newer"));
        assertThat(source.refreshes).hasValue(0);
    }

    @Test
    void a_token_without_expiry_is_renewed_when_it_was_refused() {
        source.lifetime = 0;
        stored(Sessions.bearer("endless", NOW, Optional.empty()).of(OLD));
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("endless"));
        assertThat(renewal().renew(Secret.of("endless")).accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("renewed-1"));
    }

    @Test
    void a_renewal_by_wish_asks_the_server() {
        stored(session("good", 200));
        assertThat(renewal().renew().accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(renewal().renew().accessToken()).isEqualTo(Secret.of("renewed-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token.refresh.sub", "id_token.refresh.iss", "id_token.iss", "id_token.aud"})
    void an_id_token_from_for_or_about_somebody_else_ends_the_session_and_the_message_says_that_oat_refused(
            String check) {
        source.extra = Map.of("id_token", "x.y.z");
        Failure.CheckFailed failed = new Failure.CheckFailed(
                "ID token", Check.same(check, "it is that of the sign-in", SpecRef.oidcCore("12.2"), "a", "b"));
        source.idTokenFailure = Optional.of(failed);
        stored(session("old", -1));
        assertThatThrownBy(() -> renewal().current()).isSameAs(failed);
        assertThat(inStore().deathCause()).contains("id_token");
        assertThat(inStore().accessToken()).isEqualTo(Secret.of("old"));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("oat, not the server, refused", "ended the session", "oat login work");

        assertThatThrownBy(() -> renewal().current())
                .isInstanceOf(Failure.LoginNeeded.class)
                .hasMessageContaining("oat refused the ID token of its renewal")
                .hasMessageNotContaining("the server refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "signature",
                "signature.alg",
                "id_token",
                "id_token.typ",
                "id_token.sub",
                "id_token.azp",
                "id_token.exp",
                "id_token.iat",
                "id_token.nbf",
                "id_token.at_hash",
                "id_token.refresh.aud",
                "id_token.refresh.azp",
                "id_token.refresh.iat",
                "id_token.refresh.nonce"
            })
    void an_id_token_that_cannot_be_believed_costs_the_new_access_token_but_not_the_session(String check) {
        source.extra = Map.of("id_token", "x.y.z");
        Failure.CheckFailed failed = new Failure.CheckFailed(
                "ID token", Check.same(check, "it is right", SpecRef.rfc(7515, "5.2"), "a", "b"));
        source.idTokenFailure = Optional.of(failed);
        stored(session("old", -1));
        assertThatThrownBy(() -> renewal().current()).isSameAs(failed);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("oat, not the server, refused", "the session stays", "oat login work");
        assertThat(inStore().isDead()).isFalse();
        assertThat(inStore().accessToken()).isEqualTo(Secret.of("old"));
        assertThat(inStore().refreshToken()).contains(Secret.of("refresh-1"));

        source.idTokenFailure = Optional.empty();
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("renewed-2"));
    }

    @Test
    void an_id_token_that_cannot_be_checked_for_want_of_keys_is_left_out_and_the_rest_is_stored() {
        source.extra = Map.of("id_token", "x.y.z");
        source.idTokenFailure = Optional.of(new Failure.Unreachable("no keys"));
        stored(session("old", -1));
        StoredSession renewed = renewal().current();
        assertThat(renewed.idToken()).isEmpty();
        assertThat(renewed.refreshToken()).contains(Secret.of("refresh-1"));
        assertThat(warnings).hasSize(1).first().asString().contains("no keys");
        assertThat(inStore()).isEqualTo(renewed);
    }

    /** DESIGN: a downgrade is seen, and nothing is lost by it: the server has spent the refresh token before. */
    @Test
    void an_answer_of_another_kind_costs_its_access_token_but_not_the_session() {
        Failure.CheckFailed failed = new Failure.CheckFailed(
                "token answer",
                Check.same("token_type", "the type is that asked for", SpecRef.rfc(9449, "5"), "DPoP", "Bearer"));
        source.unusable = Optional.of(failed);
        stored(session("old", -1).withKey(Secret.of("jwk")));
        assertThatThrownBy(() -> renewal().current()).isSameAs(failed);
        assertThat(warnings).hasSize(1).first().asString().contains("the session stays", "oat login work");
        assertThat(inStore())
                .isEqualTo(session("old", -1).withKey(Secret.of("jwk")).withRefreshToken(Secret.of("refresh-1")));

        source.unusable = Optional.empty();
        assertThat(renewal().current().accessToken()).isEqualTo(Secret.of("renewed-2"));
    }

    @Test
    void an_unusable_answer_of_a_server_that_does_not_rotate_changes_nothing() {
        source.rotates = false;
        source.unusable = Optional.of(new Failure.CheckFailed(
                "token answer", Check.same("token_type", "the type", SpecRef.rfc(6749, "5.1"), "Bearer", "Riddle")));
        stored(session("old", -1));
        assertThatThrownBy(() -> renewal().current()).isInstanceOf(Failure.CheckFailed.class);
        assertThat(inStore()).isEqualTo(session("old", -1));
    }

    // --- narrower

    private static StoredSession granted(String scope) {
        StoredSession one = session("wide", 200);
        return StoredSession.of(one.shape(), one.token().with("scope", scope), one.obtainedAt(), one.expiresAt())
                .of(OLD);
    }

    /** RFC 6749 §6: a refresh token that comes in place of another has the other's scopes, whatever was asked for. */
    @Test
    void a_narrower_token_leaves_the_session_its_token_and_scopes_and_stores_the_new_refresh_token() {
        stored(granted("read write"));
        source.extra = Map.of("scope", "read");
        StoredSession narrow = renewal().narrowed(List.of("read"));
        assertThat(narrow.accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(source.scopes).containsExactly("read");
        assertThat(inStore()).isEqualTo(granted("read write").withRefreshToken(Secret.of("refresh-1")));

        source.extra = Map.of();
        assertThat(renewal().renew().accessToken()).isEqualTo(Secret.of("renewed-2"));
        assertThat(source.scopes).containsExactly("read", "");
    }

    @Test
    void a_scope_that_was_not_granted_is_not_asked_for() {
        stored(granted("read write"));
        assertThatThrownBy(() -> renewal().narrowed(List.of("read", "admin")))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("admin was not granted")
                .satisfies(failure -> {
                    assertThat(((Failure) failure).spec()).contains(SpecRef.rfc(6749, "6"));
                    assertThat(((Failure) failure).hint()).contains("oat login work --scope 'read admin'");
                });
        assertThat(source.refreshes).hasValue(0);
        assertThat(inStore()).isEqualTo(granted("read write"));
    }

    @Test
    void a_narrower_token_needs_a_session_with_a_refresh_token_that_is_not_refused() {
        assertThatThrownBy(() -> renewal().narrowed(List.of("read")))
                .isInstanceOf(Failure.LoginNeeded.class)
                .hasMessage("there is no session for profile work");
        stored(granted("read"));
        source.error = "invalid_scope";
        assertThatThrownBy(() -> renewal().narrowed(List.of("read"))).isInstanceOf(Failure.Refused.class);
        assertThat(inStore()).isEqualTo(granted("read"));
        source.error = "invalid_grant";
        assertThatThrownBy(() -> renewal().narrowed(List.of("read"))).isInstanceOf(Failure.LoginNeeded.class);
        assertThat(inStore().deathCause()).contains("invalid_grant");
    }

    // --- certificates

    private static StoredSession certified(String certificate) {
        StoredSession one = session("bound", 200);
        return one.shapedAs(certifiedShape(certificate));
    }

    private static TokenParameters certifiedShape(String certificate) {
        return certifiedShape(TokenParameters.BEARER, certificate);
    }

    private static TokenParameters certifiedShape(String binding, String certificate) {
        TokenParameters plain = Sessions.SHAPE;
        return new TokenParameters(
                plain.issuer(),
                plain.tokenEndpoint(),
                plain.clientId(),
                plain.grantType(),
                plain.username(),
                plain.scopes(),
                plain.audiences(),
                plain.resources(),
                plain.authorizationDetails(),
                plain.params(),
                plain.presented(),
                TokenParameters.withCertificate(
                        binding, certificate.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                plain.addresses());
    }

    /** RFC 8705 §6.3: the refresh token outlives the certificate; the access token does not. */
    @Test
    void a_token_of_the_certificate_before_is_renewed_however_good_it_looks() {
        stored(certified("last year's"));
        WantedToken wanted = new WantedToken(Optional.of(NEW), certifiedShape("this year's"), () -> "oat login work");
        StoredSession next = renewal(store, wanted).current();
        assertThat(next.accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(next.shape()).isEqualTo(certifiedShape("this year's"));
        assertThat(renewal(store, wanted).current().accessToken()).isEqualTo(Secret.of("renewed-1"));
    }

    /** The certificate may change, the key of the proofs may not: the refresh token can be bound to it. */
    @Test
    void beside_a_key_the_certificate_alone_may_be_another() {
        stored(session("bound", 200).shapedAs(certifiedShape(TokenParameters.dpop("a"), "last year's")));
        WantedToken otherKey = new WantedToken(
                Optional.of(NEW), certifiedShape(TokenParameters.dpop("b"), "last year's"), () -> "oat login work");
        assertThatThrownBy(() -> renewal(store, otherKey).current()).isInstanceOf(Failure.LoginNeeded.class);
        WantedToken next = new WantedToken(
                Optional.of(NEW), certifiedShape(TokenParameters.dpop("a"), "this year's"), () -> "oat login work");
        StoredSession renewed = renewal(store, next).current();
        assertThat(renewed.accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(renewed.senderConstraint()).isEqualTo("dpop");
    }

    @Test
    void a_session_without_a_certificate_does_not_become_one_with_it_nor_the_other_way() {
        stored(certified("mine"));
        assertThatThrownBy(() -> renewal().current()).isInstanceOf(Failure.LoginNeeded.class);
        stored(session("bearer", 200));
        WantedToken wanted = new WantedToken(Optional.of(NEW), certifiedShape("mine"), () -> "oat login work");
        assertThatThrownBy(() -> renewal(store, wanted).current()).isInstanceOf(Failure.LoginNeeded.class);
        assertThat(source.refreshes).hasValue(0);
    }

    @Test
    void a_bound_session_keeps_its_key() {
        stored(session("old", -1).withKey(Secret.of("jwk")));
        assertThat(renewal().current().key()).contains(Secret.of("jwk"));
    }

    /** Issue: "Fifty processes at the moment of expiry make exactly one refresh request"; here fifty threads. */
    @Test
    void fifty_at_the_moment_of_expiry_make_one_request() throws Exception {
        stored(session("old", -1));
        assertThat(fifty(() -> renewal().current())).containsOnly(Secret.of("renewed-1"));
        assertThat(source.refreshes).hasValue(1);
    }

    @Test
    void fifty_whose_token_was_refused_make_one_request() throws Exception {
        stored(session("revoked", 200));
        assertThat(fifty(() -> renewal().renew(Secret.of("revoked")))).containsOnly(Secret.of("renewed-1"));
        assertThat(source.refreshes).hasValue(1);
    }

    @Test
    void fifty_whose_tokens_live_shorter_than_they_wait_make_one_request() throws Exception {
        source.lifetime = 1;
        stored(session("old", -1));
        assertThat(fifty(() -> renewal().current())).containsOnly(Secret.of("renewed-1"));
        assertThat(source.refreshes).hasValue(1);
    }

    @Test
    void fifty_without_a_session_run_the_grant_once() throws Exception {
        source.grantNeedsThePerson = false;
        assertThat(fifty(() -> renewal().current())).containsOnly(Secret.of("granted-1"));
        assertThat(source.grants).hasValue(1);
    }

    private List<Secret> fifty(Callable<StoredSession> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Future<StoredSession>> results = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            results.add(threads.submit(task));
        }
        List<Secret> tokens = new ArrayList<>();
        for (Future<StoredSession> result : results) {
            tokens.add(result.get().accessToken());
        }
        threads.shutdown();
        return tokens;
    }

    @Test
    void the_next_refresh_token_is_stored_before_anything_else_is_done_with_the_answer() {
        stored(session("old", 200));
        List<StoredSession> seen = new ArrayList<>();
        source.afterAnswer = () -> seen.add(inStore());
        assertThat(renewal().renew().accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).refreshToken()).contains(Secret.of("refresh-1"));
        assertThat(seen.get(0).isRenewable()).isTrue();
        assertThat(seen.get(0).profile()).contains(OLD);
        assertThat(Freshness.DEFAULT.isFresh(seen.get(0), NOW)).isFalse();
        assertThat(Freshness.DEFAULT.isFresh(inStore(), NOW)).isTrue();
    }

    @Test
    void a_narrower_token_costs_the_session_its_own_access_token_at_no_time() {
        stored(session("old", 200));
        List<StoredSession> seen = new ArrayList<>();
        source.afterAnswer = () -> seen.add(inStore());
        assertThat(renewal().narrowed(List.of("openid")).accessToken()).isEqualTo(Secret.of("renewed-1"));
        assertThat(seen.get(0)).isEqualTo(inStore());
        assertThat(seen.get(0).accessToken()).isEqualTo(Secret.of("old"));
        assertThat(seen.get(0).refreshToken()).contains(Secret.of("refresh-1"));
        assertThat(Freshness.DEFAULT.isFresh(seen.get(0), NOW)).isTrue();
    }

    /** A process's end anywhere but on the disk. */
    private static void killed() {
        throw new DyingDisk.Killed();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_process_that_ends_after_its_answer_is_stored_costs_nobody_the_session(boolean narrowed) {
        for (Runnable kill : List.<Runnable>of(
                () -> source.afterAnswer = RenewalTest::killed, () -> source.whileVerifying = RenewalTest::killed)) {
            stored(session("old", 200));
            source.extra = Map.of("id_token", "e30.e30.e30");
            source.forget();
            kill.run();
            assertThat(catchThrowable(() -> {
                        if (narrowed) {
                            renewal().narrowed(List.of("openid"));
                        } else {
                            renewal().renew();
                        }
                    }))
                    .isInstanceOf(DyingDisk.Killed.class);
            source.afterAnswer = () -> {};
            source.whileVerifying = () -> {};
            assertThat(renewal().renew().isDead()).isFalse();
            assertThat(source.error).isEmpty();
        }
    }

    /**
     * A server with reuse detection: the session survives an end at every point from the moment on when its next refresh
     * token is on the disk; before that the request was on its way, and the next run says so.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_rotating_renewal_killed_at_any_point_is_gone_on_with_or_said_to_be_lost(boolean narrowed) {
        boolean finished = false;
        int survived = 0;
        int said = 0;
        for (int points = 0; !finished; points++) {
            stored(session("old", -1));
            source.error = "";
            source.forget();
            source.refreshes.set(0);
            source.extra = Map.of("id_token", "e30.e30.e30");
            DyingDisk disk = new DyingDisk(points);
            SessionStore dying = store(PrivateFiles.on(disk, event -> {}));
            boolean[] arrived = {false};
            source.afterAnswer = () -> arrived[0] = !disk.isDead();
            Throwable end = catchThrowable(() -> {
                if (narrowed) {
                    renewal(dying, wanted()).narrowed(List.of("openid"));
                } else {
                    renewal(dying, wanted()).current();
                }
            });
            source.afterAnswer = () -> {};
            finished = end == null;
            boolean spent = source.refreshes.get() > 0;
            Throwable next = catchThrowable(() -> renewal().renew());
            if (next == null) {
                survived++;
                assertThat(source.error).isEmpty();
            } else {
                said++;
                assertThat(spent).isTrue();
                assertThat(arrived[0]).as("after %d points", points).isFalse();
                assertThat(next)
                        .isInstanceOf(Failure.LoginNeeded.class)
                        .hasMessageContaining("an earlier renewal, at ");
            }
        }
        // the points at which the first part of the next refresh token was not written yet: see DyingDisk
        assertThat(said).isEqualTo(4);
        assertThat(survived).isGreaterThan(12);
    }

    /** security.md §2.8, the response kept or lost at every point between spending and storing. */
    @Test
    void a_renewal_killed_at_any_point_never_spends_without_having_a_place_for_the_answer() {
        boolean finished = false;
        for (int points = 0; !finished; points++) {
            source.refreshes.set(0);
            source.rotates = false;
            stored(session("old", -1));
            SessionStore dying = store(PrivateFiles.on(new DyingDisk(points), event -> {}));
            Throwable end = catchThrowable(() -> renewal(dying, wanted()).current());
            finished = end == null;
            StoredSession left =
                    store.holding(KEY, LIMIT, SessionStore.Held::read).orElseThrow();
            boolean isNew = left.accessToken().equals(Secret.of("renewed-1"));
            boolean isOld = left.accessToken().equals(Secret.of("old"));
            assertThat(isNew || isOld).isTrue();
            if (source.refreshes.get() == 0) {
                assertThat(isOld).isTrue();
            }
            if (finished) {
                assertThat(isNew).isTrue();
            }
        }
    }
}
