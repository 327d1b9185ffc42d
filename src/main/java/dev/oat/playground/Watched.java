package dev.oat.playground;

import dev.oat.playground.gateway.Gateway;
import dev.oat.playground.issuer.Faults;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.OffsetClock;
import dev.oat.playground.net.Part;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.playground.net.RequestLog;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** What whoever watches the playground sees of it. */
record Watched(
        PlaygroundSettings settings,
        URI issuer,
        URI gateway,
        URI backend,
        List<Issuer> issuers,
        OffsetClock clock,
        Faults faults,
        Gateway door,
        RequestLog log) {

    int refusedByGateway() {
        return door.refused().size();
    }

    List<ReceivedRequest> refusedButSeenByBackend() {
        Set<String> refused = door.refused();
        return log.of(Part.BACKEND).stream()
                .filter(request -> request.header(ReceivedRequest.REQUEST_ID)
                        .filter(refused::contains)
                        .isPresent())
                .toList();
    }
}
