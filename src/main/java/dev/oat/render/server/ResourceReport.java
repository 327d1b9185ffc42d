package dev.oat.render.server;

import dev.oat.json.JsonObject;
import dev.oat.metadata.Finding;
import dev.oat.metadata.ResourceSurvey;
import dev.oat.render.text.Sanitizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a look at an API's metadata found, for people and for scripts. */
public final class ResourceReport {
    private static final Map<String, String> MEMBERS = members();

    private final ResourceSurvey survey;
    private final List<Finding> findings;

    /**
     * Creates a report.
     *
     * @param survey what was seen
     * @param findings what is wrong with it
     */
    public ResourceReport(ResourceSurvey survey, List<Finding> findings) {
        this.survey = Objects.requireNonNull(survey, "survey is null");
        this.findings = List.copyOf(findings);
    }

    private static Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("resource", "Resource");
        members.put("resource_name", "Name");
        members.put("authorization_servers", "Authorization servers");
        members.put("scopes_supported", "Scopes");
        members.put("bearer_methods_supported", "Tokens are taken in");
        members.put("dpop_bound_access_tokens_required", "Requires DPoP");
        members.put("dpop_signing_alg_values_supported", "DPoP");
        members.put("tls_client_certificate_bound_access_tokens", "Binds tokens to certificates");
        members.put("authorization_details_types_supported", "Authorization details");
        members.put("resource_signing_alg_values_supported", "Signs answers with");
        members.put("jwks_uri", "Keys");
        members.put("resource_documentation", "Documentation");
        return members;
    }

    /** Returns the report for people, harmless to a terminal. */
    public String forPeople() {
        StringBuilder text = new StringBuilder();
        text.append(Sanitizer.line(survey.api().toString())).append('\n');
        rows().forEach((name, value) -> DiscoveryReport.line(text, name, value));
        DiscoveryReport.findings(text, findings);
        return text.toString();
    }

    public String name() {
        return survey.api().toString();
    }

    public List<Finding> findings() {
        return findings;
    }

    /** Returns what it says, in words. */
    public Map<String, String> rows() {
        JsonObject document = DiscoveryReport.REDACTION.json(survey.metadata().document());
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Resource metadata", survey.metadata().address().toString());
        MEMBERS.forEach((member, words) -> {
            if (document.has(member)) {
                rows.put(words, DiscoveryReport.shown(document, member));
            }
        });
        return rows;
    }

    /** Returns the report for scripts: the members for the API, and what is wrong with its metadata. */
    public JsonObject forScripts() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("resource", DiscoveryReport.REDACTION.any(survey.metadata().resource()));
        members.put("resource_metadata_url", survey.metadata().address().toString());
        members.put(
                "resource_metadata",
                DiscoveryReport.REDACTION.json(survey.metadata().document()));
        members.put("resource_findings", DiscoveryReport.forScripts(findings));
        return JsonObject.of(members);
    }
}
