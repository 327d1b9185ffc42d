package dev.oat.cli.profile;

import dev.oat.cli.connect.ProfileSettings;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.login.Login;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.AsksForProfile;
import dev.oat.grant.AuthorizationCodeGrant;
import dev.oat.grant.ClientCredentialsGrant;
import dev.oat.session.profile.Profile;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code oat profile add}: keeps settings under a name. */
public final class ProfileAdd implements AsksForProfile {
    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(Settings.PROVIDER));
        settings.addAll(ProfileSettings.all());
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(
                new Positional("NAME", "The profile's name; asked for when left out on a terminal.", false, false));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return (setting.isUsual() && setting != Settings.MIN_TTL)
                || setting == Settings.GRANT_TYPE
                || setting == Settings.PROVIDER;
    }

    @Override
    public String description() {
        return "Writes a new profile with the options that are given; without options it asks on the terminal, and says in "
                + "the end which options do the same. A profile is a flat TOML file for one server and "
                + "one client; secrets stand in it as references.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat profile add work --issuer https://as.example --client-id my-app \\\n"
                        + "    --api https://api.example",
                "oat profile add                 # asks for what it needs",
                "oat profile add hub --provider github --client-id my-app \\\n"
                        + "    --client-secret env:HUB_SECRET --api https://api.github.com",
                "oat profile add ci --issuer https://as.example --client-id ci \\\n"
                        + "    --client-secret env:CI_SECRET --grant-type client_credentials");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        if (!isAnythingSaid(invocation.arguments()) && ProfileWizard.isPossible(invocation)) {
            return ask(invocation, false);
        }
        Profile written = write(invocation);
        tellGrant(invocation, written);
        invocation.output().say("next: " + next(written));
        return ExitCode.DONE;
    }

    /** What was left open is decided by what the profile has; here it is said which way, and what changes it. */
    private static void tellGrant(Invocation invocation, Profile written) {
        if (!invocation.arguments().has(Settings.GRANT_TYPE) && actsForItself(written)) {
            invocation
                    .output()
                    .say(
                            "It gets its token as the client itself (client_credentials), as nothing names another grant; for"
                                    + " a user who signs in: oat login " + written.name());
        }
    }

    private static boolean actsForItself(Profile profile) {
        boolean proven = false;
        for (Setting setting : Settings.PROOFS) {
            proven |= profile.text(setting.key()).isPresent();
        }
        return proven;
    }

    private static boolean isAnythingSaid(Arguments arguments) {
        for (Setting setting : ProfileSettings.all()) {
            if (arguments.has(setting)) {
                return true;
            }
        }
        return arguments.has(Settings.PROVIDER);
    }

    @Override
    public boolean isPossible(Invocation invocation) {
        return ProfileWizard.isPossible(invocation);
    }

    @Override
    public ExitCode askAndSignIn(Invocation invocation) {
        return ask(invocation, true);
    }

    /** Asks for what a profile needs, and has the user sign in to it; one who asked for that is not asked again. */
    private static ExitCode ask(Invocation invocation, boolean signIn) {
        Optional<String> named = invocation.arguments().positional(0);
        if (named.isPresent() && invocation.storage().profiles().exists(new ProfileName(named.orElseThrow()))) {
            throw new Failure.Usage("there is a profile " + named.orElseThrow() + " already")
                    .hint("oat profile set " + named.orElseThrow() + " KEY=VALUE changes it");
        }
        ProfileWizard wizard = new ProfileWizard(invocation);
        Arguments answers = wizard.ask(named);
        Profile written = write(invocation.of(invocation.path(), answers));
        boolean signsIn = next(written).startsWith("oat login ") && (signIn || wizard.wants("Sign in now?"));
        String command = "oat profile add";
        try {
            if (signsIn) {
                command = "oat login";
                Arguments login = new Arguments(Map.of(), List.of(written.name().text()));
                return new Login().run(invocation.of("login", login));
            }
            invocation.output().say("next: " + next(written));
            return ExitCode.DONE;
        } finally {
            invocation
                    .output()
                    .say("The same without questions:\n\n  " + ProfileWizard.oneLine(command, answers) + "\n");
        }
    }

    private static Profile write(Invocation invocation) {
        Arguments given = invocation.arguments();
        ProfileName name = new ProfileName(given.positional(0).orElseThrow(() -> {
            Failure failure = new Failure.Usage("oat profile add lacks NAME");
            return failure.hint("oat profile add NAME --issuer URL --client-id ID");
        }));
        boolean server = given.has(Settings.ISSUER)
                || given.has(Settings.METADATA_URL)
                || given.has(Settings.TOKEN_ENDPOINT)
                || given.has(Settings.AUTHORIZATION_ENDPOINT);
        if (!server || !given.has(Settings.CLIENT_ID)) {
            throw new Failure.Usage("a profile needs a server and a client")
                    .hint("oat profile add " + name + " --issuer URL --client-id ID");
        }
        ProfileSettings profile = new ProfileSettings(invocation, name);
        Map<String, Object> values = new LinkedHashMap<>();
        for (Setting setting : ProfileSettings.all()) {
            if (given.has(setting)) {
                values.put(setting.key(), profile.value(setting, given.all(setting)));
            }
        }
        Profile written = invocation.storage().profiles().add(name, values);
        invocation.output().say("profile " + name + " is in " + written.file());
        return written;
    }

    private static String next(Profile profile) {
        String grant = profile.text(Settings.GRANT_TYPE.key())
                .orElse(actsForItself(profile) ? ClientCredentialsGrant.TYPE : AuthorizationCodeGrant.TYPE);
        boolean person = grant.equals("authorization_code") || grant.equals("device_code");
        return person ? "oat login " + profile.name() : "oat token -p " + profile.name();
    }
}
