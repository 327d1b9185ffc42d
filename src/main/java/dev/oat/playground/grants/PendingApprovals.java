package dev.oat.playground.grants;

import dev.oat.playground.issuer.Approval;
import dev.oat.playground.issuer.Extras;
import dev.oat.playground.issuer.Fault;
import dev.oat.playground.issuer.Issuer;
import dev.oat.playground.issuer.PlaygroundClient;
import dev.oat.playground.issuer.PlaygroundUser;
import dev.oat.playground.net.OAuthError;
import dev.oat.trace.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Requests that a user answers on another device than the one that waits: those with a code to type, and those that
 * reach them by themselves.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8628#section-3.5">RFC 8628 §3.5</a>
 */
public final class PendingApprovals {
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Consonants that cannot be taken for each other, or make up words (RFC 8628 §6.1). */
    private static final String LETTERS = "BCDFGHJKLMNPQRSTVWXZ";

    private static final Duration SLOWER = Duration.ofSeconds(5);

    /**
     * One request.
     *
     * @param handle what the device waits with
     * @param client whose device it is
     * @param scopes what it asks for
     * @param audience for which resources
     * @param extras what it asks for beyond these
     * @param userCode what the user types
     * @param user whom it is put to, where that is known
     * @param message what both devices show
     * @param notified who is told of the answer, where somebody wants to be
     * @param expiresAt until when it can be answered
     */
    public record Pending(
            String handle,
            PlaygroundClient client,
            List<String> scopes,
            List<String> audience,
            Extras extras,
            Optional<String> userCode,
            Optional<PlaygroundUser> person,
            Optional<String> message,
            Optional<Notified> notified,
            Instant expiresAt) {}

    /**
     * Where a client is told of an answer.
     *
     * @param endpoint its endpoint
     * @param token what it wants to be shown
     */
    public record Notified(URI endpoint, Secret token) {}

    /** How a request stands. */
    private static final class Standing {
        private final Pending pending;
        private Duration interval;
        private Optional<Instant> lastAsked = Optional.empty();
        private Optional<Approval> approval = Optional.empty();
        private boolean answered;

        Standing(Pending pending, Duration interval) {
            this.pending = pending;
            this.interval = interval;
        }
    }

    /** Who decides about what. */
    private record Ticket(Standing standing, PlaygroundUser user) {}

    private final Issuer issuer;
    private final Map<String, Standing> byHandle = new HashMap<>();
    private final Map<String, Ticket> byTicket = new HashMap<>();

    public PendingApprovals(Issuer issuer) {
        this.issuer = issuer;
    }

    /** Returns a code for a user to type, such as {@code WDJB-MJHT}. */
    public String newUserCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            code.append(i == 4 ? "-" : "")
                    .append(LETTERS.charAt(issuer.settings().random().nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    public synchronized void keep(Pending pending) {
        byHandle.values()
                .removeIf(one -> !issuer.now().isBefore(one.pending.expiresAt().plus(LIFETIME)));
        byHandle.put(pending.handle(), new Standing(pending, issuer.settings().pollInterval()));
    }

    /** Returns the open request with a code as somebody types it: in either case, with or without the hyphen. */
    public synchronized Optional<Pending> withCode(String typed) {
        String letters = letters(typed);
        return open(pending -> pending.userCode()
                        .filter(code -> letters(code).equals(letters))
                        .isPresent())
                .map(standing -> standing.pending);
    }

    private static String letters(String code) {
        StringBuilder letters = new StringBuilder();
        for (char c : code.toUpperCase(Locale.ROOT).toCharArray()) {
            if (c >= 'A' && c <= 'Z') {
                letters.append(c);
            }
        }
        return letters.toString();
    }

    /** Returns the open request that is put to a user first. */
    public synchronized Optional<Pending> putTo(PlaygroundUser user) {
        return open(pending -> pending.person().filter(user::equals).isPresent())
                .map(standing -> standing.pending);
    }

    private Optional<Standing> open(Predicate<Pending> fitting) {
        return byHandle.values().stream()
                .filter(one -> !one.answered && issuer.now().isBefore(one.pending.expiresAt()))
                .filter(one -> fitting.test(one.pending))
                .min((one, other) -> one.pending.expiresAt().compareTo(other.pending.expiresAt()));
    }

    /** Something unguessable that only the page has on which a user decides about a request. */
    public synchronized String ticket(Pending pending, PlaygroundUser user) {
        String ticket = issuer.keys().randomText();
        Standing standing = byHandle.get(pending.handle());
        if (standing != null) {
            byTicket.put(ticket, new Ticket(standing, user));
        }
        return ticket;
    }

    /**
     * Takes a user's answer.
     *
     * @return the request, if there was a question to it that is still open
     */
    public synchronized Optional<Pending> answer(String text, boolean allowed) {
        Ticket ticket = byTicket.remove(text);
        if (ticket == null
                || ticket.standing().answered
                || !issuer.now().isBefore(ticket.standing().pending.expiresAt())) {
            return Optional.empty();
        }
        Standing standing = ticket.standing();
        standing.answered = true;
        if (allowed) {
            standing.approval = Optional.of(new Approval(
                    standing.pending.client(),
                    Optional.of(ticket.user()),
                    standing.pending.scopes(),
                    standing.pending.audience(),
                    Optional.empty(),
                    Optional.of(issuer.now()),
                    standing.pending.extras(),
                    issuer.keys().randomText()));
        }
        return Optional.of(standing.pending);
    }

    /**
     * Returns what the user has approved, once.
     *
     * @throws OAuthError if they have not yet, never will, or the device asks too often
     */
    synchronized Approval take(String handle, PlaygroundClient client) {
        Standing standing = byHandle.get(handle);
        if (standing == null || !standing.pending.client().id().equals(client.id())) {
            throw OAuthError.invalidGrant("no such code was given to this client, or it was used");
        }
        Instant now = issuer.now();
        boolean hasty = standing.lastAsked
                .filter(last -> now.isBefore(last.plus(standing.interval)))
                .isPresent();
        boolean first = standing.lastAsked.isEmpty();
        standing.lastAsked = Optional.of(now);
        if (!now.isBefore(standing.pending.expiresAt()) || issuer.faults().isOn(Fault.EXPIRED_DEVICE_CODE)) {
            byHandle.remove(handle);
            throw new OAuthError(400, "expired_token", "the code has expired");
        }
        if (hasty || (first && issuer.faults().isOn(Fault.SLOW_DOWN))) {
            standing.interval = standing.interval.plus(SLOWER);
            throw new OAuthError(400, "slow_down", "asked too often; wait 5 seconds more from now on");
        }
        if (!standing.answered) {
            throw new OAuthError(400, "authorization_pending", "the user has not answered yet");
        }
        byHandle.remove(handle);
        return standing.approval.orElseThrow(() -> new OAuthError(400, "access_denied", "the user said no"));
    }
}
