package dev.oat.cli.examine;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.http.Transport;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.Finding;
import dev.oat.metadata.MetadataDifference;
import dev.oat.metadata.MetadataFindings;
import dev.oat.metadata.ResourceMetadata;
import dev.oat.metadata.ResourceSurvey;
import dev.oat.metadata.ServerSurvey;
import dev.oat.render.page.ServerPage;
import dev.oat.render.server.DiscoveryReport;
import dev.oat.render.server.ResourceReport;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat discover}: what a server says of itself, and what is wrong with it. */
public final class Discover implements Command {
    private static final Setting DIFF = Setting.text(
                    "diff", Setting.Group.COMMAND, "URL", "Another server; show in what the two differ.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(
                DIFF, Settings.HTML, Settings.ISSUER, Settings.PROVIDER, Settings.ALLOW_HTTP, Settings.PROFILE));
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.TEXT_OR_JSON);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "URL",
                "The issuer, an API, or the address of a metadata document; the profile's issuer when left out.",
                false,
                false));
    }

    @Override
    public String description() {
        return "Fetches a server's metadata in both forms, OpenID Connect Discovery and RFC 8414, and its keys, past"
                + " every cache; of an API its resource metadata (RFC 9728), and the server that they name. Shows what the"
                + " server can do, and what is wrong, weak or a trap, each with its section. Ends with exit code 6 when"
                + " the metadata is of another issuer, and with 5 when there is none.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat discover https://as.example",
                "oat discover https://api.example",
                "oat discover https://as.example -o json",
                "oat discover https://as.example --html > as.html",
                "oat discover https://staging.example --diff https://as.example");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Resolution settings = invocation.settings();
        Optional<String> given = invocation.arguments().positional(0);
        String address = given.or(() -> settings.text(Settings.ISSUER))
                .or(() -> settings.text(Settings.METADATA_URL))
                .orElseThrow(() -> new Failure.Usage("no server is named").hint("oat discover URL"));
        boolean json = settings.text(Settings.TEXT_OR_JSON).orElse("text").equals("json");
        ServerConnection connection = new ServerConnection(invocation);
        boolean allowHttp = settings.flag(Settings.ALLOW_HTTP);
        String source = given.isPresent() ? "URL" : "the issuer";
        Look look = new Look(connection.transport(), allowHttp);
        Seen seen = look.at(address, source);
        Optional<String> other = settings.text(DIFF);
        if (other.isPresent()) {
            compare(invocation, seen, look.at(other.get(), "--diff"), json);
            return ExitCode.DONE;
        }
        show(invocation, seen, json);
        if (seen.resource().isPresent() && seen.resource().get().mismatch().isPresent()) {
            Failure failure = new Failure.CheckFailed(
                    "resource metadata", seen.resource().get().mismatch().get());
            throw failure.phase("discovery");
        }
        Optional<Check> mismatch = seen.server().flatMap(ServerSurvey::issuerMismatch);
        if (mismatch.isPresent()) {
            Failure failure = new Failure.CheckFailed("metadata", mismatch.orElseThrow());
            failure.phase("discovery");
            Optional<String> own = Discovery.ownSpelling(failure);
            if (own.isPresent() && seen.resource().isPresent()) {
                throw failure.hint("the API and its server differ by a slash at the end; to go by the server's word: "
                        + "oat login " + ShellWord.quoted(address) + " --issuer " + ShellWord.quoted(own.get()));
            }
            throw failure.hint(hint(MetadataFindings.of(
                    seen.server().orElseThrow(),
                    invocation.environment().clock().instant())));
        }
        return ExitCode.DONE;
    }

    /**
     * What lies at an address.
     *
     * @param server the authorization server there, or the one that protects the API there
     * @param resource the API there
     */
    private record Seen(Optional<ServerSurvey> server, Optional<ResourceSurvey> resource) {
        JsonObject document() {
            return server.isPresent()
                    ? server.get().document()
                    : resource.orElseThrow().metadata().document();
        }

        String name() {
            return server.isPresent()
                    ? server.get().issuer()
                    : resource.orElseThrow().api().toString();
        }
    }

    /** Looks for a server, for an API, and for the server of an API. */
    private record Look(Transport transport, boolean allowHttp) {
        Seen at(String address, String source) {
            Optional<ServerSurvey> server = Optional.empty();
            Failure absent = null;
            if (!address.contains(ResourceMetadata.WELL_KNOWN)) {
                try {
                    server = Optional.of(ServerSurvey.of(transport, address, source, allowHttp));
                } catch (Failure.Unreachable e) {
                    if (e.status().isEmpty()) {
                        throw e;
                    }
                    absent = e;
                }
            }
            boolean document = server.isPresent() && address.contains("/.well-known/");
            Optional<ResourceSurvey> resource =
                    document ? Optional.empty() : ResourceSurvey.of(transport, address, source, allowHttp);
            if (server.isPresent()
                    && resource.isPresent()
                    && resource.get().mismatch().isPresent()) {
                // another API that shares the server's host
                resource = Optional.empty();
            }
            if (server.isEmpty() && resource.isEmpty()) {
                if (absent != null) {
                    throw absent;
                }
                throw new Failure.Unreachable("no resource metadata at " + address).phase("discovery");
            }
            if (server.isEmpty()) {
                server = protector(resource.orElseThrow());
            }
            return new Seen(server, resource);
        }

        /** Returns the first authorization server that an API names, when it can be looked at. */
        private Optional<ServerSurvey> protector(ResourceSurvey resource) {
            for (String issuer : resource.metadata().authorizationServers()) {
                try {
                    return Optional.of(ServerSurvey.of(transport, issuer, "the API's server", allowHttp));
                } catch (Failure e) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    private static void show(Invocation invocation, Seen seen, boolean json) {
        Optional<ResourceReport> resource =
                seen.resource().map(one -> new ResourceReport(one, one.findings(seen.server())));
        Optional<DiscoveryReport> server = seen.server()
                .map(one -> new DiscoveryReport(
                        one,
                        MetadataFindings.of(
                                one, invocation.environment().clock().instant())));
        if (invocation.arguments().has(Settings.HTML)) {
            invocation.output().document(ServerPage.of(resource, server));
            return;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        if (resource.isPresent()) {
            ResourceReport report = resource.get();
            text.append(report.forPeople()).append(seen.server().isPresent() ? "\n" : "");
            members.putAll(report.forScripts().members());
        }
        if (server.isPresent()) {
            DiscoveryReport report = server.get();
            text.append(report.forPeople());
            members.putAll(report.forScripts().members());
        }
        if (json) {
            invocation.output().json(JsonObject.of(members));
        } else {
            invocation.output().report(text.toString());
        }
    }

    private static String hint(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.name().startsWith("issuer.")) {
                return finding.hint();
            }
        }
        return "check the address to the letter";
    }

    private static void compare(Invocation invocation, Seen here, Seen there, boolean json) {
        JsonObject one = here.document();
        JsonObject other = there.document();
        List<MetadataDifference> differences = MetadataDifference.betweenServers(one, other);
        if (invocation.arguments().has(Settings.HTML)) {
            invocation.output().document(ServerPage.of(here.name(), there.name(), differences));
        } else if (json) {
            invocation.output().json(DiscoveryReport.differencesForScripts(here.name(), there.name(), differences));
        } else {
            invocation.output().text(DiscoveryReport.differencesForPeople(here.name(), there.name(), differences));
        }
    }
}
