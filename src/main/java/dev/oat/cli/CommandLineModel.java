package dev.oat.cli;

import dev.oat.cli.frame.Command;
import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.GrantWords;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.session.profile.Nearest;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command's settings as picocli's model: parses its arguments and prints its help.
 *
 * <p>Plain command lines are read without picocli, which takes longer to set up than a cached token takes to print; both
 * ways give the same {@link Arguments}, and whatever is not plain, or wrong, is picocli's.
 */
final class CommandLineModel {
    private static final String SIGNS = ".:[/-=?";
    private static final String LETTERS = "ɐɑɒɓɔɕɖ";
    private static final int WIDTH = 80;
    private static final int FIRST_EXAMPLES = 3;

    private final String path;
    private final Command command;
    private final List<Setting> settings;
    private @Nullable CommandLine commandLine;

    CommandLineModel(String path, Command command) {
        this.path = path;
        this.command = command;
        this.settings = command.allSettings();
    }

    /** Returns the settings that the command knows, those of every command included. */
    List<Setting> settings() {
        return settings;
    }

    private CommandLine commandLine() {
        CommandLine made = commandLine;
        if (made == null) {
            made = make(settings, true);
            commandLine = made;
        }
        return made;
    }

    private CommandLine make(List<Setting> shown, boolean grouped) {
        CommandSpec spec = CommandSpec.create().name("oat " + path);
        int index = 0;
        for (Command.Positional positional : command.positionals()) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index(positional.repeatable() ? index + "..*" : Integer.toString(index))
                    .type(positional.repeatable() ? String[].class : String.class)
                    .arity(
                            positional.required()
                                    ? positional.repeatable() ? "1..*" : "1"
                                    : positional.repeatable() ? "0..*" : "0..1")
                    // picocli does not take an arity of one or more for a need
                    .required(positional.required())
                    .paramLabel(positional.label())
                    .description(whole(positional.help()))
                    .build());
            index++;
        }
        Map<Setting.Group, ArgGroupSpec.Builder> groups = new EnumMap<>(Setting.Group.class);
        for (Setting setting : shown) {
            Setting.Group named = grouped ? setting.group() : Setting.Group.COMMAND;
            ArgGroupSpec.Builder group = groups.get(named);
            if (group == null) {
                group = group(named);
                groups.put(named, group);
            }
            group.addArg(option(setting));
        }
        for (ArgGroupSpec.Builder group : groups.values()) {
            spec.addArgGroup(group.build());
        }
        spec.usageMessage()
                .descriptionHeading("%n")
                .description(whole(command.description()))
                .parameterListHeading("%n")
                .abbreviateSynopsis(true)
                .sortOptions(false)
                .width(WIDTH);
        CommandLine line = new CommandLine(spec);
        line.setExpandAtFiles(false);
        line.setInterpolateVariables(false);
        line.setUnmatchedOptionsArePositionalParams(false);
        line.setStopAtPositional(command.stopsAtPositional());
        return line;
    }

    private static ArgGroupSpec.Builder group(Setting.Group group) {
        return ArgGroupSpec.builder()
                .validate(false)
                .exclusive(false)
                .multiplicity("0..1")
                .order(group.ordinal())
                .heading("%n" + group.heading() + "%n");
    }

    private static OptionSpec option(Setting setting) {
        String[] names = setting.names().toArray(new String[0]);
        OptionSpec.Builder option = OptionSpec.builder(names[0], java.util.Arrays.copyOfRange(names, 1, names.length))
                .description(whole(description(setting)));
        return switch (setting.kind()) {
            case FLAG -> option.type(boolean.class).arity("0").build();
            case COUNT -> option.type(boolean[].class).arity("0").build();
            case TEXTS ->
                option.type(String[].class)
                        .arity("1")
                        .paramLabel(setting.label())
                        .build();
            default ->
                option.type(String.class).arity("1").paramLabel(setting.label()).build();
        };
    }

    /**
     * Returns a text in which no word can be broken. Java's rules, by which picocli breaks lines, allow it behind each of these
     * signs, as in {@code https:|//as.|example}; letters that no help holds stand for them until the lines are made.
     */
    private static String whole(String text) {
        StringBuilder whole = new StringBuilder(text);
        for (int i = 0; i + 1 < text.length(); i++) {
            int sign = SIGNS.indexOf(text.charAt(i));
            boolean within = i > 0 && text.charAt(i - 1) != ' ' && text.charAt(i + 1) != ' ';
            boolean dash = text.charAt(i) == '-' && text.charAt(i + 1) != ' ';
            if (sign >= 0 && (within || dash)) {
                whole.setCharAt(i, LETTERS.charAt(sign));
            }
        }
        return whole.toString();
    }

    private static String broken(String usage) {
        String broken = usage;
        for (int i = 0; i < LETTERS.length(); i++) {
            broken = broken.replace(LETTERS.charAt(i), SIGNS.charAt(i));
        }
        return broken;
    }

    private static String description(Setting setting) {
        return setting.choices().isEmpty()
                ? setting.help()
                : setting.help() + " One of " + String.join(", ", setting.choices()) + ".";
    }

    /**
     * Returns what stands on a command line.
     *
     * @throws Failure.Usage if it does not fit the command; a value is never echoed
     */
    Arguments parse(List<String> words) {
        Arguments plain = plain(words);
        Arguments given = plain == null ? full(words) : plain;
        return given.has(Settings.JQ) ? withJson(given) : given;
    }

    /**
     * Returns what stands on a command line in which each option is written out whole, as a word of its own, before a value that
     * cannot be taken for an option; null for any other, and for one that does not fit.
     */
    @Nullable
    Arguments plain(List<String> words) {
        if (command.stopsAtPositional()) {
            return null;
        }
        Map<Setting, List<String>> options = new LinkedHashMap<>();
        List<String> positionals = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.isEmpty()) {
                return null;
            }
            if (word.charAt(0) != '-') {
                positionals.add(word);
                continue;
            }
            Setting setting = named(word);
            if (setting == null) {
                return null;
            }
            boolean many = setting.kind() == Setting.Kind.TEXTS || setting.kind() == Setting.Kind.COUNT;
            List<String> values = options.get(setting);
            if (values == null) {
                values = new ArrayList<>();
                options.put(setting, values);
            } else if (!many) {
                return null;
            }
            if (setting.kind() == Setting.Kind.FLAG || setting.kind() == Setting.Kind.COUNT) {
                values.add("true");
                continue;
            }
            i++;
            if (i == words.size() || words.get(i).isEmpty() || !isPlainValue(words.get(i))) {
                return null;
            }
            values.add(words.get(i));
        }
        if (!fits(positionals.size())) {
            return null;
        }
        for (Setting setting : settings) {
            check(setting, options.getOrDefault(setting, List.of()));
        }
        return new Arguments(options, positionals);
    }

    /** A quoted value is picocli's to judge. */
    private static boolean isPlainValue(String word) {
        char first = word.charAt(0);
        return first != '-' && first != '"' && first != '\'';
    }

    private @Nullable Setting named(String word) {
        for (Setting setting : settings) {
            for (String name : setting.names()) {
                if (name.equals(word)) {
                    return setting;
                }
            }
        }
        return null;
    }

    private boolean fits(int positionals) {
        int least = 0;
        boolean anyNumber = false;
        for (Command.Positional positional : command.positionals()) {
            least += positional.required() ? 1 : 0;
            anyNumber |= positional.repeatable();
        }
        return positionals >= least
                && (anyNumber || positionals <= command.positionals().size());
    }

    /** Returns what picocli makes of a command line. */
    Arguments full(List<String> words) {
        ParseResult result;
        try {
            result = commandLine().parseArgs(words.toArray(new String[0]));
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unmatched(e, words);
        } catch (CommandLine.MissingParameterException e) {
            if (asksForHelp(words)) {
                boolean all = words.contains(Settings.HELP_ALL.option());
                return new Arguments(Map.of(all ? Settings.HELP_ALL : Settings.HELP, List.of("")), List.of());
            }
            throw missing(e);
        } catch (CommandLine.ParameterException e) {
            String flag = withValue(words);
            throw new Failure.Usage(flag.isEmpty() ? "the command line cannot be read" : flag + " takes no value")
                    .hint(help());
        }
        Map<Setting, List<String>> options = new LinkedHashMap<>();
        for (Setting setting : settings) {
            OptionSpec option = result.matchedOption(setting.name());
            if (option != null) {
                List<String> values = given(setting, option);
                // in a group picocli takes another one without a word, and whose is meant nobody can tell
                if (values.size() > 1
                        && (setting.kind() == Setting.Kind.TEXT || setting.kind() == Setting.Kind.SECRET)) {
                    throw new Failure.Usage("an option is given twice: " + setting.option())
                            .hint("leave out one of them; which is meant is not guessed");
                }
                options.put(setting, List.copyOf(values));
                check(setting, values);
            }
        }
        List<String> positionals = new ArrayList<>();
        // with options between its values a positional is matched more than once, each time with all of them
        for (PositionalParamSpec positional : new LinkedHashSet<>(result.matchedPositionals())) {
            positionals.addAll(positional.originalStringValues());
        }
        return new Arguments(options, positionals);
    }

    /** There is nothing to pick from but JSON; a body that a call prints may be JSON or not. */
    private Arguments withJson(Arguments given) {
        Setting output = command.formatSetting();
        if (output == null || output.choices().contains("body")) {
            return given;
        }
        String format = given.first(output).orElse("json");
        if (!format.equals("json") && !format.equals("exec-credential")) {
            throw new Failure.Usage("--jq picks from JSON, and -o asks for another form").hint("leave out -o");
        }
        Map<Setting, List<String>> options = new LinkedHashMap<>(given.options());
        options.put(output, List.of(format));
        return new Arguments(options, given.positionals());
    }

    private static List<String> given(Setting setting, OptionSpec option) {
        switch (setting.kind()) {
            case FLAG:
                return List.of("true");
            case COUNT:
                boolean[] times = option.getValue();
                return Collections.nCopies(times.length, "true");
            default:
                return option.originalStringValues();
        }
    }

    /** Returns the first flag that a value was given to, or nothing. */
    private String withValue(List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            Setting setting = equals < 0 ? null : named(word.substring(0, equals));
            if (setting != null && setting.label().isEmpty()) {
                return setting.option();
            }
        }
        return "";
    }

    private static boolean asksForHelp(List<String> words) {
        return words.contains("--help") || words.contains("-h") || words.contains(Settings.HELP_ALL.option());
    }

    private static void check(Setting setting, List<String> values) {
        for (String value : values) {
            setting.check(setting.option(), GrantWords.normal(setting, value));
        }
    }

    private Failure unmatched(CommandLine.UnmatchedArgumentException problem, List<String> words) {
        String word = problem.getUnmatched().get(0);
        if (!word.startsWith("-") || word.length() < 2) {
            return tooMany();
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (!name.startsWith("--")) {
            name = whole(name, words);
        }
        List<String> names = new ArrayList<>();
        for (Setting setting : settings) {
            names.addAll(setting.names());
        }
        if (names.contains(name)) {
            // behind --, where nothing is an option
            return tooMany();
        }
        return new Failure.Usage("oat " + path + " has no option " + name).hint(instead(name, names, help() + "-all"));
    }

    /** Returns the option as it was typed: {@code -verbose} is read as {@code -v}, {@code -e} and so on; else one letter. */
    private static String whole(String unmatched, List<String> words) {
        for (String word : words) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            boolean letters = name.length() > 3 && name.charAt(0) == '-' && name.charAt(1) != '-';
            for (int i = 1; letters && i < name.length(); i++) {
                char c = name.charAt(i);
                letters = (c >= 'a' && c <= 'z') || c == '-';
            }
            if (letters && name.endsWith(unmatched.substring(1))) {
                return name;
            }
        }
        return unmatched.substring(0, 2);
    }

    /**
     * Returns what to try in place of an option that is not there.
     *
     * @param name the option as it was typed
     * @param names those that are there
     * @param otherwise what to try when nothing comes near
     */
    static String instead(String name, List<String> names, String otherwise) {
        String bare = name.startsWith("--") ? name.substring(2) : name.substring(1);
        if (names.contains("--" + bare)) {
            return "did you mean --" + bare + "?";
        }
        if (bare.equals("q") || bare.equals("quiet") || bare.equals("silent")) {
            return "results go to standard output and remarks to standard error: 2>/dev/null hides these; " + otherwise;
        }
        List<String> known = new ArrayList<>();
        for (String each : names) {
            if (each.startsWith("--")) {
                known.add(each.substring(2));
            }
        }
        // of single letters each is as near as any other
        String nearest = bare.length() < 3 ? "" : Nearest.to(bare, known).orElse("");
        return nearest.isEmpty() ? otherwise : "did you mean --" + nearest + "?";
    }

    private Failure tooMany() {
        Failure failure = new Failure.Usage("oat " + path + " takes "
                + (command.positionals().isEmpty() ? "no further argument" : "fewer arguments"));
        return failure.hint(help());
    }

    private Failure missing(CommandLine.MissingParameterException problem) {
        String what = problem.getMissing().isEmpty()
                ? "an argument"
                : problem.getMissing().get(0) instanceof OptionSpec option
                        ? "the value of " + option.longestName()
                        : problem.getMissing().get(0).paramLabel();
        Failure failure = new Failure.Usage("oat " + path + " lacks " + what);
        return failure.hint(example().isEmpty() ? help() : example() + "; more: " + help());
    }

    /** Returns the first example, without its remark, when it is short; else nothing. */
    private String example() {
        String first = command.examples().isEmpty() ? "" : command.examples().get(0);
        int remark = first.indexOf(" #");
        String example = (remark < 0 ? first : first.substring(0, remark)).strip();
        return example.length() > 60 || example.contains("\n") ? "" : example;
    }

    private String help() {
        return "oat " + path + " --help";
    }

    /** Names in bold alone: picocli's own yellow is hard to see on a light background. */
    private static Help.ColorScheme scheme(boolean colour) {
        return new Help.ColorScheme.Builder(colour ? Ansi.ON : Ansi.OFF)
                .commands(Ansi.Style.bold)
                .options(Ansi.Style.bold)
                .parameters(Ansi.Style.bold)
                .optionParams(Ansi.Style.italic)
                .build();
    }

    /** Returns the whole help of the command: every option by its group, and all examples. */
    String usage(boolean colour) {
        String text = broken(commandLine().getUsageMessage(scheme(colour)));
        return command.examples().isEmpty() ? text : text + "\n" + examples(Integer.MAX_VALUE);
    }

    /** Returns what most people need of it: usage, the first examples and the usual options. */
    String shortUsage(boolean colour) {
        List<Setting> usual = new ArrayList<>();
        for (Setting.Group group : Setting.Group.values()) {
            for (Setting setting : settings) {
                if (setting.group() == group && command.isUsual(setting)) {
                    usual.add(setting);
                }
            }
        }
        String text = broken(make(usual, false).getUsageMessage(scheme(colour)));
        if (command.examples().isEmpty()) {
            return text;
        }
        String examples = "\n" + examples(FIRST_EXAMPLES);
        int options = text.indexOf("\n" + Setting.Group.COMMAND.heading() + "\n");
        return options < 0 ? text + examples : text.substring(0, options) + examples + text.substring(options);
    }

    /** Returns the first examples, each with the remarks before it. */
    private String examples(int most) {
        StringBuilder text = new StringBuilder("Examples\n");
        int shown = 0;
        for (String example : command.examples()) {
            if (shown == most) {
                break;
            }
            text.append("  ").append(example).append('\n');
            shown += example.startsWith("#") ? 0 : 1;
        }
        return text.toString();
    }
}
