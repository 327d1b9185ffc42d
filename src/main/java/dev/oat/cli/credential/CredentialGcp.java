package dev.oat.cli.credential;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.token.TokenFile;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code oat credential gcp}: an executable that Google's libraries run for the subject token of an external account.
 *
 * @see <a href="https://google.aip.dev/auth/4117">AIP-4117</a>
 */
public final class CredentialGcp implements Command {
    private static final String VARIABLE = "GOOGLE_EXTERNAL_ACCOUNT_";
    private static final String TYPE = "urn:ietf:params:oauth:token-type:";
    private static final String ID_TOKEN = TYPE + "id_token";
    private static final String JWT = TYPE + "jwt";

    @Override
    public List<Setting> settings() {
        return TokenHolder.settings(WebIdentity.ACCESS_TOKEN);
    }

    @Override
    public boolean isUsual(Setting setting) {
        return TokenHolder.isUsual(setting);
    }

    @Override
    public String description() {
        return "Prints the session's ID token as Google's libraries take it from an executable of an external account, and"
                + " writes it to the file that they name. The profile must name the provider's audience (api). What"
                + " fails is told in the same form. They run it where GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat profile set work api=https://iam.googleapis.com",
                "# once\n  gcloud iam workload-identity-pools create-cred-config PROVIDER \\\n"
                        + "    --output-file gcp.json \\\n"
                        + "    --subject-token-type urn:ietf:params:oauth:token-type:id_token \\\n"
                        + "    --executable-command '/usr/local/bin/oat credential gcp -p work'",
                "# then\n  export GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1\n"
                        + "  export GOOGLE_APPLICATION_CREDENTIALS=gcp.json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        try {
            answer(invocation);
            return ExitCode.DONE;
        } catch (Failure failure) {
            invocation.output().document(refusal(failure).toJson());
            if (variable(invocation, "AUDIENCE").isPresent()) {
                // a library reads the document only of an executable that ended well
                return ExitCode.DONE;
            }
            throw failure;
        }
    }

    private static void answer(Invocation invocation) {
        if (variable(invocation, "REVOKE").filter("1"::equals).isPresent()) {
            throw new Failure.Usage("the session is not ended from here").hint("oat logout NAME");
        }
        String type = type(invocation);
        Optional<URI> audience = variable(invocation, "AUDIENCE").map(CredentialGcp::address);
        Invocation holder = audience.isPresent() ? TokenHolder.require(invocation, audience.orElseThrow()) : invocation;
        WebIdentity identity = WebIdentity.of(holder);
        String token = identity.token().reveal();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("success", true);
        document.put("token_type", type);
        document.put("id_token", token);
        document.put("expiration_time", end(identity, token).getEpochSecond());
        String text = JsonObject.of(document).toJson() + "\n";
        Optional<String> file = variable(invocation, "OUTPUT_FILE");
        if (file.isPresent()) {
            TokenFile.named(file.orElseThrow(), VARIABLE + "OUTPUT_FILE").write(text);
        }
        if (file.isEmpty() || !isInteractive(invocation)) {
            // who sits before a terminal has the library read the file
            invocation.output().document(text);
        }
    }

    private static String type(Invocation invocation) {
        boolean access = invocation.arguments().has(WebIdentity.ACCESS_TOKEN);
        String type = variable(invocation, "TOKEN_TYPE").orElse(access ? JWT : ID_TOKEN);
        if (!type.equals(ID_TOKEN) && !type.equals(JWT)) {
            throw new Failure.Usage("the external account asks for a token of type " + type + ", which oat has not")
                    .hint("set subject_token_type to " + ID_TOKEN + " or " + JWT);
        }
        if (access && type.equals(ID_TOKEN)) {
            throw new Failure.Usage("the external account asks for an ID token, and --access-token gives another")
                    .hint("set subject_token_type to " + JWT + ", or leave out --access-token");
        }
        return type;
    }

    /** Returns the provider by its full name, which is an address without a scheme. */
    private static URI address(String audience) {
        try {
            URI uri = new URI(audience.startsWith("//") ? "https:" + audience : audience).parseServerAuthority();
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new Failure.Usage(VARIABLE + "AUDIENCE is no provider: //iam.googleapis.com/…")
                .hint("the library sets it from the audience of its settings");
    }

    private static Instant end(WebIdentity identity, String token) {
        try {
            Optional<Instant> said = Jwt.decode(token).claims().number("exp").map(Instant::ofEpochSecond);
            return said.or(identity::end)
                    .orElseThrow(() -> new Failure.Usage("the token does not say when it ends, as Google wants it")
                            .hint("have the server put exp into it"));
        } catch (JoseException | JsonException e) {
            throw new Failure.Usage("the access token is no JWT, so nobody but its server can check it")
                    .hint("leave out --access-token: the ID token is one");
        }
    }

    private static boolean isInteractive(Invocation invocation) {
        return variable(invocation, "INTERACTIVE").filter("1"::equals).isPresent();
    }

    private static Optional<String> variable(Invocation invocation, String name) {
        String value = invocation.environment().variables().getOrDefault(VARIABLE + name, "");
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }

    private static JsonObject refusal(Failure failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", 1);
        document.put("success", false);
        document.put("code", ExitCode.of(failure).name());
        document.put(
                "message",
                failure.what() + failure.hint().map(hint -> "; try: " + hint).orElse(""));
        return JsonObject.of(document);
    }
}
