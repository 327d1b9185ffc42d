package dev.oat.cli;

import dev.oat.clientauth.ClientAssertion;
import dev.oat.endpoint.ClientMeans;
import dev.oat.http.ClientCertificate;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.JwkSet;
import dev.oat.jose.PrivateKeys;
import dev.oat.jose.PublicKeys;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the settings give the client to prove itself with. */
final class ClientKeys implements ClientMeans {
    private final Invocation invocation;
    private final Resolution settings;
    private final ServerConnection connection;
    private boolean signs = true;
    private @Nullable Jwk key;
    private @Nullable Secret assertion;

    ClientKeys(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.connection = connection;
    }

    @Override
    public Optional<Secret> secret() {
        return connection.secret(Settings.CLIENT_SECRET);
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
            read = connection
                    .secret(Settings.CLIENT_ASSERTION)
                    .orElseThrow(() -> new Failure.Usage("there is no client assertion"));
            if (!settings.reference(Settings.CLIENT_ASSERTION).orElseThrow().isRepeatable()) {
                assertion = read;
            }
        }
        return read;
    }

    @Override
    public boolean hasCertificate() {
        return settings.value(Settings.CERT).isPresent();
    }

    @Override
    public boolean isSelfSigned() {
        return connection.certificate().isSelfSigned();
    }

    /**
     * The certificate for mutual TLS, with its key.
     *
     * @throws Failure.Usage if they cannot be read, or do not belong together
     */
    ClientCertificate certificate() {
        KeyFile file = new KeyFile(
                invocation, Settings.CERT.option(), settings.text(Settings.CERT).orElse(""));
        Optional<String> keyName = settings.text(Settings.KEY);
        try {
            List<byte[]> certificates;
            PrivateKeys keys;
            if (keyName.isPresent()) {
                certificates = new ArrayList<>(PublicKeys.certificates(file.bytes()));
                keys = new KeyFile(invocation, Settings.KEY.option(), keyName.orElseThrow()).privateKeys();
            } else {
                keys = certified(file);
                certificates = new ArrayList<>(keys.certificates());
            }
            for (Jwk candidate : keys.keys()) {
                for (byte[] each : certificates) {
                    if (PublicKeys.ofCertificate(each).thumbprint().equals(candidate.thumbprint())) {
                        // a server reads the first one as the client's own
                        certificates.remove(each);
                        certificates.add(0, each);
                        return ClientCertificate.of(candidate.toPkcs8(), certificates);
                    }
                }
            }
        } catch (JoseException e) {
            throw file.unusable(e)
                    .hint(
                            keyName.isPresent()
                                    ? "--cert takes certificates in PEM or DER"
                                    : "--key FILE names the certificate's key");
        }
        throw new Failure.Usage("the certificate of --cert and the key do not belong together")
                .hint("--key FILE names the certificate's own key");
    }

    private static PrivateKeys certified(KeyFile file) {
        try {
            return file.privateKeys();
        } catch (Failure.Usage e) {
            throw e.hint("--key FILE names the certificate's key, where it is in a file of its own");
        }
    }

    @Override
    public ClientAssertion assertions() {
        return new ClientAssertion(
                invocation.environment().clock(),
                invocation.environment().random(),
                settings.text(Settings.ASSERTION_TYP).orElse("JWT"));
    }
}
