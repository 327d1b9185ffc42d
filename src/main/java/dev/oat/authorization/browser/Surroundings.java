package dev.oat.authorization.browser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What kind of machine and session we run in, as far as it decides where a browser can be.
 *
 * @param system the operating system's name as Java gives it
 * @param variables the environment variables
 * @param container whether we run in a container
 * @param wslKernel whether the kernel is that of the Windows Subsystem for Linux
 */
public record Surroundings(String system, Map<String, String> variables, boolean container, boolean wslKernel) {
    public Surroundings {
        Objects.requireNonNull(system, "system is null");
        variables = Map.copyOf(variables);
    }

    /**
     * Looks at the machine.
     *
     * @param system the operating system's name as Java gives it
     * @param variables the environment variables
     * @param root the file system's root, {@code /}
     */
    public static Surroundings of(String system, Map<String, String> variables, Path root) {
        boolean container = Files.exists(root.resolve(".dockerenv"))
                || Files.exists(root.resolve("run/.containerenv"))
                || variables.containsKey("KUBERNETES_SERVICE_HOST")
                || !variables.getOrDefault("container", "").isEmpty()
                || namesContainer(start(root.resolve("proc/1/cgroup")));
        boolean wsl = start(root.resolve("proc/sys/kernel/osrelease"))
                .toLowerCase(Locale.ROOT)
                .contains("microsoft");
        return new Surroundings(system, variables, container, wsl);
    }

    private static boolean namesContainer(String cgroup) {
        return cgroup.contains("docker")
                || cgroup.contains("kubepods")
                || cgroup.contains("containerd")
                || cgroup.contains("libpod")
                || cgroup.contains("/lxc");
    }

    private static String start(Path file) {
        try (java.io.InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4096), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the same without what {@code BROWSER} says, where that is of no use. */
    public Surroundings withoutBrowserVariable() {
        Map<String, String> others = new HashMap<>(variables);
        others.remove("BROWSER");
        return new Surroundings(system, others, container, wslKernel);
    }

    boolean isWindows() {
        return system.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    boolean isMac() {
        return system.toLowerCase(Locale.ROOT).startsWith("mac");
    }

    boolean isWsl() {
        return !isWindows() && !isMac() && (wslKernel || has("WSL_DISTRO_NAME") || has("WSL_INTEROP"));
    }

    boolean isSsh() {
        return has("SSH_CONNECTION") || has("SSH_TTY") || has("SSH_CLIENT");
    }

    /** Returns whether this is a machine that builds and tests, where nobody looks. */
    public boolean isCi() {
        String ci = variables.getOrDefault("CI", "");
        return (!ci.isEmpty() && !ci.equals("0") && !ci.equalsIgnoreCase("false"))
                || has("GITHUB_ACTIONS")
                || has("GITLAB_CI")
                || has("TF_BUILD")
                || has("JENKINS_URL");
    }

    /** Returns whether a browser has a screen to show itself on; only Linux and its kin need one named. */
    boolean hasDisplay() {
        return has("DISPLAY") || has("WAYLAND_DISPLAY");
    }

    String browserVariable() {
        return variables.getOrDefault("BROWSER", "");
    }

    boolean has(String variable) {
        return !variables.getOrDefault(variable, "").isEmpty();
    }

    ProgramPath programs() {
        String path = variables.getOrDefault("PATH", variables.getOrDefault("Path", ""));
        return new ProgramPath(path, isWindows());
    }
}
