package dev.oat.cli.jwt;

import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwe;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import dev.oat.render.token.TokenReport;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.TraceEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat jwt decrypt}: what an encrypted token holds. */
public final class JwtDecrypt implements Command {
    private static final Setting SECRET = Setting.secret(
                    "secret",
                    Setting.Group.COMMAND,
                    "A shared secret to decrypt with in place of a key, as a reference like --client-secret.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(
                SECRET,
                Settings.DECRYPTION_KEY,
                Settings.KEY_ID,
                Settings.KEY_PASSPHRASE,
                TokenToRead.ID_TOKEN,
                Settings.PROFILE,
                Settings.TEXT_OR_JSON);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(TokenToRead.ARGUMENT);
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() || setting == Settings.DECRYPTION_KEY;
    }

    @Override
    public String description() {
        return "Decrypts a token (RFC 7516) with a private key or a shared secret, and prints what is in it: mostly a"
                + " signed token, for oat jwt verify. Of several keys the one that the token names is used. Whoever has the"
                + " public key can encrypt, so this says nothing about who did.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat jwt decrypt file:token.txt --decryption-key client.jwk",
                "oat jwt decrypt - --decryption-key client.jwk < token.txt | oat jwt decode -",
                "oat jwt decrypt env:TOKEN --secret env:SHARED_SECRET -o json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ServerConnection connection = new ServerConnection(invocation);
        Secret token = TokenToRead.of(invocation, connection);
        Jwe.Decrypted opened;
        Jwe jwe;
        try {
            jwe = Jwe.decode(token.reveal().strip());
            opened = jwe.decrypt(
                    JwkSet.of(keys(invocation, connection)), Jwe.keyManagementAlgorithms(), Jwe.CONTENT_ENCRYPTIONS);
        } catch (JoseException e) {
            throw new Failure.Usage(String.valueOf(e.getMessage()))
                    .hint("an encrypted token has five parts; oat jwt decode reads those of three");
        }
        invocation.trace().add(new TraceEvent.Checked("encryption", opened.checks()));
        Optional<Check> failed = Check.firstFailed(opened.checks());
        if (JwtDecode.isJson(invocation)) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("decrypted", opened.plaintext().isPresent());
            document.put("checks", TokenReport.checksJson(opened.checks()));
            document.put("header", jwe.header());
            opened.plaintext().ifPresent(text -> document.put("plaintext", text));
            invocation.output().json(JsonObject.of(document));
        } else if (failed.isEmpty()) {
            invocation.output().document(opened.plaintext().orElse(""));
        }
        if (failed.isPresent()) {
            Failure failure = new Failure.CheckFailed("encrypted token", failed.get());
            throw failure.hint(
                    "--decryption-key FILE names the key that it is encrypted to, --key-id KID one of several");
        }
        return ExitCode.DONE;
    }

    private static List<Jwk> keys(Invocation invocation, ServerConnection connection) {
        Optional<String> kid = invocation.settings().text(Settings.KEY_ID);
        Optional<String> secret = invocation.arguments().first(SECRET);
        Optional<String> file = invocation.settings().text(Settings.DECRYPTION_KEY);
        if (secret.isPresent()) {
            Jwk key = Jwk.ofSecret(
                    connection.argument(secret.get(), SECRET.option()).reveal().getBytes(StandardCharsets.UTF_8));
            return List.of(kid.isPresent() ? key.withKeyId(kid.get()) : key);
        }
        if (file.isEmpty()) {
            throw new Failure.Usage("there is nothing to decrypt with").hint("--decryption-key FILE, or --secret REF");
        }
        List<Jwk> keys = new ArrayList<>();
        for (Jwk key : new KeyFile(invocation, Settings.DECRYPTION_KEY.option(), file.get())
                .privateKeys()
                .keys()) {
            if (kid.isEmpty() || key.keyId().isEmpty() || key.keyId().equals(kid)) {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new Failure.Usage("--decryption-key holds no key of that --key-id").hint("leave out --key-id");
        }
        return keys;
    }
}
