package dev.oat.cli;

import dev.oat.session.Profile;
import dev.oat.session.ProfileName;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code oat profile add}: keeps settings under a name. */
final class ProfileAdd implements Command {
    static final Positional NAME = new Positional("NAME", "The profile's name.", true, false);

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(Settings.PROVIDER));
        settings.addAll(ProfileSettings.all());
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(NAME);
    }

    @Override
    public String description() {
        return "Writes a new profile with the options that are given. A profile is a flat TOML file for one server and "
                + "one client; secrets stand in it as references.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat profile add work --issuer https://as.example --client-id my-app \\\n"
                        + "    --api https://api.example",
                "oat profile add hub --provider github --client-id my-app \\\n"
                        + "    --client-secret env:HUB_SECRET --api https://api.github.com",
                "oat profile add ci --issuer https://as.example --client-id ci \\\n"
                        + "    --client-secret env:CI_SECRET --grant-type client_credentials");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        ProfileName name = new ProfileName(invocation.arguments().positional(0).orElseThrow());
        Arguments given = invocation.arguments();
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
        invocation.output().say("next: " + next(written));
        return ExitCode.DONE;
    }

    private static String next(Profile profile) {
        String grant = profile.text(Settings.GRANT_TYPE.key()).orElse("authorization_code");
        boolean person = grant.equals("authorization_code") || grant.equals("device_code");
        return person ? "oat login " + profile.name() : "oat token -p " + profile.name();
    }
}
