package dev.oat.cli.credential;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.setting.Version;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.token.TokenDocument;
import dev.oat.trace.Failure;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code oat credential docker}: a credential helper for docker and its kin.
 *
 * @see <a href="https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol">Credential helper
 *     protocol</a>
 */
public final class CredentialDocker implements Command {
    /** The words by which docker knows that a helper has nothing, and goes on without. */
    private static final String NOT_FOUND = "credentials not found in native keychain";

    private static final String NO_SERVER = "no credentials server URL";
    private static final String NO_NAME = "no credentials username";
    /** The name by which docker knows a token for the registry's own token server. */
    private static final String TOKEN_NAME = "<token>";

    private static final String HUB = "https://index.docker.io/v1/";

    /** That the protocol has words of its own for what is wrong. */
    private static final class Told extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Told(String words) {
            super(words, null, false, false);
        }
    }

    @Override
    public List<Setting> settings() {
        return TokenHolder.settings();
    }

    @Override
    public List<Positional> positionals() {
        return List.of(
                new Positional("get|store|erase|list|version", "What docker asks for; docker gives it.", true, false));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting == Settings.USERNAME || TokenHolder.isUsual(setting);
    }

    @Override
    public String description() {
        return "Answers docker, podman and their kin with the session's token, for the registries that a profile names"
                + " (api) and no others. The user name is --username; without one it is <token>, which has docker show the"
                + " token to the registry's token server. Nothing is stored (store) and no session ends (erase). list names"
                + " the registries of the profile that -p or OAT_PROFILE chooses, as docker build hands all of them on.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "# once; then, in ~/.docker/config.json: credHelpers, the registry and oat\n"
                        + "  printf '#!/bin/sh\\nexec oat credential docker \"$@\"\\n' \\\n"
                        + "    >~/.local/bin/docker-credential-oat \\\n"
                        + "    && chmod +x ~/.local/bin/docker-credential-oat",
                "echo registry.example | oat credential docker get -p work");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String operation = invocation.arguments().positional(0).orElse("");
        try {
            switch (operation) {
                case "get" -> get(invocation);
                case "store" -> store(invocation);
                case "erase" -> erase(invocation);
                case "list" -> list(invocation);
                case "version" -> invocation.output().document("docker-credential-oat (oat) " + Version.NUMBER);
                default ->
                    throw new Failure.Usage("unknown credential action " + Sanitizer.line(operation))
                            .hint("docker asks for get, store, erase or list");
            }
            return ExitCode.DONE;
        } catch (Told told) {
            invocation.output().document(String.valueOf(told.getMessage()));
            return ExitCode.USAGE;
        } catch (Failure failure) {
            // of what a helper says docker and podman show standard output, and not all of them the rest
            invocation
                    .output()
                    .document(Sanitizer.line("oat: " + failure.what()
                            + failure.hint().map(hint -> "; try: " + hint).orElse("")));
            throw failure;
        }
    }

    private static void get(Invocation invocation) {
        String server = server(invocation);
        Invocation holder =
                TokenHolder.of(invocation, TokenHolder.addresses(server)).orElseThrow(() -> new Told(NOT_FOUND));
        TokenDocument token = TokenHolder.token(holder);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ServerURL", server);
        answer.put("Username", name(holder));
        answer.put("Secret", token.token());
        invocation.output().document(JsonObject.of(answer).toJson());
    }

    private static String name(Invocation holder) {
        return holder.settings().text(Settings.USERNAME).orElse(TOKEN_NAME);
    }

    /** docker stores what it was given here once more after a login: that is well; what else it brings is not kept. */
    private static void store(Invocation invocation) {
        JsonObject given;
        String server;
        String secret;
        try {
            given = JsonObject.parse(AskedText.whole(invocation, "docker"));
            server = given.text("ServerURL").orElse("").strip();
            secret = given.text("Secret").orElse("");
            if (server.isEmpty()) {
                throw new Told(NO_SERVER);
            }
            if (given.text("Username").orElse("").isEmpty()) {
                throw new Told(NO_NAME);
            }
        } catch (JsonException e) {
            throw new Failure.Usage("standard input is not what docker sends to a credential helper")
                    .hint("docker runs this command by itself: see oat credential docker --help");
        }
        Optional<Invocation> holder = TokenHolder.of(invocation, TokenHolder.addresses(server));
        if (holder.isPresent()
                && TokenHolder.stored(holder.orElseThrow())
                        .filter(token -> token.reveal().equals(secret))
                        .isPresent()) {
            return;
        }
        throw new Failure.Usage("oat stores no passwords, only sessions")
                .hint("oat login NAME --issuer URL --client-id ID --api " + shown(server) + ", and no docker login");
    }

    private static String shown(String server) {
        List<URI> addresses = TokenHolder.addresses(server);
        return addresses.isEmpty() ? "https://REGISTRY" : addresses.get(0).toString();
    }

    /** The session may be for more than this registry, so it stays. */
    private static void erase(Invocation invocation) {
        String server = server(invocation);
        Optional<Invocation> holder = TokenHolder.of(invocation, TokenHolder.addresses(server));
        if (holder.isPresent()) {
            String profile = holder.orElseThrow().settings().profileName().orElse("NAME");
            invocation
                    .output()
                    .say("oat: the session that docker uses for " + Sanitizer.line(server) + " stays; oat logout "
                            + profile + " ends it");
        }
    }

    private static void list(Invocation invocation) {
        Map<String, Object> names = new LinkedHashMap<>();
        if (TokenHolder.isProfileNamed(invocation)) {
            List<String> addresses = invocation.settings().texts(Settings.API);
            if (!addresses.isEmpty() && TokenHolder.isTokenAtHand(invocation)) {
                for (String address : addresses) {
                    for (URI uri : TokenHolder.addresses(address)) {
                        // an api below a path is no registry: docker knows whole hosts
                        if (TokenHolder.of(invocation, TokenHolder.addresses(registry(uri)))
                                .isPresent()) {
                            names.put(registry(uri), name(invocation));
                        }
                    }
                }
            }
        }
        invocation.output().document(JsonObject.of(names).toJson());
    }

    /** Returns the name that docker has for a registry: its own registry by an address, any other by host and port. */
    private static String registry(URI address) {
        return address.getHost().equals("index.docker.io") ? HUB : address.getRawAuthority();
    }

    private static String server(Invocation invocation) {
        String server = AskedText.whole(invocation, "docker").strip();
        if (server.isEmpty()) {
            throw new Told(NO_SERVER);
        }
        return server;
    }
}
