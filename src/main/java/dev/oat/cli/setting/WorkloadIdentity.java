package dev.oat.cli.setting;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity that the machine or the cluster gives whatever runs on it: {@code workload:kubernetes} and its siblings.
 *
 * <p>A platform is asked only when it is named, at its link-local address, past any proxy, within a second, and with the
 * header field that a page or a redirect could not send. Nothing is kept.
 */
final class WorkloadIdentity {
    private static final String METADATA = "http://169.254.169.254";
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String AZURE_AUDIENCE = "api://AzureADTokenExchange";
    private static final long LONGEST = 1 << 20;

    /** Tests stand a server in for a platform by this, on loopback only. */
    private static final String STAND_IN = "OAT_TEST_WORKLOAD_ADDRESS";

    private final Environment environment;
    private final String source;
    private final CiIdentity.Means means;

    /**
     * Creates a source of identities.
     *
     * @param source what gave the reference, for messages: {@code --client-assertion}
     */
    WorkloadIdentity(Environment environment, String source, CiIdentity.Means means) {
        this.environment = environment;
        this.source = source;
        this.means = means;
    }

    /**
     * Returns the token.
     *
     * @param reference what stands behind {@code workload:}, such as {@code gcp} or {@code kubernetes:AUDIENCE}
     * @throws Failure.Usage if no such platform is known, or it is not there
     */
    Secret fetch(String reference) {
        int colon = reference.indexOf(':');
        String platform = colon < 0 ? reference : reference.substring(0, colon);
        Optional<String> more = colon < 0 ? Optional.empty() : Optional.of(reference.substring(colon + 1));
        return switch (platform) {
            case "kubernetes" -> more.isEmpty() ? accountToken() : requested(more.get());
            case "gcp" -> gcp(more.or(means::audience).orElse(""));
            case "azure" -> azure(more.orElse(AZURE_AUDIENCE));
            case "aws" -> aws();
            case "spiffe" ->
                file(more.orElseGet(() -> variable("JWT_SVID_FILE", "name the file: workload:spiffe:PATH")));
            default ->
                throw new Failure.Usage(source + ": workload:" + platform + " is no platform that is known")
                        .hint("workload:kubernetes, workload:gcp, workload:azure, workload:aws or workload:spiffe");
        };
    }

    private String variable(String name, String hint) {
        String value = environment.variables().getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new Failure.Usage(source + ": the variable " + name + " is not set").hint(hint);
        }
        return value;
    }

    private Optional<URI> standIn() {
        String address = environment.variables().getOrDefault(STAND_IN, "");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        URI uri = URI.create(address);
        if (!Origins.isLoopback(uri)) {
            throw new Failure.Usage(STAND_IN + " is for tests, and leads to this machine only").hint("unset it");
        }
        return Optional.of(uri);
    }

    private URI metadata(String path) {
        return URI.create(standIn().map(URI::toString).orElse(METADATA) + path);
    }

    /** Returns the projected token, as the cluster keeps it fresh. */
    private Secret accountToken() {
        return file(account("token").toString());
    }

    private Path account(String name) {
        String directory = environment.variables().getOrDefault(STAND_IN + "_FILES", "");
        return (directory.isEmpty() || standIn().isEmpty() ? ACCOUNT : Path.of(directory)).resolve(name);
    }

    /** Returns a token that the cluster makes for an audience, for the account that the projected one is of. */
    private Secret requested(String audience) {
        Secret own = accountToken();
        String[] account = subject(own).split(":", -1);
        if (account.length != 4) {
            throw new Failure.Usage(source + ": the projected token is of no service account")
                    .hint("mount the service account's token: automountServiceAccountToken");
        }
        URI server = standIn()
                .orElseGet(() -> URI.create("https://"
                        + variable("KUBERNETES_SERVICE_HOST", "this is no pod") + ":"
                        + environment.variables().getOrDefault("KUBERNETES_SERVICE_PORT", "443")));
        JsonObject asked = JsonObject.of(Map.of(
                "apiVersion",
                "authentication.k8s.io/v1",
                "kind",
                "TokenRequest",
                "spec",
                Map.of("audiences", List.of(audience), "expirationSeconds", 600)));
        Request request = new Request(
                "token request of a service account",
                SpecRef.none(),
                "POST",
                URI.create(server + "/api/v1/namespaces/" + account[2] + "/serviceaccounts/" + account[3] + "/token"),
                Headers.empty()
                        .with("Authorization", Secret.of("Bearer " + own.reveal()))
                        .with("Accept", "application/json"),
                new Body.OfBytes("application/json", asked.toJson().getBytes(StandardCharsets.UTF_8)));
        Path authorities = account("ca.crt");
        Response response = means.nearby(Files.isReadable(authorities) ? Optional.of(authorities) : Optional.empty())
                .send(request);
        if (response.status() != 200 && response.status() != 201) {
            throw refused("Kubernetes", request, response)
                    .hint("let the account make its own tokens: create on serviceaccounts/token");
        }
        return Secret.of(member(response, "Kubernetes", "status", "token"));
    }

    private static String subject(Secret token) {
        try {
            return Jwt.decode(token.reveal()).claims().text("sub").orElse("");
        } catch (JoseException | JsonException e) {
            return "";
        }
    }

    private Secret gcp(String audience) {
        Request request = get("/computeMetadata/v1/instance/service-accounts/default/identity?format=full&audience="
                        + URLEncoder.encode(audience, StandardCharsets.UTF_8))
                .withHeaders(Headers.empty().with("Metadata-Flavor", "Google"));
        Response response = means.nearby(Optional.empty()).send(request);
        boolean google = response.headers().first("Metadata-Flavor").orElse("").equals("Google");
        if (response.status() != 200 || !google) {
            throw refused("Google Cloud", request, response).hint("this is no instance with a service account");
        }
        return nonEmpty(response.text().strip(), "Google Cloud's answer");
    }

    private Secret azure(String resource) {
        Request request = get("/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                        + URLEncoder.encode(resource, StandardCharsets.UTF_8))
                .withHeaders(Headers.empty().with("Metadata", "true").with("Accept", "application/json"));
        Response response = means.nearby(Optional.empty()).send(request);
        if (response.status() != 200) {
            throw refused("Azure", request, response).hint("assign a managed identity to this machine");
        }
        return nonEmpty(member(response, "Azure", "access_token"), "Azure's answer");
    }

    private Secret aws() {
        String file = environment.variables().getOrDefault("AWS_WEB_IDENTITY_TOKEN_FILE", "");
        if (!file.isEmpty()) {
            return file(file);
        }
        Request begin = new Request(
                "instance metadata session",
                SpecRef.none(),
                "PUT",
                metadata("/latest/api/token"),
                Headers.empty().with("X-aws-ec2-metadata-token-ttl-seconds", "60"),
                Body.none());
        Response session = means.nearby(Optional.empty()).send(begin);
        if (session.status() != 200) {
            throw refused("AWS", begin, session).hint("this is no EC2 instance, or its metadata are switched off");
        }
        Request request = get("/latest/dynamic/instance-identity/rsa2048")
                .withHeaders(Headers.empty()
                        .with(
                                "X-aws-ec2-metadata-token",
                                Secret.of(session.text().strip())));
        Response response = means.nearby(Optional.empty()).send(request);
        if (response.status() != 200) {
            throw refused("AWS", request, response).hint("the instance has no identity document");
        }
        return nonEmpty(String.join("", response.text().split("\\s+")), "AWS's answer");
    }

    private Request get(String path) {
        return Request.get("instance metadata request", SpecRef.none(), metadata(path));
    }

    private Failure refused(String platform, Request request, Response response) {
        Failure failure = new Failure.Unreachable(
                source + ": " + platform + " answered " + response.status() + " to the " + request.title());
        return failure.at(request.uri().toString(), response.status());
    }

    private String member(Response response, String platform, String... path) {
        try {
            JsonObject object = response.json();
            for (int i = 0; i + 1 < path.length; i++) {
                object = object.object(path[i]).orElse(JsonObject.EMPTY);
            }
            return object.text(path[path.length - 1]).orElse("");
        } catch (JsonException e) {
            throw new Failure.Unreachable(source + ": " + platform + " gave no identity token")
                    .hint("expected JSON with " + String.join(".", path));
        }
    }

    private Secret file(String name) {
        try {
            Path path = name.startsWith("~/") ? environment.home().resolve(name.substring(2)) : Path.of(name);
            if (Files.size(path) > LONGEST) {
                throw new Failure.Usage(source + ": the file " + name + " is larger than 1 MiB")
                        .hint("name the file of the token");
            }
            return nonEmpty(Files.readString(path).strip(), "the file " + name);
        } catch (IOException | InvalidPathException e) {
            throw new Failure.Usage(source + ": the token file " + name + " cannot be read")
                    .hint("the platform writes it; see oat help secrets");
        }
    }

    private Secret nonEmpty(String value, String where) {
        if (value.isEmpty()) {
            throw new Failure.Usage(source + ": " + where + " is empty");
        }
        return Secret.of(value);
    }
}
