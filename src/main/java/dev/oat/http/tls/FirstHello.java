package dev.oat.http.tls;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;

/**
 * A TLS hello that offers X25519 and no other group, which nearly every server takes.
 *
 * <p>The JDK makes a key for two of the groups it offers, and the second one, which is nearly never used, takes a cold start
 * as long as a tenth of the whole. A server that takes none of what is offered refuses the hello (RFC 8446 §4.1.1) before
 * anything is sent to it, and is greeted again with all that the JDK has.
 */
public final class FirstHello {
    private static final String GROUP = "x25519";
    private static final String ALERT = "Received fatal alert: ";

    /** Of alerts by their names in RFC 8446 §6: those that speak of who somebody is. */
    private static final List<String> NOT_OF_THE_OFFER =
            List.of("certificate", "unknown_ca", "unrecognized_name", "access_denied");

    private FirstHello() {}

    /**
     * Narrows what is offered; what a server could agree to without the group goes, too, since it is worse.
     *
     * @return false where X25519 is not what is offered first, or this JDK cannot do it (before 20), and nothing has changed
     */
    public static boolean narrow(SSLParameters parameters) {
        try {
            Object groups = SSLParameters.class.getMethod("getNamedGroups").invoke(parameters);
            if (!(groups instanceof String[] offered) || offered.length < 2 || !offered[0].equals(GROUP)) {
                return false;
            }
            SSLParameters.class.getMethod("setNamedGroups", String[].class).invoke(parameters, (Object)
                    new String[] {GROUP});
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
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

    /**
     * Returns whether a handshake may have failed for what was offered. Servers say so in many ways, and the JDK may be the one who
     * finds nothing to agree to; what is about certificates or names is about nothing else.
     */
    public static boolean mayBeWhy(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return false;
            }
        }
        String message = String.valueOf(failure.getMessage());
        int alert = message.indexOf(ALERT);
        if (alert >= 0) {
            String name = message.substring(alert + ALERT.length());
            for (String other : NOT_OF_THE_OFFER) {
                if (name.contains(other)) {
                    return false;
                }
            }
        }
        return true;
    }
}
