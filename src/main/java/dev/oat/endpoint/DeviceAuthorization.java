package dev.oat.endpoint;

import dev.oat.trace.Secret;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user needs to sign in on another device, and what their device needs to wait for it.
 *
 * @param deviceCode what to wait with; nobody else may see it
 * @param userCode what the user types, or compares
 * @param verificationUri where they open it
 * @param verificationUriComplete the same with the code in it, when the server gives it
 * @param life how long both codes are good
 * @param interval how long to wait between two questions
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.2">RFC 8628 §3.2</a>
 */
public record DeviceAuthorization(
        Secret deviceCode,
        String userCode,
        String verificationUri,
        Optional<String> verificationUriComplete,
        Duration life,
        Duration interval) {
    public DeviceAuthorization {
        Objects.requireNonNull(deviceCode, "deviceCode is null");
        Objects.requireNonNull(userCode, "userCode is null");
        Objects.requireNonNull(verificationUri, "verificationUri is null");
        Objects.requireNonNull(verificationUriComplete, "verificationUriComplete is null");
        Objects.requireNonNull(life, "life is null");
        Objects.requireNonNull(interval, "interval is null");
    }

    /** Returns where the user gets with the fewest steps. */
    public String bestUri() {
        return verificationUriComplete.orElse(verificationUri);
    }
}
