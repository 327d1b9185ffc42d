package dev.oat.cli.examine;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.InputText;
import dev.oat.cli.frame.Invocation;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDocument;
import dev.oat.session.disk.PrivateFiles;
import dev.oat.trace.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A recording that an argument names. */
final class RecordedFile {
    private RecordedFile() {}

    /** The argument that names it. */
    static Command.Positional argument(String label) {
        return new Command.Positional(
                label, "A recording, FILE.json as --record makes it; - for standard input.", true, false);
    }

    /** Returns the argument where it may be left out, for the last recording. */
    static Command.Positional orLast(String label) {
        return new Command.Positional(
                label,
                "A recording, FILE.json as --record makes it; - for standard input; without it, the last one.",
                false,
                false);
    }

    /**
     * Reads it, or the last one that was made.
     *
     * @throws Failure.Usage if there is none, or it is too large or damaged
     */
    static Recording readOrLast(Invocation invocation) {
        if (invocation.arguments().positional(0).isPresent()) {
            return read(invocation, 0);
        }
        Path last = invocation.storage().directories().lastRecording();
        byte[] content = PrivateFiles.onDisk(invocation.trace(), "OAT_STATE_DIR")
                .read(last)
                .orElseThrow(() -> new Failure.Usage("no recording was made yet")
                        .hint("oat … --record flow.html makes one, and it is kept for this"));
        return parsed(new String(content, StandardCharsets.UTF_8));
    }

    /**
     * Reads it.
     *
     * @throws Failure.Usage if it is none, too large or damaged
     */
    static Recording read(Invocation invocation, int index) {
        return parsed(InputText.file(invocation, index));
    }

    private static Recording parsed(String text) {
        try {
            return RecordingDocument.read(JsonObject.parse(text));
        } catch (JsonException e) {
            throw new Failure.Usage("the recording cannot be read: " + e.getMessage())
                    .hint("oat … --record FILE.json makes one; .html, .har and .md files cannot be read back");
        }
    }
}
