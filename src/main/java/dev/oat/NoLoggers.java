package dev.oat;

/**
 * Says that the JDK's own code has nobody to log to, which saves it the search.
 *
 * <p>TLS asks whether its events are to be logged, and the JDK then looks into each jar for a provider of loggers; so does
 * each of its services that logs. A provider that it finds in the first jar and that fails is the one way to end that
 * search: from then on the JDK uses its plain console logger, which prints warnings and nothing else. (The launcher's
 * {@code jdk.logger.finder.error=QUIET} has it say nothing of the failure.)
 */
public final class NoLoggers extends System.LoggerFinder {
    /**
     * Always fails.
     *
     * @throws IllegalStateException to end the search
     */
    public NoLoggers() {
        throw new IllegalStateException("oat has no loggers");
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        throw new IllegalStateException("oat has no loggers");
    }
}
