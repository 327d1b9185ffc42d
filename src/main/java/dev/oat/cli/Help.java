package dev.oat.cli;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.frame.HelpText;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.render.text.Sanitizer;
import dev.oat.session.profile.Nearest;
import dev.oat.trace.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code oat help}: a command's help, or a topic that concerns all of them. */
final class Help implements Command {
    private static final Setting ALL = Setting.flag(
                    "all", Setting.Group.COMMAND, "Show every option of the command, as its --help-all does.")
            .onlyOption();
    /** The topic that lists every command. */
    static final String EVERYTHING = "all";

    @Override
    public List<Setting> settings() {
        return List.of(ALL);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(new Positional("TOPIC|COMMAND", "What to tell about; the commands when left out.", false, true));
    }

    @Override
    public String description() {
        StringBuilder text = new StringBuilder("Tells about a command, as its --help does, or about a topic:");
        for (HelpTopic topic : HelpTopic.values()) {
            text.append(topic.ordinal() == 0 ? " " : ", ").append(topic.word());
        }
        return text.append("; all lists every command, and schema NAME prints a JSON Schema.")
                .toString();
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat help all",
                "oat help exit-codes",
                "oat help token client-credentials --all",
                "oat help schema token");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        List<String> words = invocation.arguments().positionals();
        if (words.size() > 1 && words.get(0).equals(HelpTopic.SCHEMA.word())) {
            String asked = String.join(" ", words.subList(1, words.size()));
            invocation.output().document(schema(invocation.commands(), asked).text());
        } else {
            invocation.output().text(text(invocation));
        }
        return ExitCode.DONE;
    }

    /** Returns the schema of a name, or of the documents of a command. */
    private static DocumentSchema schema(CommandList table, String asked) {
        Optional<DocumentSchema> named = DocumentSchema.named(asked);
        if (named.isPresent()) {
            return named.get();
        }
        Optional<CommandList.Listed> entry = table.find(asked);
        List<DocumentSchema> printed =
                entry.isPresent() ? DocumentSchema.of(asked, entry.get().command()) : List.of();
        if (!printed.isEmpty()) {
            return printed.get(0);
        }
        List<String> known = new ArrayList<>();
        for (DocumentSchema schema : DocumentSchema.values()) {
            known.add(schema.word());
        }
        Failure failure = new Failure.Usage(
                entry.isPresent()
                        ? "oat " + asked + " prints no JSON of oat's own"
                        : "there is no schema " + Sanitizer.line(asked));
        throw failure.hint(Nearest.to(asked, known)
                .map(nearest -> "did you mean oat help schema " + nearest + "?")
                .orElse("oat help schema lists them"));
    }

    private static String text(Invocation invocation) {
        CommandList table = invocation.commands();
        List<String> words = invocation.arguments().positionals();
        boolean all = invocation.arguments().has(ALL);
        if (words.isEmpty()) {
            return (all ? RootHelp.all(table) : RootHelp.text(table)) + topics();
        }
        if (words.equals(List.of(EVERYTHING))) {
            return RootHelp.all(table);
        }
        String path = String.join(" ", words);
        Optional<HelpTopic> topic = HelpTopic.named(path);
        if (topic.isPresent()) {
            return topic.orElseThrow().text(invocation.storage().directories());
        }
        Optional<CommandList.Listed> entry = table.find(path);
        if (entry.isPresent()) {
            return RootHelp.of(table, entry.orElseThrow(), all);
        }
        if (table.isGroup(path)) {
            return RootHelp.below(table, path);
        }
        List<String> known = new ArrayList<>(List.of(EVERYTHING));
        for (HelpTopic other : HelpTopic.values()) {
            known.add(other.word());
        }
        for (CommandList.Listed other : table.entries()) {
            known.add(other.path());
        }
        Failure failure =
                new Failure.Usage("there is no help about " + Sanitizer.line(path) + ": no such command or topic");
        throw failure.hint(Nearest.to(path, known)
                .map(nearest -> "did you mean oat help " + nearest + "?")
                .orElse("oat help lists both"));
    }

    private static String topics() {
        HelpText text = new HelpText();
        text.line("");
        text.line("Topics: oat help TOPIC");
        text.row(EVERYTHING, 31, "Every command, by what it is for");
        for (HelpTopic topic : HelpTopic.values()) {
            text.row(topic.word(), 31, topic.summary());
        }
        return text.toString();
    }
}
