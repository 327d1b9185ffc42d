package dev.oat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DESIGN, Decisions: "Freshness". */
class FreshnessTest {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    private static StoredSession token(String accessToken, Instant obtained, long lifetime) {
        return Sessions.bearer(accessToken, obtained, Optional.of(obtained.plusSeconds(lifetime)));
    }

    @ParameterizedTest(name = "a life of {0} s, asked for {1} s, {2} s after it came: {3}")
    @CsvSource({
        // lifetime, min-ttl, seconds since it came, fresh
        "300, 30,    0, true",
        "300, 30,  269, true",
        "300, 30,  270, false",
        "300, 30,  300, false",
        "300, 30,  400, false",
        "300,  0,  299, true",
        "300,  0,  300, false",
        // capped at half of the lifetime
        " 40, 30,   19, true",
        " 40, 30,   20, false",
        " 10, 30,    4, true",
        " 10, 30,    5, false",
        "300, 900, 149, true",
        "300, 900, 150, false",
        "  1, 30,    0, true",
        "  0, 30,    0, false",
        // the clock was set back: within what two machines may differ, and beyond
        "300, 30,  -59, true",
        "300, 30,  -61, false",
    })
    void a_token_is_fresh_until_its_margin(long lifetime, long minTtl, long later, boolean fresh) {
        Freshness freshness = new Freshness(Duration.ofSeconds(minTtl));
        assertThat(freshness.isFresh(token("a", START, lifetime), START.plusSeconds(later)))
                .isEqualTo(fresh);
    }

    @Test
    void the_margin_is_thirty_seconds_unless_told() {
        assertThat(Freshness.DEFAULT.minTtl()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_token_without_expires_in_is_good_until_a_401() {
        StoredSession endless = Sessions.bearer("a", START, Optional.empty());
        assertThat(Freshness.DEFAULT.isFresh(endless, START.plus(Duration.ofDays(4000))))
                .isTrue();
    }

    @Test
    void a_token_that_another_process_renewed_while_we_waited_is_fresh_until_it_ends() {
        Freshness demanding = new Freshness(Duration.ofSeconds(30));
        StoredSession before = token("old", START.minusSeconds(60), 60);
        StoredSession after = token("new", START, 10);
        Instant late = START.plusSeconds(9);
        assertThat(demanding.isFresh(after, late)).isFalse();
        assertThat(demanding.isFreshAfterWaiting(Optional.of(before), after, late))
                .isTrue();
        assertThat(demanding.isFreshAfterWaiting(Optional.of(before), after, START.plusSeconds(10)))
                .isFalse();
    }

    @Test
    void a_token_that_nobody_renewed_while_we_waited_keeps_its_margin() {
        StoredSession before = token("same", START, 60);
        assertThat(Freshness.DEFAULT.isFreshAfterWaiting(Optional.of(before), before, START.plusSeconds(45)))
                .isFalse();
    }

    @Test
    void a_dead_session_gives_out_nothing_more() {
        StoredSession dead = token("a", START, 300).dead("invalid_grant");
        assertThat(Freshness.DEFAULT.isFresh(dead, START.plusSeconds(1))).isFalse();
        assertThat(Freshness.DEFAULT.isFreshAfterWaiting(Optional.of(token("b", START, 9)), dead, START.plusSeconds(1)))
                .isFalse();
    }
}
