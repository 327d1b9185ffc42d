package dev.oat.cli.frame;

import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Version;
import dev.oat.json.JsonObject;
import dev.oat.render.flow.HarDocument;
import dev.oat.render.flow.MarkdownReport;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDocument;
import dev.oat.render.flow.Step;
import dev.oat.render.page.RecordingPage;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The file of {@code --record}: its place is taken before anything is sent, and it is written however the run ends. */
final class RecordingFile {
    private final Path file;
    private final Path last;
    private final String form;
    private final String command;
    private final Instant started;
    private final boolean secretsShown;
    private final PrivateFiles.Replacement replacement;
    private final List<Step> steps = new ArrayList<>();
    private boolean written;
    private @Nullable Thread rescue;

    private RecordingFile(
            Path file,
            String form,
            String command,
            Instant started,
            boolean secretsShown,
            PrivateFiles.Replacement replacement,
            Path last) {
        this.last = last;
        this.file = file;
        this.form = form;
        this.command = command;
        this.started = started;
        this.secretsShown = secretsShown;
        this.replacement = replacement;
    }

    /**
     * Begins a recording.
     *
     * @param name the file's name; its ending says which form it has
     * @param last where it is kept too, as long as its secrets are hidden
     * @throws Failure.Usage if it has another ending, or cannot be written
     */
    static RecordingFile begin(String name, String command, Instant started, boolean secretsShown, Path last) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        String form = dot < 0 ? "" : lower.substring(dot + 1);
        if (!List.of("har", "md", "json", "html").contains(form)) {
            throw Failure.Usage.value("--record", name, "FILE.html, FILE.har, FILE.md or FILE.json")
                    .hint("name it flow.html, flow.har, flow.md or flow.json");
        }
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw new Failure.Usage("--record: that is no name of a file");
        }
        PrivateFiles.Replacement replacement =
                PrivateFiles.onDisk(Trace.none(), "OAT_STATE_DIR").prepareAnywhere(file);
        RecordingFile recording = new RecordingFile(file, form, command, started, secretsShown, replacement, last);
        // Ctrl-C ends a wait, and the flow up to there is what is wanted then
        Thread rescue = new Thread(() -> recording.write(ExitCode.INTERRUPTED.code(), Optional.empty()), "oat-record");
        recording.rescue = rescue;
        Runtime.getRuntime().addShutdownHook(rescue);
        return recording;
    }

    synchronized void add(Step step) {
        if (!written) {
            steps.add(step);
        }
    }

    /** Writes the file, and tells its name. */
    void finish(int exitCode, Optional<JsonObject> failure, Output output) {
        write(exitCode, failure);
        Thread thread = rescue;
        if (thread != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(thread);
            } catch (IllegalStateException e) {
                // the process is ending already
            }
        }
        output.say("oat: recorded in " + file);
    }

    private synchronized void write(int exitCode, Optional<JsonObject> failure) {
        if (written) {
            return;
        }
        written = true;
        Recording recording = new Recording(
                "oat " + Version.NUMBER, command, started, secretsShown, List.copyOf(steps), exitCode, failure);
        try (replacement) {
            replacement.commit(text(recording).getBytes(StandardCharsets.UTF_8));
        }
        keep(recording);
    }

    /** Keeps it for {@code oat record show}; that this cannot be is no reason for a command to fail. */
    private void keep(Recording recording) {
        if (secretsShown) {
            return;
        }
        try {
            PrivateFiles files = PrivateFiles.onDisk(Trace.none(), "OAT_STATE_DIR");
            Path directory = last.getParent();
            if (directory != null) {
                files.makeDirectory(directory);
            }
            files.write(last, (RecordingDocument.of(recording).toJson() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (Failure e) {
            // the file that was asked for is written
        }
    }

    private String text(Recording recording) {
        return switch (form) {
            case "har" -> HarDocument.of(recording).toPrettyJson() + "\n";
            case "html" -> RecordingPage.of(recording);
            case "md" -> MarkdownReport.of(recording);
            default -> RecordingDocument.of(recording).toPrettyJson() + "\n";
        };
    }
}
