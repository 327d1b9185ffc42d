package dev.oat.cli.credential;

import dev.oat.http.Body;
import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * AWS's security token service: temporary credentials for a role, by a token of somebody else's.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">
 *     AssumeRoleWithWebIdentity</a>
 */
final class SecurityTokenService {
    private static final String ACTION = "AssumeRoleWithWebIdentity";
    private static final String VERSION = "2011-06-15";
    private static final SpecRef SPEC = new SpecRef("AWS STS " + ACTION, "");

    /** What is there under heavy load, though the status says that the client is wrong. */
    private static final List<String> BUSY =
            List.of("Throttling", "ThrottlingException", "RequestLimitExceeded", "ServiceUnavailable");

    /**
     * The role that is asked for.
     *
     * @param arn its name
     * @param sessionName what the session is called in AWS's logs
     * @param seconds for how long, or empty for what the service does by itself
     */
    record Role(String arn, String sessionName, Optional<Long> seconds) {
        Role {
            Objects.requireNonNull(arn, "arn is null");
            Objects.requireNonNull(sessionName, "sessionName is null");
            Objects.requireNonNull(seconds, "seconds is null");
        }
    }

    private final Transport transport;
    private final URI endpoint;

    SecurityTokenService(Transport transport, URI endpoint) {
        this.transport = transport;
        this.endpoint = endpoint;
    }

    /**
     * Exchanges a token for temporary credentials.
     *
     * @return the credentials as {@code credential_process} prints them
     * @throws Failure.Refused if the service refuses the role or the token
     * @throws Failure.Unreachable if it gave no usable answer
     */
    JsonObject assume(Role role, Secret token) {
        Form form = Form.empty()
                .with("Action", ACTION)
                .with("Version", VERSION)
                .with("RoleArn", role.arn())
                .with("RoleSessionName", role.sessionName())
                .with("WebIdentityToken", token);
        if (role.seconds().isPresent()) {
            form = form.with("DurationSeconds", Long.toString(role.seconds().orElseThrow()));
        }
        Request request = new Request(
                "web identity request",
                SPEC,
                "POST",
                endpoint,
                Headers.empty().with("Accept", "application/xml, text/xml"),
                new Body.OfForm(form));
        Response response = transport.send(request);
        Optional<Map<String, String>> answer = StsAnswer.texts(response.text());
        if (!response.isSuccess()) {
            throw refusal(request, response, answer.orElse(Map.of()));
        }
        return answer.flatMap(SecurityTokenService::credentials).orElseThrow(() -> unusable(request, response));
    }

    private static Optional<JsonObject> credentials(Map<String, String> texts) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", 1);
        for (String name : List.of("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")) {
            String value = texts.getOrDefault(ACTION + "Response/" + ACTION + "Result/Credentials/" + name, "");
            if (value.isEmpty()) {
                return Optional.empty();
            }
            document.put(name, value);
        }
        return Optional.of(JsonObject.of(document));
    }

    private static Failure unusable(Request request, Response response) {
        Failure failure = new Failure.Unreachable(
                "the web identity request was answered with something other than temporary credentials");
        failure.spec(SPEC);
        failure.at(request.endpoint(), response.status());
        return failure.hint("check --sts-endpoint: is it a security token service?");
    }

    private static Failure refusal(Request request, Response response, Map<String, String> texts) {
        String code = texts.getOrDefault("ErrorResponse/Error/Code", "");
        if (response.isBusy() || BUSY.contains(code)) {
            return UnexpectedAnswer.comeBackLater(request, response);
        }
        if (code.isEmpty() || response.status() >= 500) {
            return UnexpectedAnswer.notAMessage(request, response);
        }
        Failure failure = new Failure.Refused(code, texts.getOrDefault("ErrorResponse/Error/Message", ""));
        failure.phase(request.title());
        failure.spec(SPEC);
        failure.at(request.endpoint(), response.status());
        String hint = hint(code);
        return hint.isEmpty() ? failure : failure.hint(hint);
    }

    private static String hint(String code) {
        return switch (code) {
            case "AccessDenied" ->
                "check the role's trust policy: its provider, and its conditions on aud and sub; oat jwt decode shows"
                        + " the token's";
            case "InvalidIdentityToken" ->
                "check the account's OpenID Connect provider: its URL is the token's iss, its audiences hold the aud";
            case "ExpiredTokenException", "ExpiredToken" -> "add --force-refresh";
            case "IDPRejectedClaim", "IDPCommunicationError" ->
                "AWS could not check the token at its issuer, which must be reachable from the internet";
            default -> "";
        };
    }
}
