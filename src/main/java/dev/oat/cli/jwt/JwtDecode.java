package dev.oat.cli.jwt;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.TokenInHand;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.IntrospectionEndpoint;
import dev.oat.jose.JoseException;
import dev.oat.jose.LooseToken;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Endpoint;
import dev.oat.render.page.TokenPage;
import dev.oat.render.text.Style;
import dev.oat.render.token.TokenReport;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code oat jwt decode}: what a token says, believed or not. */
public final class JwtDecode implements Command {
    private static final Setting DIFF = Setting.secret(
                    "diff", Setting.Group.COMMAND, "Another token: also show in what the two differ.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(TokenToRead.ID_TOKEN, DIFF, Settings.HTML, Settings.PROFILE, Settings.TEXT_OR_JSON);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(TokenToRead.ARGUMENT);
    }

    @Override
    public String description() {
        return "Shows the header and the claims of a token, its times as dates with their distance to now, and what is "
                + "wrong with its form. Nothing is verified: anybody can write such a token. Broken and cut tokens are "
                + "read as far as they go. An opaque token of the profile's is shown to its server, where that tells about tokens"
                + " (RFC 7662).";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat jwt decode",
                "oat jwt decode file:token.txt -o json",
                "oat jwt decode file:token.txt --html > token.html",
                "pbpaste | oat jwt decode -",
                "oat jwt decode --id-token -p work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        Secret given = TokenToRead.of(invocation, connection);
        LooseToken token = read(given.reveal());
        if (token.kind() == LooseToken.Kind.OPAQUE) {
            Optional<JsonObject> told = introspected(invocation, connection, given);
            if (told.isPresent()) {
                invocation.output().say("oat: the token is opaque; this is what its server says of it (RFC 7662)");
                invocation.output().json(told.get());
                return ExitCode.DONE;
            }
        }
        Optional<String> reference = invocation.arguments().first(DIFF);
        Optional<LooseToken> other = reference.map(
                named -> read(connection.verbatim(named, DIFF.option()).reveal()));
        Instant now = invocation.environment().clock().instant();
        TokenReport report = new TokenReport(now);
        List<TokenReport.Difference> differences =
                other.isEmpty() ? List.of() : TokenReport.differences(token, other.get());
        if (invocation.arguments().has(Settings.HTML)) {
            invocation.output().document(TokenPage.of(token, other, now));
        } else if (isJson(invocation)) {
            JsonObject document = report.json(token);
            invocation
                    .output()
                    .json(
                            other.isPresent()
                                    ? document.with("differences", TokenReport.differencesJson(differences))
                                    : document);
        } else {
            Style style = invocation.output().style();
            String life = style.terminal() ? report.life(token, style.uncoloured()) : "";
            invocation
                    .output()
                    .report(report.decoded(token)
                            + life
                            + (other.isPresent()
                                    ? "\nFrom this token (-) to the other (+)\n" + report.differences(differences)
                                    : ""));
        }
        return token.kind() == LooseToken.Kind.OPAQUE ? ExitCode.CHECK_FAILED : ExitCode.DONE;
    }

    /**
     * Returns what the server says of an opaque token. Only one of the profile that was named, or of the session, is shown to it: to
     * no other server is a token any business.
     */
    private static Optional<JsonObject> introspected(Invocation invocation, ServerConnection connection, Secret token) {
        Resolution settings = invocation.settings();
        boolean own = invocation.arguments().positional(0).isEmpty();
        if (invocation.arguments().has(TokenToRead.ID_TOKEN)
                || !(settings.isProfileExplicit()
                        || (own && settings.profileName().isPresent()))) {
            return Optional.empty();
        }
        try {
            Optional<URI> endpoint = connection.server().endpoint(Endpoint.INTROSPECTION);
            return endpoint.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new IntrospectionEndpoint(
                                    connection.channel(), endpoint.get(), connection.jwtAnswers(), invocation.trace())
                            .introspect(token, TokenInHand.ACCESS, false));
        } catch (Failure e) {
            invocation.output().say("oat: the token is opaque, and its server says nothing of it: " + e.what());
            return Optional.empty();
        }
    }

    static boolean isJson(Invocation invocation) {
        return invocation.settings().text(Settings.TEXT_OR_JSON).orElse("text").equals("json");
    }

    static LooseToken read(String text) {
        try {
            return LooseToken.read(text);
        } catch (JoseException e) {
            throw new Failure.Usage(String.valueOf(e.getMessage())).hint("no server gives such a token");
        }
    }
}
