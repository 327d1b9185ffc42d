package dev.oat.playground.front;

import dev.oat.http.Body;
import dev.oat.http.Headers;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.playground.grants.PendingApprovals;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.net.Fetch;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Tells clients that are registered for ping mode that their user has answered; on this machine only.
 *
 * @see <a href="https://openid.net/specs/openid-client-initiated-backchannel-authentication-core-1_0.html#rfc.section.10.2">OpenID
 *     CIBA Core §10.2</a>
 */
public final class Notifications {
    private static final String MODE = "backchannel_token_delivery_mode";
    private static final String ENDPOINT = "backchannel_client_notification_endpoint";
    private static final int LONGEST = 1024;

    private final Issuer issuer;

    Notifications(Issuer issuer) {
        this.issuer = issuer;
    }

    /**
     * Looks at what a client registers.
     *
     * @throws OAuthError if its mode is not known, or its endpoint not on this machine
     */
    public static void check(JsonObject metadata) {
        String mode = metadata.text(MODE).orElse("poll");
        if (!mode.equals("poll") && !mode.equals("ping")) {
            throw new OAuthError(400, "invalid_client_metadata", MODE + " is neither poll nor ping");
        }
        if (mode.equals("ping") && endpoint(metadata).isEmpty()) {
            throw new OAuthError(400, "invalid_client_metadata", ENDPOINT + " is not http on 127.0.0.1 with a port");
        }
    }

    private static Optional<URI> endpoint(JsonObject metadata) {
        try {
            return metadata.text(ENDPOINT)
                    .filter(text -> text.startsWith("http://127.0.0.1:"))
                    .map(URI::create);
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns where the client of a request is told, if it is registered to be.
     *
     * @throws OAuthError if it is, and gives no token to be shown
     */
    Optional<PendingApprovals.Notified> of(PlaygroundClient client, PlaygroundForm form) {
        Optional<URI> endpoint = issuer.registered()
                .find(client.id())
                .filter(entry ->
                        entry.metadata().text(MODE).filter("ping"::equals).isPresent())
                .flatMap(entry -> endpoint(entry.metadata()));
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        String token = form.required("client_notification_token");
        if (token.length() > LONGEST) {
            throw OAuthError.invalidRequest("client_notification_token is longer than " + LONGEST + " characters");
        }
        return Optional.of(new PendingApprovals.Notified(endpoint.get(), Secret.of(token)));
    }

    /** Tells a client, while whoever answered goes on. */
    void tell(PendingApprovals.Pending pending) {
        if (pending.notified().isEmpty() || issuer.faults().isOn(Fault.PING_LOST)) {
            return;
        }
        PendingApprovals.Notified address = pending.notified().get();
        Thread thread = new Thread(() -> send(address, pending.handle()), "playground-notification");
        thread.setDaemon(true);
        thread.start();
    }

    private void send(PendingApprovals.Notified address, String handle) {
        String token = issuer.faults().isOn(Fault.PING_WRONG_TOKEN)
                ? "another"
                : address.token().reveal();
        String about = issuer.faults().isOn(Fault.PING_WRONG_ID) ? "another" : handle;
        byte[] body = JsonObject.of(Map.of("auth_req_id", about)).toJson().getBytes(StandardCharsets.UTF_8);
        Headers headers = Headers.empty().with("Authorization", Secret.of("Bearer " + token));
        try {
            // whatever it answers, it was told
            Fetch.send("POST", address.endpoint(), headers, new Body.OfBytes("application/json", body))
                    .close();
        } catch (IOException e) {
            // nobody listens there any more
        }
    }
}
