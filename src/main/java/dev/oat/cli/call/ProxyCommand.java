package dev.oat.cli.call;

import dev.oat.cli.connect.ApiProfiles;
import dev.oat.cli.connect.HostPermission;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.login.SignInForMore;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.HeaderLine;
import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.signin.LastingTokens;
import dev.oat.http.Headers;
import dev.oat.http.Origins;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.transport.StreamTransports;
import dev.oat.proxy.ProxyServer;
import dev.oat.proxy.ProxySettings;
import dev.oat.render.failure.FailureText;
import dev.oat.render.text.LiveLine;
import dev.oat.render.text.Sanitizer;
import dev.oat.session.api.ApiAddress;
import dev.oat.session.api.ProtectedResource;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** {@code oat proxy}: a door on this machine to one API; what comes in goes on with a fresh token. */
public final class ProxyCommand implements Command {
    private static final String USUAL = "127.0.0.1:8480";
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private static final Setting LISTEN = own(Setting.text(
            "listen",
            Setting.Group.COMMAND,
            "HOST:PORT",
            "Where to listen; " + USUAL + " unless given, port 0 for a free one."));
    private static final Setting PATH_PREFIX = own(Setting.text(
                    "path-prefix", Setting.Group.COMMAND, "PATH", "The path below which the API lies here: /api."))
            .rare();
    private static final Setting ALLOW_ORIGIN = own(Setting.texts(
            "allow-origin",
            Setting.Group.COMMAND,
            "ORIGIN",
            "Let pages of this origin in: http://localhost:3000; repeatable. Others are refused."));
    private static final Setting PROXY_KEY = own(Setting.text(
            "proxy-key",
            Setting.Group.COMMAND,
            "new|REF",
            "Let in only who shows this key, in the header Oat-Proxy-Key or as the password of Basic: new makes one and"
                    + " prints it; else a reference like file:PATH. For machines that several people use."));
    private static final Setting COOKIES = own(Setting.flag(
                    "cookies", Setting.Group.COMMAND, "Let cookies pass both ways."))
            .rare();
    private static final Setting FORWARDED = own(Setting.flag(
                    "forwarded", Setting.Group.COMMAND, "Tell the API who asked, by Forwarded (RFC 7239)."))
            .rare();
    private static final Setting LOG =
            own(Setting.flag("log", Setting.Group.COMMAND, "Print a line for each request."));

    private static Setting own(Setting setting) {
        return setting.onlyOption();
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(
                List.of(LISTEN, PATH_PREFIX, ALLOW_ORIGIN, PROXY_KEY, CallRequest.HEADER, COOKIES, FORWARDED, LOG));
        settings.addAll(Settings.SERVER);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.addAll(List.of(
                Settings.PROFILE,
                Settings.GRANT_TYPE,
                Settings.SIGN_IN,
                Settings.API,
                Settings.ALLOW_HOST,
                Settings.MIN_TTL));
        settings.addAll(Settings.CONNECTION);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "URL",
                "The API's address; of the profile's one api unless given. A path is where it begins.",
                false,
                false));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting != Settings.SCOPE
                && setting != Settings.CLIENT_SECRET
                && setting != Settings.ISSUER
                && setting != Settings.CLIENT_ID
                && Command.super.isUsual(setting);
    }

    @Override
    public String description() {
        return "Listens on this machine, and passes each request on to the API with the profile's token; a 401 renews it"
                + " once, for all that wait. Authorization and cookies of the caller do not pass. Bodies stream both ways;"
                + " events, WebSocket and trailers pass. Only programs of this machine get in, and web pages only when"
                + " they are let in. Prints its address, and serves until Ctrl-C. Where the user must sign in, callers get"
                + " a 401 that names the command; with --login, the page is opened once for all that wait.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat proxy -p work https://api.example",
                "oat proxy -p work --login --log --allow-origin http://localhost:3000",
                "# where several people use the machine",
                "oat proxy -p work --proxy-key new");
    }

    @Override
    public ExitCode run(Invocation given) {
        URI api = api(given);
        Invocation invocation = chosen(given, api);
        ServerConnection connection = new ServerConnection(invocation);
        new HostPermission(invocation, connection).require(api);
        ProxySettings settings = settings(invocation, api, key(invocation));
        try (StreamTransport transport = transport(invocation, connection, api);
                Serving serving =
                        new Serving(invocation, () -> chosen(given.of(given.path(), given.arguments()), api));
                ProxyServer server = new ProxyServer(
                        listen(invocation),
                        settings,
                        new ProtectedResource(
                                transport,
                                serving.tokens,
                                new SignInForMore(invocation, connection).advice(),
                                Optional.empty(),
                                invocation.trace()),
                        failure -> advice(invocation, api, failure),
                        serving)) {
            server.start();
            announce(invocation, server, settings);
            serving.until(server);
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new Failure.Usage("oat cannot listen at "
                            + invocation.arguments().first(LISTEN).orElse(USUAL) + ": " + e.getMessage())
                    .hint("choose another port, or 0 for a free one: --listen 127.0.0.1:0");
        }
    }

    /** Returns what to do next; where nothing answers, also the call by which one sees how far it comes. */
    private static String advice(Invocation invocation, URI api, Failure failure) {
        String hint = FailureText.hint(failure).orElse("");
        if (!(failure instanceof Failure.Unreachable || failure instanceof Failure.TimedOut)) {
            return hint;
        }
        Optional<String> profile = invocation.settings().profileName();
        String call = "oat call -v "
                + profile.map(name -> ShellWord.option("-p", name) + " ").orElse("") + ShellWord.quoted(api.toString());
        return hint.isEmpty() ? call : hint + "; to look closer: " + call;
    }

    /** Returns the API: as the command line says, else the profile's only one. */
    private static URI api(Invocation invocation) {
        Optional<String> said = invocation.arguments().positional(0);
        List<String> known = invocation.settings().texts(Settings.API);
        if (said.isEmpty() && known.size() != 1) {
            throw new Failure.Usage(
                            known.isEmpty()
                                    ? "oat proxy lacks the API's URL"
                                    : "there are several APIs: " + String.join(", ", known))
                    .hint("oat proxy " + (known.isEmpty() ? "https://HOST" : ShellWord.quoted(known.get(0))));
        }
        URI api = ApiAddress.parse(said.orElseGet(() -> known.get(0)));
        if (api.getRawQuery() != null) {
            throw new Failure.Usage("the API's URL has a query, which cannot be the beginning of others")
                    .hint("leave out what stands behind ?");
        }
        return api;
    }

    /** Returns the run as whichever profile is meant: the chosen one, else the one that names the API. */
    private static Invocation chosen(Invocation invocation, URI api) {
        if (invocation.settings().isProfileChosen() || invocation.settings().isComplete()) {
            return invocation;
        }
        Optional<ProfileName> known = new ApiProfiles(invocation.storage()).only(api, "oat proxy");
        return known.isEmpty()
                ? invocation
                : invocation.with(
                        invocation.settings().withProfile(known.orElseThrow().text()));
    }

    private static StreamTransport transport(Invocation invocation, ServerConnection connection, URI api) {
        Set<String> hosts = new HashSet<>();
        if (invocation.settings().value(Settings.CERT).isPresent()) {
            hosts.add(Origins.peer(api));
        }
        Optional<Long> timeout = invocation.settings().seconds(Settings.TIMEOUT);
        StreamLimits limits = timeout.isEmpty()
                ? StreamLimits.forHeads()
                : new StreamLimits(Duration.ofSeconds(Math.max(1, timeout.orElseThrow())), Optional.empty(), false);
        return connection.streams(hosts, limits, StreamTransports.Way.KEEPING, true);
    }

    private static InetSocketAddress listen(Invocation invocation) {
        String text = invocation.arguments().first(LISTEN).orElse(USUAL);
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        Failure.Usage wrong = new Failure.Usage("--listen is no address of this machine with a port");
        if (host.equals("localhost")) {
            host = "127.0.0.1";
        }
        boolean literal = host.startsWith("127.") || host.equals("[::1]");
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            InetAddress address = literal ? InetAddress.getByName(host) : null;
            if (address != null && address.isLoopbackAddress() && port >= 0 && port <= 65_535) {
                return new InetSocketAddress(address, port);
            }
        } catch (NumberFormatException | UnknownHostException e) {
            // told below
        }
        throw wrong.hint("write --listen 127.0.0.1:PORT: whoever reaches it acts as the user who signed in");
    }

    private static Optional<Secret> key(Invocation invocation) {
        Optional<String> said = invocation.arguments().first(PROXY_KEY);
        if (said.isEmpty()) {
            return Optional.empty();
        }
        if (said.get().equals("new")) {
            byte[] random = new byte[24];
            invocation.environment().random().get().nextBytes(random);
            return Optional.of(Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random)));
        }
        return Optional.of(invocation.resolve(SecretReference.of(said.get(), PROXY_KEY.option())));
    }

    private static ProxySettings settings(Invocation invocation, URI api, Optional<Secret> key) {
        Arguments arguments = invocation.arguments();
        String prefix = arguments.first(PATH_PREFIX).orElse("");
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        if (!prefix.isEmpty() && !prefix.startsWith("/")) {
            throw new Failure.Usage("--path-prefix does not begin with /").hint("--path-prefix /" + prefix);
        }
        Set<String> origins = new HashSet<>();
        for (String origin : arguments.all(ALLOW_ORIGIN)) {
            URI page = ApiAddress.parse(origin);
            String plain = page.getScheme() + "://" + page.getRawAuthority();
            if (!origin.toLowerCase(Locale.ROOT).equals(plain)) {
                throw new Failure.Usage("--allow-origin is no origin").hint("--allow-origin " + plain);
            }
            origins.add(plain);
        }
        Headers added = Headers.empty();
        for (String line : arguments.all(CallRequest.HEADER)) {
            added = HeaderLine.of(line).into(added);
        }
        return new ProxySettings(api, prefix, origins, key, arguments.has(COOKIES), added, arguments.has(FORWARDED));
    }

    private static void announce(Invocation invocation, ProxyServer server, ProxySettings settings) {
        Output output = invocation.output();
        if (invocation.arguments().first(PROXY_KEY).orElse("").equals("new")) {
            output.say("The key, for the header Oat-Proxy-Key or as the password of Basic:\n\n  "
                    + settings.key().orElseThrow().reveal() + "\n");
        }
        output.document(server.origin() + settings.prefix() + "\n");
        output.say("Programs of this machine reach " + settings.api() + " there"
                + invocation
                        .settings()
                        .profileName()
                        .map(name -> ", with the token of profile " + name)
                        .orElse("")
                + (settings.key().isEmpty()
                        ? ". Other users of this machine can use it too: --proxy-key keeps them out"
                        : "")
                + ". Ctrl-C ends it.");
    }

    /** What is told while it serves, and the end of it. */
    private static final class Serving implements ProxyServer.Log, AutoCloseable {
        private final Invocation invocation;
        private final LastingTokens tokens;
        private volatile LiveLine line;
        private final AtomicLong requests = new AtomicLong();
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        Serving(Invocation invocation, Supplier<Invocation> runs) {
            this.invocation = invocation;
            this.tokens = new LastingTokens(runs, this::aside);
            this.line = begun();
        }

        private LiveLine begun() {
            return invocation.output().waiting("serving", Optional.empty());
        }

        /** Does what has a line of its own. */
        private void aside(Runnable signIn) {
            line.close();
            try {
                signIn.run();
            } finally {
                line = begun();
            }
        }

        /** Waits until the process is told to end, and then for the requests that are being served. */
        void until(ProxyServer server) {
            Thread atEnd = new Thread(() -> {
                server.drain(DRAIN);
                asked.countDown();
                try {
                    // what is written at the end of the command, a recording, is written still
                    over.await(2, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            Runtime.getRuntime().addShutdownHook(atEnd);
            try {
                asked.await();
            } catch (InterruptedException e) {
                server.drain(DRAIN);
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void served(ProxyServer.Served request) {
            long count = requests.incrementAndGet();
            if (invocation.arguments().has(LOG)) {
                String path = request.target();
                int query = path.indexOf('?');
                invocation
                        .output()
                        .say((request.status() == 0 ? "---" : Integer.toString(request.status())) + "  "
                                + request.method() + " "
                                + Sanitizer.line(query < 0 ? path : path.substring(0, query) + "?…") + "  "
                                + request.took().toMillis() + " ms");
            }
            Optional<Instant> end = tokens.end();
            line.say("serving, " + count + (count == 1 ? " request, " : " requests, ") + tokens.renewals()
                    + (tokens.renewals() == 1 ? " renewal" : " renewals")
                    + (end.isEmpty()
                            ? ""
                            : ", token good for "
                                    + Math.max(
                                            0,
                                            Duration.between(
                                                            invocation
                                                                    .environment()
                                                                    .clock()
                                                                    .instant(),
                                                            end.orElseThrow())
                                                    .toSeconds())
                                    + " s"));
        }

        @Override
        public void close() {
            line.close();
            over.countDown();
        }
    }
}
