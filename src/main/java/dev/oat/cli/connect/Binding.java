package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Settings;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.proof.Dpop;
import dev.oat.proof.DpopKey;
import dev.oat.proof.SenderConstraint;
import dev.oat.session.StoredSession;
import dev.oat.session.TokenParameters;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key that the settings bind tokens to: one from a file, else one made for the token and kept with its session.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449#section-5">RFC 9449 §5</a>
 */
final class Binding {
    private static final String ACCEPTED = "dpop_signing_alg_values_supported";
    private static final List<String> BEARER_FORMS = List.of("token", "header", "env", "exec-credential");

    private final Invocation invocation;
    private final Resolution settings;
    private final ServerAccess access;
    private @Nullable Jwk read;
    private @Nullable DpopKey made;

    Binding(Invocation invocation, ServerAccess access) {
        this.invocation = invocation;
        this.settings = invocation.settings();
        this.access = access;
    }

    /** Returns what a session's shape says of the binding: with a key of the user's own, which one. */
    String shape() {
        return hasFile() ? TokenParameters.dpop(file().thumbprint()) : TokenParameters.dpop();
    }

    /**
     * What proves requests for a token that is yet to come.
     *
     * @throws Failure.Usage if the key cannot be used, or the token is asked for in a form that is of no use
     */
    Dpop ofNewToken() {
        requireBindable(settings.text(Settings.OUTPUT).orElse("json"));
        if (hasFile()) {
            return dpop(key(file(), access.server().texts(ACCEPTED)));
        }
        DpopKey key = made;
        if (key == null) {
            try {
                key = DpopKey.generate(
                        access.server().texts(ACCEPTED),
                        invocation.environment().random().get());
            } catch (JoseException e) {
                throw new Failure.Usage("--dpop: " + e.getMessage())
                        .hint("leave out --dpop, or ask for another algorithm" + " at the server");
            }
            made = key;
        }
        return dpop(key);
    }

    /** Lets the next token have a key of its own. */
    void renew() {
        made = null;
    }

    /**
     * What proves possession of a session's token.
     *
     * @throws Failure.LoginNeeded if the session lacks the key
     */
    SenderConstraint of(StoredSession session) {
        if (hasFile()) {
            return dpop(key(file(), accepted(file())));
        }
        try {
            Secret jwk = session.key().orElseThrow(() -> new JsonException("it is not there"));
            return dpop(key(Jwk.parse(JsonObject.parse(jwk.reveal())), List.of()));
        } catch (JoseException | JsonException e) {
            throw new Failure.LoginNeeded(
                            "the session's token is bound to a key that cannot be read: " + e.getMessage())
                    .hint(new SignInCommand(invocation, settings, session.shape()).line());
        }
    }

    /**
     * Returns what proves possession of a token that the user gives.
     *
     * @throws Failure.Usage if its key is not given with it
     */
    SenderConstraint ofGivenToken() {
        if (!hasFile()) {
            throw new Failure.Usage("the token that is given is bound to a key, which is not given")
                    .hint("add " + Settings.DPOP_KEY.option() + " FILE, or leave out " + Settings.DPOP.option());
        }
        return dpop(key(file(), List.of()));
    }

    /** Returns the private key that must be kept with the token that has come; empty when the user keeps it. */
    Optional<Secret> keyToKeep() {
        DpopKey key = made;
        return key == null
                ? Optional.empty()
                : Optional.of(Secret.of(key.key().toPrivateJson().toJson()));
    }

    /** Says that a token came whose key nobody keeps. */
    void warnOfEphemeralKey() {
        if (made != null) {
            invocation
                    .output()
                    .warn("the token is bound to a key that ends with this command, so nobody can use it; "
                            + Settings.DPOP_KEY.option()
                            + " FILE binds it to a key of yours, -p NAME keeps both in a profile's session");
        }
    }

    /**
     * Refuses a form of output that a program would send as a bearer token, before a token is asked for.
     *
     * @throws Failure.Usage if it is one
     */
    private static void requireBindable(String format) {
        if (BEARER_FORMS.contains(format)) {
            throw TokenOutput.needsProof("-o " + format);
        }
    }

    private boolean hasFile() {
        return settings.value(Settings.DPOP_KEY).isPresent();
    }

    private Jwk file() {
        Jwk key = read;
        if (key == null) {
            KeyFile file = new KeyFile(
                    invocation,
                    Settings.DPOP_KEY.option(),
                    settings.text(Settings.DPOP_KEY).orElse(""));
            try {
                key = file.privateKeys().toSign(Optional.empty(), Optional.empty());
            } catch (JoseException e) {
                throw file.unusable(e);
            }
            read = key;
        }
        return key;
    }

    /** Returns what the server takes, where the key leaves a choice. */
    private List<String> accepted(Jwk key) {
        return key.algorithm().isPresent() || key.signatureAlgorithms().size() < 2
                ? List.of()
                : access.server().texts(ACCEPTED);
    }

    private static DpopKey key(Jwk key, List<String> accepted) {
        try {
            return DpopKey.of(key, accepted);
        } catch (JoseException e) {
            throw new Failure.Usage(Settings.DPOP_KEY.option() + ": " + e.getMessage())
                    .hint("an EC key on P-256 (ES256) is what every server takes");
        }
    }

    private Dpop dpop(DpopKey key) {
        return new Dpop(
                key,
                invocation.storage().nonces(),
                invocation.environment().clock(),
                invocation.environment().random().get(),
                invocation.trace());
    }
}
