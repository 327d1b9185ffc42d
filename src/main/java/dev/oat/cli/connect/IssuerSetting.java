package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.frame.TypedCommand;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Settings;
import dev.oat.http.Transport;
import dev.oat.metadata.Addresses;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.ResourceDiscovery;
import dev.oat.metadata.ResourceMetadata;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** What people write for an issuer, where it is not quite one: said, understood, or refused with what works. */
public final class IssuerSetting {
    private IssuerSetting() {}

    /** Says that the address of metadata was understood as the issuer that it implies. */
    public static void tell(Output output, String source, String issuer) {
        output.say(source + " is the address of a server's metadata; the issuer is " + issuer);
    }

    /** Adds the command that works to a failure that is about a slash alone. */
    public static void correct(Invocation invocation, Failure.CheckFailed failure, Resolution.Origin source) {
        Optional<String> own = Discovery.ownSpelling(failure);
        if (own.isPresent()) {
            failure.hint(slash(invocation, own.get(), source));
        }
    }

    /** Returns how to say an issuer as its server writes it. */
    private static String slash(Invocation invocation, String own, Resolution.Origin source) {
        return switch (source) {
            case ENVIRONMENT ->
                "the slash at the end counts: export " + Settings.ISSUER.variable() + "=" + ShellWord.quoted(own);
            case PROFILE ->
                "the slash at the end counts: oat profile set "
                        + ShellWord.argument(invocation.settings().profileName().orElse("")) + " issuer="
                        + ShellWord.quoted(own);
            default ->
                Settings.ISSUER.option() + " " + ShellWord.quoted(own) + ": the slash at the end counts; "
                        + TypedCommand.with(invocation, Settings.ISSUER, own);
        };
    }

    /**
     * Refuses the address of an API's metadata: whom that API trusts is not for a setting to take over unasked.
     *
     * @throws Failure.Usage if the issuer is such an address, with the authorization server that the API names
     */
    static void refuseResource(
            Invocation invocation, Supplier<Transport> transport, String issuer, Resolution.Origin source) {
        if (!issuer.contains(ResourceMetadata.WELL_KNOWN)) {
            return;
        }
        String name = invocation.settings().named(Settings.ISSUER, source);
        URI address = Addresses.given(name, issuer, invocation.settings().flag(Settings.ALLOW_HTTP));
        Optional<String> described = ResourceMetadata.resourceOf(address);
        if (described.isEmpty()) {
            return;
        }
        String api = described.get();
        String start = "oat login " + ShellWord.quoted(api) + " signs in from there";
        String named = "";
        try {
            ResourceMetadata metadata = new ResourceDiscovery(transport.get(), invocation.trace())
                    .find(URI.create(api), Optional.of(issuer));
            if (!metadata.authorizationServers().isEmpty()) {
                named = metadata.authorizationServers().get(0);
            }
        } catch (Failure.Unreachable | Failure.CheckFailed | Failure.TimedOut e) {
            // what it names is help only
            invocation.trace().note(e.what());
        }
        throw new Failure.Usage(
                        name + " is the address of an API's metadata (RFC 9728), not of an authorization server's"
                                + (named.isEmpty() ? "" : "; the API names " + named))
                .hint(
                        named.isEmpty()
                                ? start
                                : "if you trust it: " + Settings.ISSUER.option() + " " + ShellWord.quoted(named)
                                        + "; or " + start);
    }
}
