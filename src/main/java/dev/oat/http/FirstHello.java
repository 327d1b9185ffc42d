package dev.oat.http;

import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A TLS hello that offers X25519 and no other group, which nearly every server takes.
 *
 * <p>The JDK makes a key for two of the groups it offers, and the second one, which is nearly never used, takes a cold start
 * as long as a tenth of the whole. A server that takes none of what is offered refuses the hello (RFC 8446 §4.1.1) before
 * anything is sent to it, and is greeted again with all that the JDK has.
 */
final class FirstHello {
    private static final String ALERT = "Received fatal alert: ";
    private static final List<String> NOT_OF_THE_OFFER =
            List.of("certificate", "unknown_ca", "protocol_version", "unrecognized_name", "access_denied");

    private FirstHello() {}

    /**
     * Narrows what is offered; what a server could agree to without the group goes, too, since it is worse.
     *
     * @return false where this JDK cannot do it (before 20), and nothing has changed
     */
    static boolean narrow(SSLParameters parameters) {
        Method groups = groups();
        if (groups == null) {
            return false;
        }
        try {
            groups.invoke(parameters, (Object) new String[] {"x25519"});
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
        List<String> suites = new ArrayList<>();
        for (String suite : parameters.getCipherSuites()) {
            // TLS 1.3 names none of the key exchanges
            if (suite.startsWith("TLS_ECDHE_") || !suite.contains("_WITH_")) {
                suites.add(suite);
            }
        }
        parameters.setCipherSuites(suites.toArray(new String[0]));
        return true;
    }

    private static @Nullable Method groups() {
        try {
            return SSLParameters.class.getMethod("setNamedGroups", String[].class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    /**
     * Whether a handshake may have failed for what was offered. A server that finds nothing in it may say so with nearly any
     * alert, or hang up; what is about certificates, versions or names is about nothing else.
     */
    static boolean wasRefused(IOException failure) {
        if (failure instanceof SocketException) {
            return true;
        }
        String message = String.valueOf(failure.getMessage());
        int alert = message.indexOf(ALERT);
        if (alert < 0) {
            return failure instanceof SSLHandshakeException && failure.getCause() instanceof EOFException;
        }
        String name = message.substring(alert + ALERT.length());
        for (String other : NOT_OF_THE_OFFER) {
            if (name.contains(other)) {
                return false;
            }
        }
        return true;
    }
}
