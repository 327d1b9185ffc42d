package dev.oat;

import dev.oat.cli.frame.ResultStream;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Streams;
import dev.oat.http.Pause;
import dev.oat.http.Transport;
import dev.oat.http.tls.TransportSettings;
import dev.oat.http.transport.MessageTransport;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The real outside world. */
final class SystemWorld {
    private SystemWorld() {}

    /** What the launcher changes for the JVM alone, by the names under which it keeps what was there. */
    private static final String[] KEPT = {
        "OAT_KEPT_LC_ALL",
        "OAT_KEPT_LC_CTYPE",
        "OAT_KEPT_JAVA_TOOL_OPTIONS",
        "OAT_KEPT_JDK_JAVA_OPTIONS",
        "OAT_KEPT__JAVA_OPTIONS"
    };

    static Environment environment() {
        Map<String, String> variables = asGiven(System.getenv());
        return new Environment(
                variables,
                Clock.systemUTC(),
                new Sleep(),
                new Randomness(),
                streams(),
                new ControllingTerminal(),
                new Transports(),
                new ChildPrograms(variables),
                Path.of(System.getProperty("user.home", "")),
                System.getProperty("os.name", ""));
    }

    /** Returns the variables as they were before the launcher; empty there means not set. */
    private static Map<String, String> asGiven(Map<String, String> variables) {
        Map<String, String> given = variables;
        for (String kept : KEPT) {
            String value = variables.get(kept);
            if (value != null) {
                given = given == variables ? new HashMap<>(variables) : given;
                given.remove(kept);
                String name = kept.substring("OAT_KEPT_".length());
                if (value.isEmpty()) {
                    given.remove(name);
                } else {
                    given.put(name, value);
                }
            }
        }
        return given;
    }

    // classes, not lambdas: the first lambda of a process costs it several milliseconds

    private static final class Sleep implements Pause {
        @Override
        public void sleep(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }
    }

    private static final class Randomness implements Supplier<SecureRandom> {
        @Override
        public SecureRandom get() {
            return new SecureRandom();
        }
    }

    private static final class Transports implements Function<TransportSettings, Transport> {
        @Override
        public Transport apply(TransportSettings settings) {
            return new MessageTransport(settings);
        }
    }

    private static Streams streams() {
        return new Streams(
                // not bare: on a pipe FileInputStream.readNBytes fails up to JDK 17 (it asks for the position)
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                ResultStream.over(new FileOutputStream(FileDescriptor.out)),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                isTerminal(0),
                isTerminal(1),
                isTerminal(2));
    }

    /** The JDK cannot say it of one stream alone; on Linux the link of the descriptor does. */
    @SuppressWarnings("SystemConsoleNull") // as in ControllingTerminal
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            // elsewhere: both or none
            return System.console() != null;
        }
    }
}
