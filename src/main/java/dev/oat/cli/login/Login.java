package dev.oat.cli.login;

import dev.oat.authorization.AuthorizationCodeFlow;
import dev.oat.authorization.Pkce;
import dev.oat.authorization.SignInPlan;
import dev.oat.authorization.SignedIn;
import dev.oat.authorization.redirect.Alarm;
import dev.oat.authorization.response.JwtResponses;
import dev.oat.authorization.response.ResponseMode;
import dev.oat.authorization.response.ResponseType;
import dev.oat.cli.connect.ApiProfiles;
import dev.oat.cli.connect.RedirectSettings;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.PastePrompt;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.JsonSetting;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.Adoption;
import dev.oat.cli.signin.AsksForProfile;
import dev.oat.cli.signin.DeviceSignIn;
import dev.oat.cli.signin.SignsIn;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.session.FiledSession;
import dev.oat.session.SessionKey;
import dev.oat.session.StoredSession;
import dev.oat.session.api.ApiAddress;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code oat login}: a user signs in with a browser, and the session is kept for the commands that follow. */
public final class Login implements SignsIn {
    /** What OpenID Connect Core and Initiating User Registration have for {@code prompt}. */
    private static final List<String> PROMPTS = List.of("none", "login", "consent", "select_account", "create");

    private static final Duration STORE_WAIT = Duration.ofSeconds(10);

    /** {@code --timeout} of other commands is the time of an exchange; here it is the user's. */
    private static final Setting PATIENCE = Setting.text(
                    "timeout",
                    Setting.Group.CONNECTION,
                    "SECONDS",
                    "How long to wait for the user; 5 minutes unless given.")
            .onlyOption()
            .seconds();

    private static final Setting STORE = Setting.text(
                    "store",
                    Setting.Group.SESSION,
                    "WHERE",
                    "none keeps nothing: neither profile nor session; the answer is printed.")
            .oneOf("none")
            .onlyOption();

    private static final List<Setting> BROWSER_ONLY = List.of(
            Settings.PROMPT,
            Settings.MAX_AGE,
            Settings.ACR_VALUES,
            Settings.LOGIN_HINT,
            Settings.UI_LOCALES,
            Settings.PAR,
            Settings.RESPONSE_MODE,
            Settings.REDIRECT_URI,
            Settings.PORT,
            Settings.LISTEN,
            Settings.LISTEN_CERT,
            Settings.LISTEN_KEY,
            Settings.PKCE);

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.addAll(Settings.API_START);
        settings.add(Settings.DEVICE_AUTHORIZATION_ENDPOINT);
        settings.add(Settings.PAR_ENDPOINT);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.DECRYPTION_KEY);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.add(Settings.AUTHORIZATION_SIGNING_ALG);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.addAll(List.of(
                Settings.TOKEN_PARAM,
                Settings.PROMPT,
                Settings.MAX_AGE,
                Settings.ACR_VALUES,
                Settings.LOGIN_HINT,
                Settings.ID_TOKEN_HINT,
                Settings.CLAIMS,
                Settings.UI_LOCALES,
                Settings.PAR,
                Settings.REQUEST_OBJECT,
                Settings.RESPONSE_TYPE,
                Settings.RESPONSE_MODE,
                Settings.UNANNOUNCED_ISS,
                Settings.REDIRECT_URI,
                Settings.PORT,
                Settings.LISTEN,
                Settings.LISTEN_CERT,
                Settings.LISTEN_KEY,
                Settings.PKCE,
                Settings.BROWSER,
                Settings.NO_BROWSER,
                LoginTarget.DEVICE,
                LoginTarget.NO_DEVICE,
                LoginTarget.REFRESH_TOKEN,
                STORE,
                Settings.PROFILE,
                Settings.API));
        for (Setting setting : Settings.CONNECTION) {
            settings.add(setting == Settings.TIMEOUT ? PATIENCE : setting);
        }
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "PROFILE|URL",
                "The profile to sign in to; made, or changed, by the options given. Or an API's address: it says where"
                        + " to sign in (RFC 9728), and a profile is made for it.",
                false,
                false));
    }

    @Override
    public String description() {
        return "Signs a user in with their browser: authorization code with PKCE (RFC 8252). The server must know the "
                + "redirect URI of this program, as the examples show it. Without --scope it asks for openid, and for "
                + "offline_access where the server lists it. Where no browser can be started, on SSH or in a container, "
                + "it prints the address to open, and takes what the browser ended on; a server that takes codes (RFC 8628)"
                + " gives one beside it, with which the user signs in anywhere: whichever ends first counts. --device asks"
                + " for the code alone, --no-device for none.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "# makes the profile work; register http://127.0.0.1/callback at the server",
                "oat login work --issuer https://as.example --client-id cli \\\n" + "    --api https://api.example",
                "oat login work",
                "# the API says where to sign in; you are asked whether to trust that server",
                "oat login https://api.example",
                "# where the port counts too: register http://127.0.0.1:8484/callback",
                "oat login work --port 8484",
                "oat login --issuer https://as.example --client-id cli --no-browser",
                "oat login tv --device --issuer https://as.example --client-id tv",
                "oat login old --refresh-token file:refresh.txt \\\n"
                        + "    --issuer https://as.example --client-id cli");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Optional<String> first = invocation.arguments().positional(0);
        if (first.isPresent()
                && (first.get().startsWith("https://") || first.get().startsWith("http://"))) {
            return startFromApi(invocation, ApiAddress.parse(first.get()));
        }
        if (hasAllToAsk(invocation)) {
            return asking(invocation).askAndSignIn(invocation);
        }
        LoginTarget target = LoginTarget.of(invocation);
        return new Run(target.adapt(invocation), target).run();
    }

    /** Returns whether nothing says where to sign in, as which client, and there is somebody to ask. */
    private static boolean hasAllToAsk(Invocation invocation) {
        Optional<String> named = invocation
                .arguments()
                .positional(0)
                .or(() -> invocation.arguments().first(Settings.PROFILE));
        boolean fresh = named.isPresent()
                ? !invocation.storage().profiles().exists(new ProfileName(named.get()))
                : invocation.settings().profileName().isEmpty();
        Resolution bare = invocation.settings().withoutProfile();
        for (Setting setting : Settings.all()) {
            fresh = fresh && !(setting.block() == Setting.Block.IDENTITY && bare.overridesProfile(setting));
        }
        return fresh && asking(invocation).isPossible(invocation);
    }

    private static AsksForProfile asking(Invocation invocation) {
        return (AsksForProfile)
                invocation.commands().find("profile add").orElseThrow().command();
    }

    @Override
    public ExitCode signIn(Invocation invocation) {
        LoginTarget target = LoginTarget.asSet(invocation);
        return new Run(target.adapt(invocation), target).run();
    }

    /** The API's own word says where to sign in; a profile that names it already is signed in to. */
    private ExitCode startFromApi(Invocation invocation, URI api) {
        Optional<ProfileName> known = invocation.arguments().has(Settings.PROFILE)
                ? Optional.empty()
                : new ApiProfiles(invocation.storage()).only(api, "oat login");
        if (known.isPresent()) {
            invocation.output().say("Profile " + known.get() + " is for this API.");
            return run(invocation.of(
                    invocation.path(),
                    new Arguments(
                            invocation.arguments().options(),
                            List.of(known.get().text()))));
        }
        ApiStart start = new ApiStart(invocation);
        start.signIn(api, start.probe("GET", api));
        return ExitCode.DONE;
    }

    /** One run of the command, with what it found out on the way. */
    private static final class Run {
        private final Invocation invocation;
        private final Resolution settings;
        private final LoginTarget target;
        private final ServerConnection connection;
        private final PastePrompt prompt;

        Run(Invocation invocation, LoginTarget target) {
            this.invocation = invocation;
            this.settings = invocation.settings();
            this.target = target;
            this.connection = new ServerConnection(invocation);
            this.prompt = new PastePrompt(invocation.environment().terminal(), invocation.output());
        }

        ExitCode run() {
            if (invocation.arguments().has(LoginTarget.REFRESH_TOKEN)) {
                return adopt();
            }
            String grant = settings.text(Settings.GRANT_TYPE).orElse(AuthorizationCodeGrant.TYPE);
            if (invocation.arguments().has(LoginTarget.DEVICE)
                    || (grant.equals(LoginTarget.DEVICE_CODE)
                            && !invocation.arguments().has(LoginTarget.NO_DEVICE))) {
                return onDevice();
            }
            SignInPlan plan = plan();
            proveStorable();
            Environment environment = invocation.environment();
            AuthorizationServer server = connection.server();
            AuthorizationCodeFlow flow = new AuthorizationCodeFlow(
                    server,
                    connection.tokenEndpoint(),
                    new SettingsSession(invocation, connection).validator(),
                    new JwtResponses(
                            server,
                            connection.client().id(),
                            connection.serverTokens(),
                            environment.clock(),
                            invocation.trace()),
                    environment.random().get(),
                    Alarm.system(),
                    invocation.trace());
            LoginGuide guide = LoginGuide.toSignIn(invocation, connection, plan, prompt);
            List<StoredSession> stored = new ArrayList<>();
            Consumer<SignedIn> conclusion = signedIn -> {
                guide.done();
                if (signedIn.hasAccessToken() && !keepsNothing()) {
                    stored.add(store(signedIn));
                }
            };
            SignedIn signedIn;
            try {
                signedIn = flow.signIn(plan, guide, conclusion);
            } catch (Failure.CheckFailed e) {
                guide.done();
                keepProfile();
                throw e;
            } finally {
                guide.done();
            }
            prompt.leaveLine();
            return conclude(signedIn, stored);
        }

        /** Returns a session without a sign-in. */
        private ExitCode adopt() {
            for (Setting setting : BROWSER_ONLY) {
                if (invocation.arguments().has(setting)) {
                    throw new Failure.Usage(setting.option() + " says nothing where nobody signs in")
                            .hint("leave it out, or leave out --refresh-token");
                }
            }
            if (keepsNothing()) {
                throw new Failure.Usage("--store none and --refresh-token contradict each other")
                        .hint("oat token refresh --refresh-token REF spends it, prints the answer and keeps nothing");
            }
            Secret token = connection.secret(LoginTarget.REFRESH_TOKEN).orElseThrow();
            String grantType = Adoption.grantType(invocation);
            StoredSession session = new Adoption(
                            invocation, connection, target.sessionKey(connection, invocation, grantType))
                    .adopt(token, () -> target.write(invocation));
            SignedIn signedIn = new SignedIn(new TokenResponse(session.token()), Optional.empty());
            String server = connection.server().issuer().orElse("the server");
            String name = session.name().or(session::subject).orElse("");
            invocation
                    .output()
                    .say(closing((name.isEmpty() ? "Session" : "Session of " + name) + " at " + server, session));
            return print(signedIn);
        }

        private boolean keepsNothing() {
            return invocation.arguments().has(STORE);
        }

        private void keepProfile() {
            if (!keepsNothing() && target.keep(invocation)) {
                invocation
                        .output()
                        .say("Profile " + target.named() + " is kept all the same; once this is mended: oat login "
                                + ShellWord.argument(target.named()));
            }
        }

        /** Returns the same without anything that comes back to this machine. */
        private ExitCode onDevice() {
            for (Setting setting : BROWSER_ONLY) {
                if (invocation.arguments().has(setting)) {
                    throw new Failure.Usage(setting.option() + " says nothing to a sign-in on another device")
                            .hint("leave it out, or leave out --device");
                }
            }
            proveStorable();
            TokenResponse response = new DeviceSignIn(invocation, connection)
                    .run(
                            scope(connection.server()),
                            connection.extraParameters(),
                            connection.tokenParameters(),
                            settings.seconds(PATIENCE).map(seconds -> Duration.ofSeconds(Math.max(1, seconds))));
            SettingsSession session = new SettingsSession(invocation, connection);
            SignedIn signedIn;
            try {
                signedIn = new SignedIn(response, new TokenAnswer(invocation, connection).claims(session, response));
            } catch (Failure.CheckFailed e) {
                keepProfile();
                throw e;
            }
            return conclude(signedIn, keepsNothing() ? List.of() : List.of(store(signedIn)));
        }

        private ExitCode conclude(SignedIn signedIn, List<StoredSession> stored) {
            String none = keepsNothing()
                    ? ": nothing is kept, as --store none asks"
                    : ": no access token was asked for, so there is nothing to keep";
            invocation
                    .output()
                    .say(
                            stored.isEmpty()
                                    ? who(signedIn, connection.server().issuer().orElse("the server")) + none
                                    : closing(
                                            who(
                                                    signedIn,
                                                    connection
                                                            .server()
                                                            .issuer()
                                                            .orElseGet(() -> stored.get(0)
                                                                    .shape()
                                                                    .server())),
                                            stored.get(0)));
            return print(signedIn);
        }

        private ExitCode print(SignedIn signedIn) {
            Optional<String> format =
                    settings.text(Settings.OUTPUT).or(() -> keepsNothing() ? Optional.of("json") : Optional.empty());
            if (format.isPresent()) {
                new TokenAnswer(invocation, connection).print(signedIn.response(), format.get());
            }
            return ExitCode.DONE;
        }

        private SignInPlan plan() {
            AuthorizationServer server = connection.server();
            String scope = scope(server);
            ResponseType type = ResponseType.named(
                            settings.text(Settings.RESPONSE_TYPE).orElse("code"))
                    .orElse(ResponseType.CODE);
            Form tokenExtra = connection.tokenParameters();
            Optional<Long> patience = settings.seconds(PATIENCE);
            return new SignInPlan(
                    type,
                    connection.client().id(),
                    scope,
                    RedirectSettings.address(invocation),
                    mode(type),
                    Pkce.Method.named(settings.text(Settings.PKCE).orElse("S256"))
                            .orElse(Pkce.Method.S256),
                    connection.hardening().stages(),
                    connection.parameters(Settings.PARAM, requestParameters(scope)),
                    tokenExtra,
                    settings.seconds(Settings.MAX_AGE),
                    words(settings.text(Settings.ACR_VALUES).orElse("")),
                    settings.flag(Settings.UNANNOUNCED_ISS),
                    patience.isPresent()
                            ? Duration.ofSeconds(Math.max(1, patience.get()))
                            : SignInPlan.DEFAULT_PATIENCE,
                    settings.flag(Settings.ALLOW_HTTP));
        }

        /** Tokens come by form unless told otherwise: what stands behind a # has to be handed over by a page. */
        private ResponseMode mode(ResponseType type) {
            ResponseMode usual = type.bringsTokens() ? ResponseMode.FORM_POST : ResponseMode.QUERY;
            return settings.text(Settings.RESPONSE_MODE)
                    .flatMap(ResponseMode::named)
                    .orElse(usual);
        }

        private String scope(AuthorizationServer server) {
            if (settings.value(Settings.SCOPE).isPresent()) {
                return connection.scope();
            }
            List<String> supported = server.texts("scopes_supported");
            boolean openid = supported.contains("openid")
                    || !server.texts("id_token_signing_alg_values_supported").isEmpty()
                    || !server.texts("subject_types_supported").isEmpty();
            if (!openid) {
                return "";
            }
            return supported.contains("offline_access") ? "openid offline_access" : "openid";
        }

        /** Servers may have values of their own, so none is refused here; but one that is mistyped is mostly ignored. */
        private void warnOfOddPrompts(List<String> asked) {
            List<String> listed = connection.server().texts("prompt_values_supported");
            for (String value : asked) {
                if (!listed.isEmpty() && !listed.contains(value)) {
                    invocation
                            .output()
                            .warn("the server does not list prompt=" + value + " (prompt_values_supported: "
                                    + String.join(", ", listed) + ")");
                } else if (listed.isEmpty() && !PROMPTS.contains(value)) {
                    invocation
                            .output()
                            .warn("prompt=" + value + " is none of " + String.join(", ", PROMPTS)
                                    + " (OpenID Connect Core §3.1.2.1); a server that does not know it may ignore it");
                }
            }
            if (asked.size() > 1 && asked.contains("none")) {
                invocation
                        .output()
                        .warn("prompt=none beside another value is an error to servers (OpenID Connect Core §3.1.2.1)");
            }
        }

        private Form requestParameters(String scope) {
            Form form = connection.targets();
            Optional<String> asked = settings.text(Settings.PROMPT);
            if (asked.isPresent()) {
                warnOfOddPrompts(words(asked.get()));
                form = form.with("prompt", asked.get());
            } else if (words(scope).contains("offline_access")) {
                // OpenID Connect Core §11: without consent the server ignores the scope
                form = form.with("prompt", "consent");
            }
            if (settings.text(Settings.MAX_AGE).isPresent()) {
                form = form.with(
                        "max_age",
                        Long.toString(settings.seconds(Settings.MAX_AGE).orElseThrow()));
            }
            form = with(form, "acr_values", Settings.ACR_VALUES);
            form = with(form, "login_hint", Settings.LOGIN_HINT);
            Optional<Secret> hint = connection.secret(Settings.ID_TOKEN_HINT);
            if (hint.isPresent()) {
                form = form.with("id_token_hint", hint.get());
            }
            JsonSetting json = new JsonSetting(settings, invocation.environment());
            Optional<String> details = json.authorizationDetails();
            if (details.isPresent()) {
                form = form.with("authorization_details", details.get());
            }
            Optional<String> claims = json.claims();
            if (claims.isPresent()) {
                form = form.with("claims", claims.get());
            }
            return with(form, "ui_locales", Settings.UI_LOCALES);
        }

        private Form with(Form form, String name, Setting setting) {
            Optional<String> text = settings.text(setting);
            return text.isPresent() ? form.with(name, text.get()) : form;
        }

        private static List<String> words(String text) {
            List<String> words = new ArrayList<>();
            for (String word : text.split(" ", -1)) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
            return words;
        }

        /** A sign-in that cannot be stored had better not begin. */
        private void proveStorable() {
            if (keepsNothing()) {
                return;
            }
            SessionKey key = target.sessionKey(connection, invocation);
            invocation.storage().sessions().holding(key, STORE_WAIT, held -> {
                held.prepare().close();
                return key;
            });
        }

        private StoredSession store(SignedIn signedIn) {
            Optional<FiledSession> before =
                    invocation.storage().sessions().look(target.sessionKey(connection, invocation));
            if (target.isProfile() && before.isPresent()) {
                confirmSameUser(before.get(), signedIn);
            }
            Invocation owner = target.write(invocation);
            return new SettingsSession(owner, connection)
                    .store(signedIn.response(), AuthorizationCodeGrant.TYPE, signedIn.claims());
        }

        private void confirmSameUser(FiledSession before, SignedIn signedIn) {
            boolean otherServer = !before.shape()
                    .server()
                    .equals(new SettingsSession(invocation, connection)
                            .shape(AuthorizationCodeGrant.TYPE)
                            .server());
            if (otherServer
                    || before.subject().isEmpty()
                    || signedIn.subject().isEmpty()
                    || before.subject().equals(signedIn.subject())) {
                return;
            }
            String old = person(before.name(), before.subject());
            String now = person(signedIn.name(), signedIn.subject());
            if (!settings.flag(Settings.NO_INPUT)
                    && invocation.environment().terminal().isPresent()) {
                Optional<String> answer = prompt.ask("Profile " + target.named() + " belonged to " + old
                        + "; the browser signed in as " + now + ". Keep the new one? [y/N] ");
                String word = answer.orElse("").strip().toLowerCase(Locale.ROOT);
                if (word.equals("y") || word.equals("yes")) {
                    return;
                }
            }
            Failure failure = new Failure.CheckFailed(
                    "sign-in",
                    Check.of(
                            "session.sub",
                            "the user is the one to whom the profile belongs",
                            SpecRef.rfc(9700, "4.7"),
                            false,
                            old,
                            now));
            failure.phase("sign-in");
            throw failure.hint("nothing was stored; to change the user: oat logout "
                    + ShellWord.argument(target.named()) + ", or use another profile's name");
        }

        private static String person(Optional<String> name, Optional<String> subject) {
            String sub = subject.orElse("");
            return name.isEmpty() || name.get().equals(sub) ? sub : name.get() + " (sub " + sub + ")";
        }

        private static String who(SignedIn signedIn, String server) {
            return "Signed in"
                    + (signedIn.subject().isPresent() ? " as " + person(signedIn.name(), signedIn.subject()) : "")
                    + " at "
                    + server;
        }

        private String closing(String who, StoredSession session) {
            StringBuilder line = new StringBuilder(who);
            if (session.profile().isPresent()) {
                line.append(", profile ").append(session.profile().get().name());
            }
            line.append(": the token is good ");
            line.append(until(session));
            if (session.refreshToken().isPresent()) {
                line.append(" and renews itself");
            } else {
                line.append("; no refresh token came, so then sign in again");
                JsonObject metadata = connection.server().document();
                boolean listed = metadata.value("scopes_supported").orElse("") instanceof List<?> scopes
                        && scopes.contains("offline_access");
                if (!words(connection.scope()).contains("offline_access") && listed) {
                    line.append(" (--scope offline_access may bring one)");
                } else {
                    line.append(" (allow refresh tokens in the server's client registration)");
                }
            }
            return line.toString();
        }

        private String until(StoredSession session) {
            if (session.expiresAt().isEmpty()) {
                return "until the API refuses it";
            }
            Instant end = session.expiresAt().get();
            Duration left = Duration.between(invocation.environment().clock().instant(), end);
            DateTimeFormatter format = DateTimeFormatter.ofPattern(
                            left.toHours() < 20 ? "HH:mm 'UTC'" : "yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
            return "for " + length(left) + " (until " + format.format(end) + ")";
        }

        private static String length(Duration left) {
            long seconds = Math.max(0, left.toSeconds());
            if (seconds < 120) {
                return seconds + " seconds";
            }
            long minutes = (seconds + 30) / 60;
            if (minutes < 120) {
                return minutes + " minutes";
            }
            long hours = (minutes + 30) / 60;
            return hours < 48 ? hours + " hours" : (hours + 12) / 24 + " days";
        }
    }
}
