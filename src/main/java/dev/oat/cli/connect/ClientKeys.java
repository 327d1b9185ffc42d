package dev.oat.cli.connect;

import dev.oat.authorization.Fapi2;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Settings;
import dev.oat.clientauth.ClientAssertion;
import dev.oat.endpoint.ClientMeans;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.List;
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
    private @Nullable Secret assertion;

    ClientKeys(Invocation invocation, Secrets secrets, OwnCertificate certificate) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.secrets = secrets;
        this.certificate = certificate;
    }

    @Override
    public Optional<Secret> secret() {
        return secrets.secret(Settings.CLIENT_SECRET);
    }

    /** These means where the signing key is for something else. */
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
        Secret read = assertion;
        if (read == null) {
            read = secrets.secret(Settings.CLIENT_ASSERTION)
                    .orElseThrow(() -> new Failure.Usage("there is no client assertion"));
            if (!settings.reference(Settings.CLIENT_ASSERTION).orElseThrow().isRepeatable()) {
                assertion = read;
            }
        }
        return read;
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
