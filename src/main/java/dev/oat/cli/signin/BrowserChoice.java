package dev.oat.cli.signin;

import dev.oat.authorization.browser.LoginWay;
import dev.oat.authorization.browser.Surroundings;
import dev.oat.authorization.browser.SystemBrowser;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses who opens a page for the user here.
 *
 * @param surroundings the machine, without what is of no use of it
 * @param browsers the programs to try in turn
 * @param way whether one of them is to open the page, and why
 */
public record BrowserChoice(Surroundings surroundings, List<SystemBrowser> browsers, LoginWay way) {
    /** The choice of a run, by its options and the machine; warns of a {@code BROWSER} that names nothing. */
    public static BrowserChoice of(Invocation invocation) {
        Environment environment = invocation.environment();
        Surroundings machine = Surroundings.of(environment.system(), environment.variables(), Path.of("/"));
        boolean refused = invocation.settings().flag(Settings.NO_BROWSER);
        Optional<String> named = invocation.settings().text(Settings.BROWSER);
        Set<String> hidden = secretVariables(invocation);
        Optional<String> useless =
                refused || named.isPresent() ? Optional.empty() : SystemBrowser.uselessVariable(machine);
        if (useless.isPresent()) {
            invocation.output().warn(useless.get());
        }
        Surroundings surroundings = useless.isPresent() ? machine.withoutBrowserVariable() : machine;
        List<SystemBrowser> browsers;
        if (refused) {
            browsers = List.of();
        } else if (named.isPresent()) {
            browsers = List.of(SystemBrowser.named(named.get(), surroundings, hidden, invocation.trace()));
        } else {
            browsers = SystemBrowser.all(surroundings, hidden, invocation.trace());
        }
        LoginWay way = LoginWay.choose(refused, named.isPresent(), !browsers.isEmpty(), surroundings);
        return new BrowserChoice(surroundings, browsers, way);
    }

    /** Returns the variables that secret references name: the browser need not inherit them. */
    private static Set<String> secretVariables(Invocation invocation) {
        Set<String> names = new HashSet<>();
        for (Setting setting : Settings.all()) {
            if (setting.kind() == Setting.Kind.SECRET) {
                String reference = invocation.settings().text(setting).orElse("");
                if (reference.startsWith("env:")) {
                    names.add(reference.substring("env:".length()));
                }
            }
        }
        return names;
    }
}
