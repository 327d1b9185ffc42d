package dev.oat.cli;

import dev.oat.json.JsonObject;
import dev.oat.metadata.Finding;
import dev.oat.metadata.MetadataDifference;
import dev.oat.metadata.MetadataFindings;
import dev.oat.metadata.ServerSurvey;
import dev.oat.render.DiscoveryReport;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat discover}: what a server says of itself, and what is wrong with it. */
final class Discover implements Command {
    private static final Setting DIFF = Setting.text(
                    "diff", Setting.Group.COMMAND, "URL", "Another server; show in what the two differ.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(DIFF, Settings.ISSUER, Settings.ALLOW_HTTP, Settings.PROFILE));
        settings.addAll(Settings.CONNECTION);
        settings.add(Settings.TEXT_OR_JSON);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "URL",
                "The issuer, or the address of a metadata document; the profile's issuer when left out.",
                false,
                false));
    }

    @Override
    public String description() {
        return "Fetches a server's metadata in both forms, OpenID Connect Discovery and RFC 8414, and its keys, past "
                + "every cache. Shows what the server can do, and what is wrong, weak or a trap, each with its section. "
                + "Ends with exit code 6 when the metadata is of another issuer, and with 5 when there is none.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat discover https://as.example",
                "oat discover https://as.example -o json",
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
        ServerSurvey survey =
                ServerSurvey.of(connection.transport(), address, given.isPresent() ? "URL" : "the issuer", allowHttp);
        Optional<String> other = settings.text(DIFF);
        if (other.isPresent()) {
            compare(
                    invocation,
                    survey,
                    ServerSurvey.of(connection.transport(), other.get(), "--diff", allowHttp),
                    json);
            return ExitCode.DONE;
        }
        List<Finding> findings = MetadataFindings.of(survey);
        DiscoveryReport report = new DiscoveryReport(survey, findings);
        if (json) {
            invocation.output().json(report.forScripts());
        } else {
            invocation.output().document(report.forPeople());
        }
        Optional<Check> mismatch = survey.issuerMismatch();
        if (mismatch.isPresent()) {
            Failure failure = new Failure.CheckFailed("metadata", mismatch.orElseThrow());
            failure.phase("discovery");
            throw failure.hint(hint(findings));
        }
        return ExitCode.DONE;
    }

    private static String hint(List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.name().startsWith("issuer.")) {
                return finding.hint();
            }
        }
        return "check the address to the letter";
    }

    private static void compare(Invocation invocation, ServerSurvey here, ServerSurvey there, boolean json) {
        JsonObject one = here.document();
        JsonObject other = there.document();
        List<MetadataDifference> differences = MetadataDifference.betweenServers(one, other);
        if (json) {
            invocation.output().json(DiscoveryReport.differencesForScripts(here.issuer(), there.issuer(), differences));
        } else {
            invocation
                    .output()
                    .document(DiscoveryReport.differencesForPeople(here.issuer(), there.issuer(), differences));
        }
    }
}
