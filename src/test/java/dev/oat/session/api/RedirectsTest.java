package dev.oat.session.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.ProxyRules;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.RawServer;
import dev.oat.http.transport.StreamTransports;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials never cross to another origin, nor from https to http. */
@Timeout(60)
class RedirectsTest {
    private final ApiWorld world = new ApiWorld();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeWorld() {
        world.close();
    }

    private Redirects following(RawServer home) {
        AllowedHosts hosts = AllowedHosts.none().with(home.at("").toString(), "--api");
        return new Redirects(world.resource(), world.transport::send, hosts::allows, world.trace);
    }

    private static Request request(String method, URI uri, Body body) {
        Headers headers = Headers.empty()
                .with("Accept", "text/plain")
                .with("Cookie", "c=COOKIECANARY")
                .with("X-Api-Key", "KEYCANARY");
        if (!(body instanceof Body.None)) {
            headers = headers.with("Content-Type", "text/plain").with("Content-Encoding", "identity");
        }
        return new Request("call", SpecRef.none(), method, uri, headers, body);
    }

    private RawServer destination() {
        return RawServer.answering((head, c) -> {
            bodies.add(c.readText(head));
            c.answer("200 OK", "", "arrived");
        });
    }

    private static RawServer redirecting(int status, String location) {
        return RawServer.answering((head, c) -> {
            c.readText(head);
            if (RawServer.target(head).equals("/start")) {
                c.answer(status + " Moved", "Location: " + location + "\r\n", "moved");
            } else {
                c.answer("200 OK", "", "arrived");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void another_origin_gets_no_token_no_cookie_and_no_header_of_ours(int status) {
        try (RawServer other = destination();
                RawServer home = redirecting(status, other.at("/x").toString())) {
            StreamedResponse response = following(home).send(request("GET", home.at("/start"), Body.none()));
            assertThat(ApiWorld.text(response)).isEqualTo("arrived");
            assertThat(RawServer.header(home.heads().get(0), "Authorization")).isEqualTo("Bearer t0");
            String head = other.heads().get(0);
            assertThat(head)
                    .doesNotContain("COOKIECANARY", "KEYCANARY", "Bearer", "t0")
                    .startsWith("GET /x ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void localhost_is_another_origin_than_its_address(int status) {
        try (RawServer home = RawServer.answering((head, c) -> {
            if (RawServer.target(head).equals("/start")) {
                c.answer(
                        status + " Moved",
                        "Location: http://localhost:"
                                + RawServer.header(head, "Host").substring("127.0.0.1:".length()) + "/x\r\n",
                        "");
            } else {
                c.answer("200 OK", "", "arrived");
            }
        })) {
            ApiWorld.text(following(home).send(request("GET", home.at("/start"), Body.none())));
            assertThat(home.heads().get(1)).doesNotContain("COOKIECANARY", "KEYCANARY", "Bearer");
        }
    }

    @Test
    void the_way_back_home_gets_nothing_either() {
        RawServer[] servers = new RawServer[1];
        try (RawServer other = RawServer.answering(
                        (head, c) -> c.answer("302 Found", "Location: " + servers[0].at("/end") + "\r\n", ""));
                RawServer home = redirecting(302, other.at("/x").toString())) {
            servers[0] = home;
            ApiWorld.text(following(home).send(request("GET", home.at("/start"), Body.none())));
            assertThat(home.heads().get(1)).startsWith("GET /end ").doesNotContain("Bearer", "CANARY");
        }
    }

    @ParameterizedTest
    @CsvSource({"301,GET", "302,GET", "303,GET", "307,POST", "308,POST"})
    void within_the_origin_everything_goes_along_and_the_method_follows_the_section(int status, String method) {
        try (RawServer home = RawServer.answering((head, c) -> {
            bodies.add(c.readText(head));
            if (RawServer.target(head).equals("/start")) {
                c.answer(status + " Moved", "Location: end\r\n", "");
            } else {
                c.answer("200 OK", "", "arrived");
            }
        })) {
            Body body = new Body.OfBytes("text/plain", "data".getBytes(StandardCharsets.UTF_8));
            ApiWorld.text(following(home).send(request("POST", home.at("/start"), body)));
            String head = home.heads().get(1);
            assertThat(head).startsWith(method + " /end ").contains("COOKIECANARY", "KEYCANARY", "Bearer t0");
            assertThat(bodies.get(1)).isEqualTo(method.equals("POST") ? "data" : "");
            // of a body that is no longer there nothing is said
            assertThat(head.contains("Content-Type:") || head.contains("Content-Encoding:"))
                    .isEqualTo(method.equals("POST"));
        }
    }

    @ParameterizedTest
    @CsvSource({"301,PUT", "302,DELETE", "303,HEAD", "302,HEAD"})
    void only_post_becomes_get(int status, String method) {
        try (RawServer home = redirecting(status, "/end")) {
            ApiWorld.text(following(home).send(request(method, home.at("/start"), Body.none())));
            assertThat(home.heads().get(1)).startsWith(method + " /end ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void a_body_never_goes_to_another_origin(int status) {
        try (RawServer other = destination();
                RawServer home = redirecting(status, other.at("/x").toString())) {
            Body body = new Body.OfBytes("text/plain", "BODYCANARY".getBytes(StandardCharsets.UTF_8));
            StreamedResponse response = following(home).send(request("POST", home.at("/start"), body));
            assertThat(response.status()).isEqualTo(status);
            assertThat(ApiWorld.text(response)).isEqualTo("moved");
            assertThat(other.heads()).isEmpty();
            assertThat(world.warning("is not followed")).isPresent();
        }
    }

    @Test
    void a_body_from_a_pipe_is_not_asked_for_again() {
        try (RawServer home = redirecting(307, "/end")) {
            Body pipe = new Body.OfStream("a/b", new ByteArrayInputStream(new byte[] {1}));
            assertThat(following(home)
                            .send(request("POST", home.at("/start"), pipe))
                            .status())
                    .isEqualTo(307);
            assertThat(home.heads()).hasSize(1);
        }
    }

    @Test
    void a_path_that_the_rule_does_not_lead_to_gets_no_token() {
        try (RawServer home = redirecting(302, "/admin")) {
            AllowedHosts hosts = AllowedHosts.none().with(home.at("/start").toString(), "--api");
            ApiWorld.text(new Redirects(world.resource(), world.transport::send, hosts::allows, world.trace)
                    .send(request("GET", home.at("/start"), Body.none())));
            assertThat(home.heads().get(0)).contains("Bearer t0");
            assertThat(home.heads().get(1)).startsWith("GET /admin ").doesNotContain("Bearer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://h/x", "http://user@h/x", "http://", "javascript:alert(1)"})
    void what_is_no_http_address_is_not_followed(String location) {
        try (RawServer home = redirecting(302, location)) {
            assertThat(following(home)
                            .send(request("GET", home.at("/start"), Body.none()))
                            .status())
                    .isEqualTo(302);
        }
    }

    @Test
    void a_circle_ends() {
        try (RawServer home = RawServer.answering(
                (head, c) -> c.answer("302 Found", "Location: " + RawServer.target(head) + "\r\n", ""))) {
            assertThatThrownBy(() -> following(home).send(request("GET", home.at("/start"), Body.none())))
                    .isInstanceOf(Failure.Unreachable.class)
                    .hasMessageContaining("circles");
            assertThat(home.heads()).hasSize(11);
        }
    }

    /** Whether to the same host or another, with or without a token: what went over https never goes on in clear. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void from_https_it_never_leads_to_http(int status) {
        WireMockServer secure =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
        secure.start();
        try (RawServer plain = destination();
                StreamTransport transport = new StreamTransports(
                        new TransportSettings(
                                Optional.empty(), true, ProxyRules.none(), Duration.ofSeconds(20), "oat/test"),
                        StreamLimits.standard(),
                        StreamTransports.Way.KEEPING)) {
            for (String location : List.of(
                    plain.at("/x").toString(),
                    plain.at("/x").toString().replace("http:", "HTTP:"),
                    plain.at("/x").toString().replace("127.0.0.1", "localhost"))) {
                secure.stubFor(WireMock.any(WireMock.anyUrl())
                        .willReturn(WireMock.status(status).withHeader("Location", location)));
                for (boolean withToken : new boolean[] {true, false}) {
                    Redirects redirects =
                            new Redirects(transport::send, transport::send, uri -> withToken, world.trace);
                    URI uri = URI.create("https://localhost:" + secure.httpsPort() + "/start");
                    StreamedResponse response = redirects.send(request("GET", uri, Body.none()));
                    assertThat(response.status()).isEqualTo(status);
                    response.close();
                }
            }
            assertThat(plain.connections()).isZero();
            assertThat(world.warning("from https to http and is not followed")).isPresent();
        } finally {
            secure.stop();
        }
    }

    @Test
    void from_http_it_may_lead_to_https() {
        WireMockServer secure =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
        secure.start();
        secure.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("arrived")));
        try (RawServer home = redirecting(302, "https://localhost:" + secure.httpsPort() + "/x");
                StreamTransport transport = new StreamTransports(
                        new TransportSettings(
                                Optional.empty(), true, ProxyRules.none(), Duration.ofSeconds(20), "oat/test"),
                        StreamLimits.standard(),
                        StreamTransports.Way.KEEPING)) {
            Redirects redirects = new Redirects(transport::send, transport::send, uri -> false, world.trace);
            assertThat(ApiWorld.text(redirects.send(request("GET", home.at("/start"), Body.none()))))
                    .isEqualTo("arrived");
        } finally {
            secure.stop();
        }
    }
}
