package dev.oat.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.http.Pause;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.DyingDisk;
import dev.oat.session.disk.FailingDisk;
import dev.oat.session.disk.OtherProcess;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStoreTest {
    private static final ProfileName WORK = new ProfileName("work");
    private static final SessionKey KEY = SessionKey.of(WORK);
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_900_000_000), ZoneOffset.UTC);

    @TempDir
    Path home;

    private final List<String> warnings = new ArrayList<>();
    private final Trace trace = event -> warnings.add(((TraceEvent.Warning) event).text());
    private Directories directories;
    private SessionStore store;

    @BeforeEach
    void open() {
        directories = Directories.from(Map.of("HOME", home.toString()), "Linux", "/");
        store = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), time -> {});
    }

    private SessionStore store(PrivateFiles files, Pause pause) {
        return new SessionStore(directories, files, CLOCK, pause, trace);
    }

    private Path file() {
        return directories.sessions().resolve("work.json");
    }

    private static boolean write(SessionStore store, StoredSession session) {
        return store.holding(KEY, LIMIT, held -> {
            held.write(session);
            return true;
        });
    }

    private Set<String> names() throws Exception {
        try (Stream<Path> entries = Files.list(directories.sessions())) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void an_empty_store_has_no_session_and_makes_no_directory_to_say_so() {
        assertThat(store.read(KEY)).isEmpty();
        assertThat(store.keys()).isEmpty();
        assertThat(directories.state()).doesNotExist();
    }

    @Test
    void a_session_stored_is_read_by_another_store() {
        StoredSession session = Sessions.ofProfile(WORK, 1);
        write(store, session);
        assertThat(store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), time -> {})
                        .read(KEY))
                .contains(session);
        assertThat(warnings).isEmpty();
    }

    @Test
    void only_the_session_and_its_lock_stay_behind() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        write(store, Sessions.ofProfile(WORK, 2));
        assertThat(names()).containsExactlyInAnyOrder("work.json", "work.lock");
        store.holding(KEY, LIMIT, SessionStore.Held::remove);
        assertThat(names()).containsExactly("work.lock");
        assertThat(store.read(KEY)).isEmpty();
    }

    @Test
    void the_keys_are_those_of_profiles_and_then_those_of_settings() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        StoredSession bare = Sessions.bearer("a", CLOCK.instant(), Optional.empty());
        store.holding(bare.filedUnder(), LIMIT, held -> {
            held.write(bare);
            return true;
        });
        Files.writeString(directories.sessions().resolve("no name.json"), "{}");
        assertThat(store.keys()).containsExactly(KEY, SessionKey.of(Sessions.SHAPE));
    }

    /** security.md §2.7: killed at 200 points during writes, then read back. */
    @Test
    void a_process_killed_at_any_point_leaves_the_old_session_or_the_new() throws Exception {
        int killed = 0;
        int number = 0;
        for (int round = 0; round < 12; round++) {
            boolean finished = false;
            for (int points = 0; !finished; points++) {
                StoredSession old = Sessions.ofProfile(WORK, number);
                StoredSession next = Sessions.ofProfile(WORK, number + 1);
                write(store, old);
                try {
                    write(store(PrivateFiles.on(new DyingDisk(points), trace), time -> {}), next);
                    finished = true;
                    assertThat(store.read(KEY)).contains(next);
                } catch (DyingDisk.Killed e) {
                    killed++;
                    assertThat(store.read(KEY)).as("after %d points", points).isIn(Optional.of(old), Optional.of(next));
                }
                number += 2;
            }
        }
        assertThat(killed).isGreaterThan(200);
        assertThat(names()).containsExactlyInAnyOrder("work.json", "work.lock");
        assertThat(warnings).isEmpty();
    }

    @Test
    void a_whole_session_that_was_not_renamed_yet_is_adopted_by_the_next_who_takes_the_lock() {
        write(store, Sessions.ofProfile(WORK, 1));
        boolean adopted = false;
        for (int points = 0; !adopted; points++) {
            assertThat(points).isLessThan(100);
            DyingDisk disk = new DyingDisk(points);
            try {
                write(store(PrivateFiles.on(disk, trace), time -> {}), Sessions.ofProfile(WORK, 2));
            } catch (DyingDisk.Killed e) {
                // the next one finds what was left
            }
            boolean unseen = store.read(KEY).orElseThrow().equals(Sessions.ofProfile(WORK, 1));
            StoredSession held =
                    store.holding(KEY, LIMIT, SessionStore.Held::read).orElseThrow();
            adopted = unseen && held.equals(Sessions.ofProfile(WORK, 2));
        }
        assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 2));
    }

    @Test
    void an_older_or_foreign_left_over_is_not_adopted() throws Exception {
        write(store, Sessions.ofProfile(WORK, 5));
        Path aside = directories.sessions().resolve("work.json.new");
        Files.write(aside, Sessions.ofProfile(WORK, 4).toBytes());
        assertThat(store.holding(KEY, LIMIT, SessionStore.Held::read)).contains(Sessions.ofProfile(WORK, 5));
        Files.write(aside, Sessions.ofProfile(new ProfileName("other"), 6).toBytes());
        assertThat(store.holding(KEY, LIMIT, SessionStore.Held::read)).contains(Sessions.ofProfile(WORK, 5));
    }

    @Test
    void an_interrupted_renewal_is_known_to_the_next_who_takes_the_lock() {
        write(store, Sessions.ofProfile(WORK, 1));
        assertThat(store.holding(KEY, LIMIT, SessionStore.Held::interrupted)).isEmpty();
        // taking the place is four times a quarter, before that a deletion and a creation: see DyingDisk
        DyingDisk disk = new DyingDisk(10);
        SessionStore dying = store(PrivateFiles.on(disk, trace), time -> {});
        assertThatThrownBy(() -> dying.holding(KEY, LIMIT, held -> {
                    try (SessionStore.Place place = held.prepare()) {
                        place.store(Sessions.ofProfile(WORK, 2));
                    }
                    return true;
                }))
                .isInstanceOf(DyingDisk.Killed.class);
        assertThat(store.holding(KEY, LIMIT, SessionStore.Held::interrupted)).isPresent();
        assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "no json at all", "{\"version\":1}", "\0\0\0\0"})
    void a_file_that_is_no_session_is_kept_aside_and_said(String garbage) throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        Files.writeString(file(), garbage);
        assertThat(store.read(KEY)).isEmpty();
        Path kept = directories.sessions().resolve("work.corrupt-1900000000");
        assertThat(kept).hasContent(garbage);
        assertThat(file()).doesNotExist();
        assertThat(warnings).hasSize(1).first().asString().contains("session of work", kept.toString());
        StoredSession next = Sessions.ofProfile(WORK, 2);
        write(store, next);
        assertThat(store.read(KEY)).contains(next);
    }

    @Test
    void spoilt_files_of_one_second_are_all_kept() throws Exception {
        for (String garbage : List.of("first", "second", "third")) {
            Files.createDirectories(directories.sessions());
            Files.writeString(file(), garbage);
            assertThat(store.read(KEY)).isEmpty();
        }
        assertThat(directories.sessions().resolve("work.corrupt-1900000000")).hasContent("first");
        assertThat(directories.sessions().resolve("work.corrupt-1900000000-2")).hasContent("second");
        assertThat(directories.sessions().resolve("work.corrupt-1900000000-3")).hasContent("third");
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void a_whole_session_in_a_place_that_was_not_cut_to_its_length_yet_is_adopted() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        byte[] next = Sessions.ofProfile(WORK, 2).toBytes();
        Path aside = directories.sessions().resolve("work.json.new");
        Files.write(aside, Arrays.copyOf(next, 64 << 10));
        assertThat(store.holding(KEY, LIMIT, SessionStore.Held::read)).contains(Sessions.ofProfile(WORK, 2));
        // read without the lock too, and by who knows nothing of places
        assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 2));
    }

    @Test
    void a_session_of_a_newer_oat_is_neither_used_nor_overwritten() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        String newer = Files.readString(file()).replace("\"version\": 1", "\"version\": 2");
        Files.writeString(file(), newer);
        assertThatThrownBy(() -> store.read(KEY))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("newer oat");
        assertThatThrownBy(() -> write(store, Sessions.ofProfile(WORK, 2))).isInstanceOf(Failure.Usage.class);
        assertThat(Files.readString(file())).isEqualTo(newer);
    }

    @Test
    void a_full_disk_is_noticed_before_anything_is_spent() {
        write(store, Sessions.ofProfile(WORK, 1));
        SessionStore full = store(PrivateFiles.on(new FailingDisk("No space left on device"), trace), time -> {});
        assertThatThrownBy(() -> full.holding(KEY, LIMIT, SessionStore.Held::prepare))
                .isInstanceOf(Failure.Usage.class)
                .hasMessageContaining("the disk is full")
                .satisfies(failure -> assertThat(((Failure) failure).hint().orElseThrow())
                        .contains("OAT_STATE_DIR")
                        .contains("nothing is lost"));
        assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 1));
    }

    @Test
    void a_place_once_taken_needs_no_more_space() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        store.holding(KEY, LIMIT, held -> {
            try (SessionStore.Place place = held.prepare()) {
                assertThat(directories.sessions().resolve("work.json.new")).hasSize(64 << 10);
                place.store(Sessions.ofProfile(WORK, 2));
            }
            return true;
        });
        assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 2));
    }

    @Test
    void a_store_that_cannot_be_made_is_said_with_what_to_do() {
        Directories nowhere = Directories.from(Map.of("HOME", "/dev/null"), "Linux", "/");
        SessionStore unusable =
                new SessionStore(nowhere, PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), CLOCK, time -> {}, trace);
        assertThatThrownBy(() -> write(unusable, Sessions.ofProfile(WORK, 1)))
                .isInstanceOf(Failure.Usage.class)
                .satisfies(failure ->
                        assertThat(((Failure) failure).hint().orElseThrow()).contains("OAT_STATE_DIR"));
    }

    /** DESIGN, Decisions: exit 7 for "any deadline, lock wait included". */
    @Test
    void waiting_for_a_lock_ends() throws Exception {
        List<Duration> pauses = new ArrayList<>();
        SessionStore waiting = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), pauses::add);
        whileAnotherThreadHolds(() -> assertThatThrownBy(() -> write(waiting, Sessions.ofProfile(WORK, 1)))
                .isInstanceOf(Failure.TimedOut.class)
                .hasMessageContaining("work.lock"));
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isBetween(LIMIT, LIMIT.plusMillis(100));
        assertThat(write(waiting, Sessions.ofProfile(WORK, 1))).isTrue();
    }

    @Test
    void who_waits_learns_that_the_lock_is_no_longer_needed() throws Exception {
        whileAnotherThreadHolds(() -> {
            AtomicInteger asked = new AtomicInteger();
            String result = store.holding(
                    KEY,
                    LIMIT,
                    held -> "locked",
                    () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of("meanwhile"));
            assertThat(result).isEqualTo("meanwhile");
        });
    }

    @Test
    void an_interrupted_wait_ends_at_once() throws Exception {
        SessionStore interrupted = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), time -> {
            throw new InterruptedException();
        });
        whileAnotherThreadHolds(() -> {
            assertThatThrownBy(() -> write(interrupted, Sessions.ofProfile(WORK, 1)))
                    .isInstanceOf(Failure.TimedOut.class);
            assertThat(Thread.interrupted()).isTrue();
        });
    }

    @Test
    void a_lock_held_in_this_process_survives_another_stores_attempt() throws Exception {
        // the POSIX trap: an attempt that opened and closed the file would drop the first lock
        whileAnotherThreadHolds(() -> {
            assertThatThrownBy(() -> write(store, Sessions.ofProfile(WORK, 1))).isInstanceOf(Failure.TimedOut.class);
            assertThat(OtherProcess.tryLock(directories.sessions().resolve("work.lock")))
                    .isEqualTo("held elsewhere");
        });
        assertThat(OtherProcess.tryLock(directories.sessions().resolve("work.lock")))
                .isEqualTo("acquired");
    }

    @Test
    void a_lock_goes_with_the_process_that_held_it() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        try (OtherProcess holder = OtherProcess.holding(directories.sessions().resolve("work.lock"))) {
            assertThatThrownBy(() -> write(store, Sessions.ofProfile(WORK, 2))).isInstanceOf(Failure.TimedOut.class);
            holder.kill();
            assertThat(write(store, Sessions.ofProfile(WORK, 2))).isTrue();
        }
    }

    @Test
    void fifty_threads_over_two_stores_write_one_after_the_other() throws Exception {
        SessionStore patient = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), time -> Thread.sleep(1));
        SessionStore second = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), time -> Thread.sleep(1));
        write(patient, Sessions.ofProfile(WORK, 0));
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Future<Boolean>> results = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            SessionStore mine = i % 2 == 0 ? patient : second;
            results.add(threads.submit(() -> mine.holding(KEY, Duration.ofDays(1), held -> {
                long number = held.read().orElseThrow().obtainedAt().getEpochSecond() - 1_800_000_000L;
                held.write(Sessions.ofProfile(WORK, (int) number + 1));
                return true;
            })));
        }
        for (Future<Boolean> result : results) {
            assertThat(result.get()).isTrue();
        }
        threads.shutdown();
        assertThat(store.read(KEY)).contains(Sessions.ofProfile(WORK, 50));
    }

    private interface Step {
        void run() throws Exception;
    }

    private void whileAnotherThreadHolds(Step step) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        SessionStore other = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"), time -> {});
        Thread holder = new Thread(() -> other.holding(KEY, LIMIT, lock -> {
            held.countDown();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }));
        holder.start();
        held.await();
        try {
            step.run();
        } finally {
            done.countDown();
            holder.join();
        }
    }

    @Test
    void the_content_is_text_that_a_person_can_read() throws Exception {
        write(store, Sessions.ofProfile(WORK, 1));
        assertThat(new String(Files.readAllBytes(file()), StandardCharsets.UTF_8))
                .startsWith("{\n  \"version\": 1,\n  \"profile\": \"work\",\n")
                .endsWith("}\n");
    }
}
