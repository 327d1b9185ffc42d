package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.http.Form;
import dev.oat.jose.Base64Url;
import dev.oat.jose.HalfHash;
import dev.oat.jose.Jwk;
import dev.oat.jose.Jwt;
import dev.oat.json.JsonObject;
import dev.oat.playground.ScriptedBrowser;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the developers' page on servers' answers, and holds it to the code: every row is sent to oat by a server, and what
 * oat did with it (the check, its section and how it came out, as the recording has them) stands in the row.
 *
 * <p>{@code -Dgolden.update=true} writes the page, and fails the run.
 */
@Timeout(300)
class AnswersPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/answers.md");
    private static final String SECRET = "a-client-secret-of-more-than-32-bytes-0123456789";

    /** Checks that decide over no answer of a server, by the beginnings of their names. */
    private static final Set<String> NOT_OF_ANSWERS = Set.of(
            // what the user gives to oat jwt verify, and what oat writes itself
            "jwt.",
            "client_document.",
            "browser.",
            // what --fapi2 asks of a server before anything is sent
            "fapi2.",
            // a response with another state is no answer at all: the listener refuses it, and waits on
            "state",
            // these never decide: the one fails after id_token.azp, the other does not fail
            "id_token.refresh.azp",
            "signature.header_keys");

    @TempDir
    Path home;

    private int runs;

    /** A message that a server can send, and the command that has it sent. */
    private enum Message {
        METADATA("Metadata", "OpenID Connect Discovery §3, RFC 8414 §2"),
        KEYS("Key set", "RFC 7517 §5"),
        AUTHORIZATION("Authorization response", "RFC 6749 §4.1.2"),
        JARM("Authorization response as a JWT", "JARM §2"),
        PUSHED("Answer to a pushed authorization request", "RFC 9126 §2.2"),
        TOKEN("Token answer", "RFC 6749 §5"),
        EXCHANGED("Answer to a token exchange", "RFC 8693 §2.2"),
        ID_JAG("ID-JAG, the answer of an identity provider", "ID-JAG §3"),
        CHAINED("Token answer to an ID-JAG", "ID-JAG §4.4"),
        BOUND("Token answer where the token is to be bound", "RFC 9449 §5"),
        ID_TOKEN("ID token", "OpenID Connect Core §2"),
        HYBRID("ID token through the browser", "OpenID Connect Core §3.3.2.11"),
        NO_NONCE("ID token without a nonce (device, CIBA, refresh token, password, code)", "OpenID Connect Core §2"),
        RENEWED("ID token of a renewal", "OpenID Connect Core §12.2"),
        USERINFO("Userinfo", "OpenID Connect Core §5.3.2"),
        USERINFO_JWT("Userinfo as a JWT", "OpenID Connect Core §5.3.2"),
        INTROSPECTION("Introspection answer", "RFC 7662 §2.2"),
        INTROSPECTION_JWT("Introspection answer as a JWT", "RFC 9701 §5"),
        DEVICE("Device authorization answer", "RFC 8628 §3.2"),
        CIBA("Backchannel authentication answer", "OpenID CIBA Core §7.3"),
        REGISTRATION("Registration answer", "RFC 7591 §3.2.1"),
        MANAGED("Answer about a registered client", "RFC 7592 §3"),
        RESOURCE("Metadata of a protected resource", "RFC 9728 §3.2");

        private final String title;
        private final String section;

        Message(String title, String section) {
            this.title = title;
            this.section = section;
        }
    }

    /** A server, and what it will say. */
    private static final class Scene {
        final TestWorld world;
        final OddServer odd;
        final Map<String, Object> answer = new LinkedHashMap<>();
        final Map<String, Object> header = new LinkedHashMap<>();
        final List<String> options = new ArrayList<>();
        Optional<OddServer.Reply> raw = Optional.empty();
        UnaryOperator<String> text = UnaryOperator.identity();
        UnaryOperator<Form> response = UnaryOperator.identity();
        Runnable between = () -> {};
        Jwk signer;

        Scene(TestWorld world, OddServer odd) {
            this.world = world;
            this.odd = odd;
            this.signer = odd.key();
        }

        long now() {
            return world.now().getEpochSecond();
        }

        OddServer.Reply reply(int status) {
            return raw.orElseGet(() -> OddServer.Reply.json(status, JsonObject.of(answer)));
        }

        String jwt() {
            Map<String, Object> whole = new LinkedHashMap<>();
            whole.put("alg", "ES256");
            whole.put("kid", odd.key().keyId().orElseThrow());
            header.forEach((name, value) -> set(whole, name, value));
            return text.apply(Jwt.sign(JsonObject.of(whole), JsonObject.of(answer), signer));
        }

        static void set(Map<String, Object> members, String name, Object value) {
            if (value == GONE) {
                members.remove(name);
            } else {
                members.put(name, value);
            }
        }
    }

    private static final Object GONE = new Object();

    /** One row: what the server sends. */
    private record Sample(Message message, String sends, Consumer<Scene> change) {}

    /** What oat did with it. */
    private record Row(
            Message message, String sends, String outcome, String rule, String section, Set<String> checks) {}

    private final List<Sample> samples = new ArrayList<>();

    private void sample(Message message, String sends, Consumer<Scene> change) {
        samples.add(new Sample(message, sends, change));
    }

    private void member(Message message, String sends, String name, Object value) {
        sample(message, sends, scene -> Scene.set(scene.answer, name, value));
    }

    private void header(Message message, String sends, String name, Object value) {
        sample(message, sends, scene -> scene.header.put(name, value));
    }

    private void raw(Message message, String sends, int status, String type, String body) {
        sample(message, sends, scene -> scene.raw = Optional.of(OddServer.Reply.text(status, type, body)));
    }

    private void noMessages(Message message) {
        raw(message, "an HTML page", 200, "text/html", "<html></html>");
        raw(message, "JSON that names a member twice", 200, "application/json", "{\"a\":1,\"a\":1}");
        raw(message, "status 503", 503, "text/plain", "later");
    }

    private static String retold(String compact, int part, UnaryOperator<String> change) {
        String[] parts = compact.split("\\.", -1);
        String json = new String(Base64Url.decode(parts[part]), StandardCharsets.UTF_8);
        parts[part] = Base64Url.encode(change.apply(json).getBytes(StandardCharsets.UTF_8));
        return String.join(".", parts);
    }

    private static String twice(String json, String more) {
        return json.substring(0, json.length() - 1) + "," + more + "}";
    }

    private void describe() {
        for (Message message : List.of(
                Message.METADATA,
                Message.PUSHED,
                Message.TOKEN,
                Message.USERINFO,
                Message.INTROSPECTION,
                Message.DEVICE,
                Message.CIBA,
                Message.REGISTRATION)) {
            noMessages(message);
        }

        member(Message.METADATA, "members that nobody knows", "x_unknown", Map.of("a", 1));
        member(Message.METADATA, "another `issuer`, or none", "issuer", "https://other.example");
        member(Message.METADATA, "an endpoint that is no https address", "token_endpoint", "http://as.example/token");
        member(Message.METADATA, "a member of another type", "token_endpoint", List.of());
        sample(
                Message.METADATA,
                "an endpoint in the cache that answers 404, 405 or 410, and lies elsewhere by newer metadata",
                scene -> scene.between = () -> {
                    scene.odd.page("/token", hit -> OddServer.Reply.text(404, "text/plain", "gone"));
                    scene.odd.metadata("token_endpoint", scene.odd.issuer() + "/moved");
                    scene.odd.page("/moved", hit -> OddServer.Reply.json(200, JsonObject.of(scene.odd.tokens())));
                });
        member(Message.METADATA, "`signed_metadata` that is no JWT", "signed_metadata", "x");
        sample(
                Message.METADATA,
                "`signed_metadata` of the issuer, signed by another key",
                scene -> scene.answer.put(
                        "signed_metadata", signedMetadata(scene, Jwk.generate("ES256", new SecureRandom()), 60)));
        sample(
                Message.METADATA,
                "`signed_metadata` of the issuer that have expired",
                scene -> scene.answer.put("signed_metadata", signedMetadata(scene, scene.odd.key(), -600)));

        sample(
                Message.KEYS,
                "keys of unknown kinds, and broken ones, beside the right one",
                scene -> scene.between = () -> scene.odd.page(
                        "/jwks",
                        hit -> OddServer.Reply.text(
                                200,
                                "application/json",
                                "{\"keys\":[7,{\"kty\":\"PQC\"},{\"kty\":\"EC\",\"crv\":\"P-256\"},"
                                        + scene.odd.key().toPublicJson().toJson() + "]}")));
        keys("no array `keys`", "{}");
        keys("no keys", "{\"keys\":[]}");
        keys("a shared secret in place of the key", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\",\"kid\":\"KID\"}]}");
        sample(Message.KEYS, "a key renewed under its old `kid` since the set was cached", scene -> {
            Jwk renewed = Jwk.generate("ES256", new SecureRandom())
                    .withKeyId(scene.odd.key().keyId().orElseThrow());
            scene.options.add("@TWICE");
            scene.between = () -> {
                scene.odd.idTokenKey = renewed;
                scene.odd.published = List.of(renewed);
            };
        });
        sample(
                Message.KEYS,
                "a set that cannot be read when it is fetched",
                scene -> scene.between =
                        () -> scene.odd.page("/jwks", hit -> OddServer.Reply.text(500, "text/plain", "no")));

        parameter("an error", form -> form.without("code").with("error", "access_denied"));
        parameter("another `iss`", form -> form.without("iss").with("iss", "https://other.example"));
        parameter("no `iss` where the metadata promise one", form -> form.without("iss"));
        sample(
                Message.AUTHORIZATION,
                "metadata by which the server knows no `code_challenge_method` S256",
                scene -> scene.odd.metadata("code_challenge_methods_supported", List.of("plain")));
        parameter("parameters that nobody knows", form -> form.with("session_state", "x"));

        member(Message.JARM, "what the specification asks", "x_unknown", 1);
        member(Message.JARM, "another `iss`, or none", "iss", "https://other.example");
        member(Message.JARM, "an `aud` without this client", "aud", "other");
        sample(Message.JARM, "an `exp` that is past", scene -> scene.answer.put("exp", scene.now() - 600));
        sample(Message.JARM, "a member twice, with equal values", scene -> {
            scene.options.add("@UNSIGNED_TWICE");
        });
        sample(Message.JARM, "plain parameters", scene -> scene.options.add("@PLAIN"));

        member(Message.PUSHED, "no `request_uri`", "request_uri", GONE);
        member(Message.PUSHED, "no `expires_in`", "expires_in", GONE);
        member(Message.PUSHED, "an `expires_in` that is not positive", "expires_in", 0);
        raw(Message.PUSHED, "a refusal", 400, "application/json", "{\"error\":\"invalid_request\"}");

        member(Message.TOKEN, "members that nobody knows", "x_unknown", 1);
        member(Message.TOKEN, "no `access_token`, or one that no header can carry", "access_token", "two words");
        member(Message.TOKEN, "`token_type` in another letter case", "token_type", "bearer");
        member(Message.TOKEN, "no `token_type`", "token_type", GONE);
        member(Message.TOKEN, "an odd `token_type`, such as BearerToken", "token_type", "BearerToken");
        sample(Message.TOKEN, "the same with `--token-type bearer`", scene -> {
            scene.answer.put("token_type", "BearerToken");
            scene.options.addAll(List.of("--token-type", "bearer"));
        });
        sample(Message.TOKEN, "`token_type` DPoP with `--token-type bearer`", scene -> {
            scene.answer.put("token_type", "DPoP");
            scene.options.addAll(List.of("--token-type", "bearer"));
        });
        member(Message.TOKEN, "`scope` as an array of texts", "scope", List.of("a", "b"));
        member(Message.TOKEN, "`scope` of another type", "scope", Map.of());
        member(Message.TOKEN, "`refresh_token` that is no text", "refresh_token", List.of());
        member(Message.TOKEN, "`id_token` that is no text", "id_token", 5);
        member(Message.TOKEN, "`expires_in` as a text, negative, or none", "expires_in", "600");
        member(Message.TOKEN, "`authorization_details` that is no array of objects", "authorization_details", "x");
        member(Message.TOKEN, "an `error` beside the token", "error", "invalid_scope");
        raw(Message.TOKEN, "a refusal", 400, "application/json", "{\"error\":\"invalid_client\"}");
        raw(
                Message.TOKEN,
                "a form in place of JSON",
                200,
                "application/x-www-form-urlencoded",
                "access_token=a&token_type=Bearer");

        member(Message.EXCHANGED, "no `issued_token_type`", "issued_token_type", GONE);
        member(
                Message.EXCHANGED,
                "another `issued_token_type` than was asked for",
                "issued_token_type",
                "urn:ietf:params:oauth:token-type:jwt");
        member(Message.EXCHANGED, "`token_type` N_A for what is an access token", "token_type", "N_A");

        idJags();

        member(Message.BOUND, "`token_type` DPoP", "token_type", "DPoP");
        member(Message.BOUND, "`token_type` Bearer", "token_type", "Bearer");
        sample(Message.BOUND, "a token whose `cnf` names another key", scene -> {
            scene.answer.put("token_type", "DPoP");
            scene.answer.put(
                    "access_token",
                    Jwt.sign(
                            JsonObject.of(Map.of("alg", "ES256")),
                            JsonObject.of(Map.of("cnf", Map.of("jkt", "other"))),
                            scene.odd.key()));
        });

        idTokens();
        renewals();

        member(Message.USERINFO, "claims that nobody knows", "x_unknown", 1);
        member(Message.USERINFO, "no `sub`", "sub", GONE);
        member(Message.USERINFO, "another `sub` than the ID token's", "sub", "mallory");
        header(Message.USERINFO_JWT, "a `typ` of another kind of JWT", "typ", "at+jwt");
        member(Message.USERINFO_JWT, "another `iss`", "iss", "https://other.example");
        member(Message.USERINFO_JWT, "no `iss` or `aud`", "iss", GONE);
        member(Message.USERINFO_JWT, "an `aud` without this client", "aud", "other");
        sample(Message.USERINFO_JWT, "an `exp` that is past", scene -> scene.answer.put("exp", scene.now() - 600));
        sample(
                Message.USERINFO_JWT,
                "a signature of another key",
                scene -> scene.signer = Jwk.generate("ES256", new SecureRandom()));
        sample(Message.USERINFO_JWT, "what is no JWT", scene -> scene.text = compact -> "x");
        secretSigned(Message.USERINFO_JWT, "--userinfo-signing-alg");

        member(Message.INTROSPECTION, "`active` false", "active", false);
        member(Message.INTROSPECTION, "no `active`, or one that is not true or false", "active", "true");
        raw(Message.INTROSPECTION, "a refusal", 401, "application/json", "{\"error\":\"invalid_client\"}");
        header(Message.INTROSPECTION_JWT, "another `typ`", "typ", "JWT");
        member(Message.INTROSPECTION_JWT, "another `iss`, or none", "iss", "https://other.example");
        member(Message.INTROSPECTION_JWT, "an `aud` without this client, or none", "aud", "other");
        member(Message.INTROSPECTION_JWT, "no `iat`, or one in the future", "iat", GONE);
        member(Message.INTROSPECTION_JWT, "no `token_introspection`", "token_introspection", GONE);
        sample(
                Message.INTROSPECTION_JWT,
                "JSON where a JWT was asked for",
                scene -> scene.raw = Optional.of(OddServer.Reply.text(200, "application/json", "{\"active\":true}")));
        sample(Message.INTROSPECTION_JWT, "what is no JWT", scene -> scene.text = compact -> "x");
        secretSigned(Message.INTROSPECTION_JWT, "--introspection-signing-alg");

        member(Message.DEVICE, "no `device_code`", "device_code", GONE);
        member(Message.DEVICE, "no `user_code`", "user_code", GONE);
        member(Message.DEVICE, "a `verification_uri` that cannot be opened safely", "verification_uri", "javascript:x");
        member(Message.DEVICE, "no `expires_in`", "expires_in", GONE);
        member(Message.DEVICE, "an `interval` that is no number", "interval", "soon");
        member(Message.DEVICE, "no `interval`", "interval", GONE);

        member(Message.CIBA, "no `auth_req_id`", "auth_req_id", GONE);
        member(Message.CIBA, "no `expires_in`", "expires_in", GONE);

        registrations();

        member(Message.RESOURCE, "another `resource`, or none", "resource", "https://other.example");
        member(
                Message.RESOURCE,
                "`authorization_servers` that are no https issuers",
                "authorization_servers",
                List.of("http://as.example"));
        member(
                Message.RESOURCE,
                "`bearer_methods_supported` without header",
                "bearer_methods_supported",
                List.of("query"));
        member(Message.RESOURCE, "a member of another type", "scopes_supported", "read");
        sample(
                Message.RESOURCE,
                "a challenge that names metadata at no https address",
                scene -> scene.options.add("@UNSAFE"));
    }

    private void idJags() {
        Message message = Message.ID_JAG;
        sample(message, "`token_type` Bearer", scene -> scene.options.add("@BEARER"));
        sample(message, "what is no JWT", scene -> scene.text = compact -> "x");
        header(message, "another `typ`, or none", "typ", "JWT");
        header(message, "`typ` as a whole media type", "typ", "application/oauth-id-jag+jwt");
        member(message, "another `iss`, or none", "iss", "https://other.example");
        member(message, "another `aud`, several, or none", "aud", List.of("https://other.example"));
        member(message, "another `client_id`, or none", "client_id", "other");
        sample(message, "an `exp` that is past by more than 10 s", scene -> scene.answer.put("exp", scene.now() - 100));
        member(message, "no `exp`", "exp", GONE);
        member(message, "another `sub` than the ID token's", "sub", "somebody-else");
        member(message, "no `sub`", "sub", GONE);
        member(message, "another `resource` than was asked for", "resource", "https://other.example");
        member(message, "no `resource`", "resource", GONE);
        member(Message.CHAINED, "no `aud`", "aud", GONE);
        member(Message.CHAINED, "another `aud` at the resource's origin", "aud", "https://api.example/other");
        member(Message.CHAINED, "an `aud` at another origin", "aud", "https://other.example");
    }

    /** Both servers of the chain are one here. */
    private TestWorld.Outcome chain(Sample sample, Scene scene, String recording) {
        OddServer odd = scene.odd;
        String resource = "https://api.example";
        Map<String, Object> claims = new LinkedHashMap<>(Map.of(
                "iss",
                odd.issuer(),
                "aud",
                odd.issuer(),
                "client_id",
                OddServer.CLIENT,
                "sub",
                "user-odd",
                "exp",
                scene.now() + 300,
                "resource",
                resource));
        boolean first = sample.message() == Message.ID_JAG;
        Map<String, Object> token = Map.of("sub", "user-odd", "aud", resource);
        scene.header.put("typ", first ? "oauth-id-jag+jwt" : "at+jwt");
        scene.answer.putAll(first ? claims : token);
        sample.change().accept(scene);
        String idJag = first
                ? scene.jwt()
                : OddServer.signed(Map.of("alg", "ES256", "typ", "oauth-id-jag+jwt"), claims, odd.key());
        String access = first ? OddServer.ACCESS_TOKEN : scene.jwt();
        odd.page(
                "/token",
                hit -> OddServer.Reply.json(
                        200,
                        JsonObject.of(
                                hit.form().has("requested_token_type")
                                        ? Map.of(
                                                "access_token",
                                                idJag,
                                                "issued_token_type",
                                                "urn:ietf:params:oauth:token-type:id-jag",
                                                "token_type",
                                                scene.options.contains("@BEARER") ? "Bearer" : "N_A",
                                                "expires_in",
                                                300)
                                        : Map.of("access_token", access, "token_type", "Bearer", "expires_in", 60))));
        scene.world.with(
                "ID_TOKEN",
                OddServer.signed(
                        Map.of("alg", "ES256"), Map.of("sub", "user-odd", "exp", scene.now() + 300), odd.key()));
        return run(
                scene,
                recording,
                "token",
                "id-jag",
                "--idp",
                odd.issuer(),
                "--subject-token",
                "env:ID_TOKEN",
                "--issuer",
                odd.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--client-secret",
                "env:SECRET",
                "--resource",
                resource);
    }

    private static String signedMetadata(Scene scene, Jwk signer, long life) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", scene.odd.issuer());
        claims.put("issuer", scene.odd.issuer());
        claims.put("exp", scene.now() + life);
        return Jwt.sign(
                JsonObject.of(
                        Map.of("alg", "ES256", "kid", scene.odd.key().keyId().orElseThrow())),
                JsonObject.of(claims),
                signer);
    }

    private void keys(String sends, String json) {
        sample(
                Message.KEYS,
                sends,
                scene -> scene.between = () -> scene.odd.page(
                        "/jwks",
                        hit -> OddServer.Reply.text(
                                200,
                                "application/json",
                                json.replace("KID", scene.odd.key().keyId().orElseThrow()))));
    }

    private void parameter(String sends, UnaryOperator<Form> change) {
        sample(Message.AUTHORIZATION, sends, scene -> scene.response = change);
    }

    private void secretSigned(Message message, String option) {
        sample(message, "HS256 by the client's secret", Scene -> hmac(Scene));
        sample(message, "the same with `" + option + " HS256`", scene -> {
            hmac(scene);
            scene.options.addAll(List.of(option, "HS256"));
        });
    }

    private static void hmac(Scene scene) {
        scene.header.put("alg", "HS256");
        scene.signer = Jwk.ofSecret(SECRET.getBytes(StandardCharsets.UTF_8));
    }

    private void idTokens() {
        Message message = Message.ID_TOKEN;
        member(message, "claims that nobody knows", "x_unknown", 1);
        sample(message, "what is no signed JWT", scene -> scene.text = compact -> "x");
        sample(
                message,
                "a claim twice, with equal values",
                scene -> scene.text = compact -> signedAnew(
                        scene, retold(compact, 1, json -> twice(json, "\"iss\":\"" + scene.odd.issuer() + "\""))));
        sample(
                message,
                "a claim twice, with different values",
                scene -> scene.text =
                        compact -> signedAnew(scene, retold(compact, 1, json -> twice(json, "\"iss\":\"x\""))));
        header(message, "a `typ` of another kind of JWT", "typ", "at+jwt");
        member(message, "another `iss`, or none", "iss", "https://other.example");
        sample(
                message,
                "an `alg` that is not expected, or none at all",
                scene -> scene.text = compact -> retold(compact, 0, json -> "{\"alg\":\"none\"}"));
        hmacIdToken("HS256, HS384 or HS512 by the client's secret", SECRET);
        hmacIdToken("the same with `--id-token-signing-alg HS256`", SECRET, "--id-token-signing-alg", "HS256");
        sample(message, "the same by a secret that is too short for it", scene -> {
            scene.header.put("alg", "HS256");
            scene.options.addAll(List.of("--client-secret", "env:SHORT", "--id-token-signing-alg", "HS256"));
            scene.signer = Jwk.ofSecret("too-short".getBytes(StandardCharsets.UTF_8));
            scene.text = compact -> compact;
        });
        for (String header : List.of("\"crit\":[\"exp\"]", "\"b64\":false")) {
            sample(
                    message,
                    "a header with `" + header.substring(1, header.indexOf('"', 1)) + "`",
                    scene ->
                            scene.text = compact -> signedAnew(scene, retold(compact, 0, json -> twice(json, header))));
        }
        encrypted("encrypted to our key", "A256GCM", false, UnaryOperator.identity());
        sample(
                message,
                "encrypted, where no `--decryption-key` is given",
                scene -> scene.text = compact -> sealed(compact, "A256GCM", encryptionKey()));
        encrypted("encrypted to another key", "A256GCM", true, UnaryOperator.identity());
        encrypted("encrypted, and changed on its way", "A256GCM", false, compact -> {
            int dot = compact.lastIndexOf('.', compact.lastIndexOf('.') - 1);
            char next = compact.charAt(dot + 1) == 'A' ? 'B' : 'A';
            return compact.substring(0, dot + 1) + next + compact.substring(dot + 2);
        });
        encrypted(
                "encrypted with an `alg` that is not expected",
                "A256GCM",
                false,
                compact -> retold(compact, 0, json -> json.replace("ECDH-ES", "RSA1_5")));
        encrypted(
                "encrypted with an `enc` that is not expected",
                "A256GCM",
                false,
                compact -> retold(compact, 0, json -> json.replace("A256GCM", "X256")));
        header(message, "a key in the header (`jwk`, `jku`, `x5c`, `x5u`)", "jku", "https://other.example/jwks");
        header(message, "a `kid` that is not in the key set", "kid", "other");
        sample(
                message,
                "a key that is not for signatures",
                scene -> scene.odd.published =
                        List.of(Jwk.parse(scene.odd.key().toPrivateJson().with("use", "enc"))));
        sample(
                message,
                "a signature of another key",
                scene -> scene.signer = Jwk.generate("ES256", new SecureRandom()));
        member(message, "an `aud` without this client, or none", "aud", "other");
        sample(message, "several audiences, and `azp` is this client", scene -> {
            scene.answer.put("aud", List.of(OddServer.CLIENT, "other"));
            scene.answer.put("azp", OddServer.CLIENT);
        });
        member(message, "several audiences, and no `azp`", "aud", List.of(OddServer.CLIENT, "other"));
        member(message, "an `azp` that is another client", "azp", "other");
        member(message, "no `sub`, or one that is no text of 255 ASCII characters", "sub", GONE);
        sample(
                message,
                "an `exp` that is past by more than 60 s, or none",
                scene -> scene.answer.put("exp", scene.now() - 60));
        sample(
                message,
                "an `iat` that is more than 60 s ahead, or none",
                scene -> scene.answer.put("iat", scene.now() + 61));
        sample(message, "an `nbf` that is more than 60 s ahead", scene -> scene.answer.put("nbf", scene.now() + 61));
        member(message, "another `nonce`, or none", "nonce", "other");
        member(message, "another `at_hash`", "at_hash", "other");
        member(message, "no `at_hash`", "at_hash", GONE);
        sample(message, "an `auth_time` before `max_age`, or none", scene -> {
            scene.answer.put("auth_time", scene.now() - 100);
            scene.options.addAll(List.of("--max-age", "30"));
        });
        sample(
                message,
                "no `acr`, or another, where `acr_values` asked for one",
                scene -> scene.options.addAll(List.of("--acr-values", "gold")));
        sample(
                message,
                "the same where `claims` asked for it as voluntary",
                scene -> scene.options.addAll(List.of("--claims", "{\"id_token\":{\"acr\":{\"value\":\"gold\"}}}")));
        sample(
                message,
                "the same where `claims` asked for it as essential",
                scene -> scene.options.addAll(
                        List.of("--claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"gold\"}}}")));

        sample(Message.HYBRID, "all hashes", scene -> {});
        member(Message.HYBRID, "no `c_hash`, or another", "c_hash", GONE);
        member(Message.HYBRID, "another `s_hash`", "s_hash", "other");
        sample(Message.HYBRID, "another `sub` in the token answer", scene -> scene.options.add("@OTHER_LATE"));

        sample(
                Message.NO_NONCE,
                "an `iat` from the beginning of the exchange on, less 60 s",
                scene -> scene.answer.put("iat", scene.now() - 60));
        sample(Message.NO_NONCE, "an `iat` before that", scene -> scene.answer.put("iat", scene.now() - 61));
    }

    private void encrypted(String sends, String enc, boolean toAnother, UnaryOperator<String> change) {
        sample(Message.ID_TOKEN, sends, scene -> {
            Jwk ours = encryptionKey();
            Path file = scene.world.home().resolve("decryption.jwk");
            try {
                Files.writeString(file, ours.toPrivateJson().toJson());
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            scene.options.addAll(List.of("--decryption-key", file.toString()));
            Jwk recipient = toAnother ? encryptionKey() : ours;
            scene.text = compact -> change.apply(sealed(compact, enc, recipient));
        });
    }

    private static Jwk encryptionKey() {
        return Jwk.parse(Jwk.generate("ES256", new SecureRandom())
                .toPrivateJson()
                .without("alg")
                .without("kid")
                .with("use", "enc"));
    }

    private static String sealed(String compact, String enc, Jwk recipient) {
        try {
            com.nimbusds.jose.JWEObject sealed = new com.nimbusds.jose.JWEObject(
                    new com.nimbusds.jose.JWEHeader.Builder(
                                    com.nimbusds.jose.JWEAlgorithm.ECDH_ES,
                                    com.nimbusds.jose.EncryptionMethod.parse(enc))
                            .contentType("JWT")
                            .build(),
                    new com.nimbusds.jose.Payload(compact));
            sealed.encrypt(new com.nimbusds.jose.crypto.ECDHEncrypter(
                    com.nimbusds.jose.jwk.ECKey.parse(recipient.toPublicJson().toJson())));
            return sealed.serialize();
        } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void hmacIdToken(String sends, String secret, String... more) {
        sample(Message.ID_TOKEN, sends, scene -> {
            scene.header.put("alg", "HS256");
            scene.signer = Jwk.ofSecret(secret.getBytes(StandardCharsets.UTF_8));
            scene.options.addAll(List.of("--client-secret", "env:SECRET"));
            scene.options.addAll(List.of(more));
        });
    }

    /** Signs a text again that was changed after it was signed. */
    private static String signedAnew(Scene scene, String compact) {
        try {
            String input = compact.substring(0, compact.lastIndexOf('.'));
            java.security.Signature signature = java.security.Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(com.nimbusds.jose.jwk.ECKey.parse(
                            scene.odd.key().toPrivateJson().toJson())
                    .toECPrivateKey());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + Base64Url.encode(signature.sign());
        } catch (java.security.GeneralSecurityException
                | java.text.ParseException
                | com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private void renewals() {
        Message message = Message.RENEWED;
        member(message, "no `nonce`, `auth_time` or `azp`", "nonce", GONE);
        sample(message, "a moved `auth_time`", scene -> scene.answer.put("auth_time", scene.now()));
        member(message, "another `nonce`", "nonce", "other");
        member(message, "another `azp`", "azp", "other");
        sample(message, "further audiences", scene -> {
            scene.answer.put("aud", List.of(OddServer.CLIENT, "other"));
            scene.answer.put("azp", OddServer.CLIENT);
        });
        sample(message, "an `iat` before the exchange, less 60 s", scene -> scene.answer.put("iat", scene.now() - 100));
        sample(message, "an `iat` before that of the former ID token", scene -> {
            scene.options.add("@AT_ONCE");
            scene.answer.put("iat", scene.now() - 30);
        });
        member(message, "another `sub`", "sub", "mallory");
        member(message, "another `iss`, or none", "iss", "https://other.example");
        member(message, "an `aud` without this client", "aud", "other");
        sample(message, "a key set that cannot be had", scene -> {
            scene.options.add("@AT_ONCE");
            scene.header.put("kid", "other");
            scene.between = () -> scene.odd.page("/jwks", hit -> OddServer.Reply.text(500, "text/plain", "no"));
        });
    }

    private void registrations() {
        Message message = Message.REGISTRATION;
        member(
                message,
                "members that nobody knows, `null`, and relative addresses that oat does not need",
                "logo_uri",
                "/x.png");
        member(message, "no `client_id`", "client_id", GONE);
        member(message, "a `client_secret` that is no visible text", "client_secret", Map.of());
        sample(message, "a `client_secret` that has expired", scene -> {
            scene.answer.put("client_secret", "s");
            scene.answer.put("client_secret_expires_at", 5);
        });
        sample(message, "`client_secret_expires_at` as a number in a text", scene -> {
            scene.answer.put("client_secret", "s");
            scene.answer.put("client_secret_expires_at", "0");
        });
        member(
                message,
                "no `client_secret` for a method that takes one",
                "token_endpoint_auth_method",
                "client_secret_basic");
        member(message, "`token_endpoint_auth_method` that is no text", "token_endpoint_auth_method", List.of());
        member(message, "`redirect_uris` that is no array", "redirect_uris", "x");
        member(
                message,
                "`client_name`, `scope`, `contacts`, `grant_types` or `response_types` of another type",
                "client_name",
                7);
        member(message, "a relative `registration_client_uri`", "registration_client_uri", "c");
        member(
                message,
                "a `registration_client_uri` that is no https address",
                "registration_client_uri",
                "http://as.example/c");
        member(message, "a `registration_access_token` that is no visible text", "registration_access_token", 1);
        raw(message, "a refusal", 400, "application/json", "{\"error\":\"invalid_client_metadata\"}");
        member(Message.MANAGED, "another `client_id` than was asked about", "client_id", "other");
    }

    private Row row(Sample sample) throws Exception {
        Path place = Files.createDirectories(home.resolve("run-" + ++runs));
        TestWorld world = TestWorld.at(place)
                .with("SECRET", SECRET)
                .with("SHORT", "too-short")
                .with("T", "token");
        try (OddServer odd = new OddServer(world.clock())) {
            Scene scene = new Scene(world, odd);
            Path recording = place.resolve("recording.json");
            TestWorld.Outcome outcome = play(sample, scene, recording.toString());
            try {
                return judged(sample, outcome, recording);
            } catch (IOException e) {
                throw new AssertionError(sample.sends() + ": " + outcome, e);
            }
        }
    }

    private static Row judged(Sample sample, TestWorld.Outcome outcome, Path recording) throws IOException {
        List<JsonObject> odd = new ArrayList<>();
        Optional<JsonObject> failed = Optional.empty();
        Set<String> names = new LinkedHashSet<>();
        for (Object step : JsonObject.parse(Files.readString(recording)).array("steps")) {
            if (!((JsonObject) step).value("checks").isPresent()) {
                continue;
            }
            for (Object one : ((JsonObject) step).array("checks")) {
                JsonObject check = (JsonObject) one;
                String verdict = check.text("verdict").orElse("");
                if (verdict.equals("warned")) {
                    odd.add(check);
                } else if (verdict.equals("failed") && failed.isEmpty()) {
                    failed = Optional.of(check);
                }
            }
        }
        if (outcome.code() == 0) {
            odd.forEach(check -> names.add(check.text("name").orElse("")));
            String warning = odd.isEmpty() && outcome.err().contains("warning: the new ID token could not be checked")
                    ? "the new ID token is left out"
                    : "";
            return new Row(
                    sample.message(),
                    sample.sends(),
                    odd.isEmpty() && warning.isEmpty() ? "accepted" : "warned about",
                    odd.isEmpty() ? warning : odd.get(0).text("title").orElse(""),
                    odd.isEmpty() ? sample.message().section : section(odd.get(0)),
                    names);
        }
        String fate = outcome.err().contains("the session stays")
                ? "refused, the session stays"
                : outcome.err().contains("ended the session") ? "refused, ends the session" : "refused";
        String rule = "";
        String where = "";
        if (outcome.code() == 6 && failed.isPresent()) {
            names.add(failed.get().text("name").orElse(""));
            rule = failed.get().text("title").orElse("");
            where = section(failed.get());
        } else {
            Matcher check = Pattern.compile("check failed: (.*?): expected ").matcher(outcome.err());
            rule = switch (outcome.code()) {
                case 6 -> check.find() ? check.group(1) : outcome.err();
                case 3 -> "the server's refusal is told";
                case 5 -> "it is no message of the protocol";
                case 7 -> "the server asks to come back later";
                default -> throw new AssertionError(sample.sends() + ": " + outcome);
            };
            Matcher see = Pattern.compile("\n     see (.*)\n").matcher(outcome.err());
            where = see.find() ? see.group(1) : sample.message().section;
        }
        return new Row(sample.message(), sample.sends(), fate + " (exit " + outcome.code() + ")", rule, where, names);
    }

    private static String section(JsonObject check) {
        return check.text("document").orElse("") + " §" + check.text("section").orElse("");
    }

    private static List<String> words(Scene scene, String recording, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--record", recording));
        for (String option : scene.options) {
            if (!option.startsWith("@")) {
                all.add(option);
            }
        }
        return all;
    }

    private TestWorld.Outcome run(Scene scene, String recording, String... words) {
        return scene.world.run(words(scene, recording, words).toArray(new String[0]));
    }

    private TestWorld.Outcome login(Scene scene, String recording, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "login", "work", "--issuer", scene.odd.issuer(), "--client-id", OddServer.CLIENT, "--no-browser"));
        words.addAll(List.of(more));
        List<String> all = recording.isEmpty() ? words : words(scene, recording, words.toArray(new String[0]));
        RunningCommand command = new RunningCommand(scene.world, all.toArray(new String[0]));
        try {
            ScriptedBrowser.allowing("nobody", Secret.of("")).visit(command.address());
        } catch (AssertionError endedBefore) {
            // refused before any address was printed
        }
        return command.outcome();
    }

    private TestWorld.Outcome play(Sample sample, Scene scene, String recording) throws Exception {
        OddServer odd = scene.odd;
        String issuer = odd.issuer();
        switch (sample.message()) {
            case METADATA -> {
                sample.change().accept(scene);
                String[] words = {
                    "token",
                    "client-credentials",
                    "--issuer",
                    issuer,
                    "--client-id",
                    OddServer.CLIENT,
                    "--client-secret",
                    "env:SECRET"
                };
                odd.tokenAnswer = answer -> {
                    answer.remove("id_token");
                    return answer;
                };
                scene.world.run(words);
                scene.world.pass(Duration.ofMinutes(scene.answer.isEmpty() && scene.raw.isEmpty() ? 1 : 10));
                scene.answer.forEach(odd::metadata);
                scene.raw.ifPresent(raw -> {
                    odd.page("/.well-known/openid-configuration", hit -> raw);
                    odd.page("/.well-known/oauth-authorization-server", hit -> raw);
                });
                scene.between.run();
                return run(scene, recording, words);
            }
            case KEYS -> {
                sample.change().accept(scene);
                if (scene.options.contains("@TWICE")) {
                    login(scene, "");
                }
                scene.between.run();
                return login(scene, recording);
            }
            case AUTHORIZATION -> {
                sample.change().accept(scene);
                odd.response = scene.response;
                return login(scene, recording);
            }
            case JARM -> {
                odd.metadata("authorization_signing_alg_values_supported", List.of("ES256"));
                odd.response = form -> {
                    scene.answer.put("iss", issuer);
                    scene.answer.put("aud", OddServer.CLIENT);
                    scene.answer.put("exp", scene.now() + 60);
                    for (String name : List.of("code", "state")) {
                        scene.answer.put(name, form.first(name).orElseThrow());
                    }
                    sample.change().accept(scene);
                    String jwt = scene.options.contains("@UNSIGNED_TWICE")
                            ? signedAnew(
                                    scene, retold(scene.jwt(), 1, json -> twice(json, "\"iss\":\"" + issuer + "\"")))
                            : scene.jwt();
                    return scene.options.contains("@PLAIN")
                            ? form
                            : Form.empty().with("response", jwt);
                };
                return login(scene, recording, "--response-mode", "query.jwt", "--timeout", "1");
            }
            case PUSHED -> {
                odd.metadata("pushed_authorization_request_endpoint", issuer + "/par");
                scene.answer.putAll(Map.of("request_uri", "urn:ietf:params:oauth:request_uri:x", "expires_in", 60));
                sample.change().accept(scene);
                odd.page("/par", hit -> {
                    scene.between.run();
                    state[0] = hit.form();
                    return scene.reply(201);
                });
                odd.page(
                        "/authorize",
                        hit -> OddServer.Reply.redirect(state[0].first("redirect_uri")
                                        .orElseThrow() + "?"
                                + Form.empty()
                                        .with("code", OddServer.CODE)
                                        .with("state", state[0].first("state").orElseThrow())
                                        .with("iss", issuer)
                                        .encode()));
                odd.tokenAnswer = answer -> {
                    answer.remove("id_token");
                    answer.remove("scope");
                    answer.put("scope", "read");
                    return answer;
                };
                return login(scene, recording, "--par", "--scope", "read");
            }
            case TOKEN, EXCHANGED, BOUND -> {
                scene.answer.putAll(
                        Map.of("access_token", OddServer.ACCESS_TOKEN, "token_type", "Bearer", "expires_in", 60));
                scene.answer.put("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
                sample.change().accept(scene);
                odd.page("/token", hit -> scene.reply(200));
                boolean exchange = sample.message() == Message.EXCHANGED;
                List<String> words = new ArrayList<>(List.of(
                        "token",
                        exchange ? "token-exchange" : "client-credentials",
                        "--issuer",
                        issuer,
                        "--client-id",
                        OddServer.CLIENT,
                        "--client-secret",
                        "env:SECRET"));
                if (exchange) {
                    words.addAll(List.of("--subject-token", "env:T", "--requested-token-type", "access_token"));
                }
                if (sample.message() == Message.BOUND) {
                    words.add("--dpop");
                }
                return run(scene, recording, words.toArray(new String[0]));
            }
            case ID_JAG, CHAINED -> {
                return chain(sample, scene, recording);
            }
            case ID_TOKEN, NO_NONCE, HYBRID -> {
                return idToken(sample, scene, recording);
            }
            case RENEWED -> {
                login(scene, "");
                odd.idTokenClaims = claims -> {
                    scene.answer.putAll(claims);
                    scene.answer.put("auth_time", 1_795_262_395L);
                    sample.change().accept(scene);
                    if (scene.options.contains("@AT_ONCE")) {
                        scene.answer.put("auth_time", claims.get("auth_time"));
                    }
                    return Map.of("unused", true);
                };
                // once to learn the options, with nothing sent
                sample.change().accept(scene);
                if (!scene.options.contains("@AT_ONCE")) {
                    scene.world.pass(Duration.ofSeconds(700));
                }
                odd.idTokenText = compact -> scene.jwt();
                scene.between.run();
                return run(scene, recording, "token", "-p", "work", "--force-refresh");
            }
            case USERINFO, USERINFO_JWT -> {
                login(scene, "", "--client-secret", "env:SECRET");
                scene.answer.put("sub", "user-odd");
                boolean jwt = sample.message() == Message.USERINFO_JWT;
                if (jwt) {
                    scene.answer.putAll(Map.of("iss", issuer, "aud", OddServer.CLIENT));
                }
                sample.change().accept(scene);
                odd.page(
                        "/userinfo",
                        hit -> jwt ? OddServer.Reply.text(200, "application/jwt", scene.jwt()) : scene.reply(200));
                return run(scene, recording, "userinfo", "work");
            }
            case INTROSPECTION, INTROSPECTION_JWT -> {
                odd.metadata("introspection_endpoint", issuer + "/introspect");
                boolean jwt = sample.message() == Message.INTROSPECTION_JWT;
                if (jwt) {
                    scene.header.put("typ", "token-introspection+jwt");
                    scene.answer.putAll(Map.of(
                            "iss",
                            issuer,
                            "aud",
                            OddServer.CLIENT,
                            "iat",
                            scene.now(),
                            "token_introspection",
                            Map.of("active", true)));
                } else {
                    scene.answer.put("active", true);
                }
                sample.change().accept(scene);
                odd.page(
                        "/introspect",
                        hit -> jwt && scene.raw.isEmpty()
                                ? OddServer.Reply.text(200, "application/token-introspection+jwt", scene.jwt())
                                : scene.reply(200));
                List<String> words = new ArrayList<>(List.of(
                        "introspect",
                        "env:T",
                        "--issuer",
                        issuer,
                        "--client-id",
                        OddServer.CLIENT,
                        "--client-secret",
                        "env:SECRET"));
                if (jwt) {
                    words.add("--jwt");
                }
                return run(scene, recording, words.toArray(new String[0]));
            }
            case DEVICE, CIBA -> {
                odd.metadata("device_authorization_endpoint", issuer + "/device");
                odd.metadata("backchannel_authentication_endpoint", issuer + "/ciba");
                odd.metadata("backchannel_token_delivery_modes_supported", List.of("poll"));
                boolean device = sample.message() == Message.DEVICE;
                scene.answer.putAll(Map.of("expires_in", 600, "interval", 5));
                if (device) {
                    scene.answer.putAll(
                            Map.of("device_code", "d", "user_code", "AB-CD", "verification_uri", issuer + "/device"));
                } else {
                    scene.answer.put("auth_req_id", "r");
                }
                sample.change().accept(scene);
                odd.page(device ? "/device" : "/ciba", hit -> scene.reply(200));
                return device
                        ? run(scene, recording, "token", "device", "--issuer", issuer, "--client-id", OddServer.CLIENT)
                        : run(
                                scene,
                                recording,
                                "token",
                                "ciba",
                                "--issuer",
                                issuer,
                                "--client-id",
                                OddServer.CLIENT,
                                "--client-secret",
                                "env:SECRET",
                                "--login-hint",
                                "alice");
            }
            case REGISTRATION, MANAGED -> {
                odd.metadata("registration_endpoint", issuer + "/register");
                odd.metadata("token_endpoint_auth_methods_supported", List.of("none"));
                scene.answer.put("client_id", "c");
                sample.change().accept(scene);
                if (sample.message() == Message.MANAGED) {
                    odd.page(
                            "/register",
                            hit -> OddServer.Reply.json(
                                    201,
                                    JsonObject.of(Map.of(
                                            "client_id",
                                            "c",
                                            "registration_client_uri",
                                            issuer + "/register/c",
                                            "registration_access_token",
                                            "t"))));
                    odd.page("/register/c", hit -> scene.reply(200));
                    scene.world.run("client", "register", "--issuer", issuer, "-p", "new");
                    return run(scene, recording, "client", "read", "-p", "new");
                }
                odd.page("/register", hit -> scene.reply(201));
                return run(scene, recording, "client", "register", "--issuer", issuer, "-p", "new");
            }
            case RESOURCE -> {
                scene.answer.putAll(Map.of("resource", issuer, "authorization_servers", List.of(issuer)));
                sample.change().accept(scene);
                odd.page("/.well-known/oauth-protected-resource", hit -> scene.reply(200));
                boolean unsafe = scene.options.contains("@UNSAFE");
                odd.page(
                        "/api",
                        hit -> new OddServer.Reply(
                                401,
                                "text/plain",
                                "",
                                unsafe
                                        ? List.of("WWW-Authenticate: Bearer resource_metadata=\"http://as.example/x\"")
                                        : List.of()));
                scene.world.typing("y");
                return run(scene, recording, "call", issuer + "/api");
            }
            default -> throw new AssertionError(sample);
        }
    }

    private final Form[] state = {Form.empty()};

    private TestWorld.Outcome idToken(Sample sample, Scene scene, String recording) throws Exception {
        OddServer odd = scene.odd;
        boolean hybrid = sample.message() == Message.HYBRID;
        // the options must be known before the token is made
        sample.change().accept(scene);
        boolean late = scene.options.contains("@OTHER_LATE");
        odd.idTokenClaims = claims -> {
            scene.answer.clear();
            scene.answer.putAll(claims);
            List<String> known = List.copyOf(scene.options);
            sample.change().accept(scene);
            scene.options.clear();
            scene.options.addAll(known);
            return Map.of("unused", true);
        };
        odd.idTokenText = compact -> scene.jwt();
        if (scene.options.contains("env:SHORT")) {
            odd.idTokenText = compact -> {
                String input = Base64Url.encode("{\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                        + Base64Url.encode(JsonObject.of(scene.answer).toJson().getBytes(StandardCharsets.UTF_8));
                return input + ".AAAA";
            };
        }
        String alg = String.valueOf(scene.header.getOrDefault("alg", "ES256"));
        odd.tokenAnswer = answer -> {
            Map<String, Object> hash = Map.of("at_hash", HalfHash.of(alg, OddServer.ACCESS_TOKEN));
            if (hybrid) {
                odd.idTokenClaims = claims -> {
                    scene.answer.clear();
                    scene.answer.putAll(claims);
                    if (late) {
                        scene.answer.put("sub", "mallory");
                    }
                    return Map.of("unused", true);
                };
            }
            answer.put("id_token", odd.idToken(hash));
            return answer;
        };
        if (hybrid) {
            odd.response = form -> form.with(
                    "id_token",
                    odd.idToken(Map.of(
                            "c_hash",
                            HalfHash.of("ES256", OddServer.CODE),
                            "s_hash",
                            HalfHash.of("ES256", form.first("state").orElseThrow()))));
            odd.page("/authorize", hit -> {
                OddServer.Reply reply = odd.authorized(hit);
                String location = reply.headers().get(0);
                String target = location.substring("Location: ".length());
                return posted(target);
            });
            return login(scene, recording, "--response-type", "code id_token");
        }
        return sample.message() == Message.NO_NONCE
                ? run(
                        scene,
                        recording,
                        "token",
                        "refresh",
                        "--issuer",
                        odd.issuer(),
                        "--client-id",
                        OddServer.CLIENT,
                        "--refresh-token",
                        "env:T")
                : login(scene, recording);
    }

    /** A page whose form the browser posts, as form_post is. */
    private static OddServer.Reply posted(String target) {
        int query = target.indexOf('?');
        StringBuilder fields = new StringBuilder();
        for (Form.Field field : Form.parse(target.substring(query + 1)).fields()) {
            fields.append("<input type=\"hidden\" name=\"")
                    .append(field.name())
                    .append("\" value=\"")
                    .append(field.value())
                    .append("\">");
        }
        return OddServer.Reply.text(
                200,
                "text/html",
                "<html><body><form method=\"post\" action=\"" + target.substring(0, query) + "\">" + fields
                        + "</form></body></html>");
    }

    private List<Row> rows() throws Exception {
        describe();
        List<Row> rows = new ArrayList<>();
        for (Sample sample : samples) {
            rows.add(row(sample));
        }
        return rows;
    }

    private static String page(List<Row> rows) {
        StringBuilder page = new StringBuilder();
        page.append("# What oat makes of servers' answers\n\n")
                .append(
                        "Written by `AnswersPageTest` (`-Dgolden.update=true`), which has a server send every row to oat:\n")
                .append(
                        "what stands behind it is what oat did, with the check that decided and the section that asks for\n")
                .append("it. What is accepted although odd is told in a warning; what is refused is not used.\n");
        for (Message message : Message.values()) {
            page.append("\n## ").append(message.title).append("\n\n");
            page.append("| The server sends | oat | Because | Section |\n|---|---|---|---|\n");
            for (Row row : rows) {
                if (row.message() == message) {
                    page.append("| ")
                            .append(row.sends())
                            .append(" | ")
                            .append(row.outcome())
                            .append(" | ");
                    page.append(row.rule()).append(" | ").append(row.section()).append(" |\n");
                }
            }
        }
        return page.toString();
    }

    @Test
    void the_page_tells_what_is_done_with_every_answer_and_leaves_no_check_out() throws Exception {
        List<Row> rows = rows();
        String page = page(rows);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        Set<String> told = new TreeSet<>();
        rows.forEach(row -> told.addAll(row.checks()));
        Set<String> untold = checksOfTheCode();
        untold.removeIf(name -> told.contains(name) || NOT_OF_ANSWERS.stream().anyMatch(name::startsWith));
        assertThat(untold).as("checks that no row of the page shows").isEmpty();
        assertThat(Boolean.getBoolean("golden.update"))
                .as("%s was written anew", PAGE)
                .isFalse();
        assertThat(Files.readString(PAGE)).as("-Dgolden.update=true writes it").isEqualTo(page);
    }

    /** The names of checks that stand in the code as they are. */
    private static Set<String> checksOfTheCode() throws IOException {
        Pattern made = Pattern.compile("Check\\s*\\.(?:of|same|warning)\\(\\s*\"([a-z_0-9.]+)\"");
        Pattern named = Pattern.compile(
                "\"((?:id_token|userinfo|introspection|jarm|signature|registration|resource_metadata|metadata)"
                        + "\\.[a-z_0-9.]*[a-z_0-9])\"");
        Set<String> names = new TreeSet<>();
        for (String part : List.of("endpoint", "authorization", "metadata", "jose", "proof", "grant")) {
            try (Stream<Path> files =
                    Files.walk(Path.of("src/main/java/dev/oat").resolve(part))) {
                // findings are what oat discover says of metadata, not what oat does with them
                for (Path file : files.filter(Files::isRegularFile)
                        .filter(one -> !one.toString().matches(".*(Findings|Survey|Difference)\\.java"))
                        .toList()) {
                    String source = Files.readString(file);
                    for (Pattern pattern : List.of(made, named)) {
                        Matcher matcher = pattern.matcher(source);
                        while (matcher.find()) {
                            names.add(matcher.group(1));
                        }
                    }
                }
            }
        }
        names.removeIf(name -> name.endsWith("."));
        return names;
    }
}
