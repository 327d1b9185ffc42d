package dev.oat.playground.issuer;

import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.net.TlsPeer;
import java.util.List;
import java.util.Optional;

/**
 * Client authentication by the certificate of the TLS connection. The certificate of {@code tls_client_auth} must be the
 * playground's own, with the client id as its common name; that of {@code self_signed_tls_client_auth} must hold one of the
 * client's keys.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705#section-2">RFC 8705 §2</a>
 */
final class MutualTls {
    private MutualTls() {}

    /** Both ways, where the issuer has a TLS port; none where it has not. */
    static List<ClientAuthenticator> ways(Issuer issuer) {
        return issuer.tls().isEmpty()
                ? List.of()
                : List.of(
                        new Shown(issuer, PlaygroundClient.TLS_CLIENT_AUTH),
                        new Shown(issuer, PlaygroundClient.SELF_SIGNED_TLS_CLIENT_AUTH));
    }

    /** Returns whether a client is registered to show a certificate. */
    static boolean isFor(PlaygroundClient client) {
        return client.authMethods().contains(PlaygroundClient.TLS_CLIENT_AUTH)
                || client.authMethods().contains(PlaygroundClient.SELF_SIGNED_TLS_CLIENT_AUTH);
    }

    private static final class Shown implements ClientAuthenticator {
        private final Issuer issuer;
        private final String method;

        Shown(Issuer issuer, String method) {
            this.issuer = issuer;
            this.method = method;
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public Optional<Claim> claim(Incoming request, PlaygroundForm form) {
            Optional<String> id = form.first("client_id");
            boolean other = form.has("client_secret")
                    || form.has("client_assertion")
                    || request.header("Authorization").isPresent()
                    || Attestations.isShown(request);
            boolean registered = id.flatMap(issuer::client)
                    .filter(client -> client.authMethods().contains(method))
                    .isPresent();
            if (other || !registered) {
                return Optional.empty();
            }
            return Optional.of(new Claim(id.get(), client -> convinces(request, client)));
        }

        private boolean convinces(Incoming request, PlaygroundClient client) {
            TlsPeer peer = request.peer()
                    .orElseThrow(() -> OAuthError.invalidClient(
                            "the request shows no certificate; the endpoints for that are in mtls_endpoint_aliases"));
            if (method.equals(PlaygroundClient.TLS_CLIENT_AUTH)) {
                return peer.isVouchedFor(client.id(), issuer.tls().orElseThrow().authority());
            }
            String shown = peer.key().thumbprint();
            return issuer.keysOf(client).keys().stream()
                    .anyMatch(key -> key.thumbprint().equals(shown));
        }
    }
}
