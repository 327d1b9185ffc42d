package dev.oat.render.token;

import dev.oat.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A token as kubectl and other clients of Kubernetes take it from a credential plugin.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/client-authentication.v1/">client.authentication.k8s.io</a>
 */
public final class ExecCredential {
    /** The version that is spoken where nobody asks for another. */
    public static final String V1 = "client.authentication.k8s.io/v1";

    /** The older version that some clusters' settings still name. */
    public static final String V1_BETA = "client.authentication.k8s.io/v1beta1";

    private ExecCredential() {}

    /**
     * Returns the document.
     *
     * @param version {@link #V1} or {@link #V1_BETA}
     * @param token the token
     * @param expiresAt when it ends, or empty when nobody knows
     */
    public static JsonObject of(String version, String token, Optional<Instant> expiresAt) {
        Map<String, Object> status = new LinkedHashMap<>();
        if (expiresAt.isPresent()) {
            // whole seconds: the client reads RFC 3339
            status.put(
                    "expirationTimestamp",
                    Instant.ofEpochSecond(expiresAt.orElseThrow().getEpochSecond())
                            .toString());
        }
        status.put("token", token);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", version);
        document.put("kind", "ExecCredential");
        document.put("status", JsonObject.of(status));
        return JsonObject.of(document);
    }
}
