package dev.oat.cli.connect;

import dev.oat.authorization.Fapi2;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.StoredProfiles;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.clientauth.PublicClient;
import dev.oat.endpoint.AuthMethodChoice;
import dev.oat.endpoint.Client;
import dev.oat.endpoint.jwt.Decryption;
import dev.oat.endpoint.jwt.JwtAnswers;
import dev.oat.endpoint.jwt.RegisteredAlgorithms;
import dev.oat.endpoint.jwt.ServerTokens;
import dev.oat.http.Transport;
import dev.oat.jose.JwkSet;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says who the client is that the settings describe, and how it proves itself. */
final class ClientIdentity {
    private final Resolution settings;
    private final Invocation invocation;
    private @Nullable Transport clientTransport;
    private @Nullable Transport clientWire;
    private @Nullable Client client;
    private boolean mayBeUnnamed;
    private boolean keyIsGrants;
    private final ServerAccess access;
    private final Secrets secrets;
    private final OwnCertificate certificate;

    ClientIdentity(Invocation invocation, ServerAccess access, Secrets secrets, OwnCertificate certificate) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.access = access;
        this.secrets = secrets;
        this.certificate = certificate;
    }

    /** Returns what the client can prove itself with. */
    ClientKeys keys() {
        return new ClientKeys(invocation, secrets, certificate, access);
    }

    /**
     * Sends protocol messages in the client's name: with its certificate, to servers that ask for one.
     *
     * @throws Failure.Usage if the certificate cannot be used
     */
    Transport clientTransport() {
        if (settings.value(Settings.CERT).isEmpty()) {
            return access.transport();
        }
        Transport made = clientTransport;
        if (made == null) {
            made = access.recorded(clientWire());
            Optional<LoneCertificate> alone = certificate.lone();
            made = alone.isPresent() ? alone.orElseThrow().told(made) : made;
            clientTransport = made;
        }
        return made;
    }

    Transport clientWire() {
        if (settings.value(Settings.CERT).isEmpty()) {
            return access.wire();
        }
        Transport made = clientWire;
        if (made == null) {
            made = access.wire(access.transportSettings().withCertificate(certificate.certificate()));
            clientWire = made;
        }
        return made;
    }

    /** Opens the JWTs that the server sends. */
    ServerTokens serverTokens() {
        JwkSet[] read = new JwkSet[1];
        Decryption decryption = Decryption.by(() -> {
            if (read[0] == null) {
                read[0] = keys().decryptionKeys();
            }
            return read[0];
        });
        Secret[] secret = new Secret[1];
        RegisteredAlgorithms registered =
                new RegisteredAlgorithms(name -> settings.text(Settings.registeredAs(name)), () -> {
                    if (secret[0] == null) {
                        secret[0] = secrets.secret(Settings.CLIENT_SECRET).orElse(null);
                    }
                    return Optional.ofNullable(secret[0]);
                });
        return new ServerTokens(access.server(), access.signingKeys(), decryption, registered, invocation.trace());
    }

    /** Opens answers that come as JWTs. */
    JwtAnswers jwtAnswers() {
        return new JwtAnswers(
                access.server(),
                settings.text(Settings.CLIENT_ID),
                serverTokens(),
                invocation.environment().clock());
    }

    /**
     * Returns the client, with its authentication chosen.
     *
     * @throws Failure.Usage if there is no client id, or its secret cannot be had
     */
    Client client() {
        Client made = client;
        if (made == null) {
            made = identify();
            client = made;
        }
        return made;
    }

    /** For grants that say themselves who asks: a client need not be named. */
    void withoutClientIfUnnamed() {
        mayBeUnnamed = true;
    }

    /** For grants that the signing key is for: on its own account it does not authenticate the client too. */
    void withSigningKeyOfGrant() {
        keyIsGrants = true;
    }

    private Client identify() {
        Optional<String> id = settings.text(Settings.CLIENT_ID);
        if (id.isEmpty() && mayBeUnnamed) {
            return new Client("", new PublicClient(), access.assertionAudience(access.server()));
        }
        if (id.isEmpty() || id.orElseThrow().isEmpty()) {
            throw new Failure.Usage("no client is named")
                    .hint(StoredProfiles.hint(
                            invocation.settings(),
                            invocation.storage(),
                            "give --client-id ID; the server's operator knows it"));
        }
        for (Setting setting : Settings.CLIENT) {
            if (setting.block() == Setting.Block.CREDENTIAL && settings.leavesUnused(setting)) {
                invocation
                        .output()
                        .warn(setting.variable() + " is not used: the client comes from profile "
                                + settings.profileName().orElse("")
                                + (setting.kind() == Setting.Kind.SECRET
                                        ? "; write " + setting.key() + " = \"env:" + setting.variable() + "\" there"
                                        : "; write " + setting.key() + " there"));
            }
        }
        AuthorizationServer at = access.server();
        if (id.orElseThrow().startsWith("https://") && !at.flag("client_id_metadata_document_supported")) {
            invocation
                    .trace()
                    .note("the client id is a URL, and the server does not say that it reads client ID metadata"
                            + " documents: it must know the client otherwise");
        }
        AuthMethodChoice choice = authentication(at);
        if (settings.flag(Settings.FAPI2)) {
            Fapi2.verifyMethod(choice.authentication().method());
        }
        invocation
                .trace()
                .note("client authentication: " + choice.authentication().method() + ", as " + choice.reason());
        if (choice.authentication().method().endsWith("tls_client_auth")
                && at.text(Endpoint.TOKEN.member()).orElse("").startsWith("http:")) {
            invocation.trace().warn("the token endpoint is http, so no certificate is shown to it");
        }
        return new Client(id.orElseThrow(), choice.authentication(), access.assertionAudience(at));
    }

    /**
     * Returns how the client authenticates to a server.
     *
     * @throws Failure.Usage if that cannot be, or what it takes cannot be had
     */
    AuthMethodChoice authentication(AuthorizationServer at) {
        String method = settings.text(Settings.AUTH_METHOD).orElse("auto");
        ClientKeys keys = keys();
        return AuthMethodChoice.choose(
                method, keyIsGrants && method.equals("auto") ? keys.withoutSigningKey() : keys, at);
    }
}
