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
     * A report.
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

    /** The report for people, harmless to a terminal. */
    public String forPeople() {
        JsonObject document = DiscoveryReport.REDACTION.json(survey.metadata().document());
        StringBuilder text = new StringBuilder();
        text.append(Sanitizer.line(survey.api().toString())).append('\n');
        DiscoveryReport.line(
                text, "Resource metadata", survey.metadata().address().toString());
        for (Map.Entry<String, String> member : MEMBERS.entrySet()) {
            if (document.has(member.getKey())) {
                DiscoveryReport.line(text, member.getValue(), DiscoveryReport.shown(document, member.getKey()));
            }
        }
        DiscoveryReport.findings(text, findings);
        return text.toString();
    }

    /** The report for scripts: the members for the API, and what is wrong with its metadata. */
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
