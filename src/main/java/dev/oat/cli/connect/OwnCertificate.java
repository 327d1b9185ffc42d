package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.http.tls.ClientCertificate;
import dev.oat.http.tls.TransportSettings;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.jose.PrivateKeys;
import dev.oat.jose.PublicKeys;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client's certificate that the settings name, for mutual TLS: read once, and shown to whom it is for. */
final class OwnCertificate {
    private final Resolution settings;
    private final Invocation invocation;
    private final ServerAccess access;
    private @Nullable ClientCertificate certificate;
    private byte @Nullable [] certificateFile;

    OwnCertificate(Invocation invocation, ServerAccess access) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.access = access;
    }

    /** Returns whether the settings name one. */
    boolean isGiven() {
        return settings.value(Settings.CERT).isPresent();
    }

    /** The client's certificate, read once; with its chain, as far as that is in its file or among the authorities. */
    ClientCertificate certificate() {
        ClientCertificate read = certificate;
        if (read == null) {
            read = certificate(invocation, Settings.CERT, Settings.KEY);
            Optional<Path> authorities = access.transportSettings().trust();
            if (authorities.isPresent()) {
                try {
                    read = read.completedFrom(Files.readAllBytes(authorities.orElseThrow()));
                } catch (IOException e) {
                    invocation.trace().note("the chain of --cert is not looked for in " + authorities.orElseThrow());
                }
            }
            certificate = read;
        }
        return read;
    }

    /**
     * Returns the certificate that settings name, with its key.
     *
     * @throws Failure.Usage if they cannot be read, or do not belong together
     */
    static ClientCertificate certificate(Invocation invocation, Setting cert, Setting key) {
        Resolution settings = invocation.settings();
        KeyFile file =
                new KeyFile(invocation, cert.option(), settings.text(cert).orElse(""));
        Optional<String> keyName = settings.text(key);
        try {
            List<byte[]> certificates;
            PrivateKeys keys;
            if (keyName.isPresent()) {
                certificates = new ArrayList<>(PublicKeys.certificates(file.bytes()));
                keys = new KeyFile(invocation, key.option(), keyName.orElseThrow()).privateKeys();
            } else {
                keys = certified(file, key);
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
                                    ? cert.option() + " takes certificates in PEM or DER"
                                    : key.option() + " FILE names the certificate's key");
        }
        throw new Failure.Usage("the certificate of " + cert.option() + " and the key do not belong together")
                .hint(key.option() + " FILE names the certificate's own key");
    }

    private static PrivateKeys certified(KeyFile file, Setting key) {
        try {
            return file.privateKeys();
        } catch (Failure.Usage e) {
            throw e.hint(key.option() + " FILE names the certificate's key, where it is in a file of its own");
        }
    }

    /** Returns the client's certificate, where it goes out without its chain. */
    Optional<LoneCertificate> lone() {
        return settings.value(Settings.CERT).isPresent() && certificate().isAlone()
                ? Optional.of(new LoneCertificate(
                        invocation.output(),
                        certificate(),
                        settings.text(Settings.CERT).orElse("")))
                : Optional.empty();
    }

    /**
     * Returns how to reach APIs: as {@link ServerAccess#transportSettings()}, with the client's certificate for some of them.
     *
     * @param hosts who may have it, as {@link dev.oat.http.Origins#peer} names them; nobody when there is none
     */
    TransportSettings transportSettingsFor(Set<String> hosts) {
        return hosts.isEmpty()
                ? access.transportSettings()
                : access.transportSettings().withCertificate(certificate().onlyFor(hosts));
    }

    /** Returns the file's bytes: they tell a session with this certificate from others. */
    byte[] file() {
        byte[] content = certificateFile;
        if (content == null) {
            content = new KeyFile(
                            invocation,
                            Settings.CERT.option(),
                            settings.text(Settings.CERT).orElse(""))
                    .bytes();
            certificateFile = content;
        }
        return content;
    }
}
