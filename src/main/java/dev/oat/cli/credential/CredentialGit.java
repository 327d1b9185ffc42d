package dev.oat.cli.credential;

import dev.oat.cli.connect.HostPermission;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.token.CurrentToken;
import dev.oat.http.Challenges;
import dev.oat.http.Origins;
import dev.oat.render.token.TokenDocument;
import dev.oat.session.StoredSession;
import dev.oat.session.WantedToken;
import dev.oat.trace.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code oat credential git}: a credential helper for git.
 *
 * @see <a href="https://git-scm.com/docs/git-credential">git-credential</a>
 */
public final class CredentialGit implements Command {
    private static final String CHALLENGE = "wwwauth[]=";
    private static final String USUAL_NAME = "oauth2";

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(CurrentToken.settings(List.of()));
        settings.add(Settings.API);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("get|store|erase", "What git asks for; git gives it.", false, false));
    }

    @Override
    public String description() {
        return "Answers git with the session's token as the password, for the hosts that the profile names (api) and"
                + " no others, over https or to this machine. The user name is git's, else --username, else oauth2. A git"
                + " that knows authtype gets a Bearer header instead where the server asks for one (wwwauth[]). When git"
                + " says that the token was refused (erase), it is renewed. Never asks.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "git config --global credential.https://git.example.helper \\\n" + "    '!oat credential git -p work'",
                "printf 'protocol=https\\nhost=git.example\\n\\n' | oat credential git get -p work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String operation = invocation.arguments().positional(0).orElse("");
        if (!operation.equals("get") && !operation.equals("erase")) {
            // git may learn further operations, and a helper passes over those that it does not know
            return ExitCode.DONE;
        }
        Request request = Request.read(invocation);
        Optional<URI> target = request.target();
        if (target.isEmpty() || !mayHaveToken(invocation, target.orElseThrow())) {
            return ExitCode.DONE;
        }
        if (operation.equals("erase")) {
            erase(invocation, request);
            return ExitCode.DONE;
        }
        invocation.output().document(answer(invocation, request, TokenHolder.token(invocation)));
        return ExitCode.DONE;
    }

    private static boolean mayHaveToken(Invocation invocation, URI target) {
        return Origins.isSecure(target)
                && new HostPermission(invocation, new ServerConnection(invocation)).allows(target);
    }

    private static String answer(Invocation invocation, Request request, TokenDocument token) {
        List<String> lines = new ArrayList<>();
        if (request.takesBearer()) {
            lines.add("capability[]=authtype");
            lines.add("authtype=Bearer");
            lines.add("credential=" + safe(token.token()));
            // nothing else should keep it: the next one comes from here too
            lines.add("ephemeral=1");
        } else {
            String name = request.value("username")
                    .or(() -> invocation.settings().text(Settings.USERNAME))
                    .orElse(USUAL_NAME);
            lines.add("username=" + safe(name));
            lines.add("password=" + safe(token.token()));
        }
        if (token.expiresAt().isPresent()) {
            lines.add("password_expiry_utc=" + token.expiresAt().orElseThrow().getEpochSecond());
        }
        return String.join("\n", lines) + "\n";
    }

    private static String safe(String value) {
        if (value.indexOf('\n') >= 0 || value.indexOf('\r') >= 0 || value.indexOf('\0') >= 0) {
            throw new Failure.Usage("the token holds a line break, which git's protocol cannot carry");
        }
        return value;
    }

    /** The server refused it, says git: the next get must give another. */
    private static void erase(Invocation given, Request request) {
        Invocation invocation = TokenHolder.ofToken(given);
        WantedToken wanted = new SettingsSession(invocation, new ServerConnection(invocation)).wanted();
        Optional<StoredSession> stored =
                invocation.storage().sessions().seen(wanted.key()).flatMap(filed -> filed.at(wanted.shape()));
        Optional<String> refused = request.value("password").or(() -> request.value("credential"));
        if (stored.isPresent()
                && refused.isPresent()
                && stored.orElseThrow().accessToken().reveal().equals(refused.orElseThrow())) {
            StoredSession unused =
                    CurrentToken.again(invocation, stored.orElseThrow().accessToken());
        }
    }

    /**
     * What git says on standard input: lines of name=value up to an empty one.
     *
     * @param values the values that stand alone
     * @param knowsAuthType whether git can send another scheme than Basic
     * @param challenges what the server asks for, in its order
     */
    private record Request(Map<String, String> values, boolean knowsAuthType, List<Challenges.Challenge> challenges) {
        /** Whether the token may go as what it is; most git servers know it as the password of Basic only. */
        boolean takesBearer() {
            for (Challenges.Challenge challenge : challenges) {
                if (knowsAuthType && challenge.is("Bearer")) {
                    return true;
                }
            }
            return false;
        }

        static Request read(Invocation invocation) {
            Map<String, String> values = new LinkedHashMap<>();
            boolean authType = false;
            List<Challenges.Challenge> challenges = new ArrayList<>();
            for (String line :
                    AskedText.untilEmptyLine(invocation, "git").lines().toList()) {
                if (line.isEmpty()) {
                    break;
                }
                int equals = line.indexOf('=');
                if (equals <= 0 || line.indexOf('\0') >= 0) {
                    throw new Failure.Usage("standard input is not what git sends to a credential helper")
                            .hint("git runs this command by itself: see oat credential git --help");
                }
                values.put(line.substring(0, equals), line.substring(equals + 1));
                authType |= line.equals("capability[]=authtype");
                if (line.equals(CHALLENGE)) {
                    // an empty element of a list: what was said before does not count (git-credential)
                    challenges.clear();
                } else if (line.startsWith(CHALLENGE)) {
                    challenges.addAll(Challenges.parse(line.substring(CHALLENGE.length())));
                }
            }
            return new Request(values, authType, challenges);
        }

        Optional<String> value(String name) {
            String value = values.get(name);
            return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
        }

        Optional<URI> target() {
            String protocol = values.getOrDefault("protocol", "");
            String host = values.getOrDefault("host", "");
            if (host.isEmpty() || !(protocol.equals("https") || protocol.equals("http"))) {
                return Optional.empty();
            }
            try {
                return Optional.of(new URI(protocol + "://" + host + "/" + values.getOrDefault("path", ""))
                        .parseServerAuthority());
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
    }
}
