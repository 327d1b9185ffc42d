package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Texts that lie in files and change only on purpose: {@code -Dgolden.update=true} writes them, and fails the run. */
public final class Golden {
    private static final String HOW =
            "; if the change is meant: mvn test -Dtest=HelpTest,CompletionTest,ExplainTest -Dgolden.update=true";

    private Golden() {}

    /** Holds a directory to these files, all of them and no others. */
    public static void holds(Path directory, Map<String, String> files) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(directory);
            for (String stale : namesIn(directory)) {
                if (!files.containsKey(stale)) {
                    Files.delete(directory.resolve(stale));
                }
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
            fail(directory + " was written anew: look at the difference, and run again without -Dgolden.update");
        }
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            try {
                if (!Files.readString(directory.resolve(file.getKey())).equals(file.getValue())) {
                    wrong.add(file.getKey() + " differs");
                }
            } catch (NoSuchFileException e) {
                wrong.add(file.getKey() + " is missing");
            }
        }
        for (String name : namesIn(directory)) {
            if (!files.containsKey(name)) {
                wrong.add(name + " is left over");
            }
        }
        assertThat(wrong).as(directory + HOW).isEmpty();
    }

    private static Set<String> namesIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            Set<String> names = new TreeSet<>();
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
            return names;
        }
    }
}
