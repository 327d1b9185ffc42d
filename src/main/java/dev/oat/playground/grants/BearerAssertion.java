package dev.oat.playground.grants;

import dev.oat.json.JsonObject;
import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Audience;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.issuer.Scopes;
import dev.oat.playground.net.OAuthError;
import dev.oat.playground.net.PlaygroundForm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges what assertions of either kind have in common: for whom, until when, and about whom they are.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7521#section-5.2">RFC 7521 §5.2</a>
 */
final class BearerAssertion {
    private static final long LEEWAY_SECONDS = 10;

    private final Issuer issuer;

    BearerAssertion(Issuer issuer) {
        this.issuer = issuer;
    }

    /**
     * Holds an assertion's audience and times against this server's.
     *
     * @throws OAuthError if it is for somebody else, has expired or is not good yet
     */
    void check(List<String> audience, Optional<Instant> notBefore, Instant expires) {
        if (!audience.contains(issuer.id()) && !audience.contains(issuer.endpoint("token"))) {
            throw refused("is for " + String.join(", ", audience) + ", not for " + issuer.id());
        }
        Instant now = issuer.now();
        if (!expires.plusSeconds(LEEWAY_SECONDS).isAfter(now)) {
            throw refused("has expired");
        }
        if (notBefore
                .filter(time -> time.minusSeconds(LEEWAY_SECONDS).isAfter(now))
                .isPresent()) {
            throw refused("is not good yet");
        }
    }

    /** Returns what follows from a good assertion: tokens for its subject, a user or the client itself. */
    Approval approval(PlaygroundClient client, String subject, PlaygroundForm form) {
        Optional<PlaygroundUser> user = person(subject);
        if (user.isEmpty() && !subject.equals(client.id())) {
            throw refused("names a user that is not known here");
        }
        return new Approval(
                client,
                user,
                Scopes.grant(client, form),
                Audience.of(form, issuer.resource()),
                Optional.empty(),
                Optional.empty(),
                Extras.ofToken(form),
                issuer.keys().randomText());
    }

    /** Returns what follows from a good ID-JAG: its user, its scopes or fewer, and its resources. */
    Approval approval(PlaygroundClient client, JsonObject idJag, PlaygroundForm form) {
        PlaygroundUser user = person(idJag.text("sub").orElse(""))
                .orElseThrow(() -> refused("is about somebody whom nobody knows here"));
        List<String> allowed = PlaygroundForm.split(idJag.text("scope").orElse("read"));
        List<String> asked = form.words("scope");
        List<String> scopes = (asked.isEmpty() ? allowed : asked)
                .stream().filter(client.scopes()::contains).toList();
        if (!allowed.containsAll(asked)) {
            throw OAuthError.invalidScope("the ID-JAG does not allow all of these scopes");
        }
        List<String> resources = idJag.textOrTexts("resource");
        for (String resource : form.all("resource")) {
            if (!resources.contains(resource)) {
                throw new OAuthError(400, "invalid_target", "the ID-JAG is not for the resource " + resource);
            }
        }
        List<String> audience = resources.isEmpty() ? List.of(issuer.resource().toString()) : resources;
        return new Approval(
                client,
                Optional.of(user),
                scopes,
                issuer.faults().isOn(Fault.ID_JAG_TOKEN_WRONG_AUD) ? List.of("https://elsewhere.example") : audience,
                Optional.empty(),
                Optional.empty(),
                Extras.ofToken(form),
                issuer.keys().randomText());
    }

    private Optional<PlaygroundUser> person(String subject) {
        return issuer.settings().users().stream()
                .filter(user ->
                        user.username().equals(subject) || user.subject().equals(subject))
                .findFirst();
    }

    static OAuthError refused(String why) {
        return OAuthError.invalidGrant("the assertion " + why);
    }
}
