package dev.oat.cli.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C at any moment leaves no half of a file. */
class FileTargetTest {
    @TempDir
    Path directory;

    @Test
    void a_process_that_ends_before_the_file_is_made_makes_none() throws IOException {
        try (FileTarget target = FileTarget.of(directory.resolve("file").toString(), "1")) {
            target.processEnds();
            assertThatThrownBy(target::finish).isInstanceOf(Failure.Usage.class).hasMessageContaining("interrupted");
            assertThat(left()).isZero();
        }
    }

    @Test
    void a_process_that_ends_while_the_file_grows_takes_it_along() throws IOException {
        try (FileTarget target = FileTarget.of(directory.resolve("file").toString(), "1")) {
            target.open().write(1);
            assertThat(left()).isOne();
            target.processEnds();
            assertThat(left()).isZero();
        }
    }

    private long left() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
