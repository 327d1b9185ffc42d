package dev.oat.session.api;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.StreamTransports;
import dev.oat.proof.Bearer;
import dev.oat.proof.SenderConstraint;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import dev.oat.trace.Trace;
import dev.oat.trace.TraceEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What calls to an API need in tests: a transport over real sockets, tokens in a row, and the warnings. */
final class ApiWorld implements AutoCloseable {
    final List<String> warnings = new CopyOnWriteArrayList<>();
    final AtomicInteger renewals = new AtomicInteger();
    final StreamTransport transport = new StreamTransports(
            TransportSettings.direct("oat/test"), StreamLimits.standard(), StreamTransports.Way.KEEPING);

    final Trace trace = event -> {
        if (event instanceof TraceEvent.Warning warning) {
            warnings.add(warning.text());
        }
    };

    /** Gives {@code t0}, and after each refusal the next: {@code t1}, {@code t2}. */
    final class Tokens implements AccessTokens {
        private String now = "t0";
        private final boolean endless;
        private final SenderConstraint constraint;

        Tokens(boolean endless) {
            this(endless, new Bearer());
        }

        Tokens(boolean endless, SenderConstraint constraint) {
            this.endless = endless;
            this.constraint = constraint;
        }

        @Override
        public synchronized HeldToken current() {
            return new HeldToken(Secret.of(now), constraint);
        }

        @Override
        public synchronized HeldToken renewed(HeldToken refused) {
            if (!endless) {
                throw new Failure.LoginNeeded("the session has ended");
            }
            if (refused.value().reveal().equals(now)) {
                now = "t" + renewals.incrementAndGet();
            }
            return new HeldToken(Secret.of(now), constraint);
        }
    }

    ProtectedResource resource() {
        return resource(new Tokens(true));
    }

    ProtectedResource resource(AccessTokens tokens) {
        return new ProtectedResource(
                transport,
                tokens,
                new ProtectedResource.SignInAgain("oat login work", "openid read"),
                Optional.empty(),
                trace);
    }

    static Request request(String method, URI uri, Body body) {
        return new Request("call", SpecRef.none(), method, uri, Headers.empty().with("Accept", "*/*"), body);
    }

    static Request get(URI uri) {
        return request("GET", uri, Body.none());
    }

    static String text(StreamedResponse response) {
        try (response) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<String> warning(String part) {
        return warnings.stream().filter(text -> text.contains(part)).findFirst();
    }

    @Override
    public void close() {
        transport.close();
    }
}
