package dev.oat.cli;

import dev.oat.cli.connect.OtherProfile;
import dev.oat.cli.frame.BodyTarget;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandRun;
import dev.oat.cli.frame.Commands;
import dev.oat.cli.frame.DiagnosticRun;
import dev.oat.cli.frame.InteractiveShell;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.frame.Output;
import dev.oat.cli.frame.Providers;
import dev.oat.cli.frame.Storage;
import dev.oat.cli.frame.StoredProfiles;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Resolution;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.setting.Streams;
import dev.oat.cli.setting.Version;
import dev.oat.render.failure.FailureText;
import dev.oat.render.text.Reflow;
import dev.oat.render.text.Sanitizer;
import dev.oat.render.text.Style;
import dev.oat.session.profile.Nearest;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Trace;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the command of a command line, builds only that one, runs it, and says how it ended. */
public final class CommandTree implements Commands {
    private final CommandTable table;
    private final Environment environment;
    private final @Nullable InteractiveShell shell;

    private CommandTree(CommandTable table, Environment environment, @Nullable InteractiveShell shell) {
        this.table = table;
        this.environment = environment;
        this.shell = shell;
    }

    /** Returns the tree of all commands over one outside world. */
    public static CommandTree over(Environment environment) {
        return new CommandTree(CommandTable.standard(), environment, null);
    }

    /** The tree of all commands, with the shell that {@code oat shell} opens. */
    public static CommandTree over(Environment environment, InteractiveShell shell) {
        return new CommandTree(CommandTable.standard(), environment, shell);
    }

    @Override
    public List<Listed> entries() {
        return table.entries();
    }

    @Override
    public Optional<Listed> find(String path) {
        return table.find(path);
    }

    @Override
    public boolean isGroup(String path) {
        return table.isGroup(path);
    }

    @Override
    public int run(Environment other, List<String> words) {
        return new CommandTree(table, other, null).run(words);
    }

    /**
     * Runs one command line.
     *
     * @return the exit code
     */
    public int run(List<String> words) {
        boolean json = wantsJson(words);
        boolean debug = words.contains(Settings.DEBUG.option());
        try {
            return dispatch(words);
        } catch (Failure failure) {
            ExitCode code = ExitCode.of(failure);
            report(failure, code, json);
            if (debug) {
                failure.printStackTrace(environment.streams().err());
            }
            return code.code();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
            if (fault instanceof BodyTarget.ReaderGone) {
                // like any program in a pipe whose reader has seen enough
                return ExitCode.DONE.code();
            }
            PrintStream err = environment.streams().err();
            String name = fault.getClass().getSimpleName();
            err.println(
                    json
                            ? FailureText.faultForScripts(name, ExitCode.FAULT.code())
                            : "oat: a fault of oat itself: " + name
                                    + (debug
                                            ? ""
                                            : "\n"
                                                    + "     try: the same command with --debug shows where; please"
                                                    + " report it"));
            if (debug) {
                fault.printStackTrace(err);
            }
            return ExitCode.FAULT.code();
        }
    }

    private void report(Failure failure, ExitCode code, boolean json) {
        Streams streams = environment.streams();
        if (json) {
            streams.err().println(FailureText.forScripts(failure, code.code()));
            return;
        }
        String text = Style.of("never", environment.variables(), streams.errorIsTerminal())
                .fit(FailureText.forPeople(failure));
        streams.err().println(streams.errorIsTerminal() ? Reflow.of(text, environment.columns()) : text);
    }

    /** Returns whether the command line asks for JSON by name, so that errors are JSON too. */
    private static boolean wantsJson(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                return false;
            }
            if (word.equals("-ojson") || word.equals("-o=json") || word.equals("--output=json")) {
                return true;
            }
            if ((word.equals("-o") || word.equals("--output"))
                    && i + 1 < words.size()
                    && words.get(i + 1).equals("json")) {
                return true;
            }
        }
        return false;
    }

    private int dispatch(List<String> words) {
        if (words.isEmpty()
                && shell != null
                && environment.streams().inputIsTerminal()
                && environment.streams().outputIsTerminal()) {
            return shell.open(environment, false);
        }
        if (words.isEmpty() || isHelp(words.get(0))) {
            return help(RootHelp.text(this));
        }
        if (words.get(0).equals(Settings.HELP_ALL.option())) {
            return help(RootHelp.all(this));
        }
        String first = words.get(0);
        if (first.equals("--version") || first.equals("-V") || first.equals("version")) {
            return help(Version.text());
        }
        if (first.startsWith("-")) {
            throw misplaced(words);
        }
        String path = first;
        List<String> rest = words.subList(1, words.size());
        while (!rest.isEmpty()
                && !rest.get(0).startsWith("-")
                && table.find(path + " " + rest.get(0)).isPresent()) {
            path = path + " " + rest.get(0);
            rest = rest.subList(1, rest.size());
        }
        Optional<Listed> entry = table.find(path);
        boolean strayWord = !rest.isEmpty() && !rest.get(0).startsWith("-") && table.isGroup(path);
        if (entry.isEmpty() && table.isGroup(path) && !rest.isEmpty() && asksForHelp(rest.get(0))) {
            return help(RootHelp.below(this, path));
        }
        if (entry.isEmpty() || strayWord) {
            throw unknown(path, rest);
        }
        return run(entry.orElseThrow(), rest);
    }

    private int help(String text) {
        new Output(environment, Arguments.none()).text(text);
        return ExitCode.DONE.code();
    }

    /** Returns the command that somebody put behind options, as far as that can be told. */
    private String commandIn(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String pair = i + 1 < words.size() ? words.get(i) + " " + words.get(i + 1) : "";
            if (table.find(pair).isPresent()) {
                return pair;
            }
            if (table.find(words.get(i)).isPresent()) {
                return words.get(i);
            }
        }
        return "COMMAND";
    }

    private static String optionName(String word) {
        int equals = word.indexOf('=');
        return Sanitizer.line(equals < 0 ? word : word.substring(0, equals));
    }

    /** Returns an option before any command: where it belongs, when there is a place for it. */
    private Failure misplaced(List<String> words) {
        String name = optionName(words.get(0));
        // as in -vv and -ojson
        String known = name.startsWith("--") || name.length() < 3 ? name : name.substring(0, 2);
        String command = commandIn(words);
        Optional<Listed> entry = table.find(command);
        Set<String> names = new LinkedHashSet<>(List.of("--help", "--version"));
        for (Listed each : entry.isPresent() ? List.of(entry.get()) : table.entries()) {
            for (Setting setting : each.command().allSettings()) {
                names.addAll(setting.names());
            }
        }
        if (names.contains(known) && !names.contains("-" + name)) {
            return new Failure.Usage("options follow the command")
                    .hint("oat " + command + " " + name + " …"
                            + (entry.isPresent() ? "" : "; oat --help lists the commands"));
        }
        String help = entry.isPresent() ? "oat " + command + " --help" : "oat --help";
        return new Failure.Usage("oat " + (entry.isPresent() ? command + " " : "") + "has no option " + name)
                .hint(CommandLineModel.instead(name, new ArrayList<>(names), help));
    }

    private static boolean isHelp(String word) {
        return word.equals("--help") || word.equals("-h");
    }

    private static boolean asksForHelp(String word) {
        return isHelp(word) || word.equals(Settings.HELP_ALL.option());
    }

    private Failure unknown(String path, List<String> rest) {
        List<String> known = new ArrayList<>();
        String prefix = table.isGroup(path) ? path + " " : "";
        for (Listed entry : table.entries()) {
            if (entry.path().startsWith(prefix)) {
                known.add(entry.path().substring(prefix.length()));
            }
        }
        boolean below = !prefix.isEmpty() && !rest.isEmpty() && !rest.get(0).startsWith("-");
        String typed = below ? rest.get(0) : path;
        String nearest = Nearest.to(typed, known).orElse("");
        if (table.isGroup(path) && !below) {
            return new Failure.Usage("oat " + path + " needs to know what to do")
                    .hint("oat " + path + " " + String.join(" | ", known));
        }
        Optional<Listed> entry = table.find(path);
        if (below
                && nearest.isEmpty()
                && entry.isPresent()
                && takesProfile(entry.get().command())
                && isProfile(typed)) {
            return new Failure.Usage("oat " + path + " takes no profile as its argument")
                    .hint("oat " + path + " -p " + typed);
        }
        return new Failure.Usage("there is no command " + (below ? path + " " : "") + Sanitizer.line(typed))
                .hint(nearest.isEmpty() ? "oat --help lists them" : "did you mean oat " + prefix + nearest + "?");
    }

    private static boolean takesProfile(Command command) {
        return command.allSettings().contains(Settings.PROFILE);
    }

    private boolean isProfile(String word) {
        return ProfileName.isValid(word)
                && new Storage(environment, Trace.none()).profiles().exists(new ProfileName(word));
    }

    private int run(Listed entry, List<String> words) {
        Command command = entry.command();
        CommandLineModel model = new CommandLineModel(entry.path(), command);
        if (!words.isEmpty()
                && !words.get(0).startsWith("-")
                && command.positionals().isEmpty()
                && takesProfile(command)
                && isProfile(words.get(0))) {
            throw new Failure.Usage("oat " + entry.path() + " takes no profile as its argument")
                    .hint("oat " + entry.path() + " -p " + words.get(0));
        }
        Arguments arguments = model.parse(words);
        if (arguments.has(Settings.PROVIDER)) {
            arguments = Providers.standard().expand(arguments, model.settings());
        }
        if (arguments.has(Settings.HELP) || arguments.has(Settings.HELP_ALL)) {
            return help(RootHelp.of(
                    this,
                    entry,
                    model,
                    arguments.has(Settings.HELP_ALL),
                    new Output(environment, arguments).style().colour()));
        }
        if (shell != null && command instanceof ShellCommand opening) {
            opening.opens(shell);
        }
        Output output = new Output(environment, arguments);
        output.checkFilter();
        if (isLookedInto(arguments)) {
            return new DiagnosticRun(this, new OtherProfile.Sessions(), environment, arguments, output)
                    .run(entry.path(), command);
        }
        Trace trace = CommandRun.warnings(output);
        Storage storage = new Storage(environment, trace);
        Resolution settings =
                Resolution.of(arguments, environment.variables(), StoredProfiles.of(entry.path(), storage, output));
        return CommandRun.status(
                command,
                new Invocation(
                        entry.path(),
                        arguments,
                        environment,
                        settings,
                        storage,
                        output,
                        trace,
                        Optional.empty(),
                        this,
                        new OtherProfile.Sessions()));
    }

    /** Returns whether more is asked for than the result; what gives it is not loaded otherwise. */
    private static boolean isLookedInto(Arguments arguments) {
        for (Setting setting : Settings.DIAGNOSTICS) {
            if (arguments.has(setting)) {
                return true;
            }
        }
        return false;
    }
}
