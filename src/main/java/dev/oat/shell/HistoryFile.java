package dev.oat.shell;

import dev.oat.cli.CommandTable;
import dev.oat.cli.frame.SecretFreeLine;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lines typed before, in a file of their owner's alone; none of them holds a secret.
 *
 * <p>A history that cannot be read or written is no reason to fail: then it lives as long as the shell.
 */
final class HistoryFile {
    private static final int MOST = 2_000;

    private final Path file;
    private final PrivateFiles files;
    private final List<String> lines = new ArrayList<>();

    /** Creates the history in a directory; it is read at once. */
    HistoryFile(Path directory) {
        this.file = directory.resolve("history");
        this.files = PrivateFiles.onDisk(event -> {}, "OAT_STATE_DIR");
        lines.addAll(read());
    }

    /** Returns all lines, the oldest first: a view. */
    List<String> lines() {
        return java.util.Collections.unmodifiableList(lines);
    }

    private List<String> read() {
        try {
            Optional<byte[]> content = files.read(file);
            return content.isEmpty()
                    ? List.of()
                    : new String(content.orElseThrow(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList();
        } catch (Failure.Usage e) {
            return List.of();
        }
    }

    /**
     * Keeps a line, without its secrets.
     *
     * @return the line as it was kept, or empty when it was not
     */
    Optional<String> keep(String typed) {
        Optional<String> line = withoutSecrets(typed);
        if (line.isEmpty() || line.orElseThrow().isBlank()) {
            return Optional.empty();
        }
        String kept = line.orElseThrow();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(kept)) {
            lines.add(kept);
            write(kept);
        }
        return line;
    }

    /** Returns the line as it may be kept: secrets replaced by a reference; or empty when it may hold one elsewhere. */
    static Optional<String> withoutSecrets(String typed) {
        CommandWords words = CommandWords.of(typed);
        if (words.open()) {
            return Optional.empty();
        }
        List<String> texts = words.texts();
        Optional<List<String>> kept = SecretFreeLine.of(CommandTable.standard(), texts);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder line = new StringBuilder();
        int from = 0;
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).equals(kept.orElseThrow().get(i))) {
                CommandWords.Word word = words.words().get(i);
                line.append(typed, from, word.start())
                        .append(CommandWords.quoted(kept.orElseThrow().get(i)));
                from = word.end();
            }
        }
        // a comment may say anything: it goes
        int end = words.words().isEmpty()
                ? from
                : words.words().get(texts.size() - 1).end();
        line.append(typed, from, Math.max(from, end));
        return Optional.of(
                line.toString().replace("\\\n", " ").replace('\n', ' ').strip());
    }

    /** Another shell may have written meanwhile: its lines are kept too. */
    private void write(String line) {
        try {
            List<String> all = new ArrayList<>(read());
            all.add(line);
            List<String> newest = all.subList(Math.max(0, all.size() - MOST), all.size());
            files.makeDirectory(file.resolveSibling(""));
            files.write(file, (String.join("\n", newest) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (Failure.Usage e) {
            // kept in memory, then
        }
    }
}
