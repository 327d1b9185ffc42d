package dev.oat.cli.frame;

import dev.oat.cli.setting.SecretReference;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.text.Redaction;
import dev.oat.session.profile.Nearest;
import dev.oat.trace.Userinfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What of a command line may be kept in a history: no secret, whatever it takes.
 *
 * <p>A secret that stands where a reference is expected becomes {@code prompt}, so that the line still works. A line that
 * holds a secret elsewhere, that may hold one, or that is no command, is not kept.
 */
public final class SecretFreeLine {
    private static final String ASKED = "prompt";
    /** What stands for a secret in a line to paste; no value of an option that holds one. */
    public static final String FILL_IN = "…";

    private static final int LIKELY_TOKEN = 20;
    private static final Set<String> SHELL_WORDS = Set.of("use", "unset", "history", "exit", "quit", "echo");
    private static final Redaction REDACTION = new Redaction(false);

    private SecretFreeLine() {}

    /**
     * Returns the line as it may be kept.
     *
     * @param commands the commands that there are
     * @param words its words, variables not replaced
     * @return as many words, the secret ones replaced; or empty when the line is not to be kept
     */
    public static Optional<List<String>> of(CommandList commands, List<String> words) {
        List<String> kept = new ArrayList<>(words);
        int at = !words.isEmpty() && words.get(0).equals("oat") ? 1 : 0;
        if (at >= words.size()) {
            return Optional.of(kept);
        }
        String first = words.get(at);
        boolean clean;
        if (first.equals("set")) {
            clean = setting(kept, at + 1);
        } else if (SHELL_WORDS.contains(first)) {
            clean = areHarmless(words.subList(at + 1, words.size()));
        } else {
            clean = command(commands, kept, at);
        }
        return clean ? Optional.of(kept) : Optional.empty();
    }

    /** {@code set KEY VALUE} and {@code set KEY=VALUE}. */
    private static boolean setting(List<String> kept, int at) {
        if (at >= kept.size()) {
            return true;
        }
        int equals = kept.get(at).indexOf('=');
        String key = equals < 0 ? kept.get(at) : kept.get(at).substring(0, equals);
        Optional<Setting> setting = setting(key);
        if (setting.isEmpty()) {
            return false;
        }
        int from = equals < 0 ? at + 1 : at;
        for (int i = from; i < kept.size(); i++) {
            String value = i == at ? kept.get(i).substring(equals + 1) : kept.get(i);
            if (setting.orElseThrow().kind() == Setting.Kind.SECRET) {
                if (isSecret(value)) {
                    kept.set(i, i == at ? key + "=" + ASKED : ASKED);
                }
            } else if (!isHarmless(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean command(CommandList table, List<String> kept, int start) {
        String path = kept.get(start);
        int at = start + 1;
        while (at < kept.size() && table.find(path + " " + kept.get(at)).isPresent()) {
            path = path + " " + kept.get(at++);
        }
        Optional<CommandList.Listed> entry = table.find(path);
        if (entry.isEmpty() && !table.isGroup(path)) {
            // a slip of the hand is worth keeping; a secret typed at the wrong prompt is not
            List<String> first = new ArrayList<>();
            for (CommandList.Listed one : table.entries()) {
                int blank = one.path().indexOf(' ');
                first.add(blank < 0 ? one.path() : one.path().substring(0, blank));
            }
            if (Nearest.to(path, first).isEmpty()) {
                return false;
            }
        }
        int positionals = 0;
        boolean options = true;
        for (int i = at; i < kept.size(); i++) {
            String word = kept.get(i);
            if (options && word.equals("--")) {
                options = false;
            } else if (options && word.startsWith("-") && word.length() > 1) {
                int next = option(table, entry, kept, i);
                if (next < 0) {
                    return false;
                }
                i = next;
            } else {
                if (entry.isPresent() && isReference(entry.orElseThrow().command(), positionals)) {
                    if (isSecret(word)) {
                        kept.set(i, ASKED);
                    }
                } else if (!isHarmless(word) || looksRandom(word)) {
                    return false;
                }
                positionals++;
            }
        }
        return true;
    }

    /**
     * Returns an option's value as a line may show it: {@code …} stands where a secret is to be filled in again.
     *
     * @param setting the option, whose value is no secret as a whole
     */
    public static String shown(Setting setting, String text) {
        if (setting == Settings.SCOPE) {
            return text;
        }
        char parting =
                setting.label().startsWith("NAME=") ? '=' : setting.label().startsWith("NAME:") ? ':' : 0;
        if (parting != 0) {
            int end = text.indexOf(parting);
            String name = end < 0 ? "" : text.substring(0, end).strip();
            String value = text.substring(end + 1);
            boolean secret = Redaction.isSecretHeaderName(name.toLowerCase(Locale.ROOT))
                    || !isHarmless(text)
                    || !isHarmless(value.strip());
            return secret ? (end < 0 ? "" : name + parting) + FILL_IN : text;
        }
        String address = Userinfo.hidden(text);
        String trimmed = text.strip();
        if ((trimmed.startsWith("{") || trimmed.startsWith("[")) && !isHarmlessJson(trimmed)) {
            return FILL_IN;
        }
        if (REDACTION.address(address).equals(address)) {
            return address;
        }
        int end = 0;
        while ("?#".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        return address.substring(0, end + 1) + FILL_IN;
    }

    /** Looks at one option; gives the index of its last word, or -1 when the line is not to be kept. */
    private static int option(CommandList table, Optional<CommandList.Listed> entry, List<String> kept, int at) {
        String word = kept.get(at);
        int equals = word.indexOf('=');
        String name = word.startsWith("--") ? equals < 0 ? word : word.substring(0, equals) : word.substring(0, 2);
        Optional<Setting> setting = entry.isPresent() ? option(entry.orElseThrow(), name) : anywhere(table, name);
        if (setting.isEmpty()) {
            return -1;
        }
        Setting known = setting.orElseThrow();
        if (known.kind() == Setting.Kind.FLAG || known.kind() == Setting.Kind.COUNT) {
            boolean alone =
                    word.length() == name.length() || word.chars().allMatch(c -> c == '-' || Character.isLetter(c));
            return alone && word.length() <= Math.max(name.length(), 5) ? at : -1;
        }
        String inline = word.startsWith("--")
                ? equals < 0 ? "" : word.substring(equals + 1)
                : word.substring(2).startsWith("=") ? word.substring(3) : word.substring(2);
        boolean own = inline.isEmpty() && (equals < 0 || !word.startsWith("--"));
        if (own && at + 1 >= kept.size()) {
            return at;
        }
        String value = own ? kept.get(at + 1) : inline;
        if (known.kind() == Setting.Kind.SECRET) {
            if (isSecret(value)) {
                kept.set(own ? at + 1 : at, own ? ASKED : name + "=" + ASKED);
            }
        } else if (!isHarmless(value)) {
            return -1;
        }
        return own ? at + 1 : at;
    }

    /** Returns the setting of one of a command's options. */
    public static Optional<Setting> option(CommandList.Listed entry, String name) {
        for (Setting setting : entry.command().allSettings()) {
            if (setting.names().contains(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    private static Optional<Setting> anywhere(CommandList table, String name) {
        for (CommandList.Listed entry : table.entries()) {
            Optional<Setting> setting = option(entry, name);
            if (setting.isPresent()) {
                return setting;
            }
        }
        return Optional.empty();
    }

    /** Returns a setting by its key, its option's name or its variable. */
    public static Optional<Setting> setting(String key) {
        for (Setting setting : Settings.all()) {
            if (setting.key().equals(key)
                    || setting.name().equals(key)
                    || setting.option().equals(key)
                    || setting.variable().equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** Returns whether a command's positional argument is a secret by reference. */
    public static boolean isReference(Command command, int index) {
        List<Command.Positional> positionals = command.positionals();
        if (positionals.isEmpty()) {
            return false;
        }
        Command.Positional last = positionals.get(positionals.size() - 1);
        if (index >= positionals.size() && !last.repeatable()) {
            return false;
        }
        return positionals.get(Math.min(index, positionals.size() - 1)).help().contains("env:NAME");
    }

    private static boolean isSecret(String value) {
        return !value.startsWith("$") && SecretReference.of(value, "").isLiteral();
    }

    private static boolean areHarmless(List<String> words) {
        for (String word : words) {
            if (!isHarmless(word) || looksRandom(word)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a text holds nothing that is a secret by its form or by the name before it. */
    private static boolean isHarmless(String text) {
        if (holdsJwt(text) || !REDACTION.address(text).equals(text) || holdsUserInfo(text)) {
            return false;
        }
        String trimmed = text.strip();
        if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
            return isHarmlessJson(trimmed);
        }
        for (String part : text.split("&", -1)) {
            if (!isHarmlessPair(part)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHarmlessPair(String text) {
        int end = 0;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "_-.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        int value = end;
        while (value < text.length() && ":= ".indexOf(text.charAt(value)) >= 0) {
            value++;
        }
        if (end == 0 || value == end || value >= text.length()) {
            return true;
        }
        String name = text.substring(0, end).toLowerCase(Locale.ROOT);
        boolean named = Redaction.isSecretHeaderName(name)
                || name.endsWith("password")
                || name.endsWith("passwd")
                || name.equals("bearer")
                || name.equals("basic");
        String rest = text.substring(value)
                .replaceFirst("(?i)^(bearer|dpop|basic) +", "")
                .replaceFirst("^\"", "");
        return !named
                || rest.startsWith("$")
                || rest.startsWith("@")
                || SecretReference.of(rest, "").isRepeatable();
    }

    private static boolean isHarmlessJson(String text) {
        try {
            Object value = JsonObject.parseValue(text);
            if (value instanceof JsonObject object) {
                return REDACTION.json(object).equals(object);
            }
            JsonObject wrapped = JsonObject.of(java.util.Map.of("list", value));
            return REDACTION.json(wrapped).equals(wrapped);
        } catch (JsonException e) {
            return false;
        }
    }

    private static boolean holdsJwt(String text) {
        int at = text.indexOf("eyJ");
        while (at >= 0) {
            int end = at;
            while (end < text.length()
                    && (Character.isLetterOrDigit(text.charAt(end)) || "_-.".indexOf(text.charAt(end)) >= 0)) {
                end++;
            }
            if (end - at >= LIKELY_TOKEN) {
                return true;
            }
            at = text.indexOf("eyJ", at + 3);
        }
        return false;
    }

    private static boolean holdsUserInfo(String text) {
        int scheme = text.indexOf("://");
        if (scheme < 0) {
            return false;
        }
        int end = scheme + 3;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String authority = text.substring(scheme + 3, end);
        return authority.indexOf('@') > 0 && authority.indexOf(':') < authority.indexOf('@') && authority.contains(":");
    }

    /** Returns a long word of mixed letters and digits where none is expected is likely an opaque token. */
    private static boolean looksRandom(String text) {
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (char c : text.toCharArray()) {
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digit |= c >= '0' && c <= '9';
            if (!Character.isLetterOrDigit(c) && "_-+=~.".indexOf(c) < 0) {
                return false;
            }
        }
        return text.length() >= LIKELY_TOKEN && upper && lower && digit;
    }
}
