package dev.oat.session.profile;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody may have meant who mistyped a name. */
public final class Nearest {
    private Nearest() {}

    /** The candidate that the fewest changed letters lead to, if it takes few enough for a slip of the hand. */
    public static Optional<String> to(String typed, Collection<String> candidates) {
        int most = Math.max(1, Math.min(3, typed.length() / 3));
        Optional<String> nearest = Optional.empty();
        for (String candidate : candidates) {
            int distance = distance(typed, candidate);
            if (distance <= most) {
                most = distance - 1;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Insertions, deletions, replacements, and swaps of neighbours, that turn one text into the other. */
    static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(cost[i - 1][j - 1] + same, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[one.length()][other.length()];
    }
}
