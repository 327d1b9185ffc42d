package dev.oat.cli;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.session.disk.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manual: a page for each command and each group of commands, and one for each topic, made from the same definitions
 * as {@code --help}. A step of the build writes it; no command does.
 */
public final class Manual {
    private static final String ROOT = "oat";

    private final CommandTable table;
    private final String date;

    private Manual(CommandTable table, String date) {
        this.table = table;
        this.date = date;
    }

    /**
     * Writes every page to a directory with {@code man1} and {@code man7} below it.
     *
     * @param arguments the directory, and the day of this version as an ISO date or time
     * @throws IOException if it cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Map<String, String> pages = new Manual(CommandTable.standard(), arguments[1].substring(0, 10)).pages();
        for (Map.Entry<String, String> page : pages.entrySet()) {
            String file = page.getKey();
            Path section = directory.resolve("man" + file.charAt(file.length() - 1));
            Files.createDirectories(section);
            Files.write(section.resolve(file), page.getValue().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Returns the manual of all commands, as of a day. */
    static Manual of(String date) {
        return new Manual(CommandTable.standard(), date);
    }

    /** All pages by the names of their files: {@code oat-login.1}. */
    Map<String, String> pages() {
        Map<String, String> pages = new TreeMap<>();
        pages.put(ROOT + ".1", root());
        for (CompletionModel.Node node : CompletionModel.nodes(table)) {
            if (!node.path().isEmpty() && table.find(node.path()).isEmpty()) {
                pages.put(file(node.path()), group(node.path()));
            }
        }
        for (CommandList.Listed entry : table.entries()) {
            pages.put(file(entry.path()), command(entry));
        }
        for (HelpTopic topic : HelpTopic.values()) {
            pages.put(ROOT + "-" + topic.word() + ".7", topic(topic));
        }
        return pages;
    }

    private static String page(String path) {
        return ROOT + "-" + path.replace(' ', '-');
    }

    private static String file(String path) {
        return page(path) + ".1";
    }

    private String root() {
        ManualPage page = new ManualPage(ROOT, 1, date);
        page.section("NAME").name(ROOT, "get OAuth 2.0 and OpenID Connect tokens, use them, and show what happened");
        page.section("SYNOPSIS")
                .flow(ManualPage.bold("oat") + " " + ManualPage.slanted("COMMAND") + " [" + ManualPage.slanted("OPTION")
                        + "...]\n.br")
                .flow(ManualPage.bold("oat --help") + " | " + ManualPage.bold("--version"));
        page.section("DESCRIPTION")
                .paragraph(
                        "It signs a user in with their own browser, gets tokens for machines, calls APIs, and renews a"
                                + " token when the API says 401. Every message on the wire and every check can be seen, with the"
                                + " section of the specification that asks for it.")
                .paragraph(
                        "Standard output holds the asked-for document and nothing else. Alone on a terminal, oat opens"
                                + " its shell.");
        page.section("COMMANDS");
        commands(page, "");
        page.section("EXAMPLES")
                .verbatim(List.of(
                        "oat tour", "oat login work --issuer https://as.example --client-id cli", "oat token -p work"));
        exitStatus(page);
        List<String> topics = new ArrayList<>();
        for (HelpTopic topic : HelpTopic.values()) {
            topics.add(reference(ROOT + "-" + topic.word(), 7));
        }
        page.section("SEE ALSO").flow(String.join(",\n", topics));
        return page.toString();
    }

    private String group(String path) {
        List<String> below = new ArrayList<>();
        for (CommandList.Listed entry : table.entries()) {
            if (entry.path().startsWith(path + " ")) {
                below.add(entry.path().substring(path.length() + 1));
            }
        }
        ManualPage page = new ManualPage(page(path), 1, date);
        page.section("NAME").name(page(path), "commands: " + String.join(", ", below));
        page.section("SYNOPSIS")
                .flow(ManualPage.bold("oat " + path) + " " + ManualPage.slanted("COMMAND") + " ["
                        + ManualPage.slanted("OPTION") + "...]");
        page.section("COMMANDS");
        commands(page, path + " ");
        seeAlso(page, path);
        return page.toString();
    }

    private String command(CommandList.Listed entry) {
        String path = entry.path();
        Command command = entry.command();
        ManualPage page = new ManualPage(page(path), 1, date);
        page.section("NAME").name(page(path), lowerCased(entry.summary()));
        page.section("SYNOPSIS").flow(synopsis(path, command));
        if (table.isGroup(path)) {
            page.flow(".br")
                    .flow(ManualPage.bold("oat " + path) + " " + ManualPage.slanted("COMMAND") + " ["
                            + ManualPage.slanted("OPTION") + "...]");
        }
        page.section("DESCRIPTION").paragraph(command.description());
        if (!command.positionals().isEmpty()) {
            page.section("ARGUMENTS");
            for (Command.Positional positional : command.positionals()) {
                page.term(ManualPage.slanted(positional.label()), plain(positional.help()));
            }
        }
        if (table.isGroup(path)) {
            page.section("COMMANDS");
            commands(page, path + " ");
        }
        page.section("OPTIONS");
        options(page, new CommandLineModel(path, command).settings());
        page.section("EXAMPLES").verbatim(command.examples());
        exitStatus(page);
        seeAlso(page, path);
        return page.toString();
    }

    private static String synopsis(String path, Command command) {
        StringBuilder line = new StringBuilder(ManualPage.bold("oat " + path));
        line.append(" [").append(ManualPage.slanted("OPTION")).append("...]");
        for (Command.Positional positional : command.positionals()) {
            String label = ManualPage.slanted(positional.label()) + (positional.repeatable() ? "..." : "");
            line.append(' ').append(positional.required() ? label : "[" + label + "]");
        }
        return line.toString();
    }

    private static void options(ManualPage page, List<Setting> settings) {
        for (Setting.Group group : Setting.Group.values()) {
            boolean first = true;
            for (Setting setting : settings) {
                if (setting.group() != group) {
                    continue;
                }
                if (first) {
                    page.heading(group.heading());
                    first = false;
                }
                page.term(names(setting), meaning(setting));
            }
        }
    }

    private static String names(Setting setting) {
        List<String> names = new ArrayList<>();
        for (String name : setting.names()) {
            names.add(ManualPage.bold(name));
        }
        String value = setting.label().isEmpty() ? "" : "=" + ManualPage.slanted(setting.label());
        return String.join(", ", names) + value;
    }

    private static String meaning(Setting setting) {
        StringBuilder text = new StringBuilder(plain(setting.help()));
        if (!setting.choices().isEmpty()) {
            text.append(" One of ").append(String.join(", ", setting.choices())).append('.');
        }
        boolean known = Settings.all().contains(setting);
        if (known && setting.inEnvironment()) {
            text.append(" Variable ").append(setting.variable());
            text.append(setting.inProfile() ? ", profile key " + setting.key() + "." : ".");
        }
        return text.toString();
    }

    /** Texts of options and arguments are templates, in which a percent sign is doubled. */
    private static String plain(String template) {
        return template.replace("%%", "%");
    }

    private void commands(ManualPage page, String prefix) {
        for (CommandList.Listed entry : table.entries()) {
            if (entry.path().startsWith(prefix)) {
                page.term(reference(page(entry.path()), 1), entry.summary() + ".");
            }
        }
    }

    private static void exitStatus(ManualPage page) {
        page.section("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            page.row(Integer.toString(code.code()), 8, code.meaning());
        }
    }

    private void seeAlso(ManualPage page, String path) {
        List<String> pages = new ArrayList<>(List.of(reference(ROOT, 1)));
        int blank = path.lastIndexOf(' ');
        String group = blank < 0 ? "" : path.substring(0, blank);
        for (CommandList.Listed entry : table.entries()) {
            String other = entry.path();
            boolean near = !group.isEmpty() && (other.equals(group) || other.startsWith(group + " "));
            if (near && !other.equals(path)) {
                pages.add(reference(page(other), 1));
            }
        }
        for (HelpTopic topic : HelpTopic.values()) {
            pages.add(reference(ROOT + "-" + topic.word(), 7));
        }
        page.section("SEE ALSO").flow(String.join(",\n", pages));
    }

    private static String reference(String name, int section) {
        return ManualPage.bold(name) + "(" + section + ")";
    }

    private String topic(HelpTopic topic) {
        String name = ROOT + "-" + topic.word();
        ManualPage page = new ManualPage(name, 7, date);
        page.section("NAME").name(name, lowerCased(topic.summary()));
        page.section("DESCRIPTION");
        topic.write(
                page,
                new Directories(
                        Path.of("~", ".config", ROOT),
                        Path.of("~", ".local", "state", ROOT),
                        Path.of("~", ".cache", ROOT)));
        page.section("SEE ALSO").flow(reference(ROOT, 1));
        return page.toString();
    }

    /** As the line after a name begins; names of protocols keep their capitals. */
    private static String lowerCased(String sentence) {
        boolean word = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        boolean article = sentence.startsWith("A ");
        return word || article ? sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1) : sentence;
    }
}
