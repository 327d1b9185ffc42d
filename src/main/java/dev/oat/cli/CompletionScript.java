package dev.oat.cli;

import dev.oat.cli.CompletionModel.Kind;
import dev.oat.cli.CompletionModel.Node;
import dev.oat.cli.CompletionModel.Option;
import dev.oat.cli.CompletionModel.Value;
import dev.oat.cli.CompletionModel.Word;
import java.util.ArrayList;
import java.util.List;

/** The commands as completion scripts: one case per command, with its sub-commands, options, and their values. */
final class CompletionScript {
    private static final String MADE_BY = " completion for oat; made by: oat completion ";

    private final List<Node> nodes;

    private CompletionScript(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** The scripts for these commands. */
    static CompletionScript of(CommandTable table) {
        return new CompletionScript(CompletionModel.nodes(table));
    }

    /** The paths that a word may lead to, as a shell's case pattern: {@code "token password"}. */
    private String paths(String separator) {
        List<String> patterns = new ArrayList<>();
        for (Node node : nodes) {
            if (!node.path().isEmpty()) {
                patterns.add("\"" + node.path() + "\"");
            }
        }
        return String.join(separator, patterns);
    }

    private static String words(Node node) {
        List<String> words = new ArrayList<>();
        for (Word word : node.below()) {
            words.add(word.text());
        }
        return String.join(" ", words);
    }

    private static String allNames(Node node) {
        List<String> names = new ArrayList<>();
        for (Option option : node.options()) {
            names.add(option.offered());
        }
        return String.join(" ", names);
    }

    /** For bash 3.2 and newer. */
    String bash() {
        StringBuilder text = new StringBuilder("#" + MADE_BY + "bash\n");
        text.append(PROFILES_SH);
        text.append("_oat() {\n"
                + "    local cur prev word path=\"\" i=1 words=\"\" options=\"\" values=\"\" kind=none\n"
                + "    COMPREPLY=()\n"
                + "    cur=${COMP_WORDS[COMP_CWORD]}\n"
                + "    prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                + "    # bash takes --option=value for three words\n"
                + "    if [ \"$cur\" = = ]; then\n"
                + "        cur=\"\"\n"
                + "    elif [ \"$prev\" = = ] && [ \"$COMP_CWORD\" -gt 2 ]; then\n"
                + "        prev=${COMP_WORDS[COMP_CWORD-2]}\n"
                + "    fi\n"
                + "    while [ \"$i\" -lt \"$COMP_CWORD\" ]; do\n"
                + "        word=\"${path:+$path }${COMP_WORDS[i]}\"\n"
                + "        case \"$word\" in\n");
        text.append("            ").append(paths("|\\\n            ")).append(") path=$word ;;\n");
        text.append("            *) break ;;\n        esac\n        i=$((i + 1))\n    done\n    case \"$path\" in\n");
        for (Node node : nodes) {
            text.append("        \"").append(node.path()).append("\")\n");
            text.append("            words=\"").append(words(node)).append("\"\n");
            text.append("            options=\"")
                    .append(node.path().isEmpty() ? "--help --version" : allNames(node))
                    .append("\"\n");
            text.append("            case \"$prev\" in\n");
            for (Option option : node.options()) {
                if (option.takesValue()) {
                    text.append("                ")
                            .append(String.join("|", option.names()))
                            .append(") ")
                            .append(bashValue(option.value()))
                            .append(" ;;\n");
                }
            }
            text.append("                *) ")
                    .append(node.positional().kind() == Kind.NOTHING ? "kind=words" : bashPositional(node.positional()))
                    .append(" ;;\n            esac ;;\n");
        }
        text.append("    esac\n"
                + "    case \"$kind\" in\n"
                + "        values) COMPREPLY=($(compgen -W \"$values\" -- \"$cur\")) ;;\n"
                + "        profiles) COMPREPLY=($(compgen -W \"$(_oat_profiles)\" -- \"$cur\")) ;;\n"
                + "        files) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
                + "        words)\n"
                + "            case \"$cur\" in\n"
                + "                -*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
                + "                *) COMPREPLY=($(compgen -W \"$words $values\" -- \"$cur\")) ;;\n"
                + "            esac ;;\n"
                + "    esac\n"
                + "}\n"
                + "complete -F _oat oat\n");
        return text.toString();
    }

    private static final String PROFILES_SH = "_oat_profiles() {\n"
            + "    local directory=\"${OAT_CONFIG_DIR:-${XDG_CONFIG_HOME:-$HOME/.config}/oat}/profiles\" file\n"
            + "    for file in \"$directory\"/*.toml; do\n"
            + "        [ -e \"$file\" ] || continue\n"
            + "        file=${file##*/}\n"
            + "        printf '%s\\n' \"${file%.toml}\"\n"
            + "    done\n"
            + "}\n\n";

    private static String bashValue(Value value) {
        switch (value.kind()) {
            case WORDS:
                return "kind=values; values=\"" + value.words() + "\"";
            case PROFILES:
                return "kind=profiles";
            case FILES:
                return "kind=files";
            default:
                return "kind=none";
        }
    }

    private static String bashPositional(Value value) {
        switch (value.kind()) {
            case WORDS:
                return "kind=words; values=\"" + value.words() + "\"";
            case PROFILES:
                return "kind=words; values=$(_oat_profiles)";
            default:
                return "case \"$cur\" in -*) kind=words ;; *) kind=files ;; esac";
        }
    }

    /** For zsh, in a directory of {@code $fpath}, or sourced. */
    String zsh() {
        StringBuilder text = new StringBuilder("#compdef oat\n#" + MADE_BY + "zsh\n");
        text.append("_oat_profiles() {\n"
                + "    local directory=\"${OAT_CONFIG_DIR:-${XDG_CONFIG_HOME:-$HOME/.config}/oat}/profiles\"\n"
                + "    local -a profiles\n"
                + "    profiles=(\"$directory\"/*.toml(N:t:r))\n"
                + "    compadd -a profiles\n"
                + "}\n\n"
                + "_oat() {\n"
                + "    local path_=\"\" word previous=\"${words[CURRENT-1]}\" current=\"${words[CURRENT]}\"\n"
                + "    local -i i=2\n"
                + "    local -a commands options\n"
                + "    while (( i < CURRENT )); do\n"
                + "        word=\"${path_:+$path_ }${words[i]}\"\n"
                + "        case \"$word\" in\n");
        text.append("            ").append(paths("|\\\n            ")).append(") path_=$word ;;\n");
        text.append("            *) break ;;\n        esac\n        (( i++ ))\n    done\n    case \"$path_\" in\n");
        for (Node node : nodes) {
            text.append("        \"").append(node.path()).append("\")\n            commands=(");
            for (Word word : node.below()) {
                text.append("\n                ").append(zshPair(word.text(), word.summary()));
            }
            text.append(")\n            options=(");
            for (Option option : node.options()) {
                text.append("\n                ").append(zshPair(option.offered(), option.help()));
            }
            text.append(")\n            case \"$previous\" in\n");
            for (Option option : node.options()) {
                if (option.takesValue()) {
                    text.append("                ")
                            .append(String.join("|", option.names()))
                            .append(") ")
                            .append(zshValue(option.value()))
                            .append("; return ;;\n");
                }
            }
            text.append("            esac\n");
            if (node.positional().kind() != Kind.NOTHING) {
                text.append("            [[ \"$current\" == -* ]] || ")
                        .append(zshValue(node.positional()))
                        .append('\n');
            }
            text.append("            ;;\n");
        }
        text.append("    esac\n"
                + "    if [[ \"$current\" == -* ]]; then\n"
                + "        _describe -o option options\n"
                + "    elif (( ${#commands} )); then\n"
                + "        _describe command commands\n"
                + "    fi\n"
                + "}\n\n"
                + "if [ \"$funcstack[1]\" = _oat ]; then\n"
                + "    _oat \"$@\"\n"
                + "else\n"
                + "    compdef _oat oat\n"
                + "fi\n");
        return text.toString();
    }

    private static String zshPair(String name, String help) {
        return "'" + name + ":" + help.replace("'", "'\\''").replace(":", "\\:") + "'";
    }

    private static String zshValue(Value value) {
        switch (value.kind()) {
            case WORDS:
                return "compadd -- " + value.words();
            case PROFILES:
                return "_oat_profiles";
            case FILES:
                return "_files";
            default:
                return ":";
        }
    }

    /** For fish 3 and newer. */
    String fish() {
        StringBuilder text = new StringBuilder("#" + MADE_BY + "fish\n");
        text.append("function __oat_profiles\n"
                + "    set -l base $HOME/.config\n"
                + "    test -n \"$XDG_CONFIG_HOME\"; and set base $XDG_CONFIG_HOME\n"
                + "    set -l directory $base/oat\n"
                + "    test -n \"$OAT_CONFIG_DIR\"; and set directory $OAT_CONFIG_DIR\n"
                + "    for file in $directory/profiles/*.toml\n"
                + "        string replace -r '\\.toml$' '' -- (string replace -r '.*/' '' -- $file)\n"
                + "    end\n"
                + "end\n\n"
                + "function __oat_at --argument-names wanted\n"
                + "    set -l path ''\n"
                + "    set -l typed (commandline -opc)\n"
                + "    for word in $typed[2..-1]\n"
                + "        set -l next (string trim -- \"$path $word\")\n"
                + "        switch $next\n");
        text.append("            case ").append(paths(" ")).append("\n                set path $next\n");
        text.append("            case '*'\n"
                + "                break\n"
                + "        end\n"
                + "    end\n"
                + "    test \"$path\" = \"$wanted\"\n"
                + "end\n\n"
                + "complete -c oat -f\n");
        for (Node node : nodes) {
            String start = "complete -c oat -n '__oat_at \"" + node.path() + "\"'";
            for (Word word : node.below()) {
                text.append(start)
                        .append(" -a ")
                        .append(word.text())
                        .append(" -d ")
                        .append(fishText(word.summary()))
                        .append('\n');
            }
            String values = fishValue(node.positional());
            if (!values.isEmpty()) {
                text.append(start).append(' ').append(values).append('\n');
            }
            for (Option option : node.options()) {
                text.append(start);
                for (String name : option.names()) {
                    text.append(name.length() == 2 ? " -s " + name.substring(1) : " -l " + name.substring(2));
                }
                if (option.takesValue()) {
                    text.append(option.value().kind() == Kind.FILES ? " -r -F" : " -x");
                    text.append(option.value().kind() == Kind.FILES ? "" : prefixed(fishValue(option.value())));
                }
                text.append(" -d ").append(fishText(option.help())).append('\n');
            }
        }
        return text.toString();
    }

    private static String prefixed(String text) {
        return text.isEmpty() ? "" : " " + text;
    }

    private static String fishValue(Value value) {
        switch (value.kind()) {
            case WORDS:
                return "-a '" + value.words() + "'";
            case PROFILES:
                return "-a '(__oat_profiles)'";
            case FILES:
                return "-F";
            default:
                return "";
        }
    }

    private static String fishText(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** For PowerShell 5 and newer. */
    String powershell() {
        StringBuilder text = new StringBuilder("#" + MADE_BY + "powershell\n");
        text.append("Register-ArgumentCompleter -Native -CommandName oat -ScriptBlock {\n"
                + "    param($wordToComplete, $commandAst, $cursorPosition)\n"
                + "    $profiles = {\n"
                + "        $base = if ($env:OAT_CONFIG_DIR) { $env:OAT_CONFIG_DIR }\n"
                + "            elseif ($env:XDG_CONFIG_HOME) { Join-Path $env:XDG_CONFIG_HOME 'oat' }\n"
                + "            elseif ($env:APPDATA) { Join-Path $env:APPDATA 'oat' }\n"
                + "            else { Join-Path $HOME '.config/oat' }\n"
                + "        Get-ChildItem -Path (Join-Path $base 'profiles') -Filter '*.toml' -ErrorAction SilentlyContinue |\n"
                + "            ForEach-Object { $_.BaseName }\n"
                + "    }\n"
                + "    $tree = @{\n");
        for (Node node : nodes) {
            text.append("        '").append(node.path()).append("' = @{\n");
            text.append("            Words = ").append(powershellWords(words(node)));
            text.append("\n            Options = ")
                    .append(powershellWords(node.path().isEmpty() ? "--help --version" : allNames(node)));
            text.append("\n            First = ").append(powershellValue(node.positional()));
            text.append("\n            Values = @{\n");
            for (Option option : node.options()) {
                if (option.takesValue()) {
                    for (String name : option.names()) {
                        text.append("                '")
                                .append(name)
                                .append("' = ")
                                .append(powershellValue(option.value()))
                                .append('\n');
                    }
                }
            }
            text.append("            }\n        }\n");
        }
        text.append("    }\n"
                + "    $typed = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { \"$_\" })\n"
                + "    if ($wordToComplete -and $typed.Count -gt 0) { $typed = @($typed | Select-Object -SkipLast 1) }\n"
                + "    $path = ''\n"
                + "    foreach ($word in $typed) {\n"
                + "        $next = (\"$path $word\").Trim()\n"
                + "        if (-not $tree.ContainsKey($next)) { break }\n"
                + "        $path = $next\n"
                + "    }\n"
                + "    $node = $tree[$path]\n"
                + "    $previous = if ($typed.Count -gt 0) { $typed[-1] } else { '' }\n"
                + "    $found = if ($node.Values.ContainsKey($previous)) { & ($node.Values[$previous]) }\n"
                + "        elseif ($wordToComplete -like '-*') { $node.Options }\n"
                + "        else { @($node.Words) + @(& $node.First) }\n"
                + "    $found | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object {\n"
                + "        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)\n"
                + "    }\n"
                + "}\n");
        return text.toString();
    }

    private static String powershellWords(String words) {
        return words.isEmpty() ? "@()" : "@('" + words.replace(" ", "', '") + "')";
    }

    private static String powershellValue(Value value) {
        switch (value.kind()) {
            case WORDS:
                return "{ " + powershellWords(value.words()) + " }";
            case PROFILES:
                return "$profiles";
            default:
                return "{ @() }";
        }
    }
}
