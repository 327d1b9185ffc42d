package dev.oat.playground.issuer;

import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The client authentication methods that the server knows, of which a request uses exactly one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-2.3">RFC 6749 §2.3</a>
 */
public final class ClientAuthenticators {
    private final Map<String, ClientAuthenticator> byMethod = new LinkedHashMap<>();
    private final Issuer issuer;
    private final Attestations attestations;

    public ClientAuthenticators(Issuer issuer) {
        this.issuer = issuer;
        this.attestations = new Attestations(issuer);
        Assertions assertions = new Assertions(issuer);
        List<ClientAuthenticator> all = new ArrayList<>(
                List.of(new Basic(), new Post(), assertions.bySecret(), assertions.byKey(), new None(issuer)));
        all.addAll(MutualTls.ways(issuer));
        all.add(attestations);
        for (ClientAuthenticator one : all) {
            byMethod.put(one.method(), one);
        }
    }

    public List<String> methods() {
        return List.copyOf(byMethod.keySet());
    }

    /**
     * Returns the client that sends this request.
     *
     * @throws OAuthError {@code invalid_client} if it does not convince, {@code invalid_request} if it uses two methods
     */
    public PlaygroundClient authenticate(Incoming request, PlaygroundForm form) {
        List<String> used = new ArrayList<>();
        List<ClientAuthenticator.Claim> claims = new ArrayList<>();
        for (ClientAuthenticator one : byMethod.values()) {
            one.claim(request, form).ifPresent(claim -> {
                used.add(one.method());
                claims.add(claim);
            });
        }
        if (claims.isEmpty()) {
            throw OAuthError.invalidClient("the request does not say which client sends it");
        }
        if (claims.size() > 1) {
            throw OAuthError.invalidRequest("the client authenticates by " + String.join(" and ", used) + " at once");
        }
        ClientAuthenticator.Claim claim = claims.get(0);
        if (form.first("client_id").filter(id -> !id.equals(claim.clientId())).isPresent()) {
            throw OAuthError.invalidRequest("client_id is not the client that authenticates");
        }
        PlaygroundClient client = issuer.client(claim.clientId())
                .orElseThrow(() -> OAuthError.invalidClient("no such client, or wrong credentials"));
        if (!client.authMethods().contains(used.get(0))) {
            throw OAuthError.invalidClient("the client is not registered for " + used.get(0) + ", but for "
                    + String.join(" or ", client.authMethods().stream().sorted().toList()));
        }
        if (!claim.proof().convinces(client)) {
            throw OAuthError.invalidClient("no such client, or wrong credentials");
        }
        return client;
    }

    /** Returns an answer with what the next request needs to authenticate. */
    public Answer answered(Answer answer) {
        return attestations.withChallenge(answer);
    }

    /** Hands out what the proofs of client attestations must hold. */
    public Answer challenge(Incoming request) {
        return request.method().equals("POST")
                ? attestations.challenge()
                : Answer.empty(405).with("Allow", "POST");
    }

    private static boolean hasSecret(PlaygroundClient client, String secret) {
        return client.secret().filter(Secret.of(secret)::equals).isPresent();
    }

    private static Optional<String> authorization(Incoming request) {
        List<String> values = request.headers("Authorization");
        if (values.size() > 1) {
            throw OAuthError.invalidRequest("there is more than one Authorization header");
        }
        return values.stream().findFirst();
    }

    /** {@code client_secret_basic}: both halves are form-encoded before they are joined. */
    private static final class Basic implements ClientAuthenticator {
        @Override
        public String method() {
            return "client_secret_basic";
        }

        @Override
        public Optional<Claim> claim(Incoming request, PlaygroundForm form) {
            return authorization(request).map(header -> {
                if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
                    throw OAuthError.invalidClient("the Authorization header is not of the scheme Basic");
                }
                String pair = decoded(header.substring(6).strip());
                int colon = pair.indexOf(':');
                if (colon < 0) {
                    throw OAuthError.invalidClient("the Basic credentials have no colon");
                }
                String secret = formDecoded(pair.substring(colon + 1));
                return new Claim(formDecoded(pair.substring(0, colon)), client -> hasSecret(client, secret));
            });
        }

        private static String decoded(String text) {
            try {
                return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw OAuthError.invalidClient("the Basic credentials are not base64");
            }
        }

        private static String formDecoded(String text) {
            try {
                return PlaygroundForm.decode(text);
            } catch (OAuthError e) {
                throw OAuthError.invalidClient("the Basic credentials are not form-encoded (RFC 6749 section 2.3.1)");
            }
        }
    }

    /** {@code client_secret_post}. */
    private static final class Post implements ClientAuthenticator {
        @Override
        public String method() {
            return "client_secret_post";
        }

        @Override
        public Optional<Claim> claim(Incoming request, PlaygroundForm form) {
            return form.first("client_secret")
                    .map(secret -> new Claim(form.required("client_id"), client -> hasSecret(client, secret)));
        }
    }

    /** {@code none}: a public client names itself. */
    private static final class None implements ClientAuthenticator {
        private final Issuer issuer;

        None(Issuer issuer) {
            this.issuer = issuer;
        }

        @Override
        public String method() {
            return "none";
        }

        @Override
        public Optional<Claim> claim(Incoming request, PlaygroundForm form) {
            if (form.has("client_secret")
                    || form.has("client_assertion")
                    || authorization(request).isPresent()
                    || Attestations.isShown(request)) {
                return Optional.empty();
            }
            return form.first("client_id")
                    // those who show a certificate name themselves in the same way
                    .filter(id -> !issuer.client(id).map(MutualTls::isFor).orElse(false))
                    .map(id -> new Claim(id, PlaygroundClient::isPublic));
        }
    }
}
