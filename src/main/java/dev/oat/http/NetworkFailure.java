package dev.oat.http;

import dev.oat.trace.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in plain words why a message could not be exchanged. */
public final class NetworkFailure {
    private NetworkFailure() {}

    /**
     * The failure for an exception of the network or of TLS.
     *
     * @param proxy the proxy on the way, or empty: whatever cannot be reached then is the proxy
     */
    public static Failure of(Request request, IOException problem, Optional<ProxyRules.Proxy> proxy) {
        if (proxy.isEmpty() || problem instanceof OtherFamily) {
            return of(request, problem);
        }
        ProxyRules.Proxy named = proxy.orElseThrow();
        Failure failure;
        if (has(problem, UnknownHostException.class) || has(problem, UnresolvedAddressException.class)) {
            failure = new Failure.Unreachable("the name of the proxy " + named + " cannot be resolved", problem);
        } else if (has(problem, ConnectException.class) || has(problem, NoRouteToHostException.class)) {
            failure = new Failure.Unreachable("nothing answers at the proxy " + named, problem);
        } else if (problem instanceof ProxyRefusal refusal) {
            return refused(request, named, refusal);
        } else if (mentions(problem, "Tunnel failed") || mentions(problem, "Unable to tunnel")) {
            return refused(request, named, new ProxyRefusal(statusIn(String.valueOf(problem.getMessage()))));
        } else {
            return of(request, problem);
        }
        failure.hint("check " + named.source() + "; NO_PROXY=" + request.uri().getHost() + " goes without a proxy");
        return located(request, failure);
    }

    /** Returns the failure for a proxy that does not let the request through. */
    public static Failure refused(Request request, ProxyRules.Proxy proxy, ProxyRefusal problem) {
        boolean credentials = problem.status() == 407;
        Failure failure = new Failure.Unreachable(
                "the proxy " + proxy
                        + (credentials
                                ? " asks for credentials"
                                : " refused to connect to " + Origins.of(request.uri()))
                        + ": " + problem.getMessage(),
                problem);
        if (credentials) {
            failure.hint(
                    proxy.address().getRawUserInfo() == null
                            ? "give them in " + proxy.source() + ": http://USER:PASSWORD@HOST:PORT"
                            : "check the user and password in " + proxy.source());
        } else {
            failure.hint(
                    "check " + proxy.source() + "; NO_PROXY=" + request.uri().getHost() + " goes without a proxy");
        }
        return located(request, failure);
    }

    /** Returns the failure for a proxy that did not answer in time. */
    public static Failure proxyIsLate(Request request, ProxyRules.Proxy proxy, Failure late) {
        Failure failure = new Failure.TimedOut(late.what() + ": the proxy " + proxy + " does not answer");
        failure.hint("check " + proxy.source() + "; NO_PROXY=" + request.uri().getHost() + " goes without a proxy");
        return located(request, failure);
    }

    private static int statusIn(String message) {
        for (int i = 0; i + 3 <= message.length(); i++) {
            String digits = message.substring(i, i + 3);
            if (digits.charAt(0) >= '1' && digits.charAt(0) <= '5' && isNumber(digits)) {
                return Integer.parseInt(digits);
            }
        }
        return 0;
    }

    private static boolean isNumber(String digits) {
        return Character.isDigit(digits.charAt(1)) && Character.isDigit(digits.charAt(2));
    }

    private static Failure located(Request request, Failure failure) {
        failure.phase(request.title());
        return failure.at(request.endpoint(), 0);
    }

    /** Returns the failure for an exception of the network or of TLS. */
    public static Failure of(Request request, IOException problem) {
        String host = Origins.of(request.uri());
        Failure failure;
        if (has(problem, SocketTimeoutException.class)
                || problem.getClass().getName().equals("java.net.http.HttpTimeoutException")
                || problem.getClass().getName().equals("java.net.http.HttpConnectTimeoutException")) {
            failure = new Failure.TimedOut("the " + request.title() + " to " + host + " was not answered in time");
            failure.hint("the server may be slow or a firewall may drop packets; --timeout SECONDS waits longer");
        } else if (problem instanceof OtherFamily other) {
            failure = new Failure.Unreachable(String.valueOf(other.getMessage()), other);
            failure.hint("leave out " + other.option() + ", or name an address of that family with --resolve");
        } else if (has(problem, UnknownHostException.class) || has(problem, UnresolvedAddressException.class)) {
            failure = new Failure.Unreachable("the name " + request.uri().getHost() + " cannot be resolved", problem);
            failure.hint("check the address; behind a proxy set HTTPS_PROXY");
        } else if (has(problem, CertificateExpiredException.class)) {
            failure = new Failure.Unreachable("the certificate of " + host + " has expired", problem);
            failure.hint("check this machine's clock, or have the server's certificate renewed");
        } else if (has(problem, CertificateNotYetValidException.class)) {
            failure = new Failure.Unreachable("the certificate of " + host + " is not valid yet", problem);
            failure.hint("check this machine's clock");
        } else if (has(problem, CertPathBuilderException.class) || has(problem, CertPathValidatorException.class)) {
            failure = new Failure.Unreachable("the certificate of " + host + " is not trusted", problem);
            failure.hint("give its trust anchor with --cacert FILE or SSL_CERT_FILE");
        } else if (mentions(problem, "No subject alternative") || mentions(problem, "No name matching")) {
            failure = new Failure.Unreachable("the certificate of " + host + " is for another name", problem);
            failure.hint("check the host name in the address");
        } else if (problem instanceof SSLException || has(problem, SSLException.class)) {
            failure = new Failure.Unreachable("no TLS connection to " + host + ": " + reason(problem), problem);
            failure.hint(
                    mentions(problem, "plaintext") || mentions(problem, "Unsupported or unrecognized")
                            ? "the server does not speak TLS there; is the address http, or another port?"
                            : "try curl -v " + host + " to see what the server offers");
        } else if (has(problem, ConnectException.class) || has(problem, NoRouteToHostException.class)) {
            failure = new Failure.Unreachable("nothing answers at " + host, problem);
            failure.hint("check host and port, and that the server runs");
        } else if (problem instanceof OtherProtocol other) {
            failure = new Failure.Unreachable("no HTTP/1.1 at " + host + ": " + reason(problem), problem);
            failure.hint(
                    switch (other.spoken()) {
                        case TLS -> "write https:// in front of the address";
                        case HTTP_2 -> "over https it can be spoken to with --http2";
                        case UNKNOWN -> "check host and port";
                    });
        } else {
            failure = new Failure.Unreachable(
                    "the " + request.title() + " to " + host + " got no whole answer: " + reason(problem), problem);
        }
        return located(request, failure);
    }

    /** Returns whether a failure came before any byte of the request left: no name, no connection. */
    public static boolean nothingWasSent(Failure failure) {
        return has(failure, ConnectException.class)
                || has(failure, NoRouteToHostException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, UnresolvedAddressException.class)
                || has(failure, ProxyRefusal.class);
    }

    public static String reason(Throwable problem) {
        String message = problem.getMessage();
        if (message == null || message.isEmpty()) {
            return "the connection was closed";
        }
        if (message.contains("Unexpected end of file")
                || message.contains("EOF reached while reading")
                || message.contains("header parser received no bytes")) {
            return "the connection was closed before an answer came";
        }
        if (message.contains("Premature EOF")
                || message.contains("closed locally")
                || message.contains("chunked transfer encoding")) {
            return "the answer was cut short";
        }
        int line = message.indexOf('\n');
        return line < 0 ? message : message.substring(0, line);
    }

    private static boolean has(Throwable problem, Class<? extends Throwable> type) {
        Throwable cause = problem;
        for (int depth = 0; cause != null && depth < 12; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean mentions(Throwable problem, String words) {
        Throwable cause = problem;
        for (int depth = 0; cause != null && depth < 12; depth++) {
            if (cause.getMessage() != null && cause.getMessage().contains(words)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
