package dev.oat.session.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedDocumentsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
    private static final JsonObject DOCUMENT = JsonObject.parse("{\"issuer\":\"https://as.example\",\"x\":[1]}");
    private static final String KEY = "https://as.example/.well-known/openid-configuration";

    @TempDir
    Path home;

    private CachedDocuments at(Instant time) {
        return at(time, PrivateFiles.onDisk(event -> {}, "OAT_CACHE_DIR"));
    }

    private CachedDocuments at(Instant time, PrivateFiles files) {
        return new CachedDocuments(
                Directories.from(Map.of("HOME", home.toString()), "Linux", "/"),
                files,
                Clock.fixed(time, ZoneOffset.UTC));
    }

    private Path entry() throws Exception {
        try (Stream<Path> entries = Files.list(home.resolve(".cache/oat/documents"))) {
            return entries.filter(entry -> entry.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void a_document_is_kept_until_it_expires() {
        at(NOW).put(KEY, DOCUMENT, Duration.ofSeconds(60));
        assertThat(at(NOW).get(KEY)).contains(DOCUMENT);
        assertThat(at(NOW.plusSeconds(59)).get(KEY)).contains(DOCUMENT);
        assertThat(at(NOW.plusSeconds(60)).get(KEY)).isEmpty();
        assertThat(at(NOW).get(KEY + "/other")).isEmpty();
    }

    @Test
    void a_document_from_the_future_is_not_believed() {
        at(NOW).put(KEY, DOCUMENT, Duration.ofDays(1));
        assertThat(at(NOW.minusSeconds(1)).get(KEY)).isEmpty();
    }

    @Test
    void what_may_not_be_kept_leaves_no_trace() {
        at(NOW).put(KEY, DOCUMENT, Duration.ZERO);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_spoilt_entry_counts_as_none_and_is_replaced() throws Exception {
        at(NOW).put(KEY, DOCUMENT, Duration.ofSeconds(60));
        for (String spoilt : new String[] {"", "{", "[]", "{\"version\":1}", "{\"version\":\"1\"}"}) {
            Files.writeString(entry(), spoilt);
            assertThat(at(NOW).get(KEY)).isEmpty();
        }
        at(NOW).put(KEY, DOCUMENT, Duration.ofSeconds(60));
        assertThat(at(NOW).get(KEY)).contains(DOCUMENT);
    }

    @Test
    void an_entry_of_another_document_under_the_same_name_is_not_used() throws Exception {
        at(NOW).put(KEY, DOCUMENT, Duration.ofSeconds(60));
        Files.writeString(entry(), Files.readString(entry()).replace("as.example/.well", "evil.example/.well"));
        assertThat(at(NOW).get(KEY)).isEmpty();
    }

    @Test
    void a_planted_link_is_not_read() throws Exception {
        at(NOW).put(KEY, DOCUMENT, Duration.ofSeconds(60));
        Path elsewhere = Files.copy(entry(), home.resolve("planted"));
        Files.delete(entry().toRealPath());
        Files.createSymbolicLink(
                home.resolve(".cache/oat/documents")
                        .resolve(Digest.sha256(KEY.getBytes(java.nio.charset.StandardCharsets.UTF_8)) + ".json"),
                elsewhere);
        assertThat(at(NOW).get(KEY)).isEmpty();
    }

    @Test
    void a_full_disk_keeps_nothing_and_is_no_failure() {
        at(NOW, PrivateFiles.on(new FailingDisk("No space left on device"), event -> {}))
                .put(KEY, DOCUMENT, Duration.ofSeconds(60));
        assertThat(at(NOW).get(KEY)).isEmpty();
    }
}
