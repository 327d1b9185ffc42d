package dev.oat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import dev.oat.session.disk.Digest;
import dev.oat.session.disk.Directories;
import dev.oat.session.disk.DyingDisk;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.session.disk.Seal;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The slip beside a session: which sessions have one, what it says, and that it never outlives its token. */
@DisabledOnOs(OS.WINDOWS)
class SlipTest {
    private static final ProfileName WORK = new ProfileName("work");
    private static final SessionKey KEY = SessionKey.of(WORK);
    private static final Instant NOW = Instant.ofEpochSecond(1_900_000_000);
    private static final String SETTINGS = "# Arbeit é\nissuer = \"https://as.example\"\n";
    private static final Seal SEAL = new Seal("18446744073709551615", 700, 1_899_999_999);

    @TempDir
    Path home;

    private final Trace trace = event -> {};
    private Directories directories;
    private SessionStore store;

    @BeforeEach
    void a_profile_and_a_store() throws Exception {
        directories = Directories.from(Map.of("HOME", home.toString()), "Linux", "/");
        Files.createDirectories(directories.profiles());
        Files.writeString(directories.profiles().resolve("work.toml"), SETTINGS);
        store = store(PrivateFiles.onDisk(trace, "OAT_STATE_DIR"));
    }

    private SessionStore store(PrivateFiles files) {
        return new SessionStore(directories, files, Clock.fixed(NOW, ZoneOffset.UTC), time -> {}, trace);
    }

    private static StoredSession session(String token) {
        return session(token, SETTINGS, Sessions.SHAPE, Map.of("token_type", "bearer"));
    }

    private static StoredSession session(String token, String settings, TokenParameters shape, Map<String, ?> more) {
        Map<String, Object> answer = new HashMap<>(more);
        answer.put("access_token", token);
        String hash = Digest.sha256(settings.getBytes(StandardCharsets.UTF_8));
        return StoredSession.of(shape, JsonObject.of(answer), NOW, Optional.of(NOW.plusSeconds(300)))
                .of(new ProfileStamp(WORK, hash, Optional.empty()));
    }

    private static Optional<Slip> slip(StoredSession session, String settings) {
        return Slip.of(
                session,
                SEAL,
                settings.getBytes(StandardCharsets.UTF_8),
                Optional.of(each -> "{\"token\":\"" + each.accessToken().reveal() + "\"}"),
                NOW);
    }

    private static void write(SessionStore store, StoredSession session) {
        store.holding(KEY, Duration.ofSeconds(1), held -> {
            held.write(session);
            return true;
        });
    }

    private Path file() {
        return directories.sessions().resolve("work.slip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "a", "a\n", "a\n\n", "é = \"€\"\n\tb\n", "a\nb"})
    void what_it_says_is_read_back(String settings) {
        Slip slip = slip(session("abc.def~-_+/=", settings, Sessions.SHAPE, Map.of("token_type", "Bearer")), settings)
                .orElseThrow();
        byte[] content = slip.toBytes();
        assertThat(Slip.parse(content)).contains(slip);
        String text = new String(content, StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("oat-slip 1 " + content.length + " work 1900000000 1900000269 18446744073709551615 700 ");
        assertThat(slip.before() + slip.token().reveal() + slip.after()).isEqualTo("{\"token\":\"abc.def~-_+/=\"}");
        assertThat(slip.settings()).isEqualTo(settings);
        assertThat(Slip.parse((text + "x").getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 99, 100, 900, 9_990, 16_000})
    void its_size_counts_the_digits_of_its_size(int length) {
        byte[] content =
                slip(session("t".repeat(length)), SETTINGS).orElseThrow().toBytes();
        assertThat(new String(content, StandardCharsets.UTF_8).split(" ", -1)[2])
                .isEqualTo("" + content.length);
    }

    @Test
    void a_token_that_a_script_must_not_hand_out_has_none() {
        assertThat(slip(session("t"), SETTINGS)).isPresent();
        Map<String, StoredSession> without = new HashMap<>();
        TokenParameters bound = Sessions.SHAPE;
        for (String binding : List.of(
                TokenParameters.dpop(),
                TokenParameters.dpop("thumb"),
                TokenParameters.withCertificate(TokenParameters.BEARER, new byte[1]),
                TokenParameters.withCertificate(TokenParameters.dpop(), new byte[1]))) {
            without.put(
                    binding,
                    session(
                            "t",
                            SETTINGS,
                            new TokenParameters(
                                    bound.issuer(),
                                    bound.tokenEndpoint(),
                                    bound.clientId(),
                                    bound.grantType(),
                                    bound.username(),
                                    bound.scopes(),
                                    bound.audiences(),
                                    bound.resources(),
                                    bound.authorizationDetails(),
                                    bound.params(),
                                    bound.presented(),
                                    binding,
                                    bound.addresses()),
                            Map.of()));
        }
        for (String type : List.of("DPoP", "N_A", "mac", "")) {
            without.put("type " + type, session("t", SETTINGS, bound, Map.of("token_type", type)));
        }
        for (String token : List.of("-n", "a b", "a\"b", "a\\b", "é", "a\tb", "a\u007f", "t".repeat(20_000))) {
            without.put(token, session(token));
        }
        without.put("with a key", session("t").withKey(Secret.of("{}")));
        without.put("dead", session("t").dead("invalid_grant"));
        without.put("ended", session("t").ended(NOW));
        without.put("of no profile", Sessions.bearer("t", NOW, Optional.of(NOW.plusSeconds(300))));
        without.forEach(
                (what, session) -> assertThat(slip(session, SETTINGS)).as(what).isEmpty());
        for (String settings :
                List.of(SETTINGS + "#", "a\u0001\n", "a\u0000\n", "a\r\n", "a\u007f\n", "#".repeat(5000))) {
            StoredSession here = settings.startsWith("#")
                    ? session("t")
                    : session("t", settings, bound, Map.of("token_type", "Bearer"));
            assertThat(slip(here, settings)).as(settings).isEmpty();
        }
    }

    @Test
    void it_ends_with_the_margin_and_a_second_before_the_token() {
        StoredSession session = session("t");
        assertThat(slip(session, SETTINGS).orElseThrow().until()).isEqualTo(NOW.plusSeconds(300 - 30 - 1));
        ProfileStamp stamp = session.profile().orElseThrow();
        assertThat(slip(session.of(new ProfileStamp(WORK, stamp.hash(), Optional.of(100L))), SETTINGS)
                        .orElseThrow()
                        .until())
                .isEqualTo(NOW.plusSeconds(300 - 100 - 1));
        StoredSession endless = StoredSession.of(session.shape(), session.token(), NOW, Optional.empty())
                .of(stamp);
        assertThat(slip(endless, SETTINGS).orElseThrow().until())
                .isEqualTo(NOW.plus(Duration.ofDays(365)).minusSeconds(1));
    }

    @Test
    void it_lies_beside_the_session_for_its_owner_alone_dated_with_its_end() throws Exception {
        write(store, session("first"));
        Slip slip = Slip.parse(Files.readAllBytes(file())).orElseThrow();
        assertThat(slip.token().reveal()).isEqualTo("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(Files.getLastModifiedTime(file()).toInstant()).isEqualTo(slip.until());
        assertThat(slip.session()).isEqualTo(found());
    }

    @Test
    void whatever_takes_the_session_s_place_takes_its_slip_away() throws Exception {
        Map<String, Runnable> ends = new HashMap<>();
        ends.put("removed", () -> store.holding(KEY, Duration.ofSeconds(1), SessionStore.Held::remove));
        ends.put("withdrawn", () -> store.withdraw(KEY));
        ends.put("ended", () -> write(store, session("t").ended(NOW)));
        ends.put("dead", () -> write(store, session("t").dead("invalid_grant")));
        ends.put("bound", () -> write(store, session("t", SETTINGS, Sessions.SHAPE, Map.of("token_type", "DPoP"))));
        ends.put("of another profile's text", () -> write(store, session("t", "x", Sessions.SHAPE, Map.of())));
        ends.put("spoilt", () -> {
            try {
                Files.writeString(directories.sessions().resolve("work.json"), "{");
                store.look(KEY);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        for (Map.Entry<String, Runnable> end : ends.entrySet()) {
            write(store, session("t"));
            Files.writeString(PrivateFiles.aside(file()), "left by a process that was killed");
            assertThat(file()).exists();
            end.getValue().run();
            assertThat(file()).as(end.getKey()).doesNotExist();
            assertThat(PrivateFiles.aside(file())).as(end.getKey()).doesNotExist();
        }
    }

    @Test
    void a_process_killed_at_any_point_leaves_no_slip_for_another_session_than_the_stored_one() throws Exception {
        int killed = 0;
        int valid = 0;
        boolean finished = false;
        for (int points = 0; !finished; points++) {
            write(store, session("old-" + points));
            StoredSession next = session("new-" + points);
            try {
                write(store(PrivateFiles.on(new DyingDisk(points), trace)), next);
                finished = true;
            } catch (DyingDisk.Killed e) {
                killed++;
            }
            Optional<Slip> left = Files.exists(file()) ? Slip.parse(Files.readAllBytes(file())) : Optional.empty();
            if (left.isPresent() && left.get().session().equals(found())) {
                valid++;
                assertThat(left.get().token())
                        .isEqualTo(store.read(KEY).orElseThrow().accessToken());
            }
        }
        assertThat(killed).isGreaterThan(20);
        assertThat(valid).isPositive();
    }

    private Seal found() throws IOException {
        Path session = directories.sessions().resolve("work.json");
        Map<String, Object> found = Files.readAttributes(session, "unix:ino,size", LinkOption.NOFOLLOW_LINKS);
        return new Seal(
                found.get("ino").toString(),
                (Long) found.get("size"),
                Files.getLastModifiedTime(session).toInstant().getEpochSecond());
    }
}
