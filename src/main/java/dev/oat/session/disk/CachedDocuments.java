package dev.oat.session.disk;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.DocumentCache;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Metadata and key sets in the cache directory, one file each, for as long as their servers allow.
 *
 * <p>A cache never fails: what cannot be read is fetched again, and what cannot be kept is not kept. What another user
 * could have put there is not read either, since it names endpoints and keys.
 */
public final class CachedDocuments implements DocumentCache {
    private static final long VERSION = 1;

    private final Path directory;
    private final PrivateFiles files;
    private final Clock clock;

    /**
     * Creates a cache; nothing is opened yet.
     *
     * @param directories where it lies
     * @param files reads and writes it
     * @param clock tells what has expired
     */
    public CachedDocuments(Directories directories, PrivateFiles files, Clock clock) {
        this.directory = directories.cache().resolve("documents");
        this.files = Objects.requireNonNull(files, "files is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
    }

    @Override
    public Optional<JsonObject> get(String key) {
        try {
            Optional<byte[]> content = files.read(file(key));
            return content.isEmpty() ? Optional.empty() : fresh(JsonObject.parse(content.get()), key);
        } catch (Failure.Usage | JsonException e) {
            return Optional.empty();
        }
    }

    private Optional<JsonObject> fresh(JsonObject entry, String key) {
        boolean current = entry.number("version").equals(Optional.of(VERSION))
                && entry.text("key").equals(Optional.of(key))
                // from the future: the clock was set back, and how old the document is nobody knows
                && entry.number("fetched_at").orElse(Long.MAX_VALUE) <= now()
                && entry.number("expires_at").orElse(0L) > now();
        return current ? entry.object("document") : Optional.empty();
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    @Override
    public void put(String key, JsonObject document, Duration lifetime) {
        if (lifetime.isZero() || lifetime.isNegative()) {
            return;
        }
        Instant now = clock.instant();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("version", VERSION);
        entry.put("key", key);
        entry.put("fetched_at", now.getEpochSecond());
        entry.put("expires_at", now.plus(lifetime).getEpochSecond());
        entry.put("document", document);
        try {
            files.makeDirectory(directory);
            // whoever finds another process writing leaves it to that one
            Optional<LockFile> lock =
                    LockFile.tryAcquire(directory.resolve("documents.lock"), PrivateFiles.ownership());
            if (lock.isPresent()) {
                try {
                    files.write(file(key), JsonObject.of(entry).toJson().getBytes(StandardCharsets.UTF_8));
                } finally {
                    lock.get().close();
                }
            }
        } catch (Failure.Usage | IOException e) {
            // not kept, then
        }
    }

    private Path file(String key) {
        return directory.resolve(Digest.sha256(key.getBytes(StandardCharsets.UTF_8)) + ".json");
    }
}
