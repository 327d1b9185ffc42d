package dev.oat.render.server;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.metadata.Discovery;
import dev.oat.metadata.Finding;
import dev.oat.metadata.KeySetFindings;
import dev.oat.metadata.MetadataDifference;
import dev.oat.metadata.ServerSurvey;
import dev.oat.render.text.DisplayWidth;
import dev.oat.render.text.Redaction;
import dev.oat.render.text.Sanitizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a look at a server found, for people and for scripts. */
public final class DiscoveryReport {
    private static final int LABEL = 38;
    private static final int WIDTH = 80;

    private static final List<String> ENDPOINTS = List.of(
            "authorization_endpoint",
            "pushed_authorization_request_endpoint",
            "device_authorization_endpoint",
            "backchannel_authentication_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
            "introspection_endpoint",
            "revocation_endpoint",
            "registration_endpoint",
            "end_session_endpoint",
            "challenge_endpoint",
            "jwks_uri");

    /** What a server publishes may hold what it should not: private keys, passwords in addresses. */
    public static final Redaction REDACTION = new Redaction(false);

    private static final Map<String, String> ABILITIES = words();

    private final ServerSurvey survey;
    private final List<Finding> findings;

    /**
     * Creates a report.
     *
     * @param survey what was seen
     * @param findings what is wrong with it
     */
    public DiscoveryReport(ServerSurvey survey, List<Finding> findings) {
        this.survey = Objects.requireNonNull(survey, "survey is null");
        this.findings = List.copyOf(findings);
    }

    private static Map<String, String> words() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("grant_types_supported", "Grants");
        members.put("authorization_grant_profiles_supported", "Grant profiles");
        members.put("identity_chaining_requested_token_types_supported", "Chains by");
        members.put("response_types_supported", "Response types");
        members.put("response_modes_supported", "Response modes");
        members.put("backchannel_token_delivery_modes_supported", "CIBA modes");
        members.put("token_endpoint_auth_methods_supported", "Client authentication");
        members.put("client_attestation_signing_alg_values_supported", "Client attestations");
        members.put("code_challenge_methods_supported", "PKCE");
        members.put("dpop_signing_alg_values_supported", "DPoP");
        members.put("id_token_signing_alg_values_supported", "ID token algorithms");
        members.put("scopes_supported", "Scopes");
        members.put("acr_values_supported", "Kinds of sign-in (acr)");
        return members;
    }

    /** Returns the report for people, harmless to a terminal. */
    public String forPeople() {
        StringBuilder text = new StringBuilder(Sanitizer.line(survey.issuer())).append('\n');
        for (ServerSurvey.Source source : survey.sources()) {
            line(
                    text,
                    source.title(),
                    source.document().isPresent() ? source.address().toString() : "not at " + source.address());
        }
        text.append("\nEndpoints\n");
        endpoints().forEach((member, value) -> line(text, member, value));
        text.append("\nAbilities\n");
        abilities().forEach((ability, value) -> line(text, ability, value));
        if (survey.keys().flatMap(ServerSurvey.Source::document).isPresent()) {
            text.append("\nKeys\n");
            keyLines()
                    .forEach(
                            key -> text.append("  ").append(Sanitizer.line(key)).append('\n'));
        }
        findings(text, findings);
        return text.toString();
    }

    public ServerSurvey survey() {
        return survey;
    }

    public List<Finding> findings() {
        return findings;
    }

    /** Returns its endpoints by their member. */
    public Map<String, String> endpoints() {
        JsonObject document = REDACTION.json(survey.document());
        Map<String, String> rows = new LinkedHashMap<>();
        for (String member : ENDPOINTS) {
            if (document.has(member)) {
                rows.put(member, shown(document, member));
            }
        }
        return rows;
    }

    /** Returns what it can do, in words. */
    public Map<String, String> abilities() {
        JsonObject document = REDACTION.json(survey.document());
        Map<String, String> rows = new LinkedHashMap<>();
        ABILITIES.forEach((member, words) -> {
            if (document.has(member)) {
                rows.put(words, shown(document, member));
            }
        });
        flag(rows, document, "authorization_response_iss_parameter_supported", "Says iss in responses");
        flag(rows, document, "require_pushed_authorization_requests", "Requires pushed requests");
        flag(rows, document, "client_id_metadata_document_supported", "Takes client ID metadata documents");
        flag(rows, document, "tls_client_certificate_bound_access_tokens", "Binds tokens to certificates");
        return rows;
    }

    /** Returns its keys, a line for each. */
    public List<String> keyLines() {
        List<String> lines = new ArrayList<>();
        Optional<JsonObject> document = survey.keys().flatMap(ServerSurvey.Source::document);
        try {
            for (Object key : document.isPresent() ? document.get().array("keys") : List.of()) {
                if (key instanceof JsonObject object) {
                    lines.add(KeySetFindings.describe(object));
                }
            }
        } catch (JsonException e) {
            lines.add("none that can be read");
        }
        return lines;
    }

    static void findings(StringBuilder text, List<Finding> findings) {
        text.append("\nFindings\n");
        if (findings.isEmpty()) {
            text.append("  none\n");
        }
        for (Finding finding : findings) {
            String word = finding.severity().word();
            text.append("  ").append(word).append(" ".repeat(9 - word.length()));
            text.append(Sanitizer.line(finding.title()))
                    .append(" (")
                    .append(finding.spec())
                    .append(")\n");
            String found = finding.found().isEmpty() ? "nothing" : finding.found();
            wrapped(text, "expected " + finding.expected() + "; found " + found);
            wrapped(text, "try: " + finding.hint());
        }
    }

    private static void wrapped(StringBuilder text, String sentence) {
        String indent = " ".repeat(11);
        StringBuilder line = new StringBuilder(indent);
        int column = indent.length();
        for (String word : Sanitizer.line(sentence).split(" ", -1)) {
            int length = DisplayWidth.of(word);
            if (column > indent.length() && column + 1 + length > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(indent);
                column = indent.length();
            }
            if (column > indent.length()) {
                line.append(' ');
                column++;
            }
            line.append(word);
            column += length;
        }
        text.append(line).append('\n');
    }

    private static void flag(Map<String, String> rows, JsonObject document, String member, String label) {
        if (document.value(member).orElse("").equals(Boolean.TRUE)) {
            rows.put(label, "yes");
        }
    }

    static void line(StringBuilder text, String label, String value) {
        text.append("  ").append(label).append(" ".repeat(Math.max(1, LABEL - DisplayWidth.of(label))));
        text.append(Sanitizer.line(value)).append('\n');
    }

    static String shown(JsonObject document, String member) {
        return shown(document.value(member).orElse(""));
    }

    public static String shown(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            for (Object element : list) {
                texts.add(shown(element));
            }
            return String.join(", ", texts);
        }
        return JsonObject.toJson(value);
    }

    /** Returns the report for scripts. */
    public JsonObject forScripts() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", survey.issuer());
        members.put("metadata_url", survey.effective().address().toString());
        members.put("metadata", REDACTION.json(survey.document()));
        put(members, "openid_configuration", survey.document(Discovery.Form.OPENID_CONNECT));
        put(members, "oauth_metadata", survey.document(Discovery.Form.OAUTH));
        put(members, "jwks", survey.keys().flatMap(ServerSurvey.Source::document));
        members.put("findings", forScripts(findings));
        return JsonObject.of(members);
    }

    /** Findings for scripts. */
    static List<Object> forScripts(List<Finding> findings) {
        List<Object> list = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("severity", finding.severity().word());
            one.put("name", finding.name());
            one.put("title", finding.title());
            one.put("spec", finding.spec().toString());
            one.put("expected", finding.expected());
            one.put("found", finding.found());
            one.put("hint", finding.hint());
            list.add(one);
        }
        return list;
    }

    private static void put(Map<String, Object> members, String name, Optional<JsonObject> value) {
        if (value.isPresent()) {
            members.put(name, REDACTION.json(value.orElseThrow()));
        }
    }

    /** Returns the differences between this server and another, for people: {@code -} has only this one, {@code +} the other. */
    public static String differencesForPeople(String here, String there, List<MetadataDifference> differences) {
        StringBuilder text = new StringBuilder();
        text.append("- ").append(Sanitizer.line(here)).append('\n');
        text.append("+ ").append(Sanitizer.line(there)).append('\n');
        if (differences.isEmpty()) {
            text.append("\nno difference\n");
        }
        for (MetadataDifference difference : differences) {
            text.append('\n').append(Sanitizer.line(difference.member())).append('\n');
            if (difference.isOfLists()) {
                signed(text, '-', difference.onlyHere());
                signed(text, '+', difference.onlyThere());
            } else {
                signed(
                        text,
                        '-',
                        difference.here().isPresent()
                                ? List.of(difference.here().get())
                                : List.of());
                signed(
                        text,
                        '+',
                        difference.there().isPresent()
                                ? List.of(difference.there().get())
                                : List.of());
            }
        }
        return text.toString();
    }

    private static void signed(StringBuilder text, char sign, List<Object> values) {
        for (Object value : values) {
            text.append("  ")
                    .append(sign)
                    .append(' ')
                    .append(Sanitizer.line(shown(REDACTION.any(value))))
                    .append('\n');
        }
    }

    /** Returns the differences between two servers, for scripts. */
    public static JsonObject differencesForScripts(String here, String there, List<MetadataDifference> differences) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", here);
        members.put("other", there);
        List<Object> list = new ArrayList<>();
        for (MetadataDifference difference : differences) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("member", difference.member());
            difference.here().ifPresent(value -> one.put("here", REDACTION.any(value)));
            difference.there().ifPresent(value -> one.put("there", REDACTION.any(value)));
            list.add(one);
        }
        members.put("differences", list);
        return JsonObject.of(members);
    }
}
