package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.CiIdentity;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.setting.Version;
import dev.oat.http.ProxyRules;
import dev.oat.http.Transport;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads the secrets that settings and arguments refer to, and warns of those that lie open. */
final class Secrets {
    private final Environment environment;
    private final Resolution settings;
    private final Invocation invocation;
    private final ServerAccess access;

    Secrets(Invocation invocation, ServerAccess access) {
        this.invocation = invocation;
        this.environment = invocation.environment();
        this.settings = invocation.settings();
        this.access = access;
    }

    /** Returns a secret by its reference; a literal in an option earns one warning line. */
    Optional<Secret> secret(Setting setting) {
        Optional<SecretReference> reference = settings.reference(setting);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        boolean option = settings.value(setting).orElseThrow().origin() == Resolution.Origin.OPTION;
        return Optional.of(resolve(reference.orElseThrow(), setting.option(), option));
    }

    /** Returns a secret that stands as an argument of its own, by its reference; a literal earns one warning line. */
    Secret argument(String text, String label) {
        return resolve(SecretReference.of(text, label), label, true);
    }

    /** An argument to be looked at, with all that came along when it was copied. */
    Secret verbatim(String text, String label) {
        return found(SecretReference.of(text, label), label, true);
    }

    private Secret resolve(SecretReference given, String label, boolean onCommandLine) {
        return given.judged(found(given, label, onCommandLine), label, invocation.output());
    }

    private Secret found(SecretReference given, String label, boolean onCommandLine) {
        if (onCommandLine) {
            given.refuseFileName(environment);
        }
        if (onCommandLine && given.isLiteral() && !given.isMarkedLiteral()) {
            invocation
                    .output()
                    .warn(label + " stands in the command line, where other users and the shell's history can read it;"
                            + " use env:NAME, file:PATH or prompt");
        }
        Optional<Path> file = given.file(environment);
        // what oat keeps itself it reads as it keeps it, which may be encrypted
        Optional<Secret> kept =
                file.isPresent() ? invocation.storage().registrations().secretAt(file.get()) : Optional.empty();
        return kept.isPresent()
                ? kept.get()
                : given.resolve(environment, !settings.flag(Settings.NO_INPUT), new IdentityMeans());
    }

    /** Identity tokens of a CI job are for the server, unless their reference says otherwise. */
    private final class IdentityMeans implements CiIdentity.Means {
        @Override
        public Transport transport() {
            return environment.transports().apply(access.transportSettings());
        }

        @Override
        public Optional<String> audience() {
            String audience = access.assertionAudience(access.server());
            return audience.isEmpty() ? Optional.empty() : Optional.of(audience);
        }

        @Override
        public Transport nearby(Optional<Path> trust) {
            return environment
                    .transports()
                    .apply(new TransportSettings(
                            trust, false, ProxyRules.none(), Duration.ofSeconds(1), Version.USER_AGENT));
        }

        @Override
        public Secret ofProfile(String reference, String source) {
            return invocation.others().token(invocation, reference, source);
        }
    }
}
