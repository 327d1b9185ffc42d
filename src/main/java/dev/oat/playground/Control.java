package dev.oat.playground;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.net.Answer;
import dev.oat.playground.net.Incoming;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PageGuard;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.playground.net.ReceivedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The playground's switches over HTTP, for whoever runs it in another process: {@code /playground} and what is below. */
final class Control {
    private static final String ROOT = "/playground";

    private final Playground playground;
    private final Handouts handouts;
    private final PageGuard guard;
    private final LivePage page;

    Control(Playground playground, Handouts handouts, PageGuard guard, LivePage page) {
        this.guard = guard;
        this.page = page;
        this.playground = playground;
        this.handouts = handouts;
    }

    /** Returns the answer, or empty when the path is none of the switches'. */
    Optional<Answer> answer(Incoming request) throws IOException {
        String path = request.path();
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
            return Optional.empty();
        }
        guard.check(request);
        if (request.method().equals("GET")) {
            return get(path);
        }
        if (!request.method().equals("POST")) {
            return Optional.of(Answer.empty(405).with("Allow", "GET, POST"));
        }
        switch (path.substring(ROOT.length())) {
            case "/expire" -> playground.expireAccessTokens();
            case "/revoke" -> playground.revokeAccessTokens();
            case "/nonce" -> playground.rotateNonces();
            case "/rotate" -> playground.rotateKeys();
            case "/fault" -> switchFaults(request.form());
            case "/end" -> end(request.form().required("token"));
            case "/next" -> page.next();
            case "/clock" -> playground.shiftClock(Duration.ofSeconds(seconds(request.form())));
            default -> {
                return Optional.empty();
            }
        }
        page.changed();
        return Optional.of(Answer.json(200, state()));
    }

    private void end(String id) {
        if (!playground.revokeAccessToken(id)) {
            throw OAuthError.invalidRequest("no access token has this identifier");
        }
    }

    private Optional<Answer> get(String path) {
        return switch (path.substring(ROOT.length())) {
            case "" -> Optional.of(Answer.json(200, state()));
            case "/events" -> Optional.of(page.events());
            case "/ca", "/client-cert", "/self-signed-cert" -> certificate(path.substring(ROOT.length()));
            case "/client-key" ->
                Optional.of(Answer.json(200, playground.clientKey().toPrivateJson()));
            case "/client-decryption-key" ->
                Optional.of(Answer.json(200, playground.clientDecryptionKey().toPrivateJson()));
            case "/code" ->
                Optional.of(Answer.text(200, "text/plain", handouts.code()).notStored());
            case "/attestation" ->
                Optional.of(
                        Answer.text(200, "text/plain", handouts.attestation()).notStored());
            case "/saml-assertion" ->
                Optional.of(
                        Answer.text(200, "text/plain", handouts.samlAssertion()).notStored());
            case "/requests" ->
                Optional.of(Answer.json(
                        200,
                        JsonObject.toJson(playground.requests().all().stream()
                                .map(Control::shown)
                                .toList())));
            default -> Optional.empty();
        };
    }

    private Optional<Answer> certificate(String which) {
        if (playground.secureOrigin().isEmpty()) {
            return Optional.empty();
        }
        String pem = switch (which) {
            case "/ca" -> playground.authorityPem();
            case "/client-cert" -> playground.clientPem("demo-mtls");
            default -> playground.selfSignedPem("demo-mtls-self");
        };
        return Optional.of(Answer.text(200, "application/x-pem-file", pem).notStored());
    }

    private void switchFaults(PlaygroundForm form) {
        try {
            form.all("on").forEach(playground.faults()::on);
            for (String off : form.all("off")) {
                if (off.equals("all")) {
                    playground.faults().clear();
                } else {
                    playground.faults().off(Faults.named(off));
                }
            }
        } catch (IllegalArgumentException e) {
            throw OAuthError.invalidRequest(String.valueOf(e.getMessage()));
        }
    }

    private static long seconds(PlaygroundForm form) {
        try {
            return Long.parseLong(form.required("offset"));
        } catch (NumberFormatException e) {
            throw OAuthError.invalidRequest("offset is not a number of seconds");
        }
    }

    private JsonObject state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("issuer", playground.issuer().toString());
        state.put("gateway", playground.gateway().toString());
        state.put("backend", playground.backend().toString());
        state.put("faults", playground.faults().current());
        state.put("refused_by_gateway", playground.refusedByGateway());
        state.put(
                "refused_but_seen_by_backend",
                playground.refusedButSeenByBackend().size());
        state.put("requests_at_backend", playground.requests().of(Part.BACKEND).size());
        return JsonObject.of(state);
    }

    /** Returns a request without the values of its parameters. */
    private static Map<String, Object> shown(ReceivedRequest request) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("server", request.part().toString());
        shown.put("method", request.method());
        shown.put("path", request.path());
        shown.put("query", List.copyOf(request.query().keySet()));
        shown.put("form", List.copyOf(request.form().keySet()));
        request.form("grant_type").ifPresent(type -> shown.put("grant_type", type));
        shown.put("status", request.status());
        return shown;
    }
}
