package dev.oat.cli.client;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.endpoint.ClientIdDocument;
import dev.oat.json.JsonObject;
import dev.oat.metadata.AuthorizationServer;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code oat client document}: the metadata to publish at the address that is the client's id. */
public final class ClientDocument implements Command {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.addAll(ClientMetadataSettings.all());
        settings.remove(ClientMetadataSettings.SOFTWARE_STATEMENT);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "URL", "The address at which the document will lie; it is the client's id.", true, false));
    }

    @Override
    public String description() {
        return "Prints the client ID metadata document to publish at an https address, which is then the client's id at "
                + "every server that reads such documents (client_id_metadata_document_supported): nothing has to be "
                + "registered there. oat doctor checks one that is published.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat client document https://app.example/oat.json >oat.json",
                "# once it lies there:",
                "oat login work --issuer https://as.example \\\n" + "    --client-id https://app.example/oat.json");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String address = invocation.arguments().positional(0).orElseThrow();
        Check usable = ClientIdDocument.address(address);
        if (usable.failed()) {
            throw new Failure.Usage("that cannot be the address of a client's metadata: it takes " + usable.expected())
                    .spec(usable.spec());
        }
        Map<String, Object> said = new ClientMetadataSettings(invocation, new ServerConnection(invocation)).said();
        said.putIfAbsent("token_endpoint_auth_method", said.containsKey("jwks") ? "private_key_jwt" : "none");
        JsonObject proposal = ClientProposal.complete(said, AuthorizationServer.describedBy(JsonObject.EMPTY, false));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("client_id", address);
        members.putAll(proposal.without("client_id").members());
        ClientIdDocument document = new ClientIdDocument(address, JsonObject.of(members));
        for (Check check : document.checks()) {
            if (check.failed()) {
                throw new Failure.Usage("no server would take this document: " + check.title() + ": expected "
                                + check.expected() + ", found " + check.found())
                        .spec(check.spec());
            }
        }
        String text = document.document().toPrettyJson();
        if (text.length() > ClientIdDocument.MOST_BYTES) {
            invocation
                    .output()
                    .warn("the document is longer than " + ClientIdDocument.MOST_BYTES
                            + " bytes, which some servers do not read");
        }
        invocation.output().document(text);
        return ExitCode.DONE;
    }
}
