package dev.oat.cli.connect;

import dev.oat.authorization.Fapi2;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.clientauth.AttestationChallenges;
import dev.oat.clientauth.ClientAssertion;
import dev.oat.clientauth.ClientAttestation;
import dev.oat.endpoint.ClientMeans;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.metadata.Endpoint;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the settings give the client to prove itself with. */
public final class ClientKeys implements ClientMeans {
    private final Invocation invocation;
    private final Resolution settings;
    private final Secrets secrets;
    private final OwnCertificate certificate;
    private boolean signs = true;
    private @Nullable Jwk key;
    private final ServerAccess access;
    private final Map<Setting, Secret> once = new HashMap<>();

    ClientKeys(Invocation invocation, Secrets secrets, OwnCertificate certificate, ServerAccess access) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.secrets = secrets;
        this.certificate = certificate;
        this.access = access;
    }

    @Override
    public Optional<Secret> secret() {
        return secrets.secret(Settings.CLIENT_SECRET);
    }

    /** Returns these means where the signing key is for something else. */
    ClientKeys withoutSigningKey() {
        signs = false;
        return this;
    }

    @Override
    public boolean hasSigningKey() {
        return signs && settings.value(Settings.SIGNING_KEY).isPresent();
    }

    @Override
    public Jwk signingKey() {
        Jwk read = key;
        if (read == null) {
            String name = settings.text(Settings.SIGNING_KEY)
                    .orElseThrow(() -> new Failure.Usage("there is no key to sign with"));
            KeyFile file = new KeyFile(invocation, Settings.SIGNING_KEY.option(), name);
            try {
                read = file.privateKeys().toSign(settings.text(Settings.KEY_ID), askedAlg());
            } catch (JoseException e) {
                throw file.unusable(e).hint("--key-id KID names a key, --signing-alg ALG the algorithm");
            }
            key = read;
        }
        return read;
    }

    @Override
    public String signingAlg(Jwk signer, List<String> accepted) {
        try {
            String alg = signer.signatureAlgorithm(askedAlg(), accepted);
            if (settings.flag(Settings.FAPI2)) {
                Fapi2.verifyAlgorithm(alg);
            }
            return alg;
        } catch (JoseException e) {
            throw new Failure.Usage("--signing-key: " + e.getMessage())
                    .hint("--signing-alg ALG names another algorithm, --signing-key FILE another key");
        }
    }

    /**
     * Our own keys for what servers encrypt to us; none when the settings name no file.
     *
     * @throws Failure.Usage if the file cannot be read, or holds none
     */
    JwkSet decryptionKeys() {
        Optional<String> name = settings.text(Settings.DECRYPTION_KEY);
        return name.isEmpty()
                ? JwkSet.of(List.of())
                : JwkSet.of(new KeyFile(invocation, Settings.DECRYPTION_KEY.option(), name.orElseThrow())
                        .privateKeys()
                        .keys());
    }

    @Override
    public Optional<String> askedAlg() {
        return settings.text(Settings.SIGNING_ALG);
    }

    @Override
    public boolean hasAssertion() {
        return settings.value(Settings.CLIENT_ASSERTION).isPresent();
    }

    @Override
    public Secret assertion() {
        return given(Settings.CLIENT_ASSERTION);
    }

    /** Returns a JWT that somebody else makes: read for each request, but for one that can be had once only. */
    private Secret given(Setting setting) {
        Secret read = once.get(setting);
        if (read == null) {
            read = secrets.secret(setting)
                    .orElseThrow(() ->
                            new Failure.Usage("there is no " + setting.name().replace('-', ' ')));
            if (!settings.reference(setting).orElseThrow().isRepeatable()) {
                once.put(setting, read);
            }
        }
        return read;
    }

    @Override
    public boolean hasAttestation() {
        return settings.value(Settings.ATTESTATION).isPresent();
    }

    @Override
    public ClientAttestation attestation(AuthorizationServer server) {
        String label = Settings.ATTESTATION_KEY.option();
        String name = settings.text(Settings.ATTESTATION_KEY)
                .orElseThrow(() -> new Failure.Usage("an attestation needs the private key that it is for")
                        .hint(label + " FILE (JWK, PEM or PKCS#12)"));
        KeyFile file = new KeyFile(invocation, label, name);
        Jwk instance;
        String alg;
        try {
            instance = file.privateKeys().toSign(Optional.empty(), Optional.empty());
            alg = instance.signatureAlgorithm(
                    Optional.empty(), server.texts("client_attestation_pop_signing_alg_values_supported"));
        } catch (JoseException e) {
            throw file.unusable(e).hint("another key can be attested: oat jwk generate makes one for ES256");
        }
        return new ClientAttestation(
                () -> given(Settings.ATTESTATION),
                instance,
                alg,
                new AttestationChallenges(server.endpoint(Endpoint.CHALLENGE), access::transport),
                invocation.environment().clock(),
                invocation.environment().random());
    }

    @Override
    public boolean hasCertificate() {
        return certificate.isGiven();
    }

    @Override
    public boolean isSelfSigned() {
        return certificate.certificate().isSelfSigned();
    }

    @Override
    public ClientAssertion assertions() {
        return new ClientAssertion(
                invocation.environment().clock(),
                invocation.environment().random(),
                settings.text(Settings.ASSERTION_TYP).orElse("JWT"));
    }
}
