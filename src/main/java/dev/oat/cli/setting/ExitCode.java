package dev.oat.cli.setting;

import dev.oat.trace.Failure;

/** What the process says at its end; {@code oat help exit-codes} prints this table. */
public enum ExitCode {
    DONE(0, "done"),
    FAULT(1, "a fault of oat itself"),
    USAGE(2, "wrong usage, or settings or local files that do not work"),
    REFUSED(3, "refused by the authorization server, or by the user"),
    LOGIN_NEEDED(4, "login needed: no token can be had without the user"),
    UNREACHABLE(5, "unreachable: network, TLS, or no usable protocol answer"),
    CHECK_FAILED(6, "a check failed: state, issuer, ID token, signature, token type"),
    TIMED_OUT(7, "timed out, or the server asks to come back later (429, 503)"),
    API_ERROR(8, "the API answered with status 400 or above (call --fail)"),
    INTERRUPTED(130, "interrupted (Ctrl-C)"),
    TERMINATED(143, "terminated");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number that the process ends with. */
    public int code() {
        return code;
    }

    /** What it means. */
    public String meaning() {
        return meaning;
    }

    /** Returns the code of a failure. */
    public static ExitCode of(Failure failure) {
        if (failure instanceof Failure.Usage || failure instanceof Failure.Locked) {
            return USAGE;
        }
        if (failure instanceof Failure.Refused || failure instanceof Failure.Declined) {
            return REFUSED;
        }
        if (failure instanceof Failure.LoginNeeded) {
            return LOGIN_NEEDED;
        }
        if (failure instanceof Failure.Unreachable) {
            return UNREACHABLE;
        }
        if (failure instanceof Failure.CheckFailed) {
            return CHECK_FAILED;
        }
        return TIMED_OUT;
    }
}
