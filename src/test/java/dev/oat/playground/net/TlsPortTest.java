package dev.oat.playground.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.http.Origins;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.ClientCertificate;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.MessageTransport;
import dev.oat.http.transport.StreamTransports;
import dev.oat.jose.Certificate;
import dev.oat.jose.Jwk;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To whom our transports show the client's certificate, as a server sees it. */
class TlsPortTest {
    private final SecureRandom random = new SecureRandom();
    private final TlsIdentity identity = new TlsIdentity(random);

    @TempDir
    Path directory;

    private LoopbackServer server;

    @BeforeEach
    void start() {
        server = new LoopbackServer(Part.GATEWAY, 0, Clock.systemUTC(), new RequestLog(), Optional.of(identity));
        server.start(request -> Answer.text(
                200,
                "text/plain",
                request.peer().map(peer -> peer.key().thumbprint()).orElse("nobody")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private TransportSettings settings() throws Exception {
        Path ca = directory.resolve("ca.pem");
        Files.writeString(ca, identity.authority().toPem());
        return new TransportSettings(Optional.of(ca), false, ProxyRules.none(), Duration.ofSeconds(10), "oat-test");
    }

    private static ClientCertificate shown(Certificate made) {
        return ClientCertificate.of(made.key().toPkcs8(), List.of(made.der()));
    }

    private Request request() {
        return Request.get("look", SpecRef.none(), URI.create(server.origin() + "/"));
    }

    private String seenByStream(TransportSettings settings) throws Exception {
        try (StreamTransports transport =
                        new StreamTransports(settings, StreamLimits.standard(), StreamTransports.Way.KEEPING);
                StreamedResponse response = transport.send(request())) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void both_transports_show_the_certificate() throws Exception {
        Certificate made = identity.issue("c");
        TransportSettings settings = settings().withCertificate(shown(made));

        assertThat(new MessageTransport(settings).send(request()).text())
                .isEqualTo(made.key().thumbprint());
        assertThat(seenByStream(settings)).isEqualTo(made.key().thumbprint());
    }

    @Test
    void a_server_that_may_not_have_it_gets_none() throws Exception {
        Certificate made = identity.issue("c");
        ClientCertificate elsewhere = shown(made).onlyFor(Set.of("api.example:443"));
        ClientCertificate here = shown(made).onlyFor(Set.of(Origins.peer(server.origin())));

        assertThat(seenByStream(settings().withCertificate(elsewhere))).isEqualTo("nobody");
        assertThat(new MessageTransport(settings().withCertificate(elsewhere))
                        .send(request())
                        .text())
                .isEqualTo("nobody");
        assertThat(seenByStream(settings().withCertificate(here)))
                .isEqualTo(made.key().thumbprint());
        assertThat(new MessageTransport(settings().withCertificate(here))
                        .send(request())
                        .text())
                .isEqualTo(made.key().thumbprint());
    }

    @Test
    void without_one_nothing_is_shown() throws Exception {
        assertThat(seenByStream(settings())).isEqualTo("nobody");
    }

    @Test
    void a_certificate_knows_whether_it_vouches_for_itself_and_its_thumbprint() throws Exception {
        Certificate own = identity.selfSigned("c", Jwk.generate("ES256", random));

        assertThat(shown(own).isSelfSigned()).isTrue();
        assertThat(shown(identity.issue("c")).isSelfSigned()).isFalse();
        assertThat(shown(own).thumbprint())
                .isEqualTo(java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(own.der())));
    }
}
