package dev.oat.cli;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.oat.cli.frame.Command;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds every JSON document of oat's own to its schema: all that commands print in tests, and the files that they write. */
public final class PrintedDocuments {
    /** Commands whose output is another's words: an API's, a program's, other commands'. */
    private static final Set<String> OTHERS_WORDS =
            Set.of("call", "exec", "shell", "record export", "jwt decrypt", "help", "completion", "tour");

    private static final Set<String> NO_DOCUMENT = Set.of("--jq", "--dry-run", "--help", "-h", "--help-all");

    private PrintedDocuments() {}

    /** The schemas, each read once; only who prints JSON waits for them. */
    private static final class Schemas {
        static final Map<DocumentSchema, Schema> ALL = read();

        private static Map<DocumentSchema, Schema> read() {
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
            Map<DocumentSchema, Schema> all = new EnumMap<>(DocumentSchema.class);
            for (DocumentSchema schema : DocumentSchema.values()) {
                all.put(schema, registry.getSchema(schema.text(), InputFormat.JSON));
            }
            return Map.copyOf(all);
        }
    }

    /** A document, and the schema that it is held to. */
    record Printed(DocumentSchema schema, String text) {}

    /** What a schema says against a document. */
    static List<Error> errors(DocumentSchema schema, String document) {
        return Schemas.ALL
                .get(schema)
                .validate(
                        document,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    /**
     * What a command printed and wrote as JSON.
     *
     * @throws AssertionError if a document has no schema, or does not fit it
     */
    static List<Printed> of(List<String> words, String out, String err) {
        List<Printed> found = new ArrayList<>();
        String path = path(words);
        if (path.isEmpty() || words.stream().anyMatch(NO_DOCUMENT::contains)) {
            return found;
        }
        Command command = CommandTable.standard().find(path).orElseThrow().command();
        boolean json = String.join(" ", words).matches(".*(-o|--output)[ =]?json( .*)?");
        List<DocumentSchema> known = DocumentSchema.of(path, command);
        boolean own =
                !OTHERS_WORDS.contains(path) || (json && !words.contains("--paginate")) || words.contains("--from");
        if (own && !path.equals("shell")) {
            for (String document : documents(out)) {
                found.add(fitting(words, known, document));
            }
        }
        if (json) {
            err.lines().filter(line -> line.startsWith("{\"error\":")).forEach(line -> {
                found.add(fitting(words, List.of(DocumentSchema.ERROR), line));
            });
        }
        file(words, "--record").ifPresent(text -> found.add(fitting(words, List.of(DocumentSchema.RECORDING), text)));
        file(words, "--ready-file")
                .ifPresent(text -> found.add(fitting(words, List.of(DocumentSchema.PLAYGROUND), text)));
        return found;
    }

    private static String path(List<String> words) {
        String path = "";
        for (String word : words) {
            String longer = path.isEmpty() ? word : path + " " + word;
            if (CommandTable.standard().find(longer).isEmpty()
                    && !CommandTable.standard().isGroup(longer)) {
                break;
            }
            path = longer;
        }
        return CommandTable.standard().find(path).isPresent() ? path : "";
    }

    /** One document, laid out or not, or one on each line. */
    private static List<String> documents(String out) {
        if (!out.startsWith("{")) {
            return List.of();
        }
        if (isObject(out)) {
            return List.of(out);
        }
        List<String> lines = out.lines().toList();
        return lines.stream().allMatch(PrintedDocuments::isObject) ? lines : List.of();
    }

    private static boolean isObject(String text) {
        try {
            return JsonObject.parse(text) != null;
        } catch (JsonException e) {
            return false;
        }
    }

    private static Printed fitting(List<String> words, List<DocumentSchema> schemas, String document) {
        StringBuilder against = new StringBuilder();
        for (DocumentSchema schema : schemas) {
            List<Error> errors = errors(schema, document);
            if (errors.isEmpty()) {
                return new Printed(schema, document);
            }
            against.append('\n').append(schema.word()).append(": ").append(errors);
        }
        throw new AssertionError("oat " + String.join(" ", words)
                + (schemas.isEmpty() ? " prints JSON without a schema" : " does not keep to its schema:" + against)
                + "\n"
                + document);
    }

    /** What was written to the file that an option names, where that is JSON. */
    private static Optional<String> file(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0 || at + 1 >= words.size() || !words.get(at + 1).endsWith(".json")) {
            return Optional.empty();
        }
        Path file = Path.of(words.get(at + 1));
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
