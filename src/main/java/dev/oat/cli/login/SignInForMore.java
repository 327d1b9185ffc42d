package dev.oat.cli.login;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SessionTokens;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.SignInCommand;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.session.FiledSession;
import dev.oat.session.WantedToken;
import dev.oat.session.api.AccessTokens;
import dev.oat.session.api.ProtectedResource;
import dev.oat.trace.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sign-in that an API asks for when the token is not enough: the same as before, with more scopes, or stronger or
 * fresher.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9470#section-4">RFC 9470 §4</a>
 */
public final class SignInForMore {
    private final Invocation invocation;
    private final WantedToken wanted;
    private final String scope;

    public SignInForMore(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.wanted = new SettingsSession(invocation, connection).wanted();
        this.scope = connection.scope().isEmpty() ? granted() : connection.scope();
    }

    /** Where no scope was asked for by name, what was granted counts. */
    private String granted() {
        Optional<FiledSession> stored = invocation.storage().sessions().seen(wanted.key());
        Object said = stored.isPresent() ? stored.get().scope().orElse("") : "";
        return said instanceof String text ? text : "";
    }

    /** Returns the command that a user could run. */
    public ProtectedResource.SignInAgain advice() {
        return new ProtectedResource.SignInAgain(
                new SignInCommand(invocation, invocation.settings(), wanted.shape()).withoutScope(), scope, granted());
    }

    /** Returns the sign-in itself, where the token comes from one. */
    public Optional<ProtectedResource.StepUp> stepUp() {
        boolean person = wanted.shape().grantType().equals(AuthorizationCodeGrant.TYPE);
        return person ? Optional.of(this::signIn) : Optional.empty();
    }

    private AccessTokens signIn(ProtectedResource.Missing missing) {
        if (missing.scope().isEmpty()
                && missing.acrValues().isEmpty()
                && missing.maxAge().isEmpty()) {
            throw new Failure.LoginNeeded("the API asks for more, and does not say for what").hint(wanted.login());
        }
        Login login = new Login();
        Map<Setting, List<String>> options = new LinkedHashMap<>();
        for (Map.Entry<Setting, List<String>> option :
                invocation.arguments().options().entrySet()) {
            Setting setting = option.getKey();
            boolean known = login.settings().contains(setting) || Settings.EVERYWHERE.contains(setting);
            if (known && setting != Settings.TIMEOUT && setting != Settings.API && setting != Settings.PROFILE) {
                options.put(setting, option.getValue());
            }
        }
        put(options, Settings.SCOPE, missing.scope());
        put(options, Settings.ACR_VALUES, missing.acrValues());
        put(options, Settings.MAX_AGE, missing.maxAge());
        Optional<String> profile = invocation.settings().profileName();
        login.run(invocation.of(
                "login", new Arguments(options, profile.map(List::of).orElse(List.of()))));

        Map<Setting, List<String>> after =
                new LinkedHashMap<>(invocation.arguments().options());
        if (profile.isEmpty()) {
            put(after, Settings.SCOPE, missing.scope());
        } else {
            // the profile has learnt the scopes by the sign-in
            after.remove(Settings.SCOPE);
            after.put(Settings.PROFILE, List.of(profile.get()));
        }
        Invocation signedIn = invocation.of(
                invocation.path(), new Arguments(after, invocation.arguments().positionals()));
        return new SessionTokens(signedIn, new ServerConnection(signedIn), false);
    }

    private static void put(Map<Setting, List<String>> options, Setting setting, String value) {
        if (!value.isEmpty()) {
            options.put(setting, setting.kind() == Setting.Kind.TEXTS ? List.of(value.split(" ", -1)) : List.of(value));
        }
    }
}
