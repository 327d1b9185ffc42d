package dev.oat.cli.frame;

import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.TypedToken;
import dev.oat.http.transport.Checkpoint;
import dev.oat.session.StoredSession;
import dev.oat.trace.Secret;
import dev.oat.trace.Trace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param others the sessions of other profiles, whose tokens this run may present
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
        Commands commands,
        Others others) {
    /** What of the run at hand counts for other profiles too: how servers are reached, and what people are shown. */
    private static final List<Setting> SHARED = List.of(
            Settings.CACERT,
            Settings.INSECURE,
            Settings.PROXY,
            Settings.TIMEOUT,
            Settings.ALLOW_HTTP,
            Settings.NO_INPUT,
            Settings.COLOR,
            Settings.VERBOSE,
            Settings.SHOW_SECRETS,
            Settings.DEBUG);

    /** Finds the sessions of other profiles. */
    public interface Others {
        /**
         * A profile that a run presents tokens of.
         *
         * @throws dev.oat.trace.Failure.Usage if there is no such profile, or it leads back to the run's own
         */
        Other named(Invocation from, String name);

        /**
         * Returns the token that a reference names.
         *
         * @param from the run at hand
         * @param reference {@code profile:NAME}, with {@code #id_token} or {@code #refresh_token} where it is not the access
         *     token
         * @param source what gave the reference, for messages: {@code --subject-token}
         * @throws dev.oat.trace.Failure.Usage if it names no token, or no profile
         * @throws dev.oat.trace.Failure.LoginNeeded if there is none, and none can be had without the user
         */
        Secret token(Invocation from, String reference, String source);
    }

    /** Another profile's session. */
    public interface Other {
        /** Returns a run by that profile's settings. */
        Invocation run();

        /** The profile's issuer, as it is set. */
        Optional<String> issuer();

        /** Returns the command by which the user signs in to the profile. */
        String login();

        /** The session as it is stored, however good its tokens are. */
        Optional<StoredSession> stored();

        /**
         * Returns what says who signed in: the ID token while it is good, else a new one by the refresh token, else that itself.
         *
         * @throws dev.oat.trace.Failure.LoginNeeded if there is neither
         */
        TypedToken identity();
    }

    /** This run with the profile that an argument names, as if by {@code -p}; unchanged when there is no such argument. */
    public Invocation withProfileArgument(int index) {
        Optional<String> name = arguments.positional(index);
        return name.isEmpty() ? this : with(settings.withProfile(name.orElseThrow()));
    }

    /**
     * Returns the secret that a reference leads to, as it is to be sent.
     *
     * @throws dev.oat.trace.Failure.Usage if it is not there
     */
    public Secret resolve(SecretReference reference) {
        return reference.judged(environment, !settings.flag(Settings.NO_INPUT), output);
    }

    /** This run with other settings. */
    public Invocation with(Resolution other) {
        return new Invocation(
                path, arguments, environment, other, storage, output, trace, checkpoint, commands, others);
    }

    /** Returns this run as if an option had not been typed. */
    public Invocation without(Setting setting) {
        return new Invocation(
                path,
                arguments.without(setting),
                environment,
                settings.without(setting),
                storage,
                output,
                trace,
                checkpoint,
                commands,
                others);
    }

    /** Returns a run in the same surroundings by other settings: of a profile, or of these options alone. */
    public Invocation apart(Map<Setting, List<String>> options, Optional<String> profile) {
        Map<Setting, List<String>> all = new HashMap<>(options);
        Map<String, String> variables = new HashMap<>();
        for (Setting setting : SHARED) {
            if (arguments.has(setting)) {
                all.put(setting, arguments.all(setting));
            }
            String variable = environment.variables().get(setting.variable());
            if (variable != null) {
                variables.put(setting.variable(), variable);
            }
        }
        Arguments typed = new Arguments(all, List.of());
        Resolution bare = Resolution.of(typed, variables, new StoredProfiles(storage));
        Resolution resolved = profile.isPresent() ? bare.withProfile(profile.get()) : bare.withoutProfile();
        return new Invocation(path, typed, environment, resolved, storage, output, trace, checkpoint, commands, others);
    }

    /** Returns a run of another command in the same surroundings, as if it had been typed. */
    public Invocation of(String words, Arguments typed) {
        Resolution resolved = Resolution.of(typed, environment.variables(), new StoredProfiles(storage));
        return new Invocation(
                words, typed, environment, resolved, storage, output, trace, checkpoint, commands, others);
    }
}
