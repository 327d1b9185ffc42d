package dev.oat.session;

import dev.oat.session.disk.Digest;
import dev.oat.session.disk.Seal;
import dev.oat.session.profile.ProfileName;
import dev.oat.session.profile.ProfileStamp;
import dev.oat.trace.Ascii;
import dev.oat.trace.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Says until when a profile's stored token may be handed out, and what must be true for that: so much that a script can
 * hand it out. The launcher for {@code sh} is its reader; whatever that does not find as it is written here, it leaves to
 * Java.
 *
 * <p>The first line holds {@value #MAGIC}, the version, the size of the slip in bytes, the profile's name, when the slip was
 * written and when it ends (seconds since 1970), the session's file as {@link Seal} has it, and the size of the profile's
 * file and its number of lines. That file's text follows, then the token on a line of its own, and a document in two lines:
 * what stands in it before the token, and after. The slip's own file is dated with the slip's end, which no later change
 * leaves it: it lies in the future.
 *
 * @param profile whose token it is
 * @param writtenAt when it was written; a clock that shows an earlier time has been set back
 * @param until when the token is no longer good enough to be handed out
 * @param session the session's file, as it was when the slip was written
 * @param settings the text of the profile's file
 * @param token the token
 * @param before what the document has in front of the token, or empty without a document
 * @param after what it has behind it
 */
public record Slip(
        ProfileName profile,
        Instant writtenAt,
        Instant until,
        Seal session,
        String settings,
        Secret token,
        String before,
        String after) {
    static final String MAGIC = "oat-slip";
    static final long VERSION = 1;

    /** Reading is a system call for each byte in some shells: what is larger is not worth it. */
    static final int LONGEST_SETTINGS = 4096;

    private static final int LONGEST_TOKEN = 16 << 10;

    /** The time that files are dated with may lag behind the clock. */
    private static final Duration COARSE = Duration.ofSeconds(1);

    /** A token without an end is good until it is refused; a slip is not for ever. */
    private static final Duration LONGEST = Duration.ofDays(365);

    public Slip {
        Objects.requireNonNull(profile, "profile is null");
        Objects.requireNonNull(writtenAt, "writtenAt is null");
        Objects.requireNonNull(until, "until is null");
        Objects.requireNonNull(session, "session is null");
        Objects.requireNonNull(settings, "settings is null");
        Objects.requireNonNull(token, "token is null");
        Objects.requireNonNull(before, "before is null");
        Objects.requireNonNull(after, "after is null");
    }

    /**
     * Returns the slip of a session; empty for one that a script must not hand out: its token is bound, no longer good, no profile's,
     * or not to be had by the profile as it is now, or holds what shells may understand as something else.
     *
     * @param session the session, as it lies in its file
     * @param seal that file
     * @param settings the content of the profile's file now
     * @param document what is to lie ready, or empty
     * @param now the time
     */
    static Optional<Slip> of(
            StoredSession session, Seal seal, byte[] settings, Optional<ReadyDocument> document, Instant now) {
        boolean bearer = session.shape().binding().equals(TokenParameters.BEARER)
                && session.key().isEmpty()
                && session.tokenType().equalsIgnoreCase("Bearer");
        if (!bearer || session.isDead() || session.profile().isEmpty()) {
            return Optional.empty();
        }
        ProfileStamp stamp = session.profile().get();
        String token = session.accessToken().reveal();
        if (!Digest.sha256(settings).equals(stamp.hash()) || !isPlain(settings) || !isPlain(token)) {
            return Optional.empty();
        }
        Optional<Instant> end = Freshness.of(stamp.minTtl()).end(session);
        Instant last = now.plus(LONGEST);
        Instant until = (end.isPresent() && end.get().isBefore(last) ? end.get() : last).minus(COARSE);
        if (until.getEpochSecond() <= now.getEpochSecond()) {
            return Optional.empty();
        }
        String whole = document.isPresent() ? document.get().document(session) : "";
        int at = isPlainDocument(whole) ? whole.indexOf(token) : -1;
        return Optional.of(new Slip(
                stamp.name(),
                Instant.ofEpochSecond(now.getEpochSecond()),
                Instant.ofEpochSecond(until.getEpochSecond()),
                seal,
                new String(settings, StandardCharsets.UTF_8),
                session.accessToken(),
                at < 0 ? "" : whole.substring(0, at),
                at < 0 ? "" : whole.substring(at + token.length())));
    }

    /** Returns whether every shell reads a text as it is: no control characters but those that end a line or set it in. */
    private static boolean isPlain(byte[] settings) {
        boolean plain = settings.length <= LONGEST_SETTINGS;
        for (byte one : settings) {
            plain &= (one < 0 || one >= ' ' || one == '\n' || one == '\t') && one != 0x7f;
        }
        return plain;
    }

    /** Returns whether every shell's {@code echo} prints a token as it is. */
    private static boolean isPlain(String token) {
        return isPlainDocument(token)
                && token.length() <= LONGEST_TOKEN
                && token.charAt(0) != '-'
                && token.indexOf('"') < 0;
    }

    private static boolean isPlainDocument(String document) {
        return Ascii.isVisible(document) && document.indexOf('\\') < 0;
    }

    /** Returns the content of the slip's file. */
    byte[] toBytes() {
        byte[] text = settings.getBytes(StandardCharsets.UTF_8);
        String lines = settings.isEmpty() || settings.endsWith("\n") ? settings : settings + "\n";
        String rest = " " + profile + " " + writtenAt.getEpochSecond() + " " + until.getEpochSecond() + " "
                + session.inode() + " " + session.size() + " " + session.modified() + " " + text.length + " "
                + count(lines) + "\n" + lines + token.reveal() + "\n" + before + "\n" + after + "\n";
        String start = MAGIC + " " + VERSION + " ";
        int size = start.length() + rest.getBytes(StandardCharsets.UTF_8).length;
        // its own digits count, too
        int digits = Integer.toString(size).length();
        digits = Integer.toString(size + digits).length();
        return (start + (size + digits) + rest).getBytes(StandardCharsets.UTF_8);
    }

    private static int count(String lines) {
        return lines.length() - lines.replace("\n", "").length();
    }

    /** Reads what {@link #toBytes} wrote; empty for anything else. */
    static Optional<Slip> parse(byte[] content) {
        String[] lines = new String(content, StandardCharsets.UTF_8).split("\n", -1);
        String[] head = lines[0].split(" ", -1);
        try {
            int text = Integer.parseInt(head[10]);
            String settings = String.join("\n", Arrays.copyOfRange(lines, 1, 1 + text)) + (text == 0 ? "" : "\n");
            if (settings.getBytes(StandardCharsets.UTF_8).length > Integer.parseInt(head[9])) {
                settings = settings.substring(0, settings.length() - 1);
            }
            Slip slip = new Slip(
                    new ProfileName(head[3]),
                    Instant.ofEpochSecond(Long.parseLong(head[4])),
                    Instant.ofEpochSecond(Long.parseLong(head[5])),
                    new Seal(head[6], Long.parseLong(head[7]), Long.parseLong(head[8])),
                    settings,
                    Secret.of(lines[1 + text]),
                    lines[2 + text],
                    lines[3 + text]);
            return Arrays.equals(slip.toBytes(), content) ? Optional.of(slip) : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }
}
