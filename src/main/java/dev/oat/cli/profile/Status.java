package dev.oat.cli.profile;

import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Columns;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.grant.IdJagGrant;
import dev.oat.json.JsonObject;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.LifeBar;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import dev.oat.session.FiledSession;
import dev.oat.session.Freshness;
import dev.oat.session.KeptFor;
import dev.oat.session.SessionKey;
import dev.oat.session.TokenParameters;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat status}: all sessions, and the settings in use. */
public final class Status implements Command {
    @Override
    public List<Setting> settings() {
        return List.of(Settings.PROFILE, Settings.TEXT_OR_JSON);
    }

    @Override
    public String description() {
        return "Shows every stored session: who, at which server, how long its token is good, and whether it can be renewed "
                + "without a user; then the settings that a command would use now, and who gave each of them. "
                + "Asks no server and shows no secret.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat status", "oat status -p work -o json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        List<Row> rows = rows(invocation);
        List<SettingInUse> inUse = settingsInUse(invocation);
        if (invocation.settings().text(Settings.TEXT_OR_JSON).orElse("text").equals("json")) {
            JsonObject document = json(invocation, rows, inUse);
            invocation.output().json(document);
            return ExitCode.DONE;
        }
        StringBuilder text = new StringBuilder();
        if (rows.isEmpty()) {
            invocation.output().say("nobody is signed in; oat login NAME --issuer URL --client-id ID signs in");
        } else {
            text.append(sessions(
                    rows, invocation.output().style(), invocation.output().columns()));
        }
        if (!inUse.isEmpty()) {
            Columns columns = new Columns();
            for (SettingInUse setting : inUse) {
                columns.row("", setting.key(), setting.origin(), setting.text());
            }
            Optional<String> profile = invocation.settings().profileName();
            text.append(text.length() == 0 ? "" : "\n")
                    .append("Settings in use")
                    .append(profile.isPresent() ? ", profile " + profile.get() : "")
                    .append('\n')
                    .append(columns.text());
        }
        if (text.length() > 0) {
            invocation.output().text(text.toString());
        }
        return ExitCode.DONE;
    }

    /** Returns each session in one line; where these are too long, all in two lines. */
    private static String sessions(List<Row> rows, Style style, int width) {
        Columns single = new Columns();
        Columns pairs = new Columns();
        for (Row row : rows) {
            String life = row.bar(style) + row.token();
            single.row(row.title(), row.who(), life, row.renewal());
            pairs.row(row.title(), row.who());
            pairs.row("", life + (life.isEmpty() ? "" : ", ") + row.renewal());
        }
        String text = single.text();
        boolean fits = text.lines().allMatch(line -> DisplayWidth.of(line) <= width);
        return fits ? text : pairs.text();
    }

    private static List<SettingInUse> settingsInUse(Invocation invocation) {
        try {
            return SettingInUse.of(invocation.settings());
        } catch (Failure.Usage e) {
            if (invocation.settings().isProfileExplicit()) {
                throw e;
            }
            // one broken profile does not hide the sessions
            invocation.output().warn(e.what());
            return List.of();
        }
    }

    /**
     * A session, or a profile without one.
     *
     * @param key what it is filed under
     * @param session the session
     * @param problem why it cannot be read
     * @param wanted what its profile asks for now, as far as that can be said; the session's own where there is no profile
     * @param now the time
     */
    private record Row(
            SessionKey key,
            Optional<FiledSession> session,
            Optional<String> problem,
            Optional<TokenParameters> wanted,
            Instant now) {
        String title() {
            return key.isProfile() ? key.text() : "(settings)";
        }

        String who() {
            if (session.isEmpty()) {
                return "no session";
            }
            FiledSession it = session.get();
            String person = it.name()
                    .or(it::subject)
                    .or(() -> it.shape().username())
                    .orElse("client " + it.shape().clientId().orElse(""));
            return person + " at " + it.shape().server();
        }

        /** Returns how much of the token's life is left, for people who look. */
        String bar(Style style) {
            boolean drawn = style.terminal()
                    && session.isPresent()
                    && session.get().expiresAt().isPresent()
                    && !session.get().isDead();
            return drawn
                    ? LifeBar.of(
                                    session.get().obtainedAt(),
                                    session.get().expiresAt().get(),
                                    now,
                                    style.uncoloured())
                            + " "
                    : "";
        }

        String token() {
            if (session.isEmpty()) {
                return "";
            }
            if (session.get().isDead()) {
                String cause = session.get().deathCause().get();
                return "ended: "
                        + (cause.equals("id_token")
                                ? "oat refused the renewed ID token"
                                : Sanitizer.line(
                                        new Failure.Said(cause, session.get().deathWords(), "").line()));
            }
            Optional<Instant> end = session.get().expiresAt();
            String bound = switch (session.get().senderConstraint()) {
                case "dpop" -> ", bound to a key (DPoP)";
                case "certificate" -> ", bound to a certificate";
                case "unknown" -> ", perhaps bound to a certificate";
                default -> "";
            };
            if (isCutOff()) {
                return "not used: the profile now differs in " + String.join(", ", differences());
            }
            if (end.isEmpty()) {
                return "good until it is refused" + bound;
            }
            return life(end.get()) + bound;
        }

        private String life(Instant end) {
            return end.isAfter(now)
                    ? "good for " + span(Duration.between(now, end))
                    : "ended " + span(Duration.between(end, now)) + " ago";
        }

        String renewal() {
            if (problem.isPresent()) {
                return problem.get();
            }
            if (session.isEmpty()) {
                return "oat login " + key;
            }
            return switch (renewable()) {
                case "refresh_token" -> "renews by refresh token";
                case "grant" -> "renews by " + GrantWords.word(grantType());
                default -> key.isProfile() ? "then: oat login " + key : "then: oat login";
            };
        }

        /** Returns by what the session renews without a user: {@code refresh_token}, {@code grant} or {@code no}. */
        String renewable() {
            if (session.isEmpty()) {
                return "no";
            }
            if (session.get().isRenewable() && !isCutOff()) {
                return "refresh_token";
            }
            return grantType().equals("client_credentials") || grantType().equals(IdJagGrant.TYPE) ? "grant" : "no";
        }

        private String grantType() {
            return wanted.or(() -> session.map(FiledSession::shape))
                    .map(TokenParameters::grantType)
                    .orElse("");
        }

        /** Returns whether the profile asks for another token now, so that this one is neither given out nor renewed. */
        private boolean isCutOff() {
            return wanted.isPresent()
                    && session.isPresent()
                    && !session.get().shape().isRenewableAs(wanted.get());
        }

        private List<String> differences() {
            return session.orElseThrow().shape().differences(wanted.orElseThrow());
        }

        Map<String, Object> json() {
            Map<String, Object> members = new LinkedHashMap<>();
            if (key.isProfile()) {
                members.put("profile", key.text());
            }
            problem.ifPresent(text -> members.put("error", text));
            if (session.isEmpty()) {
                members.put("signed_in", false);
                return members;
            }
            FiledSession it = session.get();
            members.put("signed_in", !it.isDead() && !isCutOff());
            it.shape().issuer().ifPresent(value -> members.put("issuer", value));
            it.shape().tokenEndpoint().ifPresent(value -> members.put("token_endpoint", value));
            it.shape().clientId().ifPresent(value -> members.put("client_id", value));
            members.put("grant_type", it.shape().grantType());
            it.subject().ifPresent(value -> members.put("sub", value));
            it.name().ifPresent(value -> members.put("name", value));
            it.shape().username().ifPresent(value -> members.put("username", value));
            it.scope().ifPresent(value -> members.put("scope", value));
            members.put("obtained_at", it.obtainedAt().toString());
            it.expiresAt().ifPresent(value -> members.put("expires_at", value.toString()));
            members.put("fresh", it.isFresh(Freshness.DEFAULT, now) && !isCutOff());
            members.put("renewable", renewable());
            members.put("sender_constraint", it.senderConstraint());
            it.deathCause().ifPresent(value -> members.put("ended_by", value));
            if (!it.deathWords().isEmpty()) {
                members.put("ended_with", it.deathWords());
            }
            if (isCutOff()) {
                members.put("cut_off_by", differences());
            }
            return members;
        }

        private static String span(Duration time) {
            if (time.toDays() > 1) {
                return time.toDays() + " days";
            }
            if (time.toHours() > 1) {
                return time.toHours() + " h";
            }
            return time.toMinutes() > 1 ? time.toMinutes() + " min" : time.toSeconds() + " s";
        }
    }

    private static List<Row> rows(Invocation invocation) {
        Instant now = invocation.environment().clock().instant();
        Map<String, Row> rows = new LinkedHashMap<>();
        for (ProfileName profile : invocation.storage().profiles().list()) {
            SessionKey key = SessionKey.of(profile);
            rows.put(key.text(), row(invocation, key, now));
        }
        for (SessionKey key : invocation.storage().sessions().keys()) {
            rows.computeIfAbsent(key.text(), unused -> row(invocation, key, now));
        }
        // what is kept on the way to a token is nobody's session
        rows.values()
                .removeIf(row ->
                        row.session().filter(kept -> KeptFor.isIn(kept.shape())).isPresent());
        return new ArrayList<>(rows.values());
    }

    private static Row row(Invocation invocation, SessionKey key, Instant now) {
        try {
            Optional<FiledSession> session = invocation.storage().sessions().look(key);
            Optional<TokenParameters> wanted = session.isPresent() && key.isProfile()
                    ? wanted(invocation, new ProfileName(key.text()))
                    : Optional.empty();
            return new Row(key, session, Optional.empty(), wanted, now);
        } catch (Failure.Usage | Failure.Locked e) {
            return new Row(key, Optional.empty(), Optional.of(e.what()), Optional.empty(), now);
        }
    }

    private static Optional<TokenParameters> wanted(Invocation invocation, ProfileName name) {
        Resolution settings = invocation.settings().withProfile(name.text());
        try {
            Optional<String> key = settings.text(Settings.DPOP_KEY);
            if (!invocation.storage().profiles().exists(name)
                    || (key.isPresent() && new KeyFile(invocation, Settings.DPOP_KEY.option(), key.get()).isClosed())) {
                // a status asks for no passphrase
                return Optional.empty();
            }
            Invocation as = invocation.with(settings);
            return Optional.of(
                    new SettingsSession(as, new ServerConnection(as)).wanted().shape());
        } catch (Failure e) {
            // a setting that cannot be used: the command that needs it says so
            return Optional.empty();
        }
    }

    private static JsonObject json(Invocation invocation, List<Row> rows, List<SettingInUse> inUse) {
        Map<String, Object> members = new LinkedHashMap<>();
        List<Object> sessions = new ArrayList<>();
        for (Row row : rows) {
            sessions.add(row.json());
        }
        members.put("sessions", sessions);
        invocation.settings().profileName().ifPresent(profile -> members.put("profile", profile));
        Map<String, Object> settings = new LinkedHashMap<>();
        for (SettingInUse setting : inUse) {
            settings.put(setting.key(), setting.withOrigin());
        }
        members.put("settings", settings);
        return JsonObject.of(members);
    }
}
