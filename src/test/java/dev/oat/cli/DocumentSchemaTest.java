package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Setting;
import dev.oat.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every JSON document that oat prints has a schema, which says all of it and refuses what is otherwise. */
@Timeout(120)
class DocumentSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    @Test
    void each_schema_is_one_by_2020_12_and_tells_what_each_member_is() throws IOException {
        var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
        for (DocumentSchema schema : DocumentSchema.values()) {
            assertThat(meta.validate(schema.text(), InputFormat.JSON))
                    .as(schema.word())
                    .isEmpty();
            JsonNode root = JSON.readTree(schema.text());
            assertThat(root.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
            assertThat(root.path("$id").asText()).isEqualTo("urn:oat:schema:" + schema.word());
            assertThat(root.path("title").asText()).isNotBlank();
            assertThat(root.path("description").asText()).isNotBlank();
            List<String> wrong = new ArrayList<>();
            look(root, root, schema.word(), wrong);
            assertThat(wrong).isEmpty();
        }
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/dev/oat/cli/schema"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Stream.of(DocumentSchema.values())
                            .map(schema -> schema.word() + ".json")
                            .toList());
        }
    }

    /** Members without a description, and objects that neither refuse other members nor say what they may be. */
    private static void look(JsonNode root, JsonNode schema, String at, List<String> wrong) {
        if (schema.path("type").asText().equals("object") && !schema.has("anyOf") || schema.has("properties")) {
            JsonNode more = schema.path("additionalProperties");
            boolean said = more.isObject() && (resolved(root, more).has("description") || more.has("anyOf"));
            if (!(more.isBoolean() && !more.asBoolean()) && !said) {
                wrong.add(at + " leaves open what else it holds");
            }
        }
        schema.path("properties").properties().forEach(member -> {
            if (!resolved(root, member.getValue()).has("description")) {
                wrong.add(at + "." + member.getKey() + " has no description");
            }
        });
        schema.properties().forEach(part -> {
            if (part.getValue().isObject()) {
                look(root, part.getValue(), at + "/" + part.getKey(), wrong);
            }
        });
    }

    private static JsonNode resolved(JsonNode root, JsonNode schema) {
        return schema.has("$ref") && !schema.has("description")
                ? root.at(schema.get("$ref").asText().substring(1))
                : schema.has("$ref") ? withDescription(root, schema) : schema;
    }

    private static JsonNode withDescription(JsonNode root, JsonNode schema) {
        ObjectNode whole = root.at(schema.get("$ref").asText().substring(1)).deepCopy();
        return whole.put("description", schema.get("description").asText());
    }

    @Test
    void every_command_that_takes_o_json_has_a_schema_and_help_prints_it() {
        TestWorld world = TestWorld.at(home);
        Set<DocumentSchema> printed = new TreeSet<>(List.of(DocumentSchema.ERROR, DocumentSchema.RECORDING));
        List<String> without = new ArrayList<>();
        for (CommandList.Listed entry : CommandTable.standard().entries()) {
            List<DocumentSchema> schemas = DocumentSchema.of(entry.path(), entry.command());
            Setting format = entry.command().formatSetting();
            if (format != null && format.choices().contains("json") && schemas.isEmpty()) {
                without.add(entry.path());
            }
            printed.addAll(schemas);
            if (!schemas.isEmpty()) {
                String name = String.join(" ", "help schema", entry.path());
                String text = DocumentSchema.named(entry.path())
                        .orElse(schemas.get(0))
                        .text();
                assertThat(world.run(name.split(" ")).out()).as(name).isEqualTo(text);
            }
        }
        assertThat(without).as("commands without a schema: see DocumentSchema").isEmpty();
        assertThat(printed).containsExactly(DocumentSchema.values());
    }

    @Test
    void help_lists_the_schemas_and_says_which_one_was_meant() {
        TestWorld world = TestWorld.at(home);
        String list = world.run("help", "schema").out();
        for (DocumentSchema schema : DocumentSchema.values()) {
            assertThat(list).containsPattern("(?m)^  " + schema.word() + "( |$)");
            assertThat(world.run("help", "schema", schema.word()).out()).isEqualTo(schema.text());
        }
        TestWorld.Outcome typo = world.run("help", "schema", "statsu");
        assertThat(typo.code()).isEqualTo(2);
        assertThat(typo.err()).contains("did you mean oat help schema status?");
        assertThat(world.run("help", "schema", "logout").err()).contains("oat logout prints no JSON of oat's own");
    }

    @Test
    void recordings_that_lie_here_keep_to_the_schema() throws IOException {
        List<Path> recordings = new ArrayList<>();
        for (Path directory : List.of(Path.of("src/test/resources"), Path.of("src/main/resources"))) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(file -> file.toString().endsWith(".json")).forEach(recordings::add);
            }
        }
        recordings.removeIf(file -> file.toString().contains("/cli/schema/"));
        assertThat(recordings).isNotEmpty();
        for (Path file : recordings) {
            assertThat(PrintedDocuments.errors(DocumentSchema.RECORDING, Files.readString(file)))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    /** A document of each kind, by the commands themselves. */
    private Map<DocumentSchema, String> documents() throws Exception {
        Map<DocumentSchema, String> found = new EnumMap<>(DocumentSchema.class);
        try (ServiceWorld service = ServiceWorld.at(home)) {
            TestWorld world =
                    service.world().with("PW", "wonderland").with("KEY", "a-secret-of-more-than-32-bytes-here");
            String issuer = service.playground().issuer().toString();
            String gateway = service.playground().gateway().toString();
            Files.createDirectories(home.resolve("r"));
            String keys = home.resolve("key.jwk").toString();
            assertThat(world.run("jwk", "generate", "--out", keys).code()).isZero();
            for (String line : List.of(
                    "token client-credentials -p ci --record R/a.json",
                    "token -p ci -o exec-credential",
                    "profile add work --issuer ISSUER --client-id demo-password --grant-type password --username alice"
                            + " --password env:PW --scope openid,profile,read --api GATEWAY",
                    "token -p work -o json --record R/b.json",
                    "status -p ci -o json",
                    "profile list -o json",
                    "profile show work --origin -o json",
                    "discover GATEWAY -o json",
                    "discover ISSUER --diff GATEWAY -o json",
                    "doctor ci -o json",
                    "explain invalid_grant -o json",
                    "introspect -p ci",
                    "userinfo -p work",
                    "jwt decode -p ci --diff env:OTHER -o json",
                    "jwt verify -p ci -o json",
                    "jwt sign --secret env:KEY --claim sub=me -o json",
                    "jwk public " + keys,
                    "jwk thumbprint " + keys + " -o json",
                    "client document https://app.example/oat.json",
                    "client register --issuer ISSUER",
                    "call -p work GATEWAY/orders -o json",
                    "record diff R/a.json R/b.json -o json",
                    "revoke -p ci -o json",
                    "token -p nobody -o json")) {
                List<String> words = List.of(line.replace("ISSUER", issuer)
                        .replace("GATEWAY", gateway)
                        .replace("R/", home + "/r/")
                        .split(" "));
                TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
                List<PrintedDocuments.Printed> printed = PrintedDocuments.of(words, outcome.out(), outcome.err());
                assertThat(!printed.isEmpty() || line.startsWith("profile add"))
                        .as(line + "\n" + outcome.err() + outcome.out())
                        .isTrue();
                printed.forEach(one -> found.put(one.schema(), one.text()));
                if (line.startsWith("token -p work")) {
                    world.with(
                            "OTHER",
                            JsonObject.parse(outcome.out()).text("access_token").orElseThrow());
                }
            }
            found.putAll(credentials(world, gateway));
            found.put(DocumentSchema.JWT_DECRYPT, decrypted(world));
            found.put(DocumentSchema.PLAYGROUND, untilInterrupted(world, "playground", "--port", "0", "-o", "json"));
            found.put(DocumentSchema.PROBLEM, problem(world));
        }
        return found;
    }

    /** What programs are handed in their own forms. */
    private static Map<DocumentSchema, String> credentials(TestWorld world, String gateway) throws Exception {
        Map<DocumentSchema, String> found = new EnumMap<>(DocumentSchema.class);
        assertThat(world.run("token", "password", "-p", "work").code()).isZero();
        try (OddServer sts = new OddServer(world.clock())) {
            sts.page(
                    "/",
                    hit -> OddServer.Reply.text(
                            200,
                            "text/xml",
                            "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
                                    + "<AccessKeyId>a</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>"
                                    + "<Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                                    + "</AssumeRoleWithWebIdentityResponse>"));
            String arn = "arn:aws:iam::123456789012:role/x";
            found.put(
                    DocumentSchema.CREDENTIAL_AWS,
                    done(world.run(
                            "credential",
                            "aws",
                            "-p",
                            "work",
                            "--role-arn",
                            arn,
                            "--sts-endpoint",
                            sts.issuer() + "/",
                            "--api",
                            sts.issuer())));
        }
        found.put(DocumentSchema.CREDENTIAL_GCP, done(world.run("credential", "gcp", "-p", "work")));
        world.reading(gateway);
        found.put(DocumentSchema.CREDENTIAL_DOCKER, done(world.run("credential", "docker", "get", "-p", "work")));
        found.put(
                DocumentSchema.CREDENTIAL_DOCKER_LIST,
                done(world.run(
                        "credential",
                        "docker",
                        "list",
                        "-p",
                        "work",
                        "--api",
                        "https://one.example",
                        "--api",
                        "https://two.example")));
        return found;
    }

    private static String done(TestWorld.Outcome outcome) {
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome.out();
    }

    private String decrypted(TestWorld world) throws Exception {
        com.nimbusds.jose.JWEObject token = new com.nimbusds.jose.JWEObject(
                new com.nimbusds.jose.JWEHeader(
                        com.nimbusds.jose.JWEAlgorithm.DIR, com.nimbusds.jose.EncryptionMethod.A256GCM),
                new com.nimbusds.jose.Payload("hello"));
        token.encrypt(new com.nimbusds.jose.crypto.DirectEncrypter(
                "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));
        TestWorld.Outcome outcome = world.with("JWE", token.serialize())
                .with("CEK", "0123456789abcdef0123456789abcdef")
                .run("jwt", "decrypt", "env:JWE", "--secret", "env:CEK", "-o", "json");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        return outcome.out();
    }

    private interface Visit {
        String to(String firstLine) throws Exception;
    }

    private static String untilInterrupted(TestWorld world, String... words) throws Exception {
        return during(world, line -> line, words);
    }

    /** What comes of a visit to a command that serves until it is interrupted. */
    private static String during(TestWorld world, Visit visit, String... words) throws Exception {
        PipedInputStream printed = new PipedInputStream(1 << 16);
        PrintStream out = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8);
        Environment environment =
                world.environment(out, new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        Thread thread = new Thread(() -> CommandTree.over(environment).run(List.of(words)));
        thread.start();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))) {
            return visit.to(reader.readLine());
        } finally {
            thread.interrupt();
            thread.join(30_000);
        }
    }

    /** What the proxy answers where nothing listens at the API's address. */
    private static String problem(TestWorld world) throws Exception {
        return during(
                world,
                address -> HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(address + "/orders"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body(),
                "proxy",
                "--listen",
                "127.0.0.1:0",
                "-p",
                "ci",
                "--allow-host",
                "http://127.0.0.1:1",
                "http://127.0.0.1:1");
    }

    @TestFactory
    Stream<DynamicTest>
            each_schema_takes_what_is_printed_and_refuses_it_without_a_member_with_another_and_of_other_types()
                    throws Exception {
        Map<DocumentSchema, String> documents = documents();
        assertThat(documents).containsOnlyKeys(DocumentSchema.values());
        return documents.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey().word(), () -> {
                    DocumentSchema schema = each.getKey();
                    assertThat(PrintedDocuments.errors(schema, each.getValue()))
                            .as(each.getValue())
                            .isEmpty();
                    JsonNode root = JSON.readTree(schema.text());
                    Mutations mutations = new Mutations(root, JSON.readTree(each.getValue()));
                    mutations.of(root, mutations.document, "");
                    assertThat(mutations.made).hasSizeGreaterThan(1);
                    List<String> taken = mutations.made.entrySet().stream()
                            .filter(mutant -> PrintedDocuments.errors(schema, mutant.getValue())
                                    .isEmpty())
                            .map(Map.Entry::getKey)
                            .toList();
                    assertThat(taken)
                            .as("what " + schema.word() + " should refuse")
                            .isEmpty();
                }));
    }

    /** Documents that are each wrong in one place. */
    private static final class Mutations {
        private final JsonNode root;
        private final JsonNode document;
        private final Map<String, String> made = new java.util.TreeMap<>();

        Mutations(JsonNode root, JsonNode document) {
            this.root = root;
            this.document = document;
        }

        private JsonNode whole(JsonNode schema) {
            return schema.has("$ref") ? root.at(schema.get("$ref").asText().substring(1)) : schema;
        }

        private interface Change {
            void to(ObjectNode place);
        }

        private void make(String name, String at, Change change) {
            JsonNode copy = document.deepCopy();
            change.to((ObjectNode) copy.at(at));
            made.put(name, copy.toString());
        }

        void of(JsonNode given, JsonNode value, String at) {
            JsonNode schema = whole(given);
            branches(schema, value).forEach(branch -> of(branch, value, at));
            if (value instanceof ArrayNode list) {
                for (int i = 0; i < list.size() && schema.has("items"); i++) {
                    of(schema.get("items"), list.get(i), at + "/" + i);
                }
            }
            if (!(value instanceof ObjectNode object)) {
                return;
            }
            for (JsonNode name : schema.path("required")) {
                make("without " + at + "/" + name.asText(), at, place -> place.remove(name.asText()));
            }
            JsonNode more = schema.path("additionalProperties");
            if (more.isBoolean()) {
                make("with another in " + at, at, place -> place.put("another", 1));
            }
            object.properties().forEach(member -> {
                String name = member.getKey();
                JsonNode one = schema.path("properties").has(name)
                        ? schema.get("properties").get(name)
                        : schema.has("properties") || !more.isObject() ? JSON.createObjectNode() : more;
                JsonNode said = whole(one);
                if (said.has("type") || said.has("const") || said.has("enum")) {
                    JsonNode wrong = member.getValue().isObject()
                            ? JSON.getNodeFactory().textNode("wrong")
                            : JSON.createObjectNode().put("wrong", true);
                    make("other type of " + at + "/" + name, at, place -> place.set(name, wrong));
                }
                if (said.has("enum")) {
                    make("other word in " + at + "/" + name, at, place -> place.put(name, "nonsense"));
                }
                of(one, member.getValue(), at + "/" + name.replace("~", "~0").replace("/", "~1"));
            });
        }

        /** The alternatives that a value may be meant by. */
        private List<JsonNode> branches(JsonNode schema, JsonNode value) {
            List<JsonNode> found = new ArrayList<>();
            for (String choice : List.of("anyOf", "oneOf")) {
                for (JsonNode branch : schema.path(choice)) {
                    JsonNode one = whole(branch);
                    boolean fits = value.isObject() && (one.has("properties") || one.has("required"));
                    for (JsonNode name : one.path("required")) {
                        fits &= value.has(name.asText());
                    }
                    for (String constant : names(one.path("properties"))) {
                        JsonNode said = one.get("properties").get(constant).path("const");
                        fits &= said.isMissingNode() || !value.has(constant) || said.equals(value.get(constant));
                    }
                    if (fits) {
                        found.add(one);
                    }
                }
            }
            return found.size() == 1 ? found : List.of();
        }

        private static Set<String> names(JsonNode object) {
            Set<String> names = new TreeSet<>();
            object.fieldNames().forEachRemaining(names::add);
            return names;
        }
    }
}
