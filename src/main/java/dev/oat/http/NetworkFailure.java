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
import javax.net.ssl.SSLException;

/** Says in plain words why a message could not be exchanged. */
public final class NetworkFailure {
    private NetworkFailure() {}

    /** The failure for an exception of the JDK's network or TLS. */
    public static Failure of(Request request, IOException problem) {
        String host = Origins.of(request.uri());
        Failure failure;
        if (has(problem, SocketTimeoutException.class)
                || problem.getClass().getName().equals("java.net.http.HttpTimeoutException")
                || problem.getClass().getName().equals("java.net.http.HttpConnectTimeoutException")) {
            failure = new Failure.TimedOut("the " + request.title() + " to " + host + " was not answered in time");
            failure.hint("the server may be slow or a firewall may drop packets; --timeout SECONDS waits longer");
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
            failure.hint("give its certificate authority with --cacert FILE or SSL_CERT_FILE");
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
        } else if (mentions(problem, "Unable to tunnel through proxy")) {
            failure = new Failure.Unreachable(
                    "the proxy refused to connect to " + host + ": " + reason(problem), problem);
            failure.hint("check HTTPS_PROXY and NO_PROXY");
        } else {
            failure = new Failure.Unreachable(
                    "the " + request.title() + " to " + host + " got no whole answer: " + reason(problem), problem);
        }
        failure.phase(request.title());
        failure.at(Response.endpoint(request), 0);
        return failure;
    }

    /** Whether a failure came before any byte of the request left: no name, no connection. */
    public static boolean nothingWasSent(Failure failure) {
        return has(failure, ConnectException.class)
                || has(failure, NoRouteToHostException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, UnresolvedAddressException.class);
    }

    private static String reason(Throwable problem) {
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
