package dev.oat.cli.tour;

import dev.oat.authorization.browser.BrowserAddress;
import dev.oat.authorization.browser.LoginWay;
import dev.oat.authorization.browser.Surroundings;
import dev.oat.authorization.browser.SystemBrowser;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.LocalPage;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.playground.Playground;
import dev.oat.playground.issuer.PlaygroundSettings;
import dev.oat.playground.net.ReceivedRequest;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code oat tour}: the main flows, one after the other, against a playground started for it. */
public final class Tour implements Command {
    private static final Setting NO_BROWSER = Setting.flag(
                    "no-browser", Setting.Group.COMMAND, "Sign in by a built-in browser, without you.")
            .onlyOption();

    private static final Setting BROWSER = Setting.flag(
                    "browser", Setting.Group.COMMAND, "Play it in the browser too, step by step, beside the arrows.")
            .onlyOption();

    private static final Setting LIST = Setting.flag(
                    "list",
                    Setting.Group.COMMAND,
                    "Print what else there is to try at a playground, as lines to paste, and end.")
            .onlyOption();

    @Override
    public List<Setting> settings() {
        return List.of(NO_BROWSER, BROWSER, LIST);
    }

    @Override
    public String description() {
        return "Starts a playground on this machine and runs the main flows against it: each command as it would be "
                + "typed, what it printed, and what went over the wire. Nothing leaves 127.0.0.1, and nothing of yours is "
                + "read or changed. Where there is a browser, you sign in with it; otherwise a built-in one does.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat tour",
                "oat tour --no-browser      # from start to end without you",
                "oat tour --browser         # with a page that shows each message as it goes",
                "oat tour --list            # everything else there is to try, to paste");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        if (invocation.arguments().has(LIST)) {
            invocation.output().document(TourList.script());
            return ExitCode.DONE;
        }
        Environment environment = invocation.environment();
        Path home = temporaryDirectory();
        PlaygroundSettings settings = PlaygroundSettings.builder(
                        environment.clock(), environment.random().get())
                .metadataLifetime(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(1))
                .build();
        try (Playground playground = Playground.start(settings)) {
            Optional<Playground> watched =
                    invocation.arguments().has(BROWSER) ? Optional.of(playground) : Optional.empty();
            TourPage page = new TourPage(
                    invocation.output(), invocation.output().style().colour(), watched);
            if (watched.isPresent()) {
                LocalPage.open(
                        environment,
                        invocation.output(),
                        BrowserAddress.of(playground.issuer() + "/", false),
                        "the tour");
            }
            return new Run(invocation, playground, new TourTerminal(invocation.commands(), environment, home), page)
                    .run();
        } finally {
            delete(home);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("oat-tour");
        } catch (IOException e) {
            throw new Failure.Usage("no temporary directory can be made").hint("set TMPDIR to one that can be written");
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // what is left lies in the temporary directory and opens nothing once the playground is gone
        }
    }

    private static final String INDENT = "   ";

    /** One tour, with what it has come to know. */
    private static final class Run {
        private final Invocation invocation;
        private final Playground playground;
        private final TourTerminal terminal;
        private final TourPage page;
        private final String issuer;
        private final String api;

        Run(Invocation invocation, Playground playground, TourTerminal terminal, TourPage page) {
            this.invocation = invocation;
            this.playground = playground;
            this.terminal = terminal;
            this.page = page;
            this.issuer = playground.issuer().toString();
            this.api = playground.gateway().toString();
        }

        ExitCode run() {
            terminal.set("SERVICE_SECRET", "service-secret");
            terminal.set("ALICES_PASSWORD", "wonderland");
            page.words("A playground is open on this machine: an authorization server, and an API with a gateway before"
                    + " it that lets in only who shows a good token. Nothing leaves 127.0.0.1.");
            try {
                clientCredentials();
                password();
                login();
                renewal();
                device();
            } catch (TourBroken e) {
                return e.code();
            }
            return closing();
        }

        private void clientCredentials() {
            page.heading("1. A program gets a token and calls the API");
            page.words("Client credentials (RFC 6749 §4.4): the program proves itself with its own secret, which is in"
                    + " the variable SERVICE_SECRET. The server's addresses come from its metadata (RFC 8414).");
            String token = show(
                            "oat token client-credentials",
                            "--issuer " + issuer,
                            "--client-id demo-service",
                            "--client-secret env:SERVICE_SECRET",
                            "--scope read",
                            "-o token")
                    .out()
                    .strip();
            terminal.set("TOKEN", token);
            page.gap();
            page.words("With the token in the variable TOKEN, the API can be called:");
            show("oat call " + api + "/hello", "--token env:TOKEN", "--allow-host " + api);
        }

        private void password() {
            page.heading("2. A user's password buys a token");
            page.words("The password grant (RFC 6749 §4.3): the program sees the password, which no program should;"
                    + " hence the warning. It is here because old servers still ask for it.");
            String token = show(
                            "oat token password",
                            "--issuer " + issuer,
                            "--client-id demo-password",
                            "--username alice",
                            "--password env:ALICES_PASSWORD",
                            "--scope read",
                            "-o token")
                    .out()
                    .strip();
            terminal.set("TOKEN", token);
            show("oat call " + api + "/hello", "--token env:TOKEN", "--allow-host " + api);
        }

        private void login() {
            page.heading("3. A user signs in with the browser");
            page.words("Authorization code with PKCE (RFC 6749 §4.1, RFC 7636, RFC 8252): oat listens on a port of this"
                    + " machine, the browser goes to the server and comes back with a code, and oat redeems it. It checks"
                    + " state, issuer, and every claim of the ID token. The session is kept under the name demo.");
            List<String> pieces = new ArrayList<>(List.of(
                    "oat login demo",
                    "--issuer " + issuer,
                    "--client-id demo-web",
                    "--scope \"openid profile offline_access read\"",
                    "--api " + api));
            page.gap();
            if (userHasBrowser()) {
                page.words("Your browser opens now: sign in as alice with the password wonderland, and allow.");
                // what it says at its end is shown in its place, behind what went over the wire
                terminal.onRemark(line -> {
                    if (!line.startsWith("Signed in")) {
                        invocation.output().say(INDENT + line);
                    }
                });
            } else {
                page.words("There is no browser here, so a built-in one signs in as alice.");
                pieces.add("--no-browser");
                terminal.onRemark(TourBrowser.meanwhile(issuer + "/authorize"));
            }
            show(pieces.toArray(String[]::new));
            terminal.onRemark(line -> {});
            page.gap();
            page.words("Who is it? The server tells whoever holds the token (OpenID Connect Core §5.3):");
            show("oat userinfo -p demo");
        }

        private boolean userHasBrowser() {
            if (invocation.settings().flag(NO_BROWSER)) {
                return false;
            }
            Environment environment = invocation.environment();
            Surroundings here = Surroundings.of(environment.system(), environment.variables(), Path.of("/"));
            boolean found =
                    SystemBrowser.find(here, Set.of(), invocation.trace()).isPresent();
            return LoginWay.choose(false, false, found, here).kind() == LoginWay.Kind.BROWSER;
        }

        private void renewal() {
            page.heading("4. A token ends, and nobody notices");
            playground.expireAccessTokens();
            page.words(
                    "The server has just ended every access token before its time. oat cannot know, and sends the old"
                            + " one. The gateway answers 401; oat renews the token (RFC 6749 §6) and sends the request again."
                            + " The API behind the gateway sees only the second.");
            show("oat call -p demo " + api + "/hello");
        }

        private void device() {
            page.heading("5. A sign-in on another device");
            page.words(
                    "Device authorization (RFC 8628): oat shows an address and a code, and asks the server now and then"
                            + " whether somebody has signed in there with it. On a terminal there is a QR code too. Here a"
                            + " built-in browser plays the phone.");
            terminal.onRemark(TourBrowser.atOnce(issuer + "/device"));
            show("oat token device", "--issuer " + issuer, "--client-id demo-device", "--scope read", "-o token");
            terminal.onRemark(line -> {});
        }

        private ExitCode closing() {
            int leaked = playground.refusedButSeenByBackend().size();
            page.heading("What the gateway refused, the API never saw");
            page.count("refused by the gateway", playground.refusedByGateway());
            page.count("of these seen by the API behind it", leaked);
            if (leaked > 0) {
                page.words("This is wrong: a request without a good token came through. Please report it.");
                return ExitCode.FAULT;
            }
            page.gap();
            page.words(
                    "Next: oat playground keeps such servers open for you to try things, oat tour --list has a line to"
                            + " paste for each of them, and oat login --help tells how to sign in at your own.");
            return ExitCode.DONE;
        }

        /** Shows a command, runs it, and shows what came of it. */
        private TourTerminal.Ran show(String... pieces) {
            page.command(List.of(pieces));
            long before = lastNumber();
            TourTerminal.Ran ran = terminal.run(words(pieces));
            List<ReceivedRequest> sent = playground.requests().all().stream()
                    .filter(request -> request.number() > before)
                    .toList();
            page.wire(sent);
            if (ran.code() != 0) {
                page.printed(ran.err());
                page.words("The tour ends here: the command ended with exit code " + ran.code() + ".");
                throw new TourBroken(ran.code());
            }
            page.printed(lastLine(ran.err()));
            page.printed(shortened(ran.out()));
            return ran;
        }

        private long lastNumber() {
            return playground.requests().all().stream()
                    .mapToLong(ReceivedRequest::number)
                    .max()
                    .orElse(0);
        }

        /** Returns the words of the pieces without the first, {@code oat}; a quoted text is one word. */
        private static List<String> words(String... pieces) {
            List<String> words = new ArrayList<>();
            for (String piece : pieces) {
                int quote = piece.indexOf('"');
                String plain = quote < 0 ? piece : piece.substring(0, quote - 1);
                words.addAll(List.of(plain.split(" ", -1)));
                if (quote >= 0) {
                    words.add(piece.substring(quote + 1, piece.length() - 1));
                }
            }
            return words.subList(1, words.size());
        }

        /** Returns what a command says at its end, without what it said on the way. */
        private static String lastLine(String err) {
            String text = err.strip();
            return text.substring(text.lastIndexOf('\n') + 1);
        }

        private static String shortened(String out) {
            String text = out.strip();
            return text.startsWith("ey") && text.length() > 100
                    ? text.substring(0, 48) + "…  (" + text.length() + " characters)"
                    : text;
        }
    }

    /** A command of the tour has failed. */
    private static final class TourBroken extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int code;

        TourBroken(int code) {
            super("a command of the tour failed", null, false, false);
            this.code = code;
        }

        ExitCode code() {
            return Stream.of(ExitCode.values())
                    .filter(known -> known.code() == code)
                    .findFirst()
                    .orElse(ExitCode.FAULT);
        }
    }
}
