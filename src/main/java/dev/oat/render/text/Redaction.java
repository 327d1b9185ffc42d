package dev.oat.render.text;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Secret;
import dev.oat.trace.Userinfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets by type and by name, and keeps their structure: the length and a short hash, so that two of them can be
 * told apart.
 */
public final class Redaction {
    private static final Set<String> SECRET_NAMES = Set.of(
            "access_token",
            "refresh_token",
            "id_token",
            "id_token_hint",
            "token",
            "code",
            "code_verifier",
            "client_secret",
            "client_assertion",
            "attestation",
            "attestation_challenge",
            "assertion",
            "subject_token",
            "actor_token",
            "device_code",
            "password",
            "passphrase",
            "secret",
            "nonce",
            "state",
            "request",
            "response",
            "registration_access_token",
            "software_statement",
            "auth_req_id",
            "login_hint_token",
            "api_key",
            "apikey",
            "session_state",
            "user_code",
            "request_uri",
            "otp",
            "pin");
    /** The private members of a JWK (RFC 7517 §9.2, RFC 7518 §6). */
    private static final Set<String> PRIVATE_KEY_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

    /** Names whose numbers are secrets too; of the others a number is a status or a code of an error. */
    private static final Set<String> SECRET_NUMBERS =
            Set.of("user_code", "otp", "pin", "password", "passphrase", "secret");

    private static final Set<String> SECRET_HEADERS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "dpop",
            "oauth-client-attestation",
            "oauth-client-attestation-pop",
            "x-api-key",
            "api-key");

    /** Four characters of a long random text give nothing away, and often tell whose token it is. */
    private static final int LONG_ENOUGH_FOR_PREFIX = 32;

    private static final int PREFIX = 4;

    private final boolean showSecrets;
    private final Secret salt;
    private final boolean codesAreErrors;
    private final @Nullable Consumer<String> hiding;

    /**
     * Creates a redaction whose hashes are the same everywhere.
     *
     * @param showSecrets whether to hide nothing at all
     */
    public Redaction(boolean showSecrets) {
        this(showSecrets, Secret.of(""));
    }

    /**
     * A redaction whose hashes can be compared with each other only: nobody can try a guessed password on them.
     *
     * @param showSecrets whether to hide nothing at all
     * @param salt goes into every hash and is shown nowhere
     */
    public Redaction(boolean showSecrets, Secret salt) {
        this(showSecrets, salt, false, null);
    }

    private Redaction(boolean showSecrets, Secret salt, boolean codesAreErrors, @Nullable Consumer<String> hiding) {
        this.showSecrets = showSecrets;
        this.salt = Objects.requireNonNull(salt, "salt is null");
        this.codesAreErrors = codesAreErrors;
        this.hiding = hiding;
    }

    /** Returns the same redaction, which tells each secret that it hides. */
    public Redaction telling(Consumer<String> secrets) {
        return new Redaction(showSecrets, salt, codesAreErrors, secrets);
    }

    /** A redaction of answers that report an error, in which {@code code} is what went wrong and no code of a sign-in. */
    public static Redaction ofErrorAnswers() {
        return new Redaction(false, Secret.of(""), true, null);
    }

    /** Returns whether nothing is hidden. */
    public boolean showsSecrets() {
        return showSecrets;
    }

    /** What stands for a secret: its length, the beginning of a long one, and the first digits of its hash. */
    public String hidden(String secret) {
        if (showSecrets) {
            return secret;
        }
        if (hiding != null) {
            hiding.accept(secret);
        }
        String beginning = secret.length() < LONG_ENOUGH_FOR_PREFIX ? "" : " " + secret.substring(0, PREFIX) + "…";
        return "[" + secret.length() + " chars" + beginning + " #" + shortHash(secret) + "]";
    }

    /** Returns whether a parameter or member of this name holds a secret. */
    public static boolean isSecretName(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replace('-', '_');
        return SECRET_NAMES.contains(lower)
                || lower.endsWith("_token")
                || lower.endsWith("_secret")
                || lower.endsWith("_password")
                || lower.endsWith("_assertion")
                || lower.equals("accesstoken")
                || lower.equals("refreshtoken")
                || lower.equals("idtoken");
    }

    /** Returns a header field's value; of {@code Authorization} the scheme stays. */
    public String header(Headers.Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        String value = header.value();
        if (!isSecretHeader(header)) {
            boolean address = name.equals("location")
                    || name.equals("referer")
                    || name.equals("content-location")
                    || name.equals("refresh")
                    || name.equals("link");
            return address ? address(value) : showSecrets ? value : Userinfo.hidden(value);
        }
        int space = value.indexOf(' ');
        if (space <= 0 || !name.endsWith("authorization")) {
            return hidden(value);
        }
        String scheme = value.substring(0, space);
        String credentials = value.substring(space + 1);
        return scheme + " " + (scheme.equalsIgnoreCase("Basic") ? basic(credentials) : hidden(credentials));
    }

    /** Basic credentials as {@code id:[hidden]}: that the wrong client speaks is worth seeing, and no secret. */
    private String basic(String credentials) {
        if (showSecrets) {
            return credentials;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? hidden(credentials) : pair.substring(0, colon) + ":" + hidden(pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return hidden(credentials);
        }
    }

    /** Returns whether a header field's value must not be shown. */
    public static boolean isSecretHeader(Headers.Header header) {
        String name = header.name().toLowerCase(Locale.ROOT);
        return header.secret() || isSecretHeaderName(name);
    }

    /** Returns whether a header field of this name, in small letters, holds a secret. */
    public static boolean isSecretHeaderName(String name) {
        return SECRET_HEADERS.contains(name) || isSecretName(name);
    }

    /** An address whose user information, query or fragment may hold secrets. */
    public String address(String text) {
        if (showSecrets) {
            return text;
        }
        String address = Userinfo.hidden(text);
        int query = address.indexOf('?');
        int fragment = address.indexOf('#');
        int start = query < 0 ? fragment : fragment < 0 ? query : Math.min(query, fragment);
        if (start < 0) {
            return address;
        }
        StringBuilder safe = new StringBuilder(address.substring(0, start + 1));
        String rest = address.substring(start + 1);
        int at = 0;
        while (at <= rest.length()) {
            int end = at;
            while (end < rest.length() && rest.charAt(end) != '&' && rest.charAt(end) != '#') {
                end++;
            }
            safe.append(pair(rest.substring(at, end)));
            if (end < rest.length()) {
                safe.append(rest.charAt(end));
            }
            at = end + 1;
        }
        return safe.toString();
    }

    private String pair(String pair) {
        int equals = pair.indexOf('=');
        if (equals >= 0 && isSecretName(decoded(pair.substring(0, equals)))) {
            return pair.substring(0, equals + 1) + hidden(pair.substring(equals + 1));
        }
        // a page's own route behind the #, and lists that some servers part otherwise: #/done?code=…, ?a=b;code=…
        for (int i = 0; i < pair.length(); i++) {
            if (pair.charAt(i) == '?' || pair.charAt(i) == ';') {
                return pair.substring(0, i + 1) + pair(pair.substring(i + 1));
            }
        }
        return pair;
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** Returns a form's fields, one by one as {@code name=value}. */
    public List<String> fields(Form form) {
        List<String> lines = new ArrayList<>();
        for (Form.Field field : form.fields()) {
            boolean secret = field.secret() || isSecretName(field.name());
            lines.add(field.name() + "=" + (secret ? hidden(field.value()) : field.value()));
        }
        return lines;
    }

    /** Returns a JSON object with its secret members hidden, however deep they lie. */
    public JsonObject json(JsonObject object) {
        if (showSecrets) {
            return object;
        }
        return json(object, false);
    }

    private JsonObject json(JsonObject object, boolean inKeySet) {
        Map<String, Object> safe = new LinkedHashMap<>();
        boolean key = inKeySet || object.has("kty") || object.has("crv");
        object.members()
                .forEach((name, value) -> safe.put(
                        name,
                        key && PRIVATE_KEY_MEMBERS.contains(name)
                                ? hidden(JsonObject.toJson(value))
                                : value(name, value)));
        return JsonObject.of(safe);
    }

    /** Returns a value of JSON with its secret members hidden; a text stays as it is. */
    public Object any(Object value) {
        return showSecrets ? value : value("", value);
    }

    private Object value(String name, Object value) {
        if (value instanceof Number number && SECRET_NUMBERS.contains(name.toLowerCase(Locale.ROOT))) {
            return hidden(number.toString());
        }
        if (value instanceof String text) {
            if (isSecretName(name) && !(codesAreErrors && name.equals("code"))) {
                return hidden(text);
            }
            // such as verification_uri_complete, which holds the user code
            return text.contains("//") ? address(text) : text;
        }
        if (value instanceof JsonObject object) {
            return json(object, name.equals("keys"));
        }
        if (value instanceof List<?> elements) {
            List<Object> safe = new ArrayList<>();
            for (Object element : elements) {
                safe.add(value(name, element));
            }
            return safe;
        }
        return value;
    }

    /** Returns a body: JSON and forms keep their structure, of everything else only the size is told. */
    public String body(String mediaType, String body) {
        if (body.isEmpty()) {
            return "";
        }
        if (showSecrets) {
            return body;
        }
        // without names it is no form, and a token may stand there
        if (mediaType.equals("application/x-www-form-urlencoded") && body.indexOf('=') >= 0) {
            try {
                return String.join("\n", fields(Form.parse(body)));
            } catch (IllegalArgumentException e) {
                return "(" + body.length() + " characters that are no form)";
            }
        }
        try {
            return json(JsonObject.parse(body)).toPrettyJson();
        } catch (JsonException e) {
            // a token may stand in any text that is not understood
            return "(" + body.length() + " characters of " + (mediaType.isEmpty() ? "no type" : mediaType) + ")";
        }
    }

    private String shortHash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((salt.reveal() + secret).getBytes(StandardCharsets.UTF_8));
            StringBuilder hex = new StringBuilder(6);
            for (int i = 0; i < 3; i++) {
                hex.append(Character.forDigit(digest[i] >> 4 & 15, 16)).append(Character.forDigit(digest[i] & 15, 16));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
