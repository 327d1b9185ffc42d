package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;

/** Against panva's oidc-provider when it asks for a nonce of its own in every DPoP proof. */
final class OidcProviderNonceTest extends DpopJob {
    @Override
    AuthorizationServer startServer() {
        return AuthorizationServer.oidcProviderWithDpopNonces(api);
    }

    @Override
    AuthorizationServer.Client dpopClient() {
        return new AuthorizationServer.Client("oat-dpop", "");
    }

    @AfterAll
    void nonces_were_asked_for() {
        assertThat(server.process().log()).contains("use_dpop_nonce");
    }
}
