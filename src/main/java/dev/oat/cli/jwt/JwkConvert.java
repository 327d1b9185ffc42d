package dev.oat.cli.jwt;

import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat jwk convert}: keys in another form. */
public final class JwkConvert implements Command {
    private static final Setting TO = Setting.text(
                    "to",
                    Setting.Group.COMMAND,
                    "FORM",
                    "pem, jwk or jwks; jwks for several keys, else the other of pem and jwk.")
            .oneOf("pem", "jwk", "jwks")
            .onlyOption();
    private static final Setting PUBLIC = Setting.flag("public", Setting.Group.COMMAND, "The public halves only.")
            .onlyOption();
    private static final Setting ALG = Setting.text(
                    "alg",
                    Setting.Group.COMMAND,
                    "ALG",
                    "Of several keys those for this algorithm; a single key is marked so.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(TO, PUBLIC, ALG, Settings.KEY_ID, Settings.KEY_PASSPHRASE, Settings.JSON_OUTPUT);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "FILE",
                "Key files: JWK, JWKS, PEM, DER or PKCS#12; - for standard input. Several make one key set.",
                true,
                true));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() || setting == Settings.KEY_ID;
    }

    @Override
    public String description() {
        return "Prints keys in another form: PEM as a JWK and the other way round, or all of several files as one key set."
                + " Of several keys --key-id and --alg choose; a single one gets them as its kid and alg. Private keys"
                + " stay private, unless --public.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat jwk convert key.pem --key-id 2026-11 --alg ES256 > client.jwk",
                "oat jwk convert client.jwk --public > public.pem",
                "oat jwk convert old.pem new.jwk --public > jwks.json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        List<Jwk> keys = new ArrayList<>();
        boolean pem = false;
        for (String name : invocation.arguments().positionals()) {
            KeyFile file = new KeyFile(invocation, "FILE", name);
            pem |= !isJson(file.bytes());
            keys.addAll(keys(file));
        }
        keys = chosen(invocation, keys);
        String form = invocation.arguments().first(TO).orElse(keys.size() > 1 ? "jwks" : pem ? "jwk" : "pem");
        boolean open = invocation.arguments().has(PUBLIC);
        try {
            if (form.equals("pem")) {
                StringBuilder text = new StringBuilder();
                for (Jwk key : keys) {
                    text.append(key.isPrivate() && !open ? key.toPem() : key.toPublicPem());
                }
                invocation.output().document(text.toString().stripTrailing());
                return ExitCode.DONE;
            }
            if (form.equals("jwk") && keys.size() > 1) {
                throw new Failure.Usage("there are " + keys.size() + " keys, and a JWK is one")
                        .hint("--to jwks, or choose one by --key-id KID or --alg ALG");
            }
            if (form.equals("jwk")) {
                invocation.output().json(json(keys.get(0), open));
            } else {
                invocation
                        .output()
                        .json(
                                open
                                        ? JwkSet.of(keys).toPublicJson()
                                        : JsonObject.of(Map.of(
                                                "keys",
                                                keys.stream()
                                                        .map(Jwk::toPrivateJson)
                                                        .toList())));
            }
            return ExitCode.DONE;
        } catch (JoseException e) {
            throw new Failure.Usage("a key cannot be written as " + form + ": " + e.getMessage());
        }
    }

    private static JsonObject json(Jwk key, boolean open) {
        return open ? key.toPublicJson() : key.toPrivateJson();
    }

    private static boolean isJson(byte[] file) {
        return new String(file, StandardCharsets.UTF_8).stripLeading().startsWith("{");
    }

    private static List<Jwk> keys(KeyFile file) {
        if (isJson(file.bytes())) {
            return file.publicKeys().keys();
        }
        try {
            return file.privateKeys().keys();
        } catch (Failure.Usage e) {
            // it holds public keys or certificates
            return file.publicKeys().keys();
        }
    }

    private static List<Jwk> chosen(Invocation invocation, List<Jwk> keys) {
        Optional<String> kid = invocation.settings().text(Settings.KEY_ID);
        Optional<String> alg = invocation.arguments().first(ALG);
        if (keys.size() == 1) {
            JsonObject json = keys.get(0).toPrivateJson();
            json = kid.isPresent() ? json.with("kid", kid.get()) : json;
            return List.of(Jwk.parse(alg.isPresent() ? json.with("alg", alg.get()) : json));
        }
        List<Jwk> chosen = new ArrayList<>();
        for (Jwk key : keys) {
            boolean named = kid.isEmpty() || key.keyId().equals(kid);
            boolean fits = alg.isEmpty()
                    || key.algorithm().equals(alg)
                    || (key.algorithm().isEmpty() && key.signatureAlgorithms().contains(alg.get()));
            if (named && fits) {
                chosen.add(key);
            }
        }
        if (chosen.isEmpty()) {
            throw new Failure.Usage("none of the " + keys.size() + " keys is the one that was asked for")
                    .hint("leave out --key-id and --alg to see all");
        }
        return chosen;
    }
}
