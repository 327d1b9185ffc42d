package dev.oat.cli.jwt;

import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.PointInTime;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.endpoint.jwt.ClaimHint;
import dev.oat.endpoint.jwt.JwtChecks;
import dev.oat.endpoint.jwt.JwtExpectations;
import dev.oat.http.Origins;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.Jwt;
import dev.oat.jose.LooseToken;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.IssuerAddress;
import dev.oat.render.token.TokenReport;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.TraceEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code oat jwt verify}: whether a token is genuine and valid, check by check. */
public final class JwtVerify implements Command {
    private static final long LEEWAY_SECONDS = 60;

    private static final Setting KEY = Setting.text(
                    "key",
                    Setting.Group.COMMAND,
                    "FILE",
                    "Keys to verify with, in place of the issuer's: JWK, JWKS, PEM or a certificate.")
            .path()
            .onlyOption();
    private static final Setting SECRET = Setting.secret(
                    "secret",
                    Setting.Group.COMMAND,
                    "The shared secret to verify with (HS256 and its like), as a reference like --client-secret.")
            .onlyOption();
    private static final Setting AT = Setting.text(
                    "at",
                    Setting.Group.COMMAND,
                    "TIME",
                    "Judge as of another time: a date, seconds since 1970, or -2h.")
            .onlyOption();
    private static final Setting LEEWAY = Setting.text(
                    "leeway", Setting.Group.COMMAND, "SECONDS", "By how much clocks may differ; 60 unless given.")
            .onlyOption()
            .rare()
            .seconds();
    private static final Setting AUDIENCE = Setting.texts(
                    "audience", Setting.Group.COMMAND, "AUD", "For whom the token should be; any of several will do.")
            .onlyOption();
    private static final Setting TYP = Setting.text(
                    "typ", Setting.Group.COMMAND, "TYP", "The typ that it should have, such as at+jwt.")
            .onlyOption()
            .rare();
    private static final Setting ALG = Setting.texts(
                    "alg", Setting.Group.COMMAND, "ALG", "The only algorithms to accept; else those of the keys.")
            .onlyOption();
    private static final Setting NONCE =
            secret("nonce", "The nonce that it should carry.").rare();
    private static final Setting ACCESS_TOKEN = secret("access-token", "The access token that its at_hash should fit.")
            .rare();
    private static final Setting CODE =
            secret("code", "The authorization code that its c_hash should fit.").rare();
    private static final Setting DIFF = secret("diff", "Another token: also show in which claims the two differ.");

    private static Setting secret(String name, String help) {
        return Setting.secret(name, Setting.Group.COMMAND, help).onlyOption();
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(
                AUDIENCE, AT, LEEWAY, TYP, ALG, NONCE, ACCESS_TOKEN, CODE, KEY, SECRET, DIFF, TokenToRead.ID_TOKEN));
        settings.addAll(Settings.SERVER);
        settings.add(Settings.JWKS_URI);
        settings.add(Settings.CLIENT_ID);
        settings.add(Settings.KEY_PASSPHRASE);
        settings.add(Settings.PROFILE);
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.TEXT_OR_JSON);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(TokenToRead.ARGUMENT);
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() && setting != ALG && setting != DIFF;
    }

    @Override
    public String description() {
        return "Fetches the issuer's keys, chooses the one that the token names, and tells for each check whether it"
                + " passed, failed or does not apply, with its section. The issuer is --issuer's or the profile's; without"
                + " either the token's own word is taken for it, over https, and that is said. Exit code 6 when a check "
                + "failed.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat jwt verify -p work --audience https://api.example",
                "oat jwt verify file:token.txt --issuer https://as.example --typ at+jwt",
                "oat jwt verify env:TOKEN --key public.pem --at 2026-11-21T12:00:00Z",
                "oat jwt verify env:TOKEN --secret env:SHARED_SECRET",
                "oat jwt verify env:NEW --issuer https://as.example --diff env:OLD");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        return new Run(invocation).verify();
    }

    private static final class Run {
        private final Invocation invocation;
        private final Arguments arguments;
        private final ServerConnection connection;
        private Optional<String> issuer = Optional.empty();
        private boolean ownWord;

        Run(Invocation invocation) {
            this.invocation = invocation;
            this.arguments = invocation.arguments();
            this.connection = new ServerConnection(invocation);
        }

        ExitCode verify() {
            Secret token = TokenToRead.of(invocation, connection);
            Optional<LooseToken> other = arguments
                    .first(DIFF)
                    .map(reference -> JwtDecode.read(
                            connection.verbatim(reference, DIFF.option()).reveal()));
            List<Check> checks;
            try {
                checks = checks(Jwt.decode(token.reveal().strip()));
            } catch (JoseException e) {
                checks = List.of(Check.of(
                        "jwt",
                        "the token is a signed JWT",
                        SpecRef.rfc(7519, "7.2"),
                        false,
                        "three parts in base64url",
                        String.valueOf(e.getMessage())));
            }
            show(token, checks, other);
            invocation.trace().add(new TraceEvent.Checked("token", checks));
            Optional<Check> failed = Check.firstFailed(checks);
            if (failed.isPresent()) {
                String hint = ClaimHint.ofToken(failed.orElseThrow());
                Failure failure = new Failure.CheckFailed("token", failed.orElseThrow());
                throw hint.isEmpty() ? failure : failure.hint(hint);
            }
            return ExitCode.DONE;
        }

        private List<Check> checks(Jwt jwt) {
            Optional<String> secret = arguments.first(SECRET);
            if (secret.isPresent()) {
                if (arguments.has(KEY)) {
                    throw new Failure.Usage("--secret and --key contradict each other").hint("leave out one of them");
                }
                issuer = arguments.first(Settings.ISSUER).map(IssuerAddress::of);
                JwkSet keys = JwkSet.of(List.of(Jwk.ofSecret(connection
                        .argument(secret.get(), SECRET.option())
                        .reveal()
                        .getBytes(StandardCharsets.UTF_8))));
                return JwtChecks.verify(jwt, keys, expectations(keys, false));
            }
            Optional<String> file = arguments.first(KEY);
            if (file.isPresent()) {
                issuer = arguments.first(Settings.ISSUER).map(IssuerAddress::of);
                JwkSet keys = new KeyFile(invocation, KEY.option(), file.orElseThrow()).publicKeys();
                return JwtChecks.verify(jwt, keys, expectations(keys, false));
            }
            AuthorizationServer server = server(jwt);
            return connection
                    .signingKeys()
                    .judged(
                            server,
                            jwt,
                            "token",
                            keys -> JwtChecks.verify(jwt, keys, expectations(keys, true)),
                            invocation.trace());
        }

        private AuthorizationServer server(Jwt jwt) {
            Resolution settings = invocation.settings();
            if (settings.text(Settings.ISSUER).isPresent()
                    || settings.text(Settings.METADATA_URL).isPresent()
                    || settings.text(Settings.JWKS_URI).isPresent()) {
                AuthorizationServer server = connection.server();
                issuer = server.issuer();
                return server;
            }
            String iss = jwt.claims().value("iss").orElse("") instanceof String text ? text : "";
            if (!isSafe(iss)) {
                throw new Failure.Usage(
                                iss.isEmpty()
                                        ? "the token does not name its issuer, so its keys are not known"
                                        : "the token names an issuer that is no https address, and keys are not fetched"
                                                + " from there on its word")
                        .hint("--issuer URL, --jwks-uri URL or --key FILE says whose keys count");
            }
            ownWord = true;
            try {
                return connection.discovery().discover(iss);
            } catch (Failure.CheckFailed failure) {
                throw failure.hint("the token and the server's metadata write the issuer differently; tell the server's"
                        + " operator");
            }
        }

        private static boolean isSafe(String address) {
            try {
                URI uri = new URI(address);
                return uri.getHost() != null && Origins.isSecure(uri);
            } catch (URISyntaxException e) {
                return false;
            }
        }

        private JwtExpectations expectations(JwkSet keys, boolean publicOnly) {
            Instant now = invocation.environment().clock().instant().truncatedTo(ChronoUnit.SECONDS);
            Optional<String> at = arguments.first(AT);
            Set<String> algorithms = new LinkedHashSet<>(arguments.all(ALG));
            if (algorithms.isEmpty()) {
                algorithms.addAll(keys.verificationAlgorithms());
            }
            if (publicOnly) {
                // what a server publishes is no secret, so a signature by it proves nothing
                algorithms.removeIf(alg -> alg.startsWith("HS"));
            }
            return new JwtExpectations(
                    issuer,
                    arguments.all(AUDIENCE),
                    arguments.first(Settings.CLIENT_ID),
                    arguments.first(TYP),
                    given(NONCE),
                    given(ACCESS_TOKEN),
                    given(CODE),
                    algorithms,
                    at.isPresent() ? PointInTime.of(AT.option(), at.orElseThrow(), now) : now,
                    Duration.ofSeconds(invocation.settings().seconds(LEEWAY).orElse(LEEWAY_SECONDS)));
        }

        private Optional<Secret> given(Setting setting) {
            return arguments.first(setting).map(reference -> connection.argument(reference, setting.option()));
        }

        private void show(Secret token, List<Check> checks, Optional<LooseToken> other) {
            LooseToken read = JwtDecode.read(token.reveal());
            TokenReport report =
                    new TokenReport(invocation.environment().clock().instant());
            List<TokenReport.Difference> differences =
                    other.map(second -> TokenReport.differences(read, second)).orElse(List.of());
            boolean verified = Check.firstFailed(checks).isEmpty();
            String iss =
                    read.claims().flatMap(claims -> claims.value("iss")).orElse("") instanceof String text ? text : "";
            if (ownWord) {
                invocation
                        .output()
                        .warn("the issuer is the token's own word: " + iss
                                + "; --issuer URL holds it to the one that you trust");
            }
            if (JwtDecode.isJson(invocation)) {
                Map<String, Object> document = new LinkedHashMap<>();
                document.put("verified", verified);
                document.put("checks", TokenReport.checksJson(checks));
                read.header().ifPresent(header -> document.put("header", header));
                read.claims().ifPresent(claims -> document.put("claims", claims));
                if (other.isPresent()) {
                    document.put("differences", TokenReport.differencesJson(differences));
                }
                invocation.output().json(JsonObject.of(document));
                return;
            }
            StringBuilder text = new StringBuilder(TokenReport.checks(checks));
            if (verified) {
                text.append("\nEvery check that applies has passed.\n");
            }
            if (other.isPresent()) {
                text.append("\nFrom this token (-) to the other (+)\n").append(report.differences(differences));
            }
            invocation.output().report(text.toString());
        }
    }
}
