package dev.oat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signals of this process while another program has the terminal: they go to that program, and do not end us.
 *
 * <p>What a terminal sends, Ctrl-C and its like, it sends to both of us; only without a terminal is it handed on. The JDK
 * has no public way to handle a signal, so its internal one is taken by name, and where it is missing signals end us as
 * ever.
 */
final class HandedSignals implements AutoCloseable {
    private static final List<String> BY_TERMINAL = List.of("INT", "QUIT", "TSTP");

    private final Map<Object, Object> before = new LinkedHashMap<>();
    private final List<String> early = new ArrayList<>();
    private final boolean terminal;
    private @Nullable Process program;

    private HandedSignals() {
        this.terminal = isInForeground();
    }

    /** Returns whether a terminal sends its signals to this process and, with it, to those that it starts. */
    @SuppressWarnings("SystemConsoleNull") // 22 to 24 gave one always; 17, 21 and 25 only on a real terminal
    private static boolean isInForeground() {
        try {
            String status = Files.readString(Path.of("/proc/self/stat"));
            // behind the program's name: state, parent, process group, session, terminal, its foreground group
            String[] fields = status.substring(status.lastIndexOf(')') + 2).split(" ", 7);
            return fields[2].equals(fields[5]);
        } catch (IOException e) {
            return System.console() != null;
        }
    }

    /** Holds the signals until they are handed to a program. */
    static HandedSignals held() {
        HandedSignals signals = new HandedSignals();
        for (String name : List.of("INT", "TERM", "HUP")) {
            signals.take(name);
        }
        return signals;
    }

    private void take(String name) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            Object handler = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            hand(name);
                        }
                        return method.getName().equals("hashCode")
                                ? (Object) name.hashCode()
                                : method.getName().equals("equals") ? (Object) (proxy == arguments[0]) : null;
                    });
            Object old = type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
            before.put(signal, old);
        } catch (ReflectiveOperationException e) {
            // not on this system: the signal does what it always does
        }
    }

    /** From now on signals go to this program; those that came since they were held, at once. */
    synchronized void handTo(Process to) {
        program = to;
        for (String name : early) {
            send(to, name);
        }
        early.clear();
    }

    private synchronized void hand(String name) {
        Process to = program;
        if (to == null) {
            early.add(name);
        } else if (!terminal || !BY_TERMINAL.contains(name)) {
            send(to, name);
        }
    }

    private static void send(Process to, String name) {
        if (name.equals("TERM") || windows()) {
            to.destroy();
            return;
        }
        try {
            Process unused = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            to.destroy();
        }
    }

    private static boolean windows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** Signals do again what they did before. */
    @Override
    public void close() {
        before.forEach((signal, handler) -> {
            try {
                Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
                Method handle = signal.getClass().getMethod("handle", signal.getClass(), handlerType);
                handle.invoke(null, signal, handler);
            } catch (InvocationTargetException e) {
                // it stays as it is; the process is about to end anyway
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a signal was taken by the same methods", e);
            }
        });
    }
}
