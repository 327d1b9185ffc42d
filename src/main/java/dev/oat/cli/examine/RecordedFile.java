package dev.oat.cli.examine;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.InputText;
import dev.oat.cli.frame.Invocation;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.RecordingDocument;
import dev.oat.trace.Failure;

/** A recording that an argument names. */
final class RecordedFile {
    private RecordedFile() {}

    /** The argument that names it. */
    static Command.Positional argument(String label) {
        return new Command.Positional(
                label, "A recording, FILE.json as --record makes it; - for standard input.", true, false);
    }

    /**
     * Reads it.
     *
     * @throws Failure.Usage if it is none, too large or damaged
     */
    static Recording read(Invocation invocation, int index) {
        String text = InputText.file(invocation, index);
        try {
            return RecordingDocument.read(JsonObject.parse(text));
        } catch (JsonException e) {
            throw new Failure.Usage("the recording cannot be read: " + e.getMessage())
                    .hint("oat … --record FILE.json makes one; .har and .md files cannot be read back");
        }
    }
}
