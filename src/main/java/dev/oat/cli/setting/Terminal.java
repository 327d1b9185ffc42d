package dev.oat.cli.setting;

import dev.oat.trace.Secret;
import java.util.Optional;
import java.util.OptionalInt;

/** The controlling terminal, for prompts; it is there even when standard input and output are redirected. */
public interface Terminal {
    /** Whether there is a controlling terminal to ask on. */
    boolean isPresent();

    /**
     * Asks for a line.
     *
     * @return the line without its end, or empty at the end of input
     */
    Optional<String> ask(String prompt);

    /**
     * Asks for a secret without echo.
     *
     * @return the secret, or empty at the end of input
     */
    Optional<Secret> askSecret(String prompt);

    /** How many columns it has, where that can be told. */
    default OptionalInt columns() {
        return OptionalInt.empty();
    }

    /** Returns a terminal that is not there. */
    static Terminal none() {
        return new Terminal() {
            @Override
            public boolean isPresent() {
                return false;
            }

            @Override
            public Optional<String> ask(String prompt) {
                return Optional.empty();
            }

            @Override
            public Optional<Secret> askSecret(String prompt) {
                return Optional.empty();
            }
        };
    }
}
