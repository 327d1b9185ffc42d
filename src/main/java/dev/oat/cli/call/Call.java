package dev.oat.cli.call;

import dev.oat.cli.connect.ApiProfiles;
import dev.oat.cli.connect.HostPermission;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SessionTokens;
import dev.oat.cli.frame.BodyTarget;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.login.ApiStart;
import dev.oat.cli.login.SignInForMore;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.DialSettings;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.setting.Streams;
import dev.oat.cli.signin.SignInOnDemand;
import dev.oat.endpoint.ClientIdDocument;
import dev.oat.http.Decompression;
import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.TlsPort;
import dev.oat.http.transport.StreamTransports;
import dev.oat.render.failure.FailureText;
import dev.oat.render.text.LiveLine;
import dev.oat.render.text.Sanitizer;
import dev.oat.session.api.AccessTokens;
import dev.oat.session.api.ApiCalls;
import dev.oat.session.api.HeldToken;
import dev.oat.session.api.NextPage;
import dev.oat.session.api.ProtectedResource;
import dev.oat.session.api.Redirects;
import dev.oat.session.api.Retries;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code oat call}: calls an API with the token, and renews it when the API says 401. */
public final class Call implements Command {
    static final Setting TOKEN = Setting.secret(
                    "token",
                    Setting.Group.SESSION,
                    "Use this token, as a reference like env:NAME; it is never renewed.")
            .onlyOption();
    static final Setting STEP_UP = Setting.flag(
                    "step-up",
                    Setting.Group.SESSION,
                    "When the API asks for more scopes, or a stronger or fresher sign-in: sign in again, and call once"
                            + " more.")
            .onlyOption();
    static final Setting FOLLOW = Setting.flag(
                    "follow",
                    Setting.Group.REQUEST,
                    "Follow redirects; to another origin without the token, your headers and the body.")
            .or("-L")
            .onlyOption();
    static final Setting RETRY = Setting.text(
                    "retry",
                    Setting.Group.REQUEST,
                    "TIMES",
                    "Send again when the API answers 429 or 503, or cannot be reached; Retry-After is honoured.")
            .onlyOption();
    static final Setting RETRY_UNSAFE = Setting.flag(
                    "retry-unsafe", Setting.Group.REQUEST, "With --retry, also for POST, PUT, PATCH and DELETE.")
            .onlyOption();
    static final Setting PAGINATE = Setting.flag(
                    "paginate",
                    Setting.Group.REQUEST,
                    "Get all pages, by the Link header or --next; one after the other.")
            .onlyOption()
            .usual();
    static final Setting NEXT = Setting.text(
                    "next",
                    Setting.Group.REQUEST,
                    "[NAME=]EXPR",
                    "With --paginate, where a page says which is next, in jq's language: an address, or NAME's value.")
            .onlyOption();
    static final Setting SLURP = Setting.flag(
                    "slurp", Setting.Group.OUTPUT, "With --paginate, one JSON array of all pages' elements.")
            .onlyOption();

    static final Setting HTTP2 = Setting.flag(
                    "http2",
                    Setting.Group.CONNECTION,
                    "Speak HTTP/2 where the server does; HTTP/1.1 starts sooner, and is spoken unless you say so.")
            .onlyOption();
    static final Setting INCLUDE = Setting.flag(
                    "include", Setting.Group.OUTPUT, "Print the answer's status and headers before its body.")
            .or("-i")
            .onlyOption()
            .usual();
    static final Setting OUT = Setting.text(
                    "out", Setting.Group.OUTPUT, "FILE", "Write the answer's body to a file, there only when whole.")
            .onlyOption()
            .usual();
    static final Setting FAIL = Setting.flag(
                    "fail", Setting.Group.OUTPUT, "Exit with 8 when the API answers 400 or above.")
            .onlyOption()
            .usual();

    static final Setting FROM = Setting.text(
                    "from",
                    Setting.Group.REQUEST,
                    "FILE",
                    "Call every address of this list, one a line; - for standard input. Each answer is one JSON line.")
            .onlyOption();
    static final Setting PARALLEL = Setting.text(
                    "parallel", Setting.Group.REQUEST, "N", "With --from, call N addresses at once; 1 unless given.")
            .onlyOption();
    static final Setting OUTPUT = Setting.text(
                    "output",
                    Setting.Group.OUTPUT,
                    "FORMAT",
                    "The body alone; json, one object with url, method, status, headers and body; or a JSON body as a table,"
                            + " as YAML, or each element on a line.")
            .or("-o")
            .oneOf("body", "json", "table", "yaml", "ndjson")
            .onlyOption();

    private static final int MOST_PARALLEL = 64;

    /** Usual elsewhere; a call has them by its profile. */
    private static final List<Setting> BY_PROFILE = List.of(Settings.SCOPE, Settings.MIN_TTL);

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(
                CallRequest.REQUEST,
                CallRequest.HEADER,
                CallRequest.DATA,
                CallRequest.FORM,
                FOLLOW,
                RETRY,
                RETRY_UNSAFE,
                PAGINATE,
                NEXT,
                FROM,
                PARALLEL,
                OUTPUT,
                CallRequest.COMPRESSED,
                INCLUDE,
                OUT,
                SLURP,
                FAIL));
        settings.addAll(Settings.SERVER);
        settings.addAll(Settings.API_START);
        settings.addAll(Settings.CLIENT);
        settings.add(Settings.ID_TOKEN_SIGNING_ALG);
        settings.addAll(Settings.TOKEN_REQUEST);
        settings.addAll(List.of(
                Settings.IDP,
                Settings.IDP_CLIENT_ID,
                Settings.IDP_CLIENT_SECRET,
                Settings.SUBJECT_TOKEN,
                Settings.PROFILE,
                Settings.GRANT_TYPE,
                TOKEN,
                STEP_UP,
                Settings.API,
                Settings.ALLOW_HOST,
                Settings.MIN_TTL,
                Settings.FORCE_REFRESH));
        settings.addAll(Settings.CONNECTION);
        settings.add(HTTP2);
        return settings;
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional(
                "[METHOD] URL [ITEM]",
                "The method (GET, or POST when there is a body), the API's address, and request items: name=text,"
                        + " name:=JSON, name==query, Header:value, Header: (leave it out), name=@FILE, name@FILE (with"
                        + " --form; behind it ;type=TYPE;filename=NAME), @FILE or @- (the whole body). A backslash takes a separator's meaning away.",
                false,
                true));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting.isUsual() && setting.block() == Setting.Block.NONE && !BY_PROFILE.contains(setting);
    }

    @Override
    public String description() {
        return "Calls an API with the profile's token. When the API refuses the token, it is renewed once and the"
                + " request is sent again. Without a profile the one that names the API is used; where none does, the API"
                + " is asked who protects it (RFC 9728), and you whether to sign in there. The body streams both ways; a"
                + " terminal gets JSON laid out, a pipe the bytes as they come.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat call https://api.example/orders state==open",
                "oat call POST https://api.example/orders item=tea amount:=2",
                "oat call PUT https://api.example/files/1 @report.pdf",
                "oat call https://api.example/orders --paginate --slurp | jq length",
                "oat call POST https://api.example/payments amount:=2 --step-up",
                "oat call --from urls.txt --parallel 8 | jq .status");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        return new Run(invocation).run();
    }

    /** One run. */
    private static final class Run {
        private final Invocation invocation;
        private final Arguments arguments;
        private final ServerConnection connection;

        Run(Invocation invocation) {
            this.invocation = invocation;
            this.arguments = invocation.arguments();
            this.connection = new ServerConnection(invocation);
        }

        ExitCode run() {
            if (arguments.has(SLURP) && !arguments.has(PAGINATE)) {
                throw new Failure.Usage("--slurp needs --paginate");
            }
            if (arguments.has(NEXT) && !arguments.has(PAGINATE)) {
                throw new Failure.Usage("--next needs --paginate");
            }
            Optional<Setting> dialing =
                    arguments.has(HTTP2) ? DialSettings.said(invocation.settings()) : Optional.empty();
            if (dialing.isPresent()) {
                throw new Failure.Usage(dialing.get().option() + " does not go with --http2")
                        .hint("leave one of them out");
            }
            if (arguments.has(FROM)) {
                return many();
            }
            if (arguments.has(PARALLEL)) {
                throw new Failure.Usage("--parallel needs --from");
            }
            CallRequest call = CallRequest.of(invocation, Optional.empty());
            if (arguments.has(PAGINATE) && !call.method().equals("GET")) {
                throw new Failure.Usage("--paginate is for GET");
            }
            return startsFromApi(call)
                    ? new Run(invocation.with(invocation.settings().withoutProfile())).single(call, true)
                    : single(call, false);
        }

        private ExitCode single(CallRequest call, boolean startsFromApi) {
            try (StreamTransport transport = transport(call);
                    BodyTarget target = target()) {
                return send(call, startsFromApi ? fromApi(call, transport) : apis(call, transport), target);
            } catch (BodyTarget.ReaderGone e) {
                // like any program in a pipe whose reader has seen enough
                return ExitCode.DONE;
            }
        }

        /** Returns whether nothing says which token is meant, so that only the API can tell. */
        private boolean startsFromApi(CallRequest call) {
            boolean chosen = invocation.settings().isProfileChosen();
            // that there is one profile alone does not make it the API's
            Resolution settings =
                    chosen ? invocation.settings() : invocation.settings().withoutProfile();
            boolean said = chosen || arguments.has(TOKEN) || call.isAuthorizedByHand();
            // a server alone is one to trust, and a client alone one to use, wherever the API leads
            boolean client = settings.value(Settings.CLIENT_ID).isPresent();
            for (Setting setting : List.of(Settings.ISSUER, Settings.METADATA_URL, Settings.TOKEN_ENDPOINT)) {
                said |= client && settings.value(setting).isPresent() && !isFromApi();
            }
            return !said;
        }

        /** Returns whether an option tells how to come from the API to its server. */
        private boolean isFromApi() {
            return arguments.has(Settings.TRUST)
                    || arguments.has(Settings.LEGACY)
                    || arguments.has(Settings.REGISTRATION_ENDPOINT);
        }

        private ApiCalls fromApi(CallRequest call, StreamTransport transport) {
            URI api = call.addresses().get(0);
            Optional<ProfileName> known =
                    new ApiProfiles(invocation.storage()).only(api, "oat call").filter(this::isOfClient);
            if (known.isPresent()) {
                invocation.trace().note("profile " + known.get() + " names this API, so its token is used");
                return as(known.get()).apis(call, transport);
            }
            return new Introduction(
                    again(transport::send),
                    new ApiStart(invocation, connection),
                    name -> as(name).apis(call, transport),
                    invocation.trace());
        }

        /** Returns whether the client that is named, if any is, is the profile's. */
        private boolean isOfClient(ProfileName name) {
            Optional<String> client = invocation.settings().text(Settings.CLIENT_ID);
            return client.isEmpty()
                    || ClientIdDocument.isAddress(client.get())
                    || client.equals(invocation.storage().profiles().read(name).text(Settings.CLIENT_ID.key()));
        }

        /** Returns the same by a profile, without the options that the profile was made of. */
        private Run as(ProfileName name) {
            Arguments others = arguments;
            List<Setting> made = new ArrayList<>(Settings.SERVER);
            made.addAll(Settings.API_START);
            made.addAll(Settings.CLIENT);
            made.addAll(Settings.PRESENTED);
            made.addAll(List.of(Settings.GRANT_TYPE, Settings.SCOPE));
            for (Setting setting : made) {
                boolean server = setting == Settings.ALLOW_HTTP;
                others = server ? others : others.without(setting);
            }
            Invocation rest = invocation.of(invocation.path(), others);
            return new Run(rest.with(rest.settings().withProfile(name.text())));
        }

        private ExitCode many() {
            for (Setting setting : List.of(PAGINATE, OUT, INCLUDE)) {
                if (arguments.has(setting)) {
                    throw new Failure.Usage(setting.option() + " does not go with --from");
                }
            }
            if (form().isPresent()) {
                throw new Failure.Usage("-o " + form().get() + " does not go with --from")
                        .hint("each answer of --from is one JSON line");
            }
            int parallel = arguments.has(PARALLEL)
                    ? number(PARALLEL, arguments.first(PARALLEL).orElseThrow(), 1, MOST_PARALLEL)
                    : 1;
            Streams streams = invocation.environment().streams();
            List<String> addresses = CallMany.addresses(arguments.first(FROM).orElseThrow(), streams.in());
            CallRequest call = CallRequest.of(invocation, Optional.of(addresses));
            if (call.isOneShot()) {
                throw new Failure.Usage("a body from standard input can be sent to one address only");
            }
            try (StreamTransport transport = transport(call);
                    PipeTarget target = new PipeTarget(streams.out())) {
                return new CallMany(call, apis(call, transport), target, parallel, invocation.output())
                        .run(arguments.has(FAIL));
            } catch (BodyTarget.ReaderGone e) {
                return ExitCode.DONE;
            }
        }

        /** With the client's certificate for the addresses that are called, and for no others that they lead to. */
        private StreamTransport transport(CallRequest call) {
            boolean named = arguments.has(Settings.CERT);
            Set<String> hosts = new HashSet<>();
            if (invocation.settings().value(Settings.CERT).isPresent()) {
                HostPermission permission = new HostPermission(invocation, connection);
                for (URI address : call.addresses()) {
                    if (named || permission.allows(address)) {
                        hosts.add(Origins.peer(address));
                    }
                }
            }
            StreamLimits limits = StreamLimits.standard();
            Optional<Long> timeout = invocation.settings().seconds(Settings.TIMEOUT);
            if (timeout.isPresent()) {
                limits = limits.within(Duration.ofSeconds(Math.max(1, timeout.orElseThrow())));
            }
            return connection.streams(
                    hosts,
                    limits,
                    arguments.has(HTTP2) ? StreamTransports.Way.HTTP_2 : StreamTransports.Way.KEEPING,
                    true);
        }

        /** Returns the form that a JSON body is to be printed in, where it is not its own. */
        private Optional<String> form() {
            String format = arguments.first(OUTPUT).orElse("body");
            return format.equals("body") || format.equals("json") ? Optional.empty() : Optional.of(format);
        }

        private BodyTarget target() {
            Optional<String> file = arguments.first(OUT);
            Streams streams = invocation.environment().streams();
            if (form().isPresent()) {
                if (arguments.has(SLURP)) {
                    throw new Failure.Usage("-o " + form().get() + " joins pages by itself").hint("leave out --slurp");
                }
                BodyTarget plain = file.isPresent() ? file(file.get()) : new PipeTarget(streams.out());
                return new FormTarget(form().get(), plain, arguments.first(Settings.JQ));
            }
            if (arguments.has(Settings.JQ)) {
                if (file.isPresent()) {
                    throw new Failure.Usage("--jq prints, and --out writes a file").hint("leave one of them out");
                }
                return new FilterTarget(invocation.output(), streams.out(), arguments.has(SLURP));
            }
            if (file.isPresent()) {
                return file(file.orElseThrow());
            }
            return streams.outputIsTerminal() && !arguments.has(SLURP)
                    ? new ScreenTarget(streams.out(), invocation.output().style())
                    : new PipeTarget(streams.out());
        }

        private FileTarget file(String name) {
            long unique = invocation.environment().random().get().nextLong();
            return FileTarget.of(name, Long.toHexString(unique));
        }

        /** Returns who sends the requests: with or without token, again or not, following or not. */
        private ApiCalls apis(CallRequest call, StreamTransport transport) {
            ApiCalls bare = again(transport::send);
            ApiCalls trusted = bare;
            Predicate<URI> mayHaveToken = target -> true;
            if (!call.isAuthorizedByHand()) {
                if (arguments.has(TOKEN)) {
                    for (URI address : call.addresses()) {
                        requireSecure(address);
                    }
                    mayHaveToken = Origins::isSecure;
                    trusted = again(resource(
                            transport,
                            AccessTokens.fixed(new HeldToken(
                                    connection.secret(TOKEN).orElseThrow(), connection.constraintOfGivenToken()))));
                } else {
                    HostPermission permission = new HostPermission(invocation, connection);
                    for (URI address : call.addresses()) {
                        permission.require(address, call.path(address));
                    }
                    mayHaveToken = permission::allows;
                    trusted = again(resource(transport, sessionTokens()));
                }
            }
            return arguments.has(FOLLOW) ? new Redirects(trusted, bare, mayHaveToken, invocation.trace()) : trusted;
        }

        private static void requireSecure(URI address) {
            if (!Origins.isSecure(address)) {
                throw new Failure.Usage("a token does not go over http to another machine")
                        .hint("use https; over http anybody on the way could read the token");
            }
        }

        private AccessTokens sessionTokens() {
            return new SignInOnDemand(invocation)
                    .tokens(new SessionTokens(invocation, connection, arguments.has(Settings.FORCE_REFRESH)));
        }

        private ProtectedResource resource(StreamTransport transport, AccessTokens tokens) {
            if (arguments.has(TOKEN)) {
                return new ProtectedResource(
                        transport,
                        tokens,
                        new ProtectedResource.SignInAgain("oat login …", ""),
                        Optional.empty(),
                        invocation.trace());
            }
            SignInForMore again = new SignInForMore(invocation, connection);
            return new ProtectedResource(
                    transport,
                    tokens,
                    again.advice(),
                    arguments.has(STEP_UP) ? again.stepUp() : Optional.empty(),
                    invocation.trace());
        }

        private ApiCalls again(ApiCalls calls) {
            Optional<String> times = arguments.first(RETRY);
            if (times.isEmpty()) {
                return calls;
            }
            return new Retries(
                    calls,
                    new Retries.Policy(number(RETRY, times.orElseThrow(), 0, 99), arguments.has(RETRY_UNSAFE)),
                    invocation.environment().clock(),
                    this::pause,
                    () -> invocation.environment().random().get().nextDouble(),
                    invocation.trace());
        }

        private void pause(Duration time) throws InterruptedException {
            LiveLine line = invocation.output().waiting("waiting to send again", Optional.of(time));
            try {
                invocation.environment().pause().sleep(time);
            } finally {
                line.close();
            }
        }

        private static int number(Setting setting, String text, int least, int most) {
            int number = text.length() < 4 && Ascii.isDigits(text) ? Integer.parseInt(text) : -1;
            if (number < least || number > most) {
                throw Failure.Usage.value(setting.option(), text, "a number from " + least + " to " + most)
                        .hint("write " + setting.option() + " " + Math.max(least, 3));
            }
            return number;
        }

        private ExitCode send(CallRequest call, ApiCalls apis, BodyTarget target) {
            URI address = call.addresses().get(0);
            Request request = call.to(address);
            try (StreamedResponse response =
                    TlsPort.seen(request, Decompression.of(request, apis.send(request)), invocation.output()::warn)) {
                if (arguments.has(PAGINATE) && response.status() < 400) {
                    return new Pages(call, apis, target).all(request, response);
                }
                if (arguments.first(OUTPUT).orElse("").equals("json")) {
                    return document(request, response, target);
                }
                return one(call, response, target);
            }
        }

        private ExitCode document(Request request, StreamedResponse response, BodyTarget target) {
            String text = AnswerDocument.of(request, response).toJson() + "\n";
            target.body(response.withText(text));
            target.finish();
            return code(response.status());
        }

        /** Returns a server that asks to come back later is no error of the request's. */
        private ExitCode code(int status) {
            if (status < 400 || !arguments.has(FAIL)) {
                return ExitCode.DONE;
            }
            return isBusy(status) ? ExitCode.TIMED_OUT : ExitCode.API_ERROR;
        }

        private static boolean isBusy(int status) {
            return status == 429 || status == 503;
        }

        private ExitCode one(CallRequest call, StreamedResponse response, BodyTarget target) {
            boolean failed = response.status() >= 400;
            boolean silent;
            if (failed
                    && (arguments.has(Settings.JQ)
                            || form().isPresent()
                            || (arguments.has(FAIL) && arguments.has(OUT)))) {
                // the file, or the expression, is for what was asked for
                try (BodyTarget aside = new ScreenTarget(
                        invocation.environment().streams().err(),
                        invocation.output().errorStyle())) {
                    silent = !print(call, response, aside);
                }
                remark(call, response, silent);
                return code(response.status());
            }
            silent = !print(call, response, target);
            target.finish();
            remark(call, response, silent);
            return code(response.status());
        }

        /** Prints an answer; false where it is an error without a body, however its end was told. */
        private boolean print(CallRequest call, StreamedResponse answer, BodyTarget target) {
            StreamedResponse response = answer;
            boolean silent = false;
            if (response.status() >= 400) {
                PushbackInputStream body = new PushbackInputStream(response.body());
                silent = isEmpty(body);
                response = response.withBody(body);
            }
            if (arguments.has(INCLUDE) || call.method().equals("HEAD")) {
                // the file holds the body and nothing else
                BodyTarget heads = arguments.has(OUT)
                        ? new PipeTarget(invocation.environment().streams().out())
                        : target;
                heads.head(response);
            }
            if (!arguments.has(OUT)) {
                target.body(response);
                return !silent;
            }
            try (LiveLine line = invocation.output().waiting("downloading", Optional.empty())) {
                target.body(response.withBody(Download.counted(response, line)));
            }
            return !silent;
        }

        private static boolean isEmpty(PushbackInputStream body) {
            try {
                int first = body.read();
                if (first >= 0) {
                    body.unread(first);
                }
                return first < 0;
            } catch (IOException e) {
                throw new IllegalStateException("a body fails with a Failure", e);
            }
        }

        /** What standard output does not tell: that it is an error, where the answer lies. */
        private void remark(CallRequest call, StreamedResponse response, boolean silent) {
            if (response.status() >= 400) {
                invocation.output().say("oat: the API answered " + response.status());
                if (isBusy(response.status()) && !arguments.has(RETRY)) {
                    boolean safe = List.of("GET", "HEAD", "OPTIONS").contains(call.method());
                    invocation
                            .output()
                            .say("     try: the same with --retry 3" + (safe ? "" : " --retry-unsafe")
                                    + ", which sends it again when the API says that it may");
                }
                if (silent) {
                    FailureText.hintOfApi(response.status(), response.headers().all("WWW-Authenticate"))
                            .ifPresent(hint -> invocation.output().say("     try: " + Sanitizer.line(hint)));
                }
            } else if (response.status() >= 300 && response.status() != 304) {
                String location = response.headers().first("Location").orElse("");
                invocation
                        .output()
                        .say("oat: the API answered " + response.status()
                                + (location.isEmpty() ? "" : " and points to " + Sanitizer.line(withoutQuery(location)))
                                + (arguments.has(FOLLOW) || location.isEmpty() ? "" : "; --follow goes there"));
            }
        }

        private static String withoutQuery(String location) {
            int query = location.indexOf('?');
            return query < 0 ? location : location.substring(0, query) + "?…";
        }

        /** All pages of a list. */
        private final class Pages {
            private final CallRequest call;
            private final ApiCalls apis;
            private final BodyTarget target;
            private final Set<URI> seen = new HashSet<>();
            private final Optional<PageCursor> cursor = arguments.first(NEXT).map(PageCursor::of);

            Pages(CallRequest call, ApiCalls apis, BodyTarget target) {
                this.call = call;
                this.apis = apis;
                this.target = target;
            }

            ExitCode all(Request first, StreamedResponse firstPage) {
                BodyTarget sink = form().isPresent()
                        ? target
                        : arguments.has(SLURP) ? new SlurpTarget(target) : new SeparatedTarget(target);
                Request request = first;
                StreamedResponse page = firstPage;
                while (true) {
                    seen.add(request.uri());
                    if (cursor.isPresent()) {
                        page = cursor.get().read(page);
                    }
                    // what came is printed, whatever is the matter with the next one
                    print(call, page, sink);
                    Optional<URI> next = next(request, page);
                    page.close();
                    if (next.isEmpty()) {
                        sink.finish();
                        return ExitCode.DONE;
                    }
                    request = call.to(next.orElseThrow());
                    page = Decompression.of(request, apis.send(request));
                    if (page.status() >= 300) {
                        return broken(page);
                    }
                }
            }

            private Optional<URI> next(Request request, StreamedResponse page) {
                Optional<URI> next = cursor.isPresent()
                        ? cursor.get().next(request.uri())
                        : NextPage.of(request.uri(), page.headers());
                if (next.isEmpty()) {
                    return next;
                }
                if (!Origins.of(next.orElseThrow()).equals(Origins.of(request.uri()))) {
                    Failure failure = new Failure.Unreachable(
                            "the next page lies at another origin, " + Origins.of(next.orElseThrow()));
                    throw failure.hint("the token and your headers do not go there");
                }
                if (seen.contains(next.orElseThrow())) {
                    throw new Failure.Unreachable("the pages lead back to one that was read already");
                }
                return next;
            }

            /** Returns a list that lacks its end is no answer. */
            private ExitCode broken(StreamedResponse page) {
                try (page;
                        BodyTarget aside = new ScreenTarget(
                                invocation.environment().streams().err(),
                                invocation.output().errorStyle())) {
                    remark(call, page, !print(call, page, aside));
                    invocation
                            .output()
                            .say("oat: the list is not whole: page " + (seen.size() + 1) + " could not be read");
                    return ExitCode.API_ERROR;
                }
            }
        }
    }
}
