package dev.oat.cli.jwt;

import dev.oat.cli.connect.ClientKeys;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ClaimPairs;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.Base64Url;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat jwt sign}: a token of one's own, for tests and for grants that take one. */
public final class JwtSign implements Command {
    private static final long LIFETIME_SECONDS = 300;
    private static final int JTI_BYTES = 16;

    private static final Setting CLAIM = Setting.texts(
                    "claim",
                    Setting.Group.COMMAND,
                    "NAME=TEXT",
                    "A claim; NAME:=JSON for one that is no text; repeatable.")
            .onlyOption();
    private static final Setting HEADER = Setting.texts(
                    "header",
                    Setting.Group.COMMAND,
                    "NAME=TEXT",
                    "A further member of the header, likewise; repeatable.")
            .onlyOption();
    private static final Setting TYP = Setting.text(
                    "typ", Setting.Group.COMMAND, "TYP", "The header's typ; JWT unless given.")
            .onlyOption();
    private static final Setting LIFETIME = Setting.text(
                    "lifetime", Setting.Group.COMMAND, "SECONDS", "How long the token is good; 300 unless given.")
            .onlyOption()
            .seconds();
    private static final Setting BARE = Setting.flag(
                    "bare", Setting.Group.COMMAND, "Add no iat, exp and jti to the claims that are given.")
            .onlyOption();
    private static final Setting SECRET = Setting.secret(
                    "secret",
                    Setting.Group.COMMAND,
                    "A shared secret to sign with in place of a key (HS256), as a reference.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(
                CLAIM,
                HEADER,
                TYP,
                LIFETIME,
                BARE,
                SECRET,
                Settings.SIGNING_KEY,
                Settings.SIGNING_ALG,
                Settings.KEY_ID,
                Settings.KEY_PASSPHRASE,
                Settings.PROFILE,
                Settings.JSON_OUTPUT);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "CLAIMS", "The claims as one JSON object: itself, @FILE, or @- for standard input.", false, false));
    }

    @Override
    public String description() {
        return "Signs claims with a private key or a shared secret, and prints the token. Unless they are given, iat, exp "
                + "and jti are added.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat jwt sign --signing-key client.jwk --claim iss=me --claim sub=me",
                "oat jwt sign '{\"sub\":\"alice\",\"admin\":true}' --signing-key key.pem",
                "oat jwt sign @claims.json --secret env:SHARED_SECRET --lifetime 1h");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        Optional<String> secret = invocation.arguments().first(SECRET);
        boolean keyGiven = invocation.arguments().has(Settings.SIGNING_KEY);
        if (secret.isPresent() && keyGiven) {
            throw new Failure.Usage("--secret and --signing-key contradict each other").hint("leave out one of them");
        }
        Jwk key = secret.isPresent()
                ? Jwk.ofSecret(connection
                        .argument(secret.orElseThrow(), SECRET.option())
                        .reveal()
                        .getBytes(StandardCharsets.UTF_8))
                : key(connection);
        Optional<String> kid = invocation.settings().text(Settings.KEY_ID);
        if (secret.isPresent() && kid.isPresent()) {
            key = key.withKeyId(kid.orElseThrow());
        }
        JsonObject claims = claims(invocation);
        String token;
        JsonObject header;
        try {
            header = header(invocation, key);
            token = Jwt.sign(header, claims, key);
        } catch (JoseException e) {
            throw new Failure.Usage(String.valueOf(e.getMessage()))
                    .hint("--signing-alg ALG names another algorithm, --signing-key FILE another key");
        }
        if (invocation.settings().text(Settings.JSON_OUTPUT).isPresent()) {
            invocation
                    .output()
                    .json(JsonObject.EMPTY
                            .with("token", token)
                            .with("header", header)
                            .with("claims", claims));
        } else {
            invocation.output().document(token);
        }
        return ExitCode.DONE;
    }

    private static Jwk key(ServerConnection connection) {
        ClientKeys keys = connection.keys();
        if (!keys.hasSigningKey()) {
            throw new Failure.Usage("there is nothing to sign with")
                    .hint("--signing-key FILE, or --secret REF; oat jwk generate makes a key");
        }
        return keys.signingKey();
    }

    private static JsonObject header(Invocation invocation, Jwk key) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("alg", key.signatureAlgorithm(invocation.settings().text(Settings.SIGNING_ALG), List.of()));
        members.put("typ", invocation.arguments().first(TYP).orElse("JWT"));
        key.keyId().ifPresent(kid -> members.put("kid", kid));
        ClaimPairs.add(members, HEADER, invocation.arguments().all(HEADER));
        return JsonObject.of(members);
    }

    private static JsonObject claims(Invocation invocation) {
        Map<String, Object> claims = new LinkedHashMap<>();
        Optional<String> given = invocation.arguments().positional(0);
        if (given.isPresent()) {
            claims.putAll(object(invocation, given.orElseThrow()).members());
        }
        ClaimPairs.add(claims, CLAIM, invocation.arguments().all(CLAIM));
        if (!invocation.arguments().has(BARE)) {
            long now = invocation.environment().clock().instant().getEpochSecond();
            claims.putIfAbsent("iat", now);
            claims.putIfAbsent(
                    "exp", now + invocation.settings().seconds(LIFETIME).orElse(LIFETIME_SECONDS));
            byte[] jti = new byte[JTI_BYTES];
            invocation.environment().random().get().nextBytes(jti);
            claims.putIfAbsent("jti", Base64Url.encode(jti));
        }
        return JsonObject.of(claims);
    }

    private static JsonObject object(Invocation invocation, String text) {
        String json = text;
        if (text.startsWith("@")) {
            String source = text.equals("@-") ? "-" : "file:" + text.substring(1);
            Secret content = SecretReference.of(source, "CLAIMS")
                    .resolve(invocation.environment(), !invocation.settings().flag(Settings.NO_INPUT));
            json = content.reveal();
        }
        try {
            return JsonObject.parse(json);
        } catch (JsonException e) {
            throw new Failure.Usage("CLAIMS is no JSON object: " + e.getMessage())
                    .hint("write '{\"sub\":\"alice\"}', @FILE, or --claim sub=alice");
        }
    }
}
