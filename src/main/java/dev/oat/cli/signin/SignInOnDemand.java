package dev.oat.cli.signin;

import dev.oat.authorization.browser.LoginWay;
import dev.oat.authorization.browser.Surroundings;
import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SessionTokens;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.SignInCommand;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Sanitizer;
import dev.oat.session.FiledSession;
import dev.oat.session.Freshness;
import dev.oat.session.Renewal;
import dev.oat.session.StoredSession;
import dev.oat.session.WantedToken;
import dev.oat.session.api.AccessTokens;
import dev.oat.session.api.HeldToken;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Has a user who is at hand sign in when nothing else gives a token, and lets the command go on. However many processes need the same
 * session, the user signs in once.
 */
public final class SignInOnDemand {
    /** How long to wait for a sign-in that another oat began: longer than one takes. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final String AUTO = "auto";
    private static final String NEVER = "never";
    private static final String KUBERNETES = "KUBERNETES_EXEC_INFO";
    private static final String GOOGLE = "GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE";

    private final Invocation invocation;

    public SignInOnDemand(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Returns whether the command may begin a sign-in by itself: the profile does not forbid it, and a user is at hand. */
    private boolean isPossible() {
        Resolution settings = invocation.settings();
        return !policy().equals(NEVER) && isAnybodyAtHand(settings);
    }

    /** Returns the same for a command that has to be told: by {@code --login}, or by the profile. */
    private boolean isAskedFor() {
        return isTold() && isAnybodyAtHand(invocation.settings());
    }

    private boolean isTold() {
        return invocation.arguments().has(Settings.SIGN_IN) || policy().equals(AUTO);
    }

    /** Returns the same for one that serves in the background, perhaps: a browser that can be opened is as good as a terminal. */
    boolean isToldTo() {
        if (!isTold() || invocation.settings().flag(Settings.NO_INPUT)) {
            return false;
        }
        return isAnybodyAtHand(invocation.settings())
                || BrowserChoice.of(invocation).way().kind() == LoginWay.Kind.BROWSER;
    }

    private String policy() {
        return invocation.settings().text(Settings.LOGIN).orElse("");
    }

    private boolean isAnybodyAtHand(Resolution settings) {
        Environment environment = invocation.environment();
        Map<String, String> variables = environment.variables();
        if (settings.flag(Settings.NO_INPUT)
                || invocation.arguments().has(Settings.DRY_RUN)
                || Surroundings.of(environment.system(), variables, Path.of("/"))
                        .isCi()) {
            return false;
        }
        if (invocation.path().equals("credential kubernetes")) {
            Optional<Boolean> told = interactive(variables.getOrDefault(KUBERNETES, ""));
            if (told.isPresent()) {
                return told.get();
            }
        }
        if (invocation.path().equals("credential gcp")
                && !variables.getOrDefault(GOOGLE, "1").equals("1")) {
            return false;
        }
        boolean gitAsks = !invocation.path().equals("credential git")
                || !variables.getOrDefault("GIT_TERMINAL_PROMPT", "").equals("0");
        return gitAsks && environment.terminal().isPresent();
    }

    /** Returns what the Kubernetes client says about the user. */
    private static Optional<Boolean> interactive(String info) {
        try {
            JsonObject spec = info.isEmpty() ? JsonObject.of(Map.of()) : JsonObject.parse(info);
            Object said =
                    spec.object("spec").flatMap(one -> one.value("interactive")).orElse("");
            return said instanceof Boolean interactive ? Optional.of(interactive) : Optional.empty();
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the session that something gives, or one after the user has signed in where that gives none.
     *
     * @param refused the access token that is of no use any more, if there is one
     */
    public static StoredSession attended(
            Invocation invocation, Supplier<StoredSession> alone, Optional<Secret> refused) {
        try {
            return alone.get();
        } catch (Failure.LoginNeeded e) {
            return new SignInOnDemand(invocation).sessionAfter(e, true, refused);
        }
    }

    /**
     * Returns the session after the user has signed in, by this process or another.
     *
     * @param why what the command lacks
     * @param untold whether the command signs in without being told
     * @param refused the access token that is of no use any more, if there is one
     * @throws Failure.LoginNeeded if nobody is at hand, signing in is not the way to this token, or another's sign-in
     *     came to nothing
     * @throws Failure as the sign-in does
     */
    public StoredSession sessionAfter(Failure.LoginNeeded why, boolean untold, Optional<Secret> refused) {
        if (!(untold ? isPossible() : isAskedFor())) {
            throw why;
        }
        if (isTyped()) {
            try {
                // a session may want no more than a secret that this time may be asked for
                Renewal renewal = new SettingsSession(invocation, new ServerConnection(invocation)).renewal();
                return refused.isPresent() ? renewal.renew(refused.get()) : renewal.current();
            } catch (Failure.LoginNeeded e) {
                invocation.trace().note("and the session cannot be renewed: " + e.what());
            }
        }
        signIn(why, refused);
        return new SettingsSession(invocation, new ServerConnection(invocation))
                .renewal()
                .current();
    }

    /** Has the user sign in, or waits for another process that does. */
    void signIn(Failure.LoginNeeded why, Optional<Secret> refused) {
        ServerConnection connection = new ServerConnection(invocation);
        WantedToken wanted = new SettingsSession(invocation, connection).wanted();
        SignInCommand command = new SignInCommand(invocation, invocation.settings(), wanted.shape());
        Optional<SignsIn> way = way(command);
        if (way.isEmpty()) {
            throw why;
        }
        String how = command.isLogin()
                ? ": signing in"
                : ": getting one by " + GrantWords.word(wanted.shape().grantType());
        invocation
                .storage()
                .sessions()
                .signingIn(
                        wanted.key(),
                        PATIENCE,
                        waited -> {
                            if (waited) {
                                // whoever was asked has answered: not once more for each process that waits
                                throw why;
                            }
                            invocation.output().say("oat: " + Sanitizer.line(why.what()) + how);
                            way.get().signIn(invocation.of(command.words(), command.arguments()));
                        },
                        () -> isThere(wanted, refused),
                        () -> invocation
                                .output()
                                .say("oat: " + Sanitizer.line(why.what())
                                        + ": waiting for another oat that is signing in"));
    }

    /** Returns the command that gets the session with the user's help: a sign-in, or what asks for all that only the user knows. */
    private Optional<SignsIn> way(SignInCommand command) {
        boolean helped = command.isLogin()
                || (command.words().equals("token ciba")
                        ? invocation.settings().text(Settings.LOGIN_HINT).isPresent()
                        : command.words().equals("token password")
                                ? invocation.environment().terminal().isPresent()
                                : isTyped());
        return helped
                        && invocation
                                        .commands()
                                        .find(command.words())
                                        .orElseThrow()
                                        .command()
                                instanceof SignsIn way
                ? Optional.of(way)
                : Optional.empty();
    }

    /** Returns whether a secret, or a key file's passphrase, is to be typed, and there is a terminal to type it at. */
    private boolean isTyped() {
        Resolution settings = invocation.settings();
        if (!invocation.environment().terminal().isPresent()) {
            return false;
        }
        for (Setting setting : Settings.all()) {
            Optional<SecretReference> reference =
                    setting.kind() == Setting.Kind.SECRET ? settings.reference(setting) : Optional.empty();
            if (reference.isPresent() && reference.get().isAsked()) {
                return true;
            }
        }
        for (Setting setting : List.of(Settings.SIGNING_KEY, Settings.CERT, Settings.KEY)) {
            Optional<String> file = settings.text(setting);
            if (file.isPresent()
                    && settings.reference(Settings.KEY_PASSPHRASE).isEmpty()
                    && new KeyFile(invocation, setting.option(), file.get()).isClosed()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether another process has got the session meanwhile. */
    private boolean isThere(WantedToken wanted, Optional<Secret> refused) {
        Optional<FiledSession> filed = invocation.storage().sessions().seen(wanted.key());
        if (filed.isEmpty()
                || !filed.get().shape().equals(wanted.shape())
                || filed.get().isDead()) {
            return false;
        }
        Freshness freshness = Freshness.of(invocation.settings().seconds(Settings.MIN_TTL));
        Instant now = invocation.environment().clock().instant();
        Optional<Secret> token = filed.get().at(wanted.shape()).map(StoredSession::accessToken);
        return filed.get().isFresh(freshness, now) && (refused.isEmpty() || !token.equals(refused));
    }

    /** Tokens that are signed in for when these have none. */
    public AccessTokens tokens(AccessTokens tokens) {
        return isPossible() ? new Attended(tokens) : tokens;
    }

    private final class Attended implements AccessTokens {
        private AccessTokens tokens;
        private boolean asked;

        Attended(AccessTokens tokens) {
            this.tokens = tokens;
        }

        @Override
        public synchronized HeldToken current() {
            try {
                return tokens.current();
            } catch (Failure.LoginNeeded e) {
                return after(e, Optional.empty());
            }
        }

        @Override
        public synchronized HeldToken renewed(HeldToken refused) {
            try {
                return tokens.renewed(refused);
            } catch (Failure.LoginNeeded e) {
                return after(e, Optional.of(refused.value()));
            }
        }

        @Override
        public boolean renewable() {
            return tokens.renewable();
        }

        /** Once: a token that is refused right after the sign-in would be refused after another one too. */
        private HeldToken after(Failure.LoginNeeded why, Optional<Secret> refused) {
            if (asked) {
                throw why;
            }
            asked = true;
            signIn(why, refused);
            tokens = new SessionTokens(invocation, new ServerConnection(invocation), false);
            return tokens.current();
        }
    }
}
