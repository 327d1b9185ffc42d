package dev.oat.cli.frame;

import dev.oat.authorization.browser.BrowserAddress;
import dev.oat.authorization.browser.Surroundings;
import dev.oat.authorization.browser.SystemBrowser;
import dev.oat.cli.setting.Environment;
import dev.oat.cli.setting.Settings;
import dev.oat.trace.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Opens a page of our own in the user's browser; where that cannot be, says its address. */
public final class LocalPage {
    private LocalPage() {}

    /** Opens it, by {@code OAT_BROWSER}, else by what the machine has. */
    public static void open(Environment environment, Output output, BrowserAddress address, String what) {
        Surroundings machine = Surroundings.of(environment.system(), environment.variables(), Path.of("/"));
        Optional<String> named = Optional.ofNullable(environment.variables().get(Settings.BROWSER.variable()))
                .filter(name -> !name.isEmpty());
        List<SystemBrowser> browsers = new ArrayList<>();
        if (named.isPresent()) {
            browsers.add(SystemBrowser.named(named.get(), machine, Set.of(), Trace.none()));
        } else if (SystemBrowser.uselessVariable(machine).isEmpty()) {
            browsers.addAll(SystemBrowser.all(machine, Set.of(), Trace.none()));
        }
        for (SystemBrowser browser : browsers) {
            if (browser.tryToOpen(address, output::warn).isEmpty()) {
                output.say("oat: the browser shows " + what + ": " + address);
                return;
            }
        }
        output.say("oat: open " + what + " in a browser: " + address);
    }
}
