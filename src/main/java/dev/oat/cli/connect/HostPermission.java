package dev.oat.cli.connect;

import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Settings;
import dev.oat.http.Origins;
import dev.oat.metadata.Endpoint;
import dev.oat.session.api.AllowedHosts;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.ShellWord;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides whether the token may go to an API, and asks the user once when nobody has said so. */
public final class HostPermission {
    private final Invocation invocation;
    private final ServerConnection connection;
    private AllowedHosts hosts;

    public HostPermission(Invocation invocation, ServerConnection connection) {
        this.invocation = invocation;
        this.connection = connection;
        AllowedHosts allowed = AllowedHosts.none();
        Optional<Resolution.Value> api = invocation.settings().value(Settings.API);
        if (api.isPresent()) {
            for (String address : api.orElseThrow().texts()) {
                allowed = allowed.with(
                        address,
                        invocation
                                .settings()
                                .named(Settings.API, api.orElseThrow().origin()));
            }
        }
        for (String address : invocation.settings().texts(Settings.ALLOW_HOST)) {
            allowed = allowed.with(address, Settings.ALLOW_HOST.option());
        }
        this.hosts = allowed;
    }

    /** Returns whether the token may go there. */
    public boolean allows(URI target) {
        return hosts.allows(target);
    }

    /**
     * Makes sure that the token may go there.
     *
     * @throws Failure.Usage if it may not
     */
    public void require(URI target) {
        require(target, "");
    }

    /**
     * The same for an address whose host was guessed.
     *
     * @param path the path that it may have been meant for, or nothing
     */
    public void require(URI target, String path) {
        if (hosts.allows(target) || isUserInfo(target)) {
            return;
        }
        String origin = Origins.of(target);
        boolean ask = Origins.isSecure(target)
                && !invocation.settings().flag(Settings.NO_INPUT)
                && invocation.environment().terminal().isPresent();
        if (ask && said("Send " + whose() + " to " + origin + "? [y/N] ")) {
            hosts = hosts.with(origin, Settings.ALLOW_HOST.option());
            save(origin);
            return;
        }
        throw refusal(target, path);
    }

    /**
     * Makes sure that the token may go there, where nobody can be asked.
     *
     * @throws Failure.Usage if it may not
     */
    public void requireUnasked(URI target) {
        if (!hosts.allows(target)) {
            throw refusal(target, "");
        }
    }

    private String whose() {
        return invocation
                .settings()
                .profileName()
                .map(name -> "the token of profile " + name)
                .orElse("the token");
    }

    private Failure refusal(URI target, String path) {
        if (!Origins.isSecure(target)) {
            return new Failure.Usage("a token does not go over http to another machine")
                    .hint("use https; over http anybody on the way could read the token");
        }
        String origin = Origins.of(target);
        Optional<String> profile = invocation.settings().profileName();
        String written = path.isEmpty() ? "" : "a path is written " + ShellWord.quoted(path) + "; for the host, ";
        return new Failure.Usage(whose() + " may not go to " + origin)
                .hint(written
                        + (profile.isPresent()
                                ? "allow it once with --allow-host " + ShellWord.quoted(origin)
                                        + ", or for good: oat profile set " + ShellWord.quoted(profile.orElseThrow())
                                        + " " + ShellWord.quoted("api=" + joined(origin))
                                : "allow it with --api " + ShellWord.quoted(origin) + " or OAT_API"));
    }

    private boolean said(String question) {
        String answer = invocation
                .environment()
                .terminal()
                .ask(question)
                .orElse("")
                .trim()
                .toLowerCase(Locale.ROOT);
        return answer.equals("y") || answer.equals("yes");
    }

    private String joined(String origin) {
        List<String> all = new ArrayList<>(stored());
        all.add(origin);
        return String.join(",", all);
    }

    private List<String> stored() {
        Map<String, List<String>> values = invocation.settings().profileValues();
        List<String> addresses = values.get(Settings.API.key());
        return addresses == null ? List.of() : addresses;
    }

    /** The answer is kept in the profile, when that is whose token it is. */
    private void save(String origin) {
        if (invocation.settings().profileName().isEmpty()
                || !invocation.settings().isBlockWhole()) {
            return;
        }
        ProfileName name = new ProfileName(invocation.settings().profileName().orElseThrow());
        List<String> all = new ArrayList<>(stored());
        all.add(origin);
        invocation.storage().profiles().set(name, Map.of(Settings.API.key(), all), Set.of());
        invocation.output().say("oat: profile " + name + " now lets its token go to " + origin);
    }

    /** The metadata's userinfo endpoint is implied; asked last, as it may need the metadata. */
    private boolean isUserInfo(URI target) {
        if (!Origins.isSecure(target)) {
            return false;
        }
        Optional<URI> endpoint;
        try {
            endpoint = connection.server().endpoint(Endpoint.USERINFO);
        } catch (Failure failure) {
            invocation.trace().note("whether that is the userinfo endpoint cannot be told: " + failure.what());
            return false;
        }
        if (endpoint.isPresent()) {
            hosts = hosts.withExactly(endpoint.orElseThrow());
        }
        return hosts.allows(target);
    }
}
