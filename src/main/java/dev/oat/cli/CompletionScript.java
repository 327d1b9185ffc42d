package dev.oat.cli;

import dev.oat.cli.CompletionModel.Kind;
import dev.oat.cli.CompletionModel.Node;
import dev.oat.cli.CompletionModel.Option;
import dev.oat.cli.CompletionModel.Value;
import dev.oat.cli.CompletionModel.Word;
import dev.oat.cli.frame.CommandList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The commands as completion scripts: one case per command, with its sub-commands, options, and their values. */
final class CompletionScript {
    private static final String MADE_BY = " completion for oat; made by: oat completion ";

    private final List<Node> nodes;

    private CompletionScript(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** Returns the scripts for these commands. */
    static CompletionScript of(CommandList table) {
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
                + "    local cur prev word path=\"\" i=1 n=0 words=\"\" options=\"\" takes=\"\" values=\"\" kind=\"\"\n"
                + "    local first=none further=none skip=\"\"\n"
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
            text.append("            takes=\"")
                    .append(String.join(" ", node.takers()))
                    .append("\"\n");
            text.append("            first=\"")
                    .append(bashArgument(node.first()))
                    .append("\"\n");
            text.append("            further=\"")
                    .append(bashArgument(node.further()))
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
            text.append("            esac\n");
            if (node.further().kind() == Kind.KEYS) {
                text.append("            case \"$prev\" in\n");
                for (Map.Entry<String, Value> entry :
                        CompletionModel.keyValues().entrySet()) {
                    text.append("                ")
                            .append(entry.getKey())
                            .append(") ")
                            .append(bashValue(entry.getValue()))
                            .append(" ;;\n");
                }
                text.append("            esac\n");
            }
            text.append("            ;;\n");
        }
        text.append("    esac\n"
                + "    if [ -z \"$kind\" ]; then\n"
                + "        # how many arguments are there already, options and their values aside\n"
                + "        while [ \"$i\" -lt \"$COMP_CWORD\" ]; do\n"
                + "            word=${COMP_WORDS[i]}\n"
                + "            if [ \"$word\" = = ]; then\n"
                + "                skip=yes\n"
                + "            elif [ -n \"$skip\" ]; then\n"
                + "                skip=\"\"\n"
                + "            else\n"
                + "                case \"$word\" in\n"
                + "                    -?*) case \" $takes \" in *\" $word \"*) skip=yes ;; esac ;;\n"
                + "                    *) n=$((n + 1)) ;;\n"
                + "                esac\n"
                + "            fi\n"
                + "            i=$((i + 1))\n"
                + "        done\n"
                + "        if [ \"$n\" -gt 0 ]; then\n"
                + "            words=\"\"\n"
                + "            first=$further\n"
                + "        fi\n"
                + "        case \"$cur\" in\n"
                + "            -*) kind=values; values=$options ;;\n"
                + "            *)\n"
                + "                case \"$first\" in\n"
                + "                    profiles) kind=values; values=\"$words $(_oat_profiles)\" ;;\n"
                + "                    files) kind=files ;;\n"
                + "                    none) kind=values; values=$words ;;\n"
                + "                    *) kind=values; values=\"$words $first\" ;;\n"
                + "                esac ;;\n"
                + "        esac\n"
                + "    fi\n"
                + "    case \"$kind\" in\n"
                + "        values) COMPREPLY=($(compgen -W \"$values\" -- \"$cur\")) ;;\n"
                + "        profiles) COMPREPLY=($(compgen -W \"$(_oat_profiles)\" -- \"$cur\")) ;;\n"
                + "        files) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
                + "    esac\n"
                + "    # what is not whole yet is not followed by a blank\n"
                + "    case \"${COMPREPLY[0]}\" in\n"
                + "        *=|*:) compopt -o nospace 2>/dev/null ;;\n"
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
        return switch (value.kind()) {
            case WORDS -> "kind=values; values=\"" + value.words() + "\"";
            case PROFILES -> "kind=profiles";
            case FILES -> "kind=files";
            default -> "kind=none";
        };
    }

    private static String bashArgument(Value value) {
        return switch (value.kind()) {
            case WORDS, KEYS -> value.words();
            case PROFILES -> "profiles";
            case FILES -> "files";
            default -> "none";
        };
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
                + zshKeys()
                + "_oat() {\n"
                + "    local path_=\"\" word previous=\"${words[CURRENT-1]}\" current=\"${words[CURRENT]}\"\n"
                + "    local -i i=2 n=0 skip=0\n"
                + "    local -a commands options takes\n"
                + "    if [[ \"$current\" == --*=* ]]; then\n"
                + "        previous=${current%%=*}\n"
                + "        current=\"\"\n"
                + "        compset -P '*='\n"
                + "    fi\n"
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
            text.append(")\n            takes=(")
                    .append(String.join(" ", node.takers()))
                    .append(")\n            case \"$previous\" in\n");
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
            if (node.first().kind() != Kind.NOTHING || node.further().kind() != Kind.NOTHING) {
                text.append("            _oat_count\n            if [[ \"$current\" != -* ]]; then\n"
                                + "                if (( n == 0 )); then\n                    ")
                        .append(zshValue(node.first()))
                        .append("\n                else\n                    ")
                        .append(zshValue(node.further()))
                        .append("\n                    return\n                fi\n            fi\n");
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

    /** Returns what counts the arguments before the word, in the variables of its caller, and what completes profile settings. */
    private static String zshKeys() {
        StringBuilder text = new StringBuilder("_oat_count() {\n"
                + "    while (( i < CURRENT )); do\n"
                + "        word=\"${words[i]}\"\n"
                + "        if (( skip )); then\n"
                + "            skip=0\n"
                + "        elif [[ \"$word\" != -?* ]]; then\n"
                + "            (( n++ ))\n"
                + "        elif (( ${takes[(Ie)$word]} )); then\n"
                + "            skip=1\n"
                + "        fi\n"
                + "        (( i++ ))\n"
                + "    done\n"
                + "}\n\n"
                + "_oat_keys() {\n"
                + "    local key=\"${words[CURRENT]%%=*}\"\n"
                + "    if [[ \"${words[CURRENT]}\" != *=* ]]; then\n"
                + "        compadd -S '' -- \"$@\"\n"
                + "        return\n"
                + "    fi\n"
                + "    compset -P '*='\n"
                + "    case \"$key\" in\n");
        for (Map.Entry<String, Value> entry : CompletionModel.keyValues().entrySet()) {
            text.append("        ")
                    .append(entry.getKey())
                    .append(") ")
                    .append(zshValue(entry.getValue()))
                    .append(" ;;\n");
        }
        return text.append("    esac\n}\n\n").toString();
    }

    private static String zshPair(String name, String help) {
        return "'" + name + ":" + help.replace("'", "'\\''").replace(":", "\\:") + "'";
    }

    private static String zshValue(Value value) {
        return switch (value.kind()) {
            case WORDS -> zshWords(value.words());
            case KEYS -> "_oat_keys " + value.words();
            case PROFILES -> "_oat_profiles";
            case FILES -> "_files";
            default -> ":";
        };
    }

    /** What is not whole yet is not followed by a blank. */
    private static String zshWords(String words) {
        List<String> whole = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String word : words.split(" ")) {
            (Value.isOpen(word) ? open : whole).add(word);
        }
        List<String> calls = new ArrayList<>();
        if (!whole.isEmpty()) {
            calls.add("compadd -- " + String.join(" ", whole));
        }
        if (!open.isEmpty()) {
            calls.add("compadd -S '' -- " + String.join(" ", open));
        }
        return String.join("; ", calls);
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
                + fishKeys()
                + "function __oat_at --argument-names wanted place\n"
                + "    set -l path ''\n"
                + "    set -l rest\n"
                + "    set -l typed (commandline -opc)\n"
                + "    set -e typed[1]\n"
                + "    while set -q typed[1]\n"
                + "        set -l next (string trim -- \"$path $typed[1]\")\n"
                + "        switch $next\n");
        text.append("            case ")
                .append(paths(" "))
                .append("\n                set path $next\n                set -e typed[1]\n");
        text.append("            case '*'\n"
                + "                break\n"
                + "        end\n"
                + "    end\n"
                + "    test \"$path\" = \"$wanted\"; or return 1\n"
                + "    test -n \"$place\"; or return 0\n"
                + "    # how many arguments are there already, options and their values aside\n"
                + "    set -l count 0\n"
                + "    set -l skip no\n"
                + "    for word in $typed\n"
                + "        if test $skip = yes\n"
                + "            set skip no\n"
                + "        else if not string match -q -- '-?*' $word\n"
                + "            set count (math $count + 1)\n"
                + "        else if contains -- $word (__oat_takes $path)\n"
                + "            set skip yes\n"
                + "        end\n"
                + "    end\n"
                + "    if test $place = first\n"
                + "        test $count -eq 0\n"
                + "    else\n"
                + "        test $count -gt 0\n"
                + "    end\n"
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
            text.append(fishArgument(node, "first", node.first()));
            text.append(fishArgument(node, "further", node.further()));
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

    private static String fishArgument(Node node, String place, Value value) {
        String values = fishValue(value);
        return values.isEmpty()
                ? ""
                : "complete -c oat -n '__oat_at \"" + node.path() + "\" " + place + "' " + values + "\n";
    }

    /** Returns which options a value follows, and what completes the settings of a profile. */
    private String fishKeys() {
        StringBuilder text = new StringBuilder("function __oat_takes\n    switch \"$argv\"\n");
        for (Node node : nodes) {
            if (!node.takers().isEmpty()) {
                text.append("        case '")
                        .append(node.path())
                        .append("'\n            string split ' ' -- '")
                        .append(String.join(" ", node.takers()))
                        .append("'\n");
            }
        }
        text.append("    end\nend\n\nfunction __oat_keys\n"
                + "    set -l typed (commandline -ct)\n"
                + "    if not string match -q -- '*=*' $typed\n"
                + "        string split ' ' -- $argv\n"
                + "        return\n"
                + "    end\n"
                + "    set -l key (string split -m 1 = -- $typed)[1]\n"
                + "    switch $key\n");
        for (Map.Entry<String, Value> entry : CompletionModel.keyValues().entrySet()) {
            Kind kind = entry.getValue().kind();
            if (kind == Kind.WORDS || kind == Kind.PROFILES) {
                text.append("        case ").append(entry.getKey()).append("\n            printf '%s\\n' $key=");
                text.append(
                        kind == Kind.PROFILES
                                ? "(__oat_profiles)"
                                : "(string split ' ' -- '" + entry.getValue().words() + "')");
                text.append('\n');
            }
        }
        return text.append("    end\nend\n\n").toString();
    }

    private static String prefixed(String text) {
        return text.isEmpty() ? "" : " " + text;
    }

    private static String fishValue(Value value) {
        return switch (value.kind()) {
            case WORDS -> "-a '" + value.words() + "'";
            case KEYS -> "-a '(__oat_keys " + value.words() + ")'";
            case PROFILES -> "-a '(__oat_profiles)'";
            case FILES -> "-F";
            default -> "";
        };
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
                + powershellKeys()
                + "    $tree = @{\n");
        for (Node node : nodes) {
            text.append("        '").append(node.path()).append("' = @{\n");
            text.append("            Words = ").append(powershellWords(words(node)));
            text.append("\n            Options = ")
                    .append(powershellWords(node.path().isEmpty() ? "--help --version" : allNames(node)));
            text.append("\n            First = ").append(powershellValue(node.first()));
            text.append("\n            Further = ").append(powershellValue(node.further()));
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
                + "    $at = 0\n"
                + "    while ($at -lt $typed.Count) {\n"
                + "        $next = (\"$path $($typed[$at])\").Trim()\n"
                + "        if (-not $tree.ContainsKey($next)) { break }\n"
                + "        $path = $next\n"
                + "        $at++\n"
                + "    }\n"
                + "    $node = $tree[$path]\n"
                + "    # how many arguments are there already, options and their values aside\n"
                + "    $count = 0\n"
                + "    for (; $at -lt $typed.Count; $at++) {\n"
                + "        if ($typed[$at] -notlike '-?*') { $count++ }\n"
                + "        elseif ($node.Values.ContainsKey($typed[$at])) { $at++ }\n"
                + "    }\n"
                + "    $previous = if ($typed.Count -gt 0) { $typed[-1] } else { '' }\n"
                + "    $found = if ($node.Values.ContainsKey($previous)) { & ($node.Values[$previous]) }\n"
                + "        elseif ($wordToComplete -like '-*') { $node.Options }\n"
                + "        elseif ($count -eq 0) { @($node.Words) + @(& $node.First) }\n"
                + "        else { @(& $node.Further) }\n"
                + "    $found | Where-Object { $_ -like \"$wordToComplete*\" } | ForEach-Object {\n"
                + "        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)\n"
                + "    }\n"
                + "}\n");
        return text.toString();
    }

    /** Returns what completes the settings of a profile. */
    private String powershellKeys() {
        String keys = "";
        for (Node node : nodes) {
            keys = node.further().kind() == Kind.KEYS ? node.further().words() : keys;
        }
        StringBuilder text = new StringBuilder("    $keyValues = @{\n");
        for (Map.Entry<String, Value> entry : CompletionModel.keyValues().entrySet()) {
            Kind kind = entry.getValue().kind();
            if (kind == Kind.WORDS || kind == Kind.PROFILES) {
                text.append("        '")
                        .append(entry.getKey())
                        .append("' = ")
                        .append(powershellValue(entry.getValue()))
                        .append('\n');
            }
        }
        return text.append("    }\n    $keys = {\n"
                        + "        $key = ($wordToComplete -split '=', 2)[0]\n"
                        + "        if ($wordToComplete -notlike '*=*') { "
                        + powershellWords(keys)
                        + " }\n"
                        + "        elseif ($keyValues.ContainsKey($key)) {\n"
                        + "            & ($keyValues[$key]) | ForEach-Object { \"$key=$_\" }\n"
                        + "        }\n"
                        + "    }\n")
                .toString();
    }

    private static String powershellWords(String words) {
        return words.isEmpty() ? "@()" : "@('" + words.replace(" ", "', '") + "')";
    }

    private static String powershellValue(Value value) {
        return switch (value.kind()) {
            case WORDS -> "{ " + powershellWords(value.words()) + " }";
            case KEYS -> "$keys";
            case PROFILES -> "$profiles";
            default -> "{ @() }";
        };
    }
}
