package dev.oat.authorization.response;

import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A trace that keeps its events. */
public final class RecordedTrace implements Trace {
    private final List<TraceEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public synchronized void add(TraceEvent event) {
        events.add(event);
        notifyAll();
    }

    /** Waits until this note is there. */
    public synchronized void awaitNote(String note) throws InterruptedException {
        while (!notes().contains(note)) {
            wait(10_000);
        }
    }

    /** The notes and warnings, in order. */
    public List<String> notes() {
        return events.stream()
                .filter(event -> event instanceof TraceEvent.Note || event instanceof TraceEvent.Warning)
                .map(event -> event instanceof TraceEvent.Note note ? note.text() : ((TraceEvent.Warning) event).text())
                .toList();
    }

    /** The warnings, in order: what a terminal shows unasked. */
    public List<String> warnings() {
        return events.stream()
                .filter(TraceEvent.Warning.class::isInstance)
                .map(event -> ((TraceEvent.Warning) event).text())
                .toList();
    }

    /** All events, in order. */
    List<TraceEvent> events() {
        return events;
    }
}
