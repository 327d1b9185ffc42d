package dev.oat.cli.setting;

import dev.oat.render.text.Sanitizer;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import dev.oat.trace.ShellWord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The system's keyring, through the program that each system has for it: the Secret Service by {@code secret-tool}, the
 * Keychain by {@code security}, the Credential Manager by PowerShell. A secret goes through pipes, and never stands in an
 * argument.
 *
 * @see <a href="https://specifications.freedesktop.org/secret-service-spec/latest/">Secret Service API</a>
 */
public final class Keyring {
    /** Long enough for somebody to unlock it. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String SERVICE = "oat";
    private static final int LONGEST_NAME = 64;

    /** The Credential Manager takes 2560 bytes, and a line for the Keychain's program 4096. */
    private static final int LONGEST = 2048;

    private static final int LONGEST_COMPLAINT = 200;

    /** How both the Keychain's program and our script say that there is no such secret. */
    private static final int NOT_THERE = 44;

    /** Marks what is written for the Keychain, whose program reads lines and has quotes of its own. */
    private static final String ENCODED = "oat-base64:";

    private static final String ELSEWHERE = "env:NAME, file:PATH or cmd:'PROGRAM ARG' give it without one";

    private final Programs programs;
    private final String system;

    public Keyring(Environment environment) {
        this.programs = environment.programs();
        this.system = environment.system();
    }

    /**
     * Returns a secret.
     *
     * @param name its name there
     * @param source what asked for it, for messages: {@code --client-secret}
     * @throws Failure.Usage if it is not there, or the keyring cannot be asked
     */
    public Secret read(String name, String source) {
        Optional<Secret> found = find(name, source);
        if (found.isEmpty()) {
            throw new Failure.Usage(said(source) + "the keyring has no secret " + name)
                    .hint("oat secret set " + ShellWord.quoted(name));
        }
        return found.get();
    }

    private Optional<Secret> find(String name, String source) {
        verify(name, source);
        Programs.Answer answer;
        if (isApple()) {
            answer = ask(
                    source, List.of("security", "find-generic-password", "-s", SERVICE, "-a", name, "-w"), nothing());
        } else if (isWindows()) {
            answer = ask(source, powershell(), Secret.of("read\n" + name + "\n"));
        } else {
            answer = ask(source, List.of("secret-tool", "lookup", "service", SERVICE, "account", name), nothing());
        }
        if (answer.status() == 0) {
            return Optional.of(decoded(answer.output()));
        }
        if (isNothing(answer)) {
            return Optional.empty();
        }
        throw unusable(source, answer);
    }

    /** Returns whether an answer says that there is no such secret, and not that there is no keyring. */
    private boolean isNothing(Programs.Answer answer) {
        if (isApple() || isWindows()) {
            return answer.status() == NOT_THERE;
        }
        return answer.status() == 1 && answer.complaint().isBlank();
    }

    /**
     * Proves that the keyring can be used, before anybody is asked for a secret.
     *
     * @throws Failure.Usage if it cannot
     */
    public void prepare(String name) {
        Optional<Secret> unused = find(name, "");
    }

    /**
     * Keeps a secret, in the place of one of the same name, and looks that it is there.
     *
     * @throws Failure.Usage if that cannot be done
     */
    public void write(String name, Secret secret) {
        verify(name, "");
        String text = secret.reveal();
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new Failure.Usage("the secret is longer than " + LONGEST + " bytes, which not every keyring takes")
                    .hint("keep it in a file, and refer to it as file:PATH");
        }
        Programs.Answer answer;
        if (isApple()) {
            answer = ask(
                    "",
                    List.of("security", "-i"),
                    Secret.of("add-generic-password -U -s " + SERVICE + " -a " + name + " -w " + ENCODED + encoded(text)
                            + "\n"));
        } else if (isWindows()) {
            answer = ask("", powershell(), Secret.of("write\n" + name + "\n" + encoded(text) + "\n"));
        } else {
            answer = ask(
                    "",
                    List.of("secret-tool", "store", "--label=oat: " + name, "service", SERVICE, "account", name),
                    secret);
        }
        if (answer.status() != 0) {
            throw unusable("", answer);
        }
        if (!find(name, "").equals(Optional.of(secret))) {
            throw new Failure.Usage("the keyring took the secret, and does not give it back").hint(ELSEWHERE);
        }
    }

    /**
     * Forgets a secret.
     *
     * @return whether there was one
     * @throws Failure.Usage if that cannot be done
     */
    public boolean remove(String name) {
        if (find(name, "").isEmpty()) {
            return false;
        }
        Programs.Answer answer;
        if (isApple()) {
            answer = ask("", List.of("security", "delete-generic-password", "-s", SERVICE, "-a", name), nothing());
        } else if (isWindows()) {
            answer = ask("", powershell(), Secret.of("remove\n" + name + "\n"));
        } else {
            answer = ask("", List.of("secret-tool", "clear", "service", SERVICE, "account", name), nothing());
        }
        if (answer.status() != 0) {
            throw unusable("", answer);
        }
        return true;
    }

    private boolean isApple() {
        return system.startsWith("Mac");
    }

    private boolean isWindows() {
        return system.startsWith("Windows");
    }

    private static Secret nothing() {
        return Secret.of("");
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the secret in an output: of our own script, as we wrote it for the Keychain, or as somebody else put it there. */
    private Secret decoded(String output) {
        String text = output;
        if (isApple() || isWindows()) {
            text = text.strip();
        }
        boolean ours = isWindows() || (isApple() && text.startsWith(ENCODED));
        if (!ours) {
            return Secret.of(text);
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(isApple() ? text.substring(ENCODED.length()) : text);
            return Secret.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new Failure.Usage("the keyring gives something else than was kept there").hint(ELSEWHERE);
        }
    }

    private static String said(String source) {
        return source.isEmpty() ? "" : source + ": ";
    }

    private static void verify(String name, String source) {
        boolean plain = Ascii.isMadeOf(name, "._-@") && name.length() <= LONGEST_NAME && name.charAt(0) != '-';
        if (!plain) {
            throw new Failure.Usage(
                            said(source) + "what is in the keyring has a name of letters, digits, '.', '_', '-' and"
                                    + " '@', at most " + LONGEST_NAME)
                    .hint("keyring:work");
        }
    }

    private Programs.Answer ask(String source, List<String> command, Secret input) {
        try {
            return programs.ask(command, input, LIMIT);
        } catch (IOException e) {
            String problem = String.valueOf(e.getMessage());
            throw new Failure.Usage(
                            problem.startsWith("took longer")
                                    ? said(source) + "the keyring cannot be asked: " + command.get(0) + " " + problem
                                            + "; it may be waiting for somebody to unlock it"
                                    : said(source) + "the keyring cannot be asked: " + command.get(0)
                                            + " cannot be started")
                    .hint((isApple() || isWindows() ? "" : "install it (Debian: libsecret-tools); ") + ELSEWHERE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure.TimedOut("interrupted while the keyring was asked");
        }
    }

    private Failure.Usage unusable(String source, Programs.Answer answer) {
        String complaint = Sanitizer.line(answer.complaint().strip());
        if (complaint.length() > LONGEST_COMPLAINT) {
            complaint = complaint.substring(0, LONGEST_COMPLAINT) + "…";
        }
        return new Failure.Usage(said(source) + "the keyring cannot be used: "
                        + (complaint.isEmpty() ? "its program ended with status " + answer.status() : complaint))
                .hint(
                        isApple() || isWindows()
                                ? ELSEWHERE
                                : "a keyring (Secret Service) comes with a desktop's sign-in, and needs its D-Bus; "
                                        + ELSEWHERE);
    }

    private static List<String> powershell() {
        List<String> command = new ArrayList<>(
                List.of("powershell.exe", "-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand"));
        command.add(Base64.getEncoder().encodeToString(CREDENTIALS.getBytes(StandardCharsets.UTF_16LE)));
        return command;
    }

    /** Does what the first line of its input says with the credential of the second line, by the third. */
    static final String CREDENTIALS = """
            $ErrorActionPreference = 'Stop'
            $ProgressPreference = 'SilentlyContinue'
            Add-Type -TypeDefinition @'
            using System;
            using System.Runtime.InteropServices;
            public static class OatCredential {
                [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
                public struct Entry {
                    public uint Flags, Type; public string TargetName, Comment; public long LastWritten;
                    public uint Size; public IntPtr Blob; public uint Persist, AttributeCount; public IntPtr Attributes;
                    public string TargetAlias, UserName;
                }
                [DllImport("advapi32", CharSet = CharSet.Unicode, SetLastError = true)]
                static extern bool CredReadW(string target, uint type, uint flags, out IntPtr entry);
                [DllImport("advapi32", CharSet = CharSet.Unicode, SetLastError = true)]
                static extern bool CredWriteW(ref Entry entry, uint flags);
                [DllImport("advapi32", CharSet = CharSet.Unicode, SetLastError = true)]
                static extern bool CredDeleteW(string target, uint type, uint flags);
                [DllImport("advapi32")]
                static extern void CredFree(IntPtr entry);
                static int Problem() { int code = Marshal.GetLastWin32Error(); return code == 1168 ? 44 : code; }
                public static int Read(string name, out string text) {
                    IntPtr at; text = "";
                    if (!CredReadW(name, 1, 0, out at)) return Problem();
                    Entry entry = (Entry) Marshal.PtrToStructure(at, typeof(Entry));
                    byte[] bytes = new byte[entry.Size];
                    if (entry.Size > 0) Marshal.Copy(entry.Blob, bytes, 0, bytes.Length);
                    CredFree(at);
                    text = Convert.ToBase64String(bytes);
                    return 0;
                }
                public static int Write(string name, string text) {
                    byte[] bytes = Convert.FromBase64String(text);
                    Entry entry = new Entry();
                    entry.Type = 1; entry.TargetName = name; entry.UserName = name; entry.Persist = 2;
                    entry.Size = (uint) bytes.Length; entry.Blob = Marshal.AllocHGlobal(bytes.Length);
                    try {
                        Marshal.Copy(bytes, 0, entry.Blob, bytes.Length);
                        return CredWriteW(ref entry, 0) ? 0 : Problem();
                    } finally { Marshal.FreeHGlobal(entry.Blob); }
                }
                public static int Remove(string name) { return CredDeleteW(name, 1, 0) ? 0 : Problem(); }
            }
            '@
            $what = [Console]::In.ReadLine()
            $name = 'oat:' + [Console]::In.ReadLine()
            $text = ''
            switch ($what) {
                'read' { $code = [OatCredential]::Read($name, [ref] $text); [Console]::Out.Write($text) }
                'write' { $code = [OatCredential]::Write($name, [Console]::In.ReadLine()) }
                'remove' { $code = [OatCredential]::Remove($name) }
                default { $code = 87 }
            }
            if ($code -ne 0 -and $code -ne 44) { [Console]::Error.WriteLine('the Credential Manager answers ' + $code) }
            exit $code
            """;
}
