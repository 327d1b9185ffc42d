package dev.oat.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Says that a host has addresses, and none of the family that may be connected to. */
public final class OtherFamily extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    private final String option;

    private OtherFamily(String message, String option) {
        super(message);
        this.option = option;
    }

    /**
     * Returns the exception.
     *
     * @param host the name or literal that was to be connected to
     * @param all its addresses
     * @param four whether IPv4 is the family that may be, else IPv6
     */
    public static UnknownHostException of(String host, InetAddress[] all, boolean four) {
        boolean literal = all.length == 1 && (host.indexOf(':') >= 0 || host.equals(all[0].getHostAddress()));
        String option = four ? "-4" : "-6";
        String own = literal
                ? host + " is an " + (four ? "IPv6" : "IPv4") + " address"
                : host + " has no " + (four ? "IPv4" : "IPv6") + " address";
        return new OtherFamily(own + ", and " + option + " connects to no other", option);
    }

    /** Returns the option that left the addresses out. */
    String option() {
        return option;
    }
}
