package dev.oat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.session.disk.Directories;
import dev.oat.session.disk.DyingDisk;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.disk.SecretFiles;
import dev.oat.session.disk.StoreKey;
import dev.oat.session.disk.StoreKeys;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store where its files are encrypted: as sure as where they are not, and no file of it says anything. */
class EncryptedStoreTest {
    private static final ProfileName WORK = new ProfileName("work");
    private static final SessionKey KEY = SessionKey.of(WORK);
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @TempDir
    Path home;

    private final List<String> warnings = new ArrayList<>();
    private final Trace trace = event -> warnings.add(((TraceEvent.Warning) event).text());
    private Directories directories;
    private SessionStore store;

    @BeforeEach
    void open() {
        directories = Directories.from(Map.of("HOME", home.toString()), "Linux", "/");
        store = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), by("k".repeat(32)), SecretFiles.Form.AS_SET);
    }

    private SessionStore store(PrivateFiles files, StoreKeys keys, SecretFiles.Form form) {
        return new SessionStore(
                directories,
                new SecretFiles(files, keys, form),
                Clock.fixed(Instant.ofEpochSecond(1_900_000_000), ZoneOffset.UTC),
                time -> {},
                trace,
                Optional.empty());
    }

    private SessionStore dying(DyingDisk disk) {
        return store(PrivateFiles.on(disk, trace), by("k".repeat(32)), SecretFiles.Form.AS_SET);
    }

    private static StoreKeys by(String secret) {
        StoreKey key = new StoreKey(Secret.of(secret), Optional.empty(), SecureRandom::new);
        return new StoreKeys() {
            @Override
            public boolean isSet(String owner) {
                return true;
            }

            @Override
            public String owner(String asked) {
                return asked;
            }

            @Override
            public StoreKey key(String owner) {
                return key;
            }
        };
    }

    private static boolean write(SessionStore store, StoredSession session) {
        return store.holding(KEY, LIMIT, held -> {
            held.write(session);
            return true;
        });
    }

    private void assertNothingIsSaid() throws Exception {
        try (var files = Files.list(directories.sessions())) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file)).doesNotContain("token-", "access_token", "refresh");
            }
        }
    }

    @Test
    void a_process_killed_at_any_point_leaves_the_old_session_or_the_new_and_neither_in_clear_text() throws Exception {
        int killed = 0;
        boolean finished = false;
        for (int points = 0; !finished; points++) {
            StoredSession old = Sessions.ofProfile(WORK, 2 * points);
            StoredSession next = Sessions.ofProfile(WORK, 2 * points + 1);
            write(store, old);
            try {
                write(dying(new DyingDisk(points)), next);
                finished = true;
                assertThat(store.read(KEY)).contains(next);
            } catch (DyingDisk.Killed e) {
                killed++;
                assertThat(store.read(KEY)).as("after %d points", points).isIn(Optional.of(old), Optional.of(next));
            }
            assertNothingIsSaid();
        }
        assertThat(killed).isGreaterThan(15);
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_whole_session_that_was_not_renamed_yet_is_adopted_and_a_part_of_one_is_not() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        Path file = directories.sessions().resolve("work.json");
        byte[] first = Files.readAllBytes(file);
        write(store, Sessions.ofProfile(WORK, 2));
        byte[] second = Files.readAllBytes(file);
        Path aside = directories.sessions().resolve("work.json.new");
        for (int length = 0; length <= second.length; length += 7) {
            Files.write(file, first);
            Files.write(aside, Arrays.copyOf(Arrays.copyOf(second, length), 64 << 10));
            assertThat(store.holding(KEY, LIMIT, SessionStore.Held::interrupted))
                    .isPresent();
            assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 1));
        }
        Files.write(aside, Arrays.copyOf(second, 64 << 10));
        assertThat(store.holding(KEY, LIMIT, SessionStore.Held::read)).contains(Sessions.ofProfile(WORK, 2));
    }

    /** It may be the only place where the next refresh token lies. */
    @Test
    void a_left_over_that_cannot_be_opened_is_told_and_not_written_over() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        Path aside = directories.sessions().resolve("work.json.new");
        Path file = directories.sessions().resolve("work.json");
        Files.copy(file, aside);
        byte[] left = Files.readAllBytes(aside);
        Files.delete(file);
        for (StoreKeys keys : List.of(by("x".repeat(32)), StoreKeys.NONE)) {
            SessionStore other = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), keys, SecretFiles.Form.AS_SET);
            assertThatThrownBy(() -> write(other, Sessions.ofProfile(WORK, 2))).isInstanceOf(Failure.Locked.class);
            assertThat(Files.readAllBytes(aside)).isEqualTo(left);
        }
        assertThat(store.holding(KEY, LIMIT, SessionStore.Held::read)).contains(Sessions.ofProfile(WORK, 1));
    }

    /** A process that began before a lock knows no key, and must not undo it. */
    @Test
    void who_knows_no_key_neither_reads_nor_replaces_an_encrypted_session() throws Exception {
        SessionStore earlier =
                store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), StoreKeys.NONE, SecretFiles.Form.AS_SET);
        write(earlier, Sessions.ofProfile(WORK, 1));
        SessionStore locking =
                store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), by("k".repeat(32)), SecretFiles.Form.LOCKED);
        assertThat(locking.holding(KEY, LIMIT, SessionStore.Held::convert)).isTrue();
        assertThatThrownBy(() -> earlier.read(KEY)).isInstanceOf(Failure.Locked.class);
        assertThatThrownBy(() -> earlier.seen(KEY)).isInstanceOf(Failure.Locked.class);
        assertThatThrownBy(() -> write(earlier, Sessions.ofProfile(WORK, 2))).isInstanceOf(Failure.Locked.class);
        assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 1));
        assertThat(earlier.forget(KEY, LIMIT)).isTrue();
        assertThat(store.read(KEY)).isEmpty();
    }

    @Test
    void a_conversion_that_dies_at_any_point_loses_neither_the_session_nor_what_a_renewal_left() throws Exception {
        for (SecretFiles.Form form : List.of(SecretFiles.Form.LOCKED, SecretFiles.Form.PLAIN)) {
            boolean finished = false;
            for (int points = 0; !finished; points++) {
                store.forget(KEY, LIMIT);
                boolean locks = form == SecretFiles.Form.LOCKED;
                SessionStore before = locks
                        ? store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), StoreKeys.NONE, SecretFiles.Form.AS_SET)
                        : store;
                write(before, Sessions.ofProfile(WORK, 2));
                Path file = directories.sessions().resolve("work.json");
                byte[] newer = Files.readAllBytes(file);
                write(before, Sessions.ofProfile(WORK, 1));
                // a renewal that was cut off before its last step
                Files.write(directories.sessions().resolve("work.json.new"), newer);
                try {
                    finished = store(PrivateFiles.on(new DyingDisk(points), trace), by("k".repeat(32)), form)
                            .holding(KEY, LIMIT, SessionStore.Held::convert);
                } catch (DyingDisk.Killed e) {
                    // the next one does it
                }
                SessionStore next = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), by("k".repeat(32)), form);
                boolean unused = next.holding(KEY, LIMIT, SessionStore.Held::convert);
                assertThat(next.read(KEY)).as(form + " after " + points).contains(Sessions.ofProfile(WORK, 2));
                assertThat(Files.readString(file).startsWith("{\"locked\"")).isEqualTo(locks);
            }
        }
    }
}
