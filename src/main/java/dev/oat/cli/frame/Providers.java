package dev.oat.cli.frame;

import dev.oat.cli.setting.Arguments;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.metadata.IssuerAddress;
import dev.oat.session.profile.Nearest;
import dev.oat.trace.Ascii;
import dev.oat.trace.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Presets for well-known servers: options that nobody has to find out and type. */
public final class Providers {
    private static final String WHERE = "{where}";
    private static final String NOTE = "note";

    /**
     * One line of the file.
     *
     * @param provider the server's short name
     * @param setting the profile key that is set, or {@code note}
     * @param value its value; {@code {where}} stands for what the user adds
     * @param reason why
     */
    record Row(String provider, String setting, String value, String reason) {
        boolean isNote() {
            return setting.equals(NOTE);
        }
    }

    private final List<Row> rows;

    private Providers(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** Returns those that ship with oat. */
    public static Providers standard() {
        try (InputStream in = Providers.class.getResourceAsStream("providers.txt")) {
            Objects.requireNonNull(in, "providers.txt is not packed");
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("providers.txt cannot be read", e);
        }
    }

    static Providers parse(String text) {
        List<Row> rows = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\\|", 4);
            if (cells.length < 4) {
                throw new IllegalArgumentException("not four cells: " + line);
            }
            rows.add(new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip()));
        }
        return new Providers(rows);
    }

    /** Returns every line, in the file's order. */
    List<Row> rows() {
        return rows;
    }

    /** The servers' names. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Row row : rows) {
            names.add(row.provider());
        }
        return names;
    }

    /** Returns what can stand behind {@code --provider}: a name, with an equals sign where it asks for a WHERE. */
    public List<String> choices() {
        List<String> choices = new ArrayList<>();
        for (String name : names()) {
            choices.add(needsWhere(name) ? name + "=" : name);
        }
        return choices;
    }

    /**
     * Returns what was typed, with the preset's options as if they had been typed too; what the user typed stays.
     *
     * @param typed the command line, with {@code --provider}
     * @param known the settings that the command knows; others are left out
     * @throws Failure.Usage if there is no such preset, or it lacks its WHERE
     */
    public Arguments expand(Arguments typed, List<Setting> known) {
        String text = typed.first(Settings.PROVIDER).orElse("");
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        String where = equals < 0 ? "" : text.substring(equals + 1);
        if (!names().contains(name)) {
            String near = Nearest.to(name, names()).orElse("");
            throw Failure.Usage.value(Settings.PROVIDER.option(), name, "one of those that oat help providers lists")
                    .hint(
                            near.isEmpty()
                                    ? "oat help providers lists them"
                                    : "did you mean " + near + "? oat help providers lists them");
        }
        Map<Setting, List<String>> options = new LinkedHashMap<>(typed.options());
        boolean used = false;
        for (Row row : rows) {
            if (!row.provider().equals(name) || row.isNote()) {
                continue;
            }
            used |= row.value().contains(WHERE);
            Setting setting = setting(row.setting(), known);
            if (setting == null || !isOpen(setting, typed)) {
                continue;
            }
            List<String> values = new ArrayList<>(options.getOrDefault(setting, List.of()));
            if (setting != Settings.PARAM || !hasParameter(values, row.value())) {
                values.add(filled(row, where));
            }
            options.put(setting, values);
        }
        if (!where.isEmpty() && !used) {
            throw new Failure.Usage("--provider " + name + " takes no WHERE").hint("--provider " + name);
        }
        return new Arguments(options, typed.positionals());
    }

    /** A list of parameters is added to; anything else that was typed is left alone. */
    private static boolean isOpen(Setting setting, Arguments typed) {
        return setting == Settings.PARAM || !typed.has(setting);
    }

    private static boolean hasParameter(List<String> values, String pair) {
        String name = pair.substring(0, pair.indexOf('=') + 1);
        for (String value : values) {
            if (value.startsWith(name)) {
                return true;
            }
        }
        return false;
    }

    private static String filled(Row row, String where) {
        if (!row.value().contains(WHERE)) {
            return row.value();
        }
        if (where.isEmpty()) {
            throw new Failure.Usage("--provider " + row.provider() + " does not say where")
                    .hint("--provider " + row.provider() + "=WHERE: " + row.reason());
        }
        String scheme = scheme(where);
        String place = IssuerAddress.of(where).substring(scheme.length());
        while (place.endsWith("/")) {
            place = place.substring(0, place.length() - 1);
        }
        if (!Ascii.isMadeOf(place, "-._~:/%[]") || place.charAt(0) == '/' || place.contains("://")) {
            throw Failure.Usage.value("--provider " + row.provider(), where, "a server's host, or its whole address")
                    .hint("--provider " + row.provider() + "=WHERE, or the whole address: " + row.reason());
        }
        return scheme.isEmpty() ? row.value().replace(WHERE, place) : placed(row.value(), scheme, place);
    }

    /** Returns how a text begins that is a whole address, else nothing. */
    private static String scheme(String where) {
        for (String scheme : List.of("https://", "http://")) {
            if (where.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return where.substring(0, scheme.length());
            }
        }
        return "";
    }

    /** Returns a value by a whole address: that of the server's host, of the issuer, or of something below the preset's own host. */
    private static String placed(String value, String scheme, String place) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        String before = value.substring("https://".length(), value.indexOf(WHERE));
        String behind = value.substring(value.indexOf(WHERE) + WHERE.length());
        if (place.startsWith(before) && !before.isEmpty()) {
            String rest = place.substring(before.length());
            int slash = rest.indexOf('/');
            return value.replace(WHERE, slash < 0 ? rest : rest.substring(0, slash));
        }
        if (place.indexOf('/') < 0) {
            // a name alone
            return before.isEmpty() ? lower + place + behind : value.replace(WHERE, place);
        }
        String end = behind.equals("/") || (!before.isEmpty() && !place.endsWith(behind)) ? behind : "";
        return lower + place + end;
    }

    private static @org.jspecify.annotations.Nullable Setting setting(String key, List<Setting> known) {
        for (Setting setting : known) {
            if (setting.key().equals(key)) {
                return setting;
            }
        }
        return null;
    }

    /** The table for people. */
    public void tell(HelpPage page) {
        page.paragraph("--provider NAME, or --provider NAME=WHERE, stands for the options below. WHERE may be a whole"
                + " address too, http included. An option that is given too wins. A profile keeps the options,"
                + " not the preset.");
        String last = "";
        for (Row row : rows) {
            if (!row.provider().equals(last)) {
                last = row.provider();
                page.heading(last + (needsWhere(last) ? "=WHERE" : ""));
            }
            String value = row.value().replace(WHERE, "WHERE");
            String option =
                    row.isNote() ? "consider " + value : "--" + row.setting().replace('_', '-') + " " + value;
            page.row(option, 6, row.reason());
        }
    }

    private boolean needsWhere(String provider) {
        for (Row row : rows) {
            if (row.provider().equals(provider) && row.value().contains(WHERE)) {
                return true;
            }
        }
        return false;
    }
}
