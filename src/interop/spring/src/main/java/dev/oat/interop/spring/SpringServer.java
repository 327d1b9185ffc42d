package dev.oat.interop.spring;

import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.security.oauth2.core.AuthorizationGrantType.AUTHORIZATION_CODE;
import static org.springframework.security.oauth2.core.AuthorizationGrantType.CLIENT_CREDENTIALS;
import static org.springframework.security.oauth2.core.AuthorizationGrantType.DEVICE_CODE;
import static org.springframework.security.oauth2.core.AuthorizationGrantType.REFRESH_TOKEN;
import static org.springframework.security.oauth2.core.AuthorizationGrantType.TOKEN_EXCHANGE;
import static org.springframework.security.oauth2.core.ClientAuthenticationMethod.CLIENT_SECRET_BASIC;
import static org.springframework.security.oauth2.core.ClientAuthenticationMethod.CLIENT_SECRET_JWT;
import static org.springframework.security.oauth2.core.ClientAuthenticationMethod.CLIENT_SECRET_POST;
import static org.springframework.security.oauth2.core.ClientAuthenticationMethod.NONE;
import static org.springframework.security.oauth2.core.ClientAuthenticationMethod.PRIVATE_KEY_JWT;
import static org.springframework.security.oauth2.core.ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH;
import static org.springframework.security.oauth2.core.ClientAuthenticationMethod.TLS_CLIENT_AUTH;

import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * Spring's authorization server with its own login and consent pages, the clients that oat is tried with, and
 * everything on that it has: PAR, device flow, token exchange, registration, introspection, revocation, OpenID Connect.
 *
 * <p>Properties, as arguments ({@code --server.port=9002}): {@code interop.access-token-seconds}, {@code
 * interop.client-keys} (where the signing clients' JWKS is to be had), and Spring Boot's own for port, issuer and TLS.
 */
@SpringBootApplication
public class SpringServer {
    private static final SignatureAlgorithm[] CLIENT_ALGORITHMS = {
        SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256
    };

    @Value("${interop.access-token-seconds:300}")
    private long accessTokenSeconds;

    @Value("${interop.client-keys:http://127.0.0.1/none}")
    private String clientKeys;

    public static void main(String[] args) {
        SpringApplication.run(SpringServer.class, args);
    }

    @Bean
    @Order(1)
    SecurityFilterChain protocol(HttpSecurity http) throws Exception {
        http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.pushedAuthorizationRequestEndpoint(withDefaults())
                            .deviceAuthorizationEndpoint(withDefaults())
                            .deviceVerificationEndpoint(pages ->
                                    pages.deviceVerificationResponseHandler((request, response, verification) ->
                                            response.getWriter().print("Agreed.")))
                            .oidc(oidc -> oidc.clientRegistrationEndpoint(withDefaults()));
                })
                .authorizeHttpRequests(all -> all.anyRequest().authenticated())
                .oauth2ResourceServer(userinfo -> userinfo.jwt(withDefaults()))
                .exceptionHandling(refusals -> refusals.defaultAuthenticationEntryPointFor(
                        new LoginUrlAuthenticationEntryPoint("/login"),
                        new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
        return http.build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(all -> all.anyRequest().authenticated())
                .formLogin(withDefaults())
                .build();
    }

    @Bean
    UserDetailsService people() {
        return new InMemoryUserDetailsManager(
                User.withUsername("alice")
                        .password("{noop}down the & hole")
                        .roles("USER")
                        .build(),
                User.withUsername("bob").password("{noop}builder").roles("USER").build());
    }

    @Bean
    RegisteredClientRepository clients() {
        List<RegisteredClient> clients = new ArrayList<>(List.of(
                // Reserved characters in id and secret: only a client that form-encodes them before Basic gets in.
                client("oat:basic", CLIENT_SECRET_BASIC)
                        .clientSecret("{noop}b&s=c +100%25/\"~\"")
                        .build(),
                client("oat-post", CLIENT_SECRET_POST)
                        .clientSecret("{noop}p+st &=%/100")
                        .build(),
                client("oat-opaque", CLIENT_SECRET_BASIC)
                        .clientSecret("{noop}kept-in-the-dark")
                        .tokenSettings(tokens().accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                                .build())
                        .build(),
                client("oat-public", NONE).build(),
                client("oat-api", CLIENT_SECRET_BASIC)
                        .clientSecret("{noop}the-api-asks-too")
                        .build(),
                client("oat-secret-jwt", CLIENT_SECRET_JWT)
                        .clientSecret("a-secret-long-enough-to-sign-with-hs256")
                        .clientSettings(ClientSettings.builder()
                                .tokenEndpointAuthenticationSigningAlgorithm(MacAlgorithm.HS256)
                                .build())
                        .build(),
                client("oat-mtls", TLS_CLIENT_AUTH)
                        .clientSettings(ClientSettings.builder()
                                .x509CertificateSubjectDN("CN=oat-mtls")
                                .build())
                        .tokenSettings(
                                tokens().x509CertificateBoundAccessTokens(true).build())
                        .build(),
                client("oat-mtls-self-signed", SELF_SIGNED_TLS_CLIENT_AUTH)
                        .clientSettings(
                                ClientSettings.builder().jwkSetUrl(clientKeys).build())
                        .tokenSettings(
                                tokens().x509CertificateBoundAccessTokens(true).build())
                        .build(),
                // The only one that may register others: it asks for a token with scope client.create first.
                RegisteredClient.withId("registrar")
                        .clientId("registrar")
                        .clientSecret("{noop}registrar")
                        .clientAuthenticationMethod(CLIENT_SECRET_BASIC)
                        .authorizationGrantType(CLIENT_CREDENTIALS)
                        .scope("client.create")
                        .build()));
        for (SignatureAlgorithm algorithm : CLIENT_ALGORITHMS) {
            clients.add(client("oat-" + algorithm.getName().toLowerCase(java.util.Locale.ROOT), PRIVATE_KEY_JWT)
                    .clientSettings(ClientSettings.builder()
                            .jwkSetUrl(clientKeys)
                            .tokenEndpointAuthenticationSigningAlgorithm(algorithm)
                            .build())
                    .build());
        }
        return new InMemoryRegisteredClientRepository(clients);
    }

    private RegisteredClient.Builder client(String id, ClientAuthenticationMethod method) {
        RegisteredClient.Builder client = RegisteredClient.withId(id)
                .clientId(id)
                .clientAuthenticationMethod(method)
                .authorizationGrantType(AUTHORIZATION_CODE)
                .authorizationGrantType(REFRESH_TOKEN)
                .authorizationGrantType(DEVICE_CODE)
                .redirectUri("http://127.0.0.1/callback")
                .scopes(all -> all.addAll(Set.of("openid", "profile", "email", "read", "write")))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(true)
                        .build())
                .tokenSettings(tokens().build());
        return method.equals(NONE)
                ? client
                : client.authorizationGrantType(CLIENT_CREDENTIALS).authorizationGrantType(TOKEN_EXCHANGE);
    }

    private TokenSettings.Builder tokens() {
        return TokenSettings.builder()
                .accessTokenTimeToLive(Duration.ofSeconds(accessTokenSeconds))
                .reuseRefreshTokens(false);
    }

    /** One line per request on standard output: method, path, status and grant type. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    Filter accessLog() {
        return (request, response, chain) -> {
            chain.doFilter(request, response);
            var asked = (jakarta.servlet.http.HttpServletRequest) request;
            var answered = (jakarta.servlet.http.HttpServletResponse) response;
            System.out.println(Stream.of(
                            asked.getMethod(),
                            asked.getRequestURI(),
                            Integer.toString(answered.getStatus()),
                            asked.getParameter("grant_type"))
                    .filter(part -> part != null)
                    .collect(Collectors.joining(" ")));
        };
    }
}
