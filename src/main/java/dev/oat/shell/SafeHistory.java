package dev.oat.shell;

import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** jline's history over our own file: what was typed passes it only without secrets. */
final class SafeHistory extends DefaultHistory {
    private final HistoryFile file;

    SafeHistory(HistoryFile file) {
        this.file = file;
        for (String line : file.lines()) {
            super.add(Instant.EPOCH, line);
        }
    }

    @Override
    public void add(Instant time, String line) {
        // a paste may have brought several
        for (String command : CommandWords.commands(line)) {
            file.keep(command).ifPresent(kept -> super.add(time, kept));
        }
    }

    @Override
    public void load() {
        // it was read when it was made
    }

    @Override
    public void save() {
        // each line is written when it is added
    }
}
