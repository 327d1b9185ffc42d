package dev.oat.cli.token;

import dev.oat.authorization.Fapi2;
import dev.oat.authorization.Polling;
import dev.oat.authorization.redirect.Alarm;
import dev.oat.authorization.redirect.NotificationListener;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenAnswer;
import dev.oat.cli.connect.Waiting;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.SignsIn;
import dev.oat.endpoint.BackchannelAuthenticationEndpoint;
import dev.oat.endpoint.TokenResponse;
import dev.oat.grant.CibaGrant;
import dev.oat.http.Form;
import dev.oat.jose.Base64Url;
import dev.oat.render.text.LiveLine;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat token ciba}: the server asks a user on their own device, and the token comes here. */
public final class TokenCiba implements SignsIn {
    private static final Setting LOGIN_HINT_TOKEN = Setting.secret(
                    "login-hint-token",
                    Setting.Group.REQUEST,
                    "A token that says whom to ask, as a reference like --client-secret.")
            .onlyOption();
    private static final Setting ID_TOKEN_HINT = Setting.secret(
                    "id-token-hint",
                    Setting.Group.REQUEST,
                    "An ID token that says whom to ask, as a reference like --client-secret.")
            .onlyOption();
    private static final Setting BINDING_MESSAGE = Setting.text(
                    "binding-message",
                    Setting.Group.REQUEST,
                    "TEXT",
                    "A short text that the user sees on both devices, so that they know what they agree to.")
            .onlyOption()
            .usual();
    private static final Setting REQUESTED_EXPIRY = Setting.text(
                    "requested-expiry",
                    Setting.Group.REQUEST,
                    "SECONDS",
                    "How long the user may take, if the server agrees.")
            .onlyOption()
            .seconds();
    private static final Setting NOTIFICATION_ENDPOINT = Setting.text(
                    "notification-endpoint",
                    Setting.Group.REQUEST,
                    "URL",
                    "Where the server notifies the client, as it is registered for ping mode: http on this machine, with a"
                            + " port. Without it oat asks the server again and again.")
            .onlyOption();
    private static final Setting USER_CODE = Setting.secret(
                    "user-code",
                    Setting.Group.REQUEST,
                    "A code that the user has with the server against strangers' requests, as a reference.")
            .onlyOption();

    private static final String WAITING = "waiting for the user's answer";
    private static final int TOKEN_BYTES = 32;
    private static final int USUAL_MESSAGE = 20;
    private static final int LONGEST_MESSAGE = 255;

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(Settings.SERVER);
        settings.add(Settings.BACKCHANNEL_AUTHENTICATION_ENDPOINT);
        settings.add(Settings.JWKS_URI);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.addAll(List.of(
                Settings.LOGIN_HINT,
                LOGIN_HINT_TOKEN,
                ID_TOKEN_HINT,
                BINDING_MESSAGE,
                REQUESTED_EXPIRY,
                USER_CODE,
                NOTIFICATION_ENDPOINT,
                Settings.ACR_VALUES,
                Settings.REQUEST_OBJECT));
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.add(Settings.TOKEN_PARAM);
        settings.add(Settings.PROFILE);
        for (Setting setting : Settings.CONNECTION) {
            settings.add(setting == Settings.TIMEOUT ? TokenDevice.PATIENCE : setting);
        }
        settings.add(Settings.OUTPUT);
        return settings;
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() || setting == Settings.LOGIN_HINT;
    }

    @Override
    public String description() {
        return "Has the server ask a user on their own device, such as a phone, and waits for their answer (OpenID "
                + "CIBA: poll mode, or ping mode with --notification-endpoint). Exactly one of --login-hint, "
                + "--login-hint-token and --id-token-hint says whom. Without --scope it asks for openid. Prints the "
                + "server's answer; with -p stores it too. No answer in time is exit 7, a no is exit 3.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat token ciba --issuer https://as.example --client-id till \\\n"
                        + "    --client-secret env:TILL_SECRET --login-hint alice --binding-message W4SCT",
                "oat token ciba -p till --id-token-hint file:alice.jwt --timeout 60");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String format = invocation.settings().text(Settings.OUTPUT).orElse("json");
        ServerConnection connection = new ServerConnection(invocation);
        answer(invocation, connection).deliver(redeemed(invocation, connection), CibaGrant.TYPE, format);
        return ExitCode.DONE;
    }

    @Override
    public ExitCode signIn(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        return answer(invocation, connection).keep(redeemed(invocation, connection), CibaGrant.TYPE);
    }

    private static TokenAnswer answer(Invocation invocation, ServerConnection connection) {
        return new TokenAnswer(invocation, connection)
                .askedFor(invocation.settings().text(Settings.ACR_VALUES).orElse(""));
    }

    /** Has the server ask the user, and waits. */
    private static TokenResponse redeemed(Invocation invocation, ServerConnection connection) {
        Resolution settings = invocation.settings();
        Form form = request(invocation, connection);
        Form tokenExtra = connection.tokenParameters();
        Optional<String> notified = settings.text(NOTIFICATION_ENDPOINT);
        return notified.isPresent()
                ? pinged(invocation, connection, form, tokenExtra, notified.orElseThrow())
                : polled(invocation, connection, form, tokenExtra);
    }

    private static BackchannelAuthenticationEndpoint.Acknowledged ask(
            Invocation invocation, ServerConnection connection, Form form) {
        Resolution settings = invocation.settings();
        BackchannelAuthenticationEndpoint.Acknowledged asked = connection
                .backchannelAuthenticationEndpoint()
                .ask(connection.hardening().backchannel(form, settings.flag(Settings.FAPI2)));
        Optional<String> message = settings.text(BINDING_MESSAGE);
        invocation
                .output()
                .say("The server asks "
                        + settings.text(Settings.LOGIN_HINT).orElse("the user") + " on their own device"
                        + (message.isEmpty() ? "" : "; it should show: " + message.orElseThrow()) + ".");
        return asked;
    }

    private static Duration patience(Invocation invocation, BackchannelAuthenticationEndpoint.Acknowledged asked) {
        Optional<Long> seconds = invocation.settings().seconds(TokenDevice.PATIENCE);
        return seconds.isEmpty() ? asked.life() : Duration.ofSeconds(Math.max(1, seconds.orElseThrow()));
    }

    private static TokenResponse polled(
            Invocation invocation, ServerConnection connection, Form form, Form tokenExtra) {
        BackchannelAuthenticationEndpoint.Acknowledged asked = ask(invocation, connection, form);
        return new Waiting(invocation, connection)
                .await(
                        WAITING,
                        new CibaGrant(asked.authReqId()),
                        tokenExtra,
                        new Polling.Plan(asked.interval(), asked.life(), patience(invocation, asked)));
    }

    /** The server says by itself when the user has answered; the token is then asked for once. */
    private static TokenResponse pinged(
            Invocation invocation, ServerConnection connection, Form form, Form tokenExtra, String endpoint) {
        List<String> modes = connection.server().texts("backchannel_token_delivery_modes_supported");
        if (!modes.isEmpty() && !modes.contains("ping")) {
            throw new Failure.Usage("the server notifies nobody: it lists the modes " + String.join(", ", modes))
                    .hint("leave out " + NOTIFICATION_ENDPOINT.option() + ": the server is polled then")
                    .spec(SpecRef.openIdCiba("4"));
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        invocation.environment().random().get().nextBytes(bytes);
        Secret token = Secret.of(Base64Url.encode(bytes));
        try (NotificationListener listener =
                NotificationListener.open(endpoint, token, Alarm.system(), invocation.trace())) {
            BackchannelAuthenticationEndpoint.Acknowledged asked =
                    ask(invocation, connection, form.with("client_notification_token", token));
            listener.expect(asked.authReqId());
            Duration patience = patience(invocation, asked);
            Duration limit = patience.compareTo(asked.life()) < 0 ? patience : asked.life();
            LiveLine line = invocation.output().countdown(WAITING, limit);
            try {
                listener.await(limit);
            } finally {
                line.close();
            }
            invocation.trace().note("the server notified that the user has answered (OpenID CIBA Core §10.2)");
            return connection
                    .tokenEndpoint()
                    .redeem(new CibaGrant(asked.authReqId()), tokenExtra)
                    .orThrow();
        }
    }

    /** Returns a text that any device can show, and that the user can compare: what other devices show otherwise is no help. */
    private static String bindingMessage(Invocation invocation, String text) {
        for (int c : text.codePoints().toArray()) {
            int type = Character.getType(c);
            if (type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                throw new Failure.Usage(String.format("--binding-message holds U+%04X, which no device shows", c))
                        .hint("use letters, digits and blanks (OpenID CIBA Core §7.1)");
            }
        }
        if (text.isBlank() || text.codePointCount(0, text.length()) > LONGEST_MESSAGE) {
            throw new Failure.Usage("--binding-message is "
                            + (text.isBlank() ? "empty" : "longer than " + LONGEST_MESSAGE + " characters"))
                    .hint("a few letters and digits are best, such as W4SCT");
        }
        if (text.codePointCount(0, text.length()) > USUAL_MESSAGE) {
            invocation
                    .output()
                    .warn("the binding message has more than " + USUAL_MESSAGE
                            + " characters, which some devices cut off (OpenID CIBA Core §7.1)");
        }
        return text;
    }

    private static Form request(Invocation invocation, ServerConnection connection) {
        Resolution settings = invocation.settings();
        String scope = connection.scope();
        Form form = Form.empty().with("scope", scope.isEmpty() ? "openid" : scope);
        int hints = 0;
        for (Setting setting : List.of(Settings.LOGIN_HINT, LOGIN_HINT_TOKEN, ID_TOKEN_HINT)) {
            if (settings.value(setting).isEmpty()) {
                continue;
            }
            hints++;
            Optional<Secret> secret =
                    setting.kind() == Setting.Kind.SECRET ? connection.secret(setting) : Optional.empty();
            form = secret.isPresent()
                    ? form.with(setting.key(), secret.orElseThrow())
                    : form.with(setting.key(), settings.text(setting).orElse(""));
        }
        if (hints != 1) {
            throw new Failure.Usage(
                            hints == 0
                                    ? "nothing says whom the server shall ask"
                                    : "more than one option says whom the server shall ask")
                    .hint("give one of --login-hint NAME, --login-hint-token REF, --id-token-hint REF"
                            + " (OpenID CIBA Core §7.1)");
        }
        if (settings.flag(Settings.FAPI2)) {
            Fapi2.verifyBackchannel(settings.text(BINDING_MESSAGE).isPresent()
                    || settings.text(Settings.AUTHORIZATION_DETAILS).isPresent());
        }
        if (settings.text(BINDING_MESSAGE).isPresent()) {
            form = form.with(
                    "binding_message",
                    bindingMessage(invocation, settings.text(BINDING_MESSAGE).orElseThrow()));
        }
        if (settings.seconds(REQUESTED_EXPIRY).isPresent()) {
            form = form.with(
                    "requested_expiry",
                    Long.toString(settings.seconds(REQUESTED_EXPIRY).orElseThrow()));
        }
        Optional<Secret> userCode = connection.secret(USER_CODE);
        if (userCode.isPresent()) {
            form = form.with("user_code", userCode.orElseThrow());
        }
        if (settings.text(Settings.ACR_VALUES).isPresent()) {
            form = form.with("acr_values", settings.text(Settings.ACR_VALUES).orElseThrow());
        }
        return form.withAll(connection.extraParameters());
    }
}
