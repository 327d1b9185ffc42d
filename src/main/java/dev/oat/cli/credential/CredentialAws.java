package dev.oat.cli.credential;

import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Seconds;
import dev.oat.cli.setting.Setting;
import dev.oat.metadata.Addresses;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code oat credential aws}: a {@code credential_process} for AWS's tools.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html">Process credential
 *     provider</a>
 */
public final class CredentialAws implements Command {
    private static final String USUAL_NAME = "oat";
    private static final long SHORTEST = 900;
    private static final long LONGEST = 43_200;

    private static final Setting ROLE_ARN = own(
            Setting.text("role-arn", Setting.Group.COMMAND, "ARN", "The role: arn:aws:iam::123456789012:role/NAME."));
    private static final Setting ROLE_SESSION_NAME = own(Setting.text(
            "role-session-name", Setting.Group.COMMAND, "NAME", "What AWS's logs call the session; oat unless given."));
    private static final Setting DURATION = own(Setting.text(
                    "duration",
                    Setting.Group.COMMAND,
                    "SECONDS",
                    "How long the credentials are good: 15m to 12h; AWS says an hour unless given.")
            .seconds());
    private static final Setting REGION = own(Setting.text(
            "region",
            Setting.Group.COMMAND,
            "REGION",
            "Whose endpoint to ask; AWS_REGION or AWS_DEFAULT_REGION unless given."));
    private static final Setting STS_ENDPOINT = own(Setting.text(
            "sts-endpoint", Setting.Group.COMMAND, "URL", "The security token service, in place of the region's."));

    private static Setting own(Setting setting) {
        return setting.onlyOption();
    }

    @Override
    public List<Setting> settings() {
        return TokenHolder.settings(
                ROLE_ARN, ROLE_SESSION_NAME, DURATION, REGION, STS_ENDPOINT, WebIdentity.ACCESS_TOKEN);
    }

    @Override
    public boolean isUsual(Setting setting) {
        return TokenHolder.isUsual(setting);
    }

    @Override
    public String description() {
        return "Prints temporary credentials of an AWS role as credential_process has them. The session's ID token is"
                + " exchanged for them at the region's security token service (AssumeRoleWithWebIdentity), which the"
                + " profile must name (api). Nothing is kept: AWS's tools ask again when the credentials end.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat profile set work api=https://sts.eu-west-1.amazonaws.com",
                "# by hand; in ~/.aws/config it stands behind credential_process =",
                "oat credential aws -p work --region eu-west-1 \\\n"
                        + "    --role-arn arn:aws:iam::123456789012:role/reader");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        SecurityTokenService.Role role = role(invocation);
        URI endpoint = endpoint(invocation);
        Invocation holder = TokenHolder.require(invocation, endpoint);
        SecurityTokenService service = new SecurityTokenService(new ServerConnection(holder).transport(), endpoint);
        holder.output()
                .document(service.assume(role, WebIdentity.of(holder).token()).toJson());
        return ExitCode.DONE;
    }

    private static SecurityTokenService.Role role(Invocation invocation) {
        String arn = invocation
                .arguments()
                .first(ROLE_ARN)
                .orElseThrow(() -> new Failure.Usage("oat credential aws lacks --role-arn")
                        .hint("add --role-arn arn:aws:iam::ACCOUNT:role/NAME"));
        if (!arn.startsWith("arn:") || arn.length() < 20) {
            throw Failure.Usage.value(ROLE_ARN.option(), arn, "a role's ARN")
                    .hint("write arn:aws:iam::ACCOUNT:role/NAME");
        }
        String name = invocation.arguments().first(ROLE_SESSION_NAME).orElse(USUAL_NAME);
        if (name.length() < 2 || name.length() > 64 || !Ascii.isMadeOf(name, "+=,.@-_")) {
            throw Failure.Usage.value(
                    ROLE_SESSION_NAME.option(), name, "2 to 64 letters, digits and characters of +=,.@-_");
        }
        Optional<Long> seconds =
                invocation.arguments().first(DURATION).map(text -> Seconds.of(DURATION.option(), text));
        if (seconds.isPresent() && (seconds.orElseThrow() < SHORTEST || seconds.orElseThrow() > LONGEST)) {
            throw Failure.Usage.value(
                    DURATION.option(), Long.toString(seconds.orElseThrow()), "15m to 12h, as AWS has it");
        }
        return new SecurityTokenService.Role(arn, name, seconds);
    }

    private static URI endpoint(Invocation invocation) {
        Optional<String> said = invocation.arguments().first(STS_ENDPOINT);
        if (said.isPresent()) {
            return Addresses.given(STS_ENDPOINT.option(), said.orElseThrow(), false);
        }
        Map<String, String> variables = invocation.environment().variables();
        String region = invocation
                .arguments()
                .first(REGION)
                .orElse(variables.getOrDefault("AWS_REGION", variables.getOrDefault("AWS_DEFAULT_REGION", "")));
        if (!region.isEmpty() && !Ascii.isMadeOf(region, "-")) {
            throw Failure.Usage.value(REGION.option(), region, "a region").hint("write eu-west-1, or another");
        }
        return URI.create(
                region.isEmpty()
                        ? "https://sts.amazonaws.com"
                        : "https://sts." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : ""));
    }
}
