package dev.oat.cli.jwt;

import dev.oat.cli.connect.KeyFile;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.Jwk;
import dev.oat.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code oat jwk thumbprint}: a key's name made from its material.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7638#section-3">RFC 7638 §3</a>
 */
public final class JwkThumbprint implements Command {
    private static final String URI_PREFIX = "urn:ietf:params:oauth:jwk-thumbprint:sha-256:";
    private static final Setting URI = Setting.flag("uri", Setting.Group.COMMAND, "Print it as a URI (RFC 9278).")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(URI, Settings.KEY_PASSPHRASE, Settings.TEXT_OR_JSON);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(JwkPublic.FILE);
    }

    @Override
    public String description() {
        return "Prints the SHA-256 thumbprint of each key in a file: what jkt, dpop_jkt and many a kid hold.";
    }

    @Override
    public List<String> examples() {
        return List.of("oat jwk thumbprint client.jwk", "oat jwk thumbprint public.pem --uri");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String name = invocation.arguments().positional(0).orElseThrow();
        String prefix = invocation.arguments().has(URI) ? URI_PREFIX : "";
        List<Jwk> keys = new KeyFile(invocation, "FILE", name).publicKeys().keys();
        if (JwtDecode.isJson(invocation)) {
            List<JsonObject> list = keys.stream()
                    .map(key -> {
                        Map<String, Object> members = new LinkedHashMap<>();
                        key.keyId().ifPresent(kid -> members.put("kid", kid));
                        members.put("thumbprint", prefix + key.thumbprint());
                        return JsonObject.of(members);
                    })
                    .toList();
            invocation.output().json(JsonObject.of(Map.of("keys", list)));
            return ExitCode.DONE;
        }
        StringBuilder text = new StringBuilder();
        for (Jwk key : keys) {
            text.append(prefix).append(key.thumbprint()).append('\n');
        }
        invocation.output().document(text.toString());
        return ExitCode.DONE;
    }
}
