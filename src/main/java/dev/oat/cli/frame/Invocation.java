package dev.oat.cli.frame;

import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Settings;
import dev.oat.http.transport.Checkpoint;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.util.Optional;

/**
 * One run of a command.
 *
 * @param path the command's words
 * @param arguments what stood on the command line
 * @param environment the outside world
 * @param settings what was set, and by whom
 * @param storage profiles, sessions and the cache on disk
 * @param output where results and remarks go
 * @param trace takes what happens
 * @param checkpoint looks at each request before it leaves; empty when nobody asked for that
 * @param commands all commands, for those that are about others
 */
public record Invocation(
        String path,
        Arguments arguments,
        Environment environment,
        Resolution settings,
        Storage storage,
        Output output,
        Trace trace,
        Optional<Checkpoint> checkpoint,
        Commands commands) {
    /** This run with the profile that an argument names, as if by {@code -p}; unchanged when there is no such argument. */
    public Invocation withProfileArgument(int index) {
        Optional<String> name = arguments.positional(index);
        return name.isEmpty() ? this : with(settings.withProfile(name.orElseThrow()));
    }

    /**
     * The secret that a reference leads to, as it is to be sent.
     *
     * @throws dev.oat.trace.Failure.Usage if it is not there
     */
    public Secret resolve(SecretReference reference) {
        return reference.judged(environment, !settings.flag(Settings.NO_INPUT), output);
    }

    /** This run with other settings. */
    public Invocation with(Resolution other) {
        return new Invocation(path, arguments, environment, other, storage, output, trace, checkpoint, commands);
    }

    /** A run of another command in the same surroundings, as if it had been typed. */
    public Invocation of(String words, Arguments typed) {
        Resolution resolved = Resolution.of(typed, environment.variables(), new StoredProfiles(storage));
        return new Invocation(words, typed, environment, resolved, storage, output, trace, checkpoint, commands);
    }
}
