package dev.oat.cli.token;

import dev.oat.cli.connect.CachedSession;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenOutput;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignInOnDemand;
import dev.oat.render.token.TokenDocument;
import dev.oat.session.Renewal;
import dev.oat.session.StoredSession;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat token}: a valid access token, from the store while it is good. */
public final class TokenCurrent implements Command {
    static final Setting WATCH = Setting.flag(
                    "watch", Setting.Group.COMMAND, "Go on, and print each new token as it comes.")
            .onlyOption();
    static final Setting OUT = Setting.text(
                    "out",
                    Setting.Group.COMMAND,
                    "FILE",
                    "Write to a file in place of standard output, for you alone and replaced whole each time.")
            .onlyOption()
            .rare();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(WATCH);
        settings.add(OUT);
        settings.add(Settings.PROFILE);
        settings.add(Settings.GRANT_TYPE);
        settings.add(Settings.MIN_TTL);
        settings.add(Settings.FORCE_REFRESH);
        settings.add(Settings.SIGN_IN);
        settings.addAll(Settings.SERVER);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.add(Settings.USERNAME);
        settings.add(Settings.PASSWORD);
        settings.addAll(Settings.PRESENTED);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public String description() {
        return "Prints a valid access token of the profile, or of the settings that are given: the stored one while it is "
                + "good, else one renewed by refresh token, else one that the grant gives again without a user. Without a profile that is "
                + "the session of these very options, else client credentials where there are credentials. It never "
                + "asks; when only a user can help, it ends with 4 and says which command to run. With --login, or"
                + " login = \"auto\" in the profile, it has them sign in instead, also inside of $(…).";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "curl -H \"Authorization: Bearer $(oat token)\" https://api.example",
                "oat token -p work -o json",
                "oat token --login --issuer https://as.example --client-id cli",
                "OAT_ISSUER=https://as.example OAT_CLIENT_ID=ci \\\n" + "    OAT_CLIENT_SECRET=env:CI_SECRET oat token",
                "oat token -p work --watch --out \"$XDG_RUNTIME_DIR/work.token\"");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String format = invocation.settings().text(Settings.OUTPUT).orElse("token");
        if (invocation.arguments().has(WATCH) || invocation.arguments().has(OUT)) {
            Lasting.run(invocation, format);
        } else {
            print(invocation, session(invocation), format);
        }
        return ExitCode.DONE;
    }

    /** Returns the session with a good token: the stored one, else a renewed one; signed in for where the command is told to. */
    public static StoredSession session(Invocation invocation) {
        Optional<StoredSession> cached = CachedSession.find(invocation);
        return cached.isPresent() ? cached.get() : Renewing.session(invocation, false);
    }

    /** Returns the same for a command that signs in without being told, where a user is at hand. */
    public static StoredSession attendedSession(Invocation invocation) {
        Optional<StoredSession> cached = CachedSession.find(invocation);
        return cached.isPresent() ? cached.get() : Renewing.session(invocation, true);
    }

    /** Apart, so that a cached token does not load what renews one. */
    private static final class Renewing {
        static StoredSession session(Invocation invocation, boolean untold) {
            SettingsSession session = new SettingsSession(invocation, new ServerConnection(invocation)).neverAsking();
            boolean forced = invocation.arguments().has(Settings.FORCE_REFRESH);
            Renewal renewal = session.renewal();
            try {
                return forced ? renewal.renew() : renewal.current();
            } catch (Failure.LoginNeeded e) {
                return new SignInOnDemand(invocation)
                        .sessionAfter(e, untold, forced ? session.stored() : Optional.empty());
            }
        }
    }

    /** What goes on, or into a file; apart, so that a cached token does not load it. */
    private static final class Lasting {
        static void run(Invocation invocation, String format) {
            for (Setting other : List.of(Settings.GITHUB_OUTPUT, Settings.JQ)) {
                boolean apart = other == Settings.GITHUB_OUTPUT
                        || invocation.arguments().has(OUT);
                if (apart && invocation.arguments().has(other)) {
                    throw new Failure.Usage(
                                    other.option() + " goes to standard output once, and not with --watch or --out")
                            .hint("leave one of them out");
                }
            }
            Optional<TokenFile> file =
                    invocation.arguments().first(OUT).map(name -> TokenFile.named(name, OUT.option()));
            StoredSession first = session(invocation);
            put(invocation, first, format, file);
            if (!invocation.arguments().has(WATCH)) {
                return;
            }
            // once is enough
            Invocation later = invocation.without(Settings.FORCE_REFRESH);
            try {
                new TokenWatch(
                                later,
                                () -> session(later),
                                invocation.environment().pause(),
                                false)
                        .follow(first, session -> put(invocation, session, format, file));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void put(Invocation invocation, StoredSession session, String format, Optional<TokenFile> file) {
            if (file.isEmpty()) {
                print(invocation, session, format);
                return;
            }
            TokenDocument document =
                    document(session).at(invocation.environment().clock().instant());
            if (!format.equals("json")) {
                TokenOutput.requireBearer(document, "--out");
            }
            file.get().write(document.as(format, false) + "\n");
        }
    }

    /** Prints a session's token. */
    static void print(Invocation invocation, StoredSession session, String format) {
        if (!session.shape().isProven()
                && format.equals("token")
                && !invocation.arguments().has(Settings.GITHUB_OUTPUT)) {
            invocation.output().document(session.accessToken().reveal());
            return;
        }
        TokenOutput.print(
                invocation,
                document(session).at(invocation.environment().clock().instant()),
                format);
    }

    /** Returns a session's token as a document. */
    public static TokenDocument document(StoredSession session) {
        Optional<String> profile = session.profile().isPresent()
                ? Optional.of(session.profile().get().name().text())
                : Optional.empty();
        return new TokenDocument(
                session.token(),
                profile,
                session.shape().issuer(),
                session.obtainedAt(),
                session.expiresAt(),
                session.senderConstraint());
    }
}
