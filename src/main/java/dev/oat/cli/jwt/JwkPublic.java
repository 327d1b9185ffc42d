package dev.oat.cli.jwt;

import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.trace.Failure;
import java.util.List;

/** {@code oat jwk public}: the public half of a key, as servers want it. */
public final class JwkPublic implements Command {
    static final Positional FILE =
            new Positional("FILE", "The key file: JWK, JWKS, PEM, DER or PKCS#12; - for standard input.", true, false);
    private static final Setting SET = Setting.flag(
                    "set", Setting.Group.COMMAND, "Print a key set, {\"keys\": […]}, of a single key too.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(SET, Settings.KEY_ID, Settings.KEY_PASSPHRASE, Settings.JSON_OUTPUT);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(FILE);
    }

    @Override
    public String description() {
        return "Prints the public half of a private key as a JWK, or of several as a key set. Public keys and certificates "
                + "are turned into JWKs too, a certificate with its x5c, as self_signed_tls_client_auth wants it.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat jwk public client.jwk", "oat jwk public key.pem --key-id 2026-11 --set > jwks.json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        JwkSet keys = keys(invocation);
        boolean set = invocation.arguments().has(SET) || keys.keys().size() > 1;
        invocation.output().json(set ? keys.toPublicJson() : keys.keys().get(0).toPublicJson());
        return ExitCode.DONE;
    }

    /** Returns the public keys of the file, by {@code --key-id} one of them. */
    static JwkSet keys(Invocation invocation) {
        String name = invocation.arguments().positional(0).orElseThrow();
        List<Jwk> keys = new KeyFile(invocation, "FILE", name).publicKeys().keys();
        String kid = invocation.settings().text(Settings.KEY_ID).orElse("");
        if (keys.size() == 1 && !kid.isEmpty()) {
            keys = List.of(keys.get(0).withKeyId(kid));
        } else if (!kid.isEmpty()) {
            keys = keys.stream()
                    .filter(key -> key.keyId().filter(kid::equals).isPresent())
                    .toList();
        }
        for (Jwk key : keys) {
            if (key.keyType().equals("oct")) {
                throw new Failure.Usage("FILE " + name + ": a shared secret has no public half");
            }
        }
        if (keys.isEmpty()) {
            throw new Failure.Usage("FILE " + name + " holds no such key").hint("leave out --key-id to see all");
        }
        return JwkSet.of(keys);
    }
}
