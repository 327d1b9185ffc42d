package dev.oat.cli.setting;

import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Addresses;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import dev.oat.trace.SpecRef;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity token that a CI service or a cluster gives the job that runs: {@code ci:github} and its siblings.
 *
 * <p>Nothing is kept: such tokens live for minutes and rotate. The token goes to whoever is named as its audience, and a
 * service that makes it on request is asked for the audience of this run.
 */
public final class CiIdentity {
    private static final Duration PROGRAM_LIMIT = Duration.ofSeconds(60);
    private static final long LONGEST = 1 << 20;
    private static final String CLUSTER_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    /** Where tokens come from that lie in no variable and no file; each is asked for only when it is needed. */
    public interface Means {
        /** Sends the request to the service; unrecorded, as the answer is a token under a name of the service's. */
        Transport transport();

        /** For whom the token is, unless the reference says so; empty when nothing is known. */
        Optional<String> audience();

        /**
         * Sends requests to what this machine runs on: past any proxy, and within a second.
         *
         * @param trust the certificate authorities to trust, or empty for Java's
         */
        Transport nearby(Optional<Path> trust);

        /**
         * A token of another profile's session.
         *
         * @param reference {@code profile:NAME#TOKEN}
         * @param source what gave the reference, for messages
         */
        Secret ofProfile(String reference, String source);
    }

    private final Environment environment;
    private final String source;
    private final Means means;

    /**
     * Creates a source of identity tokens.
     *
     * @param source what gave the reference, for messages: {@code --client-assertion}
     */
    CiIdentity(Environment environment, String source, Means means) {
        this.environment = environment;
        this.source = source;
        this.means = means;
    }

    /**
     * Returns the token.
     *
     * @param reference what stands behind {@code ci:}, such as {@code github} or {@code gitlab:NAME}
     * @throws Failure.Usage if no such service is known, or it is not there
     */
    Secret fetch(String reference) {
        int colon = reference.indexOf(':');
        String service = colon < 0 ? reference : reference.substring(0, colon);
        Optional<String> more = colon < 0 ? Optional.empty() : Optional.of(reference.substring(colon + 1));
        return switch (service) {
            case "github" -> github(more);
            case "gitlab" -> gitlab(more.orElse("GITLAB_OIDC_TOKEN"));
            case "circleci" -> circleci(more);
            case "buildkite" -> buildkite(more);
            case "kubernetes" -> kubernetes(more.orElse(CLUSTER_TOKEN));
            default ->
                throw Failure.Usage.value(
                                source,
                                "ci:" + service,
                                "ci:github, ci:gitlab, ci:circleci, ci:buildkite or ci:kubernetes")
                        .hint("oat help secrets tells of each");
        };
    }

    private Secret github(Optional<String> audience) {
        Map<String, String> variables = environment.variables();
        String address = variables.getOrDefault("ACTIONS_ID_TOKEN_REQUEST_URL", "");
        String token = variables.getOrDefault("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "");
        if (address.isEmpty() || token.isEmpty()) {
            throw new Failure.Usage(source + ": GitHub Actions gives this job no identity token")
                    .hint("add to the job: permissions: { id-token: write }");
        }
        Optional<String> wanted = audience.isPresent() ? audience : means.audience();
        if (wanted.isPresent()) {
            address += (address.indexOf('?') < 0 ? "?" : "&") + "audience="
                    + URLEncoder.encode(wanted.orElseThrow(), StandardCharsets.UTF_8);
        }
        URI uri = Addresses.given("ACTIONS_ID_TOKEN_REQUEST_URL", address, false);
        Request request = Request.get("identity token request", SpecRef.none(), uri);
        request = request.withHeaders(request.headers().with("Authorization", Secret.of("Bearer " + token)));
        Response response = means.transport().send(request);
        if (response.status() != 200) {
            Failure failure = new Failure.Unreachable(
                    source + ": GitHub Actions answered " + response.status() + " to the identity token request");
            failure.at(uri.getScheme() + "://" + uri.getHost() + uri.getPath(), response.status());
            throw failure.hint("the job's permission id-token: write may have ended with its step");
        }
        try {
            Optional<String> value = response.json().text("value");
            if (value.isPresent()) {
                return nonEmpty(value.orElseThrow(), "GitHub's answer");
            }
        } catch (JsonException e) {
            // told below
        }
        throw new Failure.Unreachable(source + ": GitHub Actions gave no identity token")
                .hint("expected JSON with a text named value");
    }

    private Secret gitlab(String variable) {
        String value = environment.variables().getOrDefault(variable, "");
        if (value.isEmpty()) {
            throw new Failure.Usage(source + ": GitLab gives this job no identity token in " + variable)
                    .hint("add to the job: id_tokens: { " + variable + ": { aud: "
                            + means.audience().orElse("https://as.example") + " } }");
        }
        return Secret.of(value.strip());
    }

    private Secret circleci(Optional<String> audience) {
        if (audience.isPresent()) {
            String claims = JsonObject.of(Map.of("aud", audience.orElseThrow())).toJson();
            return program(List.of("circleci", "run", "oidc", "get", "--claims", claims));
        }
        for (String variable : List.of("CIRCLE_OIDC_TOKEN_V2", "CIRCLE_OIDC_TOKEN")) {
            String value = environment.variables().getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return Secret.of(value.strip());
            }
        }
        throw new Failure.Usage(
                        source + ": CircleCI gives this job no identity token (CIRCLE_OIDC_TOKEN_V2 is not set)")
                .hint("give the job a context, or name an audience: ci:circleci:https://as.example");
    }

    private Secret buildkite(Optional<String> audience) {
        Optional<String> wanted = audience.isPresent() ? audience : means.audience();
        return program(
                wanted.isPresent()
                        ? List.of("buildkite-agent", "oidc", "request-token", "--audience", wanted.orElseThrow())
                        : List.of("buildkite-agent", "oidc", "request-token"));
    }

    private Secret program(List<String> command) {
        try {
            Programs.Result result = environment.programs().run(command, PROGRAM_LIMIT);
            if (result.status() != 0) {
                throw new Failure.Usage(source + ": " + command.get(0) + " ended with status " + result.status())
                        .hint("run it by hand to see why: " + ShellWord.line(command));
            }
            return nonEmpty(result.output().strip(), "the output of " + command.get(0));
        } catch (IOException e) {
            throw new Failure.Usage(source + ": " + command.get(0) + " cannot be run")
                    .hint("it is there only inside a job of that service");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while " + command.get(0) + " ran");
        }
    }

    private Secret kubernetes(String name) {
        try {
            Path path = name.startsWith("~/") ? environment.home().resolve(name.substring(2)) : Path.of(name);
            if (Files.size(path) > LONGEST) {
                throw new Failure.Usage(source + ": the file " + name + " is larger than 1 MiB")
                        .hint("name the file of the projected token");
            }
            return nonEmpty(Files.readString(path).strip(), "the file " + name);
        } catch (IOException | InvalidPathException e) {
            throw new Failure.Usage(source + ": the token file " + name + " cannot be read")
                    .hint("mount a projected serviceAccountToken with the server as its audience, and name it:"
                            + " ci:kubernetes:PATH");
        }
    }

    private Secret nonEmpty(String value, String where) {
        if (value.isEmpty()) {
            throw new Failure.Usage(source + ": " + where + " is empty");
        }
        return Secret.of(value);
    }
}
