import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * Runs the packed tool's hot commands once on each Java that is found, notes which classes they load, and has the start-up
 * archives of the building JDK made from its lists. A step of the build, run from its source; it says one line when it cannot do its work, and
 * never fails the build: without an archive the tool is slower, and that is all.
 */
final class Training {
    /** As long as tokens are: the JSON parser does more for them than for short texts. */
    private static final String TOKEN = "{\"access_token\":\"" + "training".repeat(150) + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
            + "\"refresh_token\":\"training\",\"scope\":\"a b\"}";

    private static final String SHORT = "oat-short";
    private static final String NET = "oat-net";
    private static final String WHOLE = "oat";

    private final Path home;
    private final Path lib;
    private final Path scratch;
    private final Path keys;

    private Training(Path home, Path scratch, Path keys) {
        this.keys = keys;
        this.home = home;
        this.lib = home.resolve("lib");
        this.scratch = scratch;
    }

    /** Arguments: the packed tool's directory, and its version; it is run where the sources lie. */
    public static void main(String[] arguments) throws Exception {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        Path scratch = Files.createTempDirectory("oat-training");
        try {
            new Training(Path.of(arguments[0]).toAbsolutePath(), scratch, Path.of("src", "build", "training.p12")).run(arguments[1]);
        } catch (IOException | InterruptedException | GeneralSecurityException e) {
            System.err.println("no start-up archive: " + e);
        } finally {
            try (Stream<Path> left = Files.walk(scratch)) {
                left.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        System.exit(0);
    }

    private void run(String version) throws IOException, InterruptedException, GeneralSecurityException {
        try (DirectoryStream<Path> former = Files.newDirectoryStream(lib, "oat*.{jsa,id,classlist,where}")) {
            for (Path file : former) {
                Files.delete(file);
            }
        }
        Files.writeString(lib.resolve("oat.where"), lib + "\n");
        List<Command> commands = hotCommands();
        // the traced run of a command that finds a session finds the one that an untraced run keeps
        List<Process> before = new ArrayList<>();
        for (Command command : commands) {
            if (command.finds()) {
                before.add(start(command, Map.of("OAT_NO_CDS", "1", "OAT_JAVA_OPTS", command.option())));
            }
        }
        for (Process each : before) {
            if (finished(each) != 0) {
                System.err.println("training: no token to find again");
            }
        }
        SortedMap<Integer, Path> javas = javas();
        System.out.println("running " + commands.size() + " commands once on Java "
                + String.join(" and ", javas.keySet().stream().map(String::valueOf).toList())
                + ", to see which classes they load");
        for (Map.Entry<Integer, Path> java : javas.entrySet()) {
            record(commands, java.getKey(), java.getValue());
        }
        System.out.println("making 3 start-up archives for Java " + Runtime.version().feature());
        // last: the launcher looks for an archive only where there is an id
        Files.writeString(lib.resolve("oat.id"), version + "-" + fingerprint() + "\n");
        if (finished(start(new Command(List.of(), WHOLE), Map.of("OAT_CDS", "beside"))) != 0) {
            System.err.println("no start-up archive: the JVM could not make one");
        }
    }

    /**
     * Notes which classes the commands load on a Java: which of its own differs from version to version, and so does what its
     * lists may say.
     */
    private void record(List<Command> commands, int feature, Path java) throws IOException, InterruptedException {
        Map<String, Map<String, Integer>> lists = new LinkedHashMap<>();
        for (String archive : List.of(SHORT, NET, WHOLE)) {
            lists.put(archive, new LinkedHashMap<>());
        }
        List<Process> runs = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            String options = commands.get(i).option() + " -XX:DumpLoadedClassList=list" + i;
            runs.add(start(
                    commands.get(i), Map.of("OAT_NO_CDS", "1", "OAT_JAVA_HOME", java.toString(), "OAT_JAVA_OPTS", options)));
        }
        for (int i = 0; i < runs.size(); i++) {
            int status = finished(runs.get(i));
            if (status == 0) {
                addClasses(scratch.resolve("list" + i), lists.get(WHOLE));
                addClasses(scratch.resolve("list" + i), lists.get(commands.get(i).archive()));
            } else {
                System.err.println("training: exit " + status + " from oat " + String.join(" ", commands.get(i).words()));
            }
            Files.deleteIfExists(scratch.resolve("list" + i));
        }
        for (Map.Entry<String, Map<String, Integer>> list : lists.entrySet()) {
            List<String> lines = new ArrayList<>();
            list.getValue().forEach((line, times) -> lines.addAll(Collections.nCopies(times, line)));
            Files.write(lib.resolve(list.getKey() + "." + feature + ".classlist"), lines);
        }
    }

    /** The Java that builds, and of each other version from 17 on one that lies where such things do. */
    private static SortedMap<Integer, Path> javas() throws IOException {
        SortedMap<Integer, Path> found = new TreeMap<>();
        Path own = Path.of(System.getProperty("java.home"));
        found.put(Runtime.version().feature(), own);
        Path user = Path.of(System.getProperty("user.home"));
        for (Path folder : List.of(own.resolveSibling(""), Path.of("/usr/lib/jvm"), Path.of("/usr/java"), user.resolve(".jdks"),
                user.resolve(".sdkman/candidates/java"), Path.of("/Library/Java/JavaVirtualMachines"))) {
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(folder)) {
                for (Path each : homes) {
                    Path home = Files.isDirectory(each.resolve("Contents/Home")) ? each.resolve("Contents/Home") : each;
                    int feature = feature(home);
                    if (feature >= 17) {
                        found.putIfAbsent(feature, home);
                    }
                }
            }
        }
        return found;
    }

    private static int feature(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return 0;
        }
        for (String line : Files.readAllLines(release)) {
            if (line.startsWith("JAVA_VERSION=\"")) {
                String version = line.substring(14).replaceFirst("[^0-9].*", "");
                return version.isEmpty() ? 0 : Integer.parseInt(version);
            }
        }
        return 0;
    }

    private List<Command> hotCommands() throws IOException, GeneralSecurityException {
        SSLContext tls = tls();
        String plain = serve(HttpServer.create(), "http");
        HttpsServer withTls = HttpsServer.create();
        withTls.setHttpsConfigurator(new HttpsConfigurator(tls));
        String secure = serve(withTls, "https");
        String second = serveHttp2(tls);
        Path profiles = Files.createDirectories(scratch.resolve("with-profile/profiles"));
        Files.writeString(
                profiles.resolve("default.toml"),
                "token_endpoint = \"" + plain + "/token\"\nclient_id = \"training\"\n"
                        + "client_secret = \"env:TRAINING_SECRET\"\ngrant_type = \"client_credentials\"\n");
        withProfile("issuer-http", "issuer = \"" + plain + "\"\n", plain);
        withProfile("issuer-https", "issuer = \"" + secure + "\"\n", secure);
        List<String> client = List.of("--client-id", "training", "--client-secret", "env:TRAINING_SECRET");
        List<String> grant = List.of("token", "client-credentials", "--token-endpoint");
        List<String> trust = List.of("--cacert", certificate().toString());
        String trusted = "-Djavax.net.ssl.trustStore=" + trustStore();
        List<String> call = List.of("call", "--token", "env:TRAINING_SECRET");
        return List.of(
                new Command(List.of("--help"), SHORT),
                new Command(List.of("status"), SHORT),
                new Command(List.of("status"), SHORT, "with-profile", false),
                new Command(List.of("jwt", "decode", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ0cmFpbmluZyJ9."), SHORT),
                new Command(List.of("token", "client-credentials", "--help"), WHOLE),
                new Command(words(grant, List.of(plain + "/token"), client), SHORT),
                new Command(words(grant, List.of(secure + "/token"), client, trust), NET),
                new Command(words(grant, List.of(secure + "/token"), client), NET).jvm(trusted),
                // what is found the second time is the metadata
                new Command(List.of("token", "client-credentials"), SHORT, "issuer-http", true),
                new Command(words(List.of("token", "client-credentials"), trust), NET, "issuer-https", true),
                new Command(words(call, List.of("--api", plain, plain + "/api")), SHORT),
                new Command(words(call, List.of("--api", secure, secure + "/api"), trust), NET),
                new Command(words(call, List.of("--api", plain, "--from", list(plain), "--parallel", "2")), SHORT),
                new Command(words(call, List.of("--api", secure, "--from", list(secure), "--parallel", "2"), trust), NET),
                new Command(words(call, List.of("--http2", "--api", second, "--from", list(second), "--parallel", "2"), trust), WHOLE),
                new Command(List.of("call", plain + "/api"), SHORT, "issuer-http", true),
                new Command(words(List.of("call", secure + "/api"), trust), NET, "issuer-https", true),
                new Command(List.of("call", secure + "/api"), NET, "issuer-https", true).jvm(trusted),
                new Command(words(List.of("token", "--token-endpoint", plain + "/token"), client), SHORT, "config", true),
                // a token that is good is handed out by the launcher, so what comes here is mostly renewed
                new Command(List.of("token"), NET, "with-profile", true),
                new Command(words(List.of("token", "--force-refresh"), trust), NET, "issuer-https", true));
    }

    /**
     * A command line, which archive the launcher starts it from (short, net, or the whole one), the directory of its profiles,
     * whether it finds what an earlier run left, and an option for its JVM or nothing.
     */
    private record Command(List<String> words, String archive, String profiles, boolean finds, String option) {
        Command(List<String> words, String archive, String profiles, boolean finds) {
            this(words, archive, profiles, finds, "");
        }

        Command(List<String> words, String archive) {
            this(words, archive, "config", false);
        }

        Command jvm(String other) {
            return new Command(words, archive, profiles, finds, other);
        }
    }

    private void withProfile(String name, String server, String api) throws IOException {
        Path profiles = Files.createDirectories(scratch.resolve(name).resolve("profiles"));
        Files.writeString(
                profiles.resolve("default.toml"),
                server + "client_id = \"training\"\nclient_secret = \"env:TRAINING_SECRET\"\n"
                        + "grant_type = \"client_credentials\"\napi = [\"" + api + "\"]\n");
    }

    @SafeVarargs
    private static List<String> words(List<String>... parts) {
        List<String> all = new ArrayList<>();
        for (List<String> part : parts) {
            all.addAll(part);
        }
        return all;
    }

    private static String serve(HttpServer server, String scheme) throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        String origin = scheme + "://127.0.0.1:" + server.getAddress().getPort();
        String metadata = "{\"issuer\":\"" + origin + "\",\"token_endpoint\":\"" + origin + "/token\",\"authorization_endpoint\":\""
                + origin + "/authorize\",\"jwks_uri\":\"" + origin + "/jwks\",\"response_types_supported\":[\"code\"],"
                + "\"grant_types_supported\":[\"client_credentials\"],\"scopes_supported\":[\"a\",\"b\"],"
                + "\"token_endpoint_auth_methods_supported\":[\"client_secret_basic\",\"client_secret_post\"]}";
        server.createContext("/", exchange -> {
            boolean asksForMetadata = exchange.getRequestURI().getPath().startsWith("/.well-known/");
            byte[] body = (asksForMetadata ? metadata : TOKEN).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        return origin;
    }

    /** A file of three addresses. */
    private String list(String origin) throws IOException {
        Path file = Files.createTempFile(scratch, "addresses", "");
        return Files.writeString(file, (origin + "/api\n").repeat(3)).toString();
    }

    /** A server that gives the same answer to each request in HTTP/2, and of which it reads no more than where its frames end (RFC 9113). */
    private static String serveHttp2(SSLContext tls) throws IOException {
        SSLServerSocket server = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 16, InetAddress.getLoopbackAddress());
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        server.setSSLParameters(parameters);
        Thread accepting = new Thread(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    new Thread(() -> answerHttp2(socket)).start();
                }
            } catch (IOException e) {
                System.err.println("training: no HTTP/2: " + e);
            }
        });
        accepting.start();
        return "https://127.0.0.1:" + server.getLocalPort();
    }

    private static void answerHttp2(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            in.readNBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length());
            out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                boolean acknowledges = (in.readUnsignedByte() & 1) != 0;
                byte[] stream = in.readNBytes(4);
                in.readNBytes(length);
                if (type == 4 && !acknowledges) {
                    out.write(new byte[] {0, 0, 0, 4, 1, 0, 0, 0, 0});
                } else if (type == 1) {
                    // :status 200, and an empty object
                    out.write(new byte[] {0, 0, 1, 1, 4, stream[0], stream[1], stream[2], stream[3], (byte) 0x88});
                    out.write(new byte[] {0, 0, 2, 0, 1, stream[0], stream[1], stream[2], stream[3], '{', '}'});
                }
            }
        } catch (IOException e) {
            // it has what it asked for
        }
    }

    /** All that the JDK trusts, and the authority of this run. */
    private Path trustStore() throws IOException, GeneralSecurityException {
        char[] password = "changeit".toCharArray();
        Path file = scratch.resolve("trust.jks");
        KeyStore common = KeyStore.getInstance(
                Path.of(System.getProperty("java.home"), "lib", "security", "cacerts").toFile(), password);
        KeyStore all = KeyStore.getInstance("JKS");
        all.load(null, password);
        for (String alias : java.util.Collections.list(common.aliases())) {
            all.setCertificateEntry(alias, common.getCertificate(alias));
        }
        try (InputStream in = Files.newInputStream(certificate())) {
            all.setCertificateEntry("training", java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            all.store(out, password);
        }
        return file;
    }

    private Path certificate() {
        return scratch.resolve("certificate.pem");
    }

    /**
     * A key and a certificate for this machine, from an authority that nobody trusts but this run. They lie beside this
     * file, since making them takes longer than all the rest.
     */
    private SSLContext tls() throws IOException, GeneralSecurityException {
        char[] password = "training".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, password);
        }
        // a chain, however short: checking one takes more than finding a certificate that is trusted itself
        Certificate[] chain = store.getCertificateChain("server");
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(chain[chain.length - 1].getEncoded());
        Files.writeString(certificate(), "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private Process start(Command hot, Map<String, String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/oat").toString()));
        command.addAll(hot.words());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        // whom the builder trusts, and by which way, is nothing to train for
        environment.keySet().removeIf(name -> name.startsWith("OAT_")
                || name.startsWith("SSL_CERT_")
                || name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        environment.putAll(new LinkedHashMap<>(Map.of(
                "HOME", scratch.toString(),
                "OAT_CONFIG_DIR", scratch.resolve(hot.profiles()).toString(),
                "OAT_STATE_DIR", scratch.resolve("state").toString(),
                "XDG_CACHE_HOME", scratch.resolve("cache").toString(),
                "OAT_JAVA_HOME", System.getProperty("java.home"),
                "TRAINING_SECRET", "training")));
        environment.putAll(more);
        return builder.start();
    }

    private static int finished(Process process) throws InterruptedException {
        if (process.waitFor(300, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        process.destroyForcibly();
        return -1;
    }

    /**
     * Numbers that only one run's lists agree on are dropped, and so are classes of other loaders. A class that writes the same
     * lambda in two places is listed with it twice, and must be: an archive gives each of its lambdas out once.
     */
    private static void addClasses(Path list, Map<String, Integer> classes) throws IOException {
        Map<String, Integer> here = new LinkedHashMap<>();
        for (String line : Files.readAllLines(list)) {
            if (!line.startsWith("#") && !line.contains("source:")) {
                int id = line.indexOf(" id:");
                here.merge(id < 0 ? line : line.substring(0, id), 1, Integer::sum);
            }
        }
        here.forEach((line, times) -> classes.merge(line, times, Math::max));
    }

    private String fingerprint() throws IOException, GeneralSecurityException {
        try (Stream<Path> jars = Files.list(lib)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Path[] sorted = jars.filter(file -> file.toString().endsWith(".jar")).toArray(Path[]::new);
            Arrays.sort(sorted);
            for (Path jar : sorted) {
                digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(jar));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        }
    }
}
