package dev.oat.cli.frame;

import dev.oat.cli.setting.Settings;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.util.Optional;

/** Runs a command that is built and resolved, and settles what it leaves. */
public final class CommandRun {
    private CommandRun() {}

    /** Runs a command; gives what the process ends with. */
    public static int status(Command command, Invocation invocation) {
        if (invocation.arguments().has(Settings.TIMEOUT)) {
            // wrong is wrong, also where nothing is sent
            Optional<Long> unused = invocation.settings().seconds(Settings.TIMEOUT);
        }
        invocation.storage().encryptedBy(new StoreKeySettings(invocation, false));
        if (invocation.path().startsWith("token ") && invocation.settings().isProfileExplicit()) {
            // what a grant brings is stored then: a sign-in, or a password, that would be lost is not asked for
            invocation
                    .storage()
                    .verify(new ProfileName(invocation.settings().profileName().orElseThrow()));
        }
        try {
            return command instanceof StatusCommand other
                    ? other.status(invocation)
                    : command.run(invocation).code();
        } finally {
            invocation.storage().settle();
        }
    }

    /** Returns a trace that keeps nothing and tells warnings. */
    public static Trace warnings(Output output) {
        return new Warnings(output);
    }

    /** Shows what a user should know without asking; a class, as every command makes one. */
    private static final class Warnings implements Trace {
        private final Output output;

        Warnings(Output output) {
            this.output = output;
        }

        @Override
        public void add(TraceEvent event) {
            if (event instanceof TraceEvent.Warning warning) {
                output.warn(warning.text());
            }
        }
    }
}
