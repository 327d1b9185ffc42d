package dev.oat.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.cli.OddServer;
import dev.oat.cli.TestWorld;
import dev.oat.http.Form;
import dev.oat.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oat credential aws} against a security token service of the test's. */
@Timeout(60)
class CredentialAwsTest {
    private static final String ARN = "arn:aws:iam::123456789012:role/reader";
    private static final String CREDENTIALS = "<Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId>"
            + "<SecretAccessKey>wJalr/secret+key</SecretAccessKey><SessionToken>IQoJb3JpZ2luX2Vj</SessionToken>"
            + "<Expiration>2026-11-30T23:00:00Z</Expiration></Credentials>";
    private static final String ANSWER = answer(CREDENTIALS);

    @TempDir
    Path home;

    private TestWorld world;
    private OddServer server;
    private OddServer sts;

    @BeforeEach
    void start() {
        world = TestWorld.at(home).at(Instant.now()).with("PW", "wonderland");
        server = new OddServer(world.clock());
        sts = new OddServer(world.clock());
        sts.page("/", hit -> OddServer.Reply.text(200, "text/xml", ANSWER));
        run(
                "profile",
                "add",
                "work",
                "--issuer",
                server.issuer(),
                "--client-id",
                OddServer.CLIENT,
                "--grant-type",
                "password",
                "--username",
                "alice",
                "--scope",
                "openid",
                "--api",
                sts.issuer());
        assertThat(world.run("token", "password", "-p", "work", "--password", "env:PW")
                        .code())
                .isZero();
    }

    @AfterEach
    void stop() {
        server.close();
        sts.close();
    }

    private static String answer(String credentials) {
        return "<?xml version=\"1.0\"?>\n<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<AssumeRoleWithWebIdentityResult><SubjectFromWebIdentityToken>x</SubjectFromWebIdentityToken>"
                + credentials + "<Provider>p</Provider></AssumeRoleWithWebIdentityResult>"
                + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleWithWebIdentityResponse>";
    }

    private void run(String... words) {
        TestWorld.Outcome outcome = world.run(words);
        assertThat(outcome.code()).as(outcome.err()).isZero();
    }

    private TestWorld.Outcome aws(String... more) {
        List<String> words = new ArrayList<>(
                List.of("credential", "aws", "-p", "work", "--role-arn", ARN, "--sts-endpoint", sts.issuer() + "/"));
        words.addAll(List.of(more));
        return world.run(words.toArray(new String[0]));
    }

    private Form sent() {
        List<OddServer.Hit> hits = sts.hits("/");
        return hits.get(hits.size() - 1).form();
    }

    @Test
    void the_id_token_is_exchanged_for_what_credential_process_prints() {
        TestWorld.Outcome outcome = aws("--role-session-name", "alice@work", "--duration", "15m");
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .isEqualTo("{\"Version\":1,\"AccessKeyId\":\"ASIAEXAMPLE\",\"SecretAccessKey\":\"wJalr/secret+key\","
                        + "\"SessionToken\":\"IQoJb3JpZ2luX2Vj\",\"Expiration\":\"2026-11-30T23:00:00Z\"}\n");
        Map<String, String> form = new TreeMap<>();
        sent().fields().forEach(field -> form.put(field.name(), field.value()));
        assertThat(form.remove("WebIdentityToken")).startsWith("eyJ").contains(".");
        assertThat(form)
                .isEqualTo(Map.of(
                        "Action",
                        "AssumeRoleWithWebIdentity",
                        "Version",
                        "2011-06-15",
                        "RoleArn",
                        ARN,
                        "RoleSessionName",
                        "alice@work",
                        "DurationSeconds",
                        "900"));
        assertThat(sts.hits("/").get(0).headers().get("Accept").get(0))
                .contains("xml")
                .doesNotContain("json");
    }

    @Test
    void by_access_token_that_goes_and_nothing_else_is_said_that_nobody_asked_for() {
        assertThat(aws("--access-token").code()).isZero();
        assertThat(sent().first("WebIdentityToken")).contains(OddServer.ACCESS_TOKEN);
        assertThat(sent().first("RoleSessionName")).contains("oat");
        assertThat(sent().has("DurationSeconds")).isFalse();
    }

    @Test
    void an_id_token_that_has_ended_is_renewed_first() {
        world.pass(Duration.ofSeconds(290));
        assertThat(aws().code()).isZero();
        assertThat(server.hits("/token")).hasSize(2);
        assertThat(sent().first("WebIdentityToken").orElseThrow()).startsWith("eyJ");
    }

    @Test
    void without_an_id_token_it_says_what_would_bring_one() {
        server.tokenAnswer = answer -> {
            answer.remove("id_token");
            return answer;
        };
        run("token", "password", "-p", "work", "--password", "env:PW");
        TestWorld.Outcome outcome = aws();
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.err()).contains("no ID token", "--access-token");
        assertThat(sts.hits("/")).isEmpty();
    }

    @Test
    void a_service_that_the_profile_does_not_name_gets_no_token() {
        try (OddServer other = new OddServer(world.clock())) {
            TestWorld.Outcome outcome =
                    world.run("credential", "aws", "-p", "work", "--role-arn", ARN, "--sts-endpoint", other.issuer());
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("may not go to " + other.issuer(), "api=");
            assertThat(other.allHits()).isEmpty();
            assertThat(world.typing("y")
                            .run("credential", "aws", "-p", "work", "--role-arn", ARN, "--sts-endpoint", other.issuer())
                            .code())
                    .as("it never asks")
                    .isEqualTo(2);
            assertThat(world.prompts()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--region eu-west-1, https://sts.eu-west-1.amazonaws.com",
        "--region cn-north-1, https://sts.cn-north-1.amazonaws.com.cn",
        "'', https://sts.amazonaws.com"
    })
    void the_regions_endpoint_is_asked_where_none_is_named(String option, String endpoint) {
        List<String> words = new ArrayList<>(List.of("credential", "aws", "-p", "work", "--role-arn", ARN));
        words.addAll(option.isEmpty() ? List.of() : List.of(option.split(" ")));
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
        assertThat(outcome.err()).contains("may not go to " + endpoint + "\n");
        run("profile", "set", "work", "api=" + endpoint);
        words.add("--dry-run");
        TestWorld.Outcome dry = world.run(words.toArray(new String[0]));
        assertThat(dry.out() + dry.err()).contains(endpoint.substring("https://".length()), "WebIdentityToken=[");
    }

    @Test
    void the_variables_of_aws_name_the_region_too() {
        world.with("AWS_DEFAULT_REGION", "us-east-2");
        assertThat(world.run("credential", "aws", "-p", "work", "--role-arn", ARN)
                        .err())
                .contains("https://sts.us-east-2.amazonaws.com");
        world.with("AWS_REGION", "us-west-2");
        assertThat(world.run("credential", "aws", "-p", "work", "--role-arn", ARN)
                        .err())
                .contains("https://sts.us-west-2.amazonaws.com");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--role-arn|reader",
                "--role-session-name|a b",
                "--role-session-name|x",
                "--duration|5m",
                "--duration|13h",
                "--duration|soon",
                "--region|evil.example/",
                "--sts-endpoint|ftp://x",
                "--sts-endpoint|http://sts.example"
            })
    void what_aws_would_refuse_is_refused_before_anything_is_sent(String option) {
        List<String> words = new ArrayList<>(List.of("credential", "aws", "-p", "work"));
        words.addAll(List.of(option.split("\\|")));
        if (!option.startsWith("--role-arn")) {
            words.addAll(List.of("--role-arn", ARN));
        }
        TestWorld.Outcome outcome = world.run(words.toArray(new String[0]));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).contains(option.split("\\|")[0]);
        assertThat(sts.allHits()).isEmpty();
    }

    @Test
    void without_a_role_it_says_which_option_names_one() {
        TestWorld.Outcome outcome = world.run("credential", "aws", "-p", "work");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("add --role-arn arn:aws:iam::ACCOUNT:role/NAME");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ExpiredTokenException, 3, --force-refresh",
        "400, InvalidIdentityToken, 3, OpenID Connect provider",
        "403, AccessDenied, 3, trust policy",
        "400, ValidationError, 3, ValidationError",
        "400, Throttling, 7, come back later",
        "503, ServiceUnavailable, 7, come back later",
        "500, InternalFailure, 5, 500"
    })
    void what_the_service_refuses_is_told_with_its_code_and_what_to_do(int status, String code, int exit, String told) {
        sts.page(
                "/",
                hit -> OddServer.Reply.text(
                        status,
                        "text/xml",
                        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                                + code + "</Code><Message>no\u009b2J way</Message></Error></ErrorResponse>"));
        TestWorld.Outcome outcome = aws();
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(exit);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains(told).doesNotContain("\u009b");
    }

    @Test
    void an_answer_that_is_none_or_is_an_attack_gives_no_credentials_and_is_read_nowhere_else() throws Exception {
        Path secret = Files.writeString(home.resolve("secret.txt"), "from-the-disk");
        List<String> answers = new ArrayList<>(List.of(
                "",
                "no XML",
                "{\"Credentials\":{}}",
                "<html><body>sign in</body></html>",
                ANSWER.substring(0, 200),
                ANSWER + ANSWER,
                answer(CREDENTIALS + CREDENTIALS),
                answer(CREDENTIALS.replace("<SessionToken>IQoJb3JpZ2luX2Vj</SessionToken>", "")),
                answer(CREDENTIALS.replace("IQoJb3JpZ2luX2Vj", "")),
                answer(CREDENTIALS.replace("IQoJb3JpZ2luX2Vj", "&undeclared;")),
                ANSWER.replace("AssumeRoleWithWebIdentityRes", "AssumeRoleWithSAMLRes"),
                "<a>".repeat(100_000),
                "<a>" + "<b/>".repeat(100_000) + "</a>"));
        String rest = ANSWER.substring(ANSWER.indexOf('\n') + 1).replace("IQoJb3JpZ2luX2Vj", "&x;");
        answers.add("<!DOCTYPE a [<!ENTITY x \"inside\">]>" + rest);
        answers.add("<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>" + rest);
        answers.add("<!DOCTYPE a [<!ENTITY x SYSTEM \"" + sts.issuer() + "/stolen\">]>" + rest);
        answers.add("<!DOCTYPE a SYSTEM \"" + sts.issuer() + "/stolen\">" + rest);
        answers.add("<!DOCTYPE a [<!ENTITY % p SYSTEM \"" + sts.issuer() + "/stolen\"> %p;]>" + rest);
        answers.add("<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"" + "&a;".repeat(1000) + "\"><!ENTITY x \""
                + "&b;".repeat(1000) + "\">]>" + rest);
        for (String text : answers) {
            sts.page("/", hit -> OddServer.Reply.text(200, "text/xml", text));
            TestWorld.Outcome outcome = aws();
            String shown = text.substring(0, Math.min(120, text.length()));
            assertThat(outcome.code()).as(shown + outcome.err()).isEqualTo(5);
            assertThat(outcome.out()).as(shown).isEmpty();
            assertThat(outcome.err()).as(shown).doesNotContain("from-the-disk", "Fatal Error", "wJalr");
        }
        assertThat(sts.hits("/stolen")).isEmpty();
    }

    @Test
    void namespaces_comments_and_cdata_do_not_matter() {
        sts.page(
                "/",
                hit -> OddServer.Reply.text(
                        200,
                        "application/xml",
                        ANSWER.replace("<AccessKeyId>", "<!-- key --><AccessKeyId>")
                                .replace("wJalr/secret+key", "<![CDATA[wJalr]]>&#x2F;secret&#43;key")));
        assertThat(JsonObject.parse(aws().out()).text("SecretAccessKey")).contains("wJalr/secret+key");
    }

    @Test
    void no_secret_of_the_exchange_is_shown_or_recorded() throws Exception {
        Path recording = home.resolve("flow.json");
        TestWorld.Outcome outcome = aws("-vv", "--record", recording.toString());
        assertThat(outcome.code()).isZero();
        String token = sent().first("WebIdentityToken").orElseThrow();
        assertThat(outcome.err() + Files.readString(recording))
                .contains("AssumeRoleWithWebIdentity")
                .doesNotContain(token, "wJalr/secret+key", "IQoJb3JpZ2luX2Vj");
    }
}
