package dev.oat.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Beyond the main job, what more than one server has: bound tokens, and sign-ins on another device (RFC 8628). */
abstract class WiderJob extends DpopJob {
    /** What a device asks for here. */
    abstract String deviceScope();

    @Test
    void a_device_without_a_browser_gets_a_token() {
        List<String> options = new ArrayList<>(clientOptions(server.login()));
        options.addAll(List.of("--scope", deviceScope(), "--timeout", "110"));
        options.addAll(server.jwtOptions());

        Oat.Running waiting = oat.start(command("token device", options));
        agreeElsewhere(waiting);

        String token = waiting.result().succeeds().json().path("access_token").asText();
        assertThat(api.accepts(token)).isTrue();
    }

    @Test
    void a_person_signs_in_on_another_device_and_stays_signed_in() {
        List<String> options = new ArrayList<>(clientOptions(server.login()));
        options.addAll(List.of("--scope", deviceScope(), "--api", api.origin(), "--timeout", "110"));
        options.addAll(server.jwtOptions());

        Oat.Running waiting = oat.start(command("login " + PROFILE + " --device", options));
        agreeElsewhere(waiting);

        assertThat(waiting.result().succeeds().stdout()).isEmpty();
        String first = oat.run("token", "-p", PROFILE).succeeds().line();
        assertThat(oat.run("token", "-p", PROFILE, "--force-refresh").succeeds().line())
                .isNotEqualTo(first);
        var called = oat.run("call", api.origin() + "/hello", "-p", PROFILE).succeeds();
        assertThat(called.json().path("hello").asText()).isEqualTo("alice");
    }

    String agreeElsewhere(Oat.Running waiting) {
        return answerElsewhere(waiting, server.visitor());
    }

    /** Has somebody open the address that oat shows, with the code in it, and returns what their browser noted. */
    String answerElsewhere(Oat.Running waiting, ScriptedBrowser.Visitor visitor) {
        String address = waiting.says(Pattern.compile(Pattern.quote(server.issuer()) + "/\\S+user_code=\\S+"))
                .group();
        Oat.Browser browser = oat.browser(visitor);
        browser.open(address);
        String notes = browser.notes();
        assertThat(notes).contains("sign-in page").contains("stayed there with");
        return notes;
    }
}
