package dev.oat.grant;

import dev.oat.http.Form;
import dev.oat.trace.Secret;
import dev.oat.trace.SpecRef;
import java.util.Objects;

/**
 * The code of a device whose user signs in elsewhere; redeemed again and again until they have.
 *
 * @param deviceCode the code
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.4">RFC 8628 §3.4</a>
 */
public record DeviceCodeGrant(Secret deviceCode) implements Grant {
    /** The value of {@code grant_type}. */
    public static final String TYPE = "urn:ietf:params:oauth:grant-type:device_code";

    public DeviceCodeGrant {
        Objects.requireNonNull(deviceCode, "deviceCode is null");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Form parameters() {
        return Form.empty().with("device_code", deviceCode);
    }

    @Override
    public SpecRef spec() {
        return SpecRef.rfc(8628, "3.4");
    }
}
