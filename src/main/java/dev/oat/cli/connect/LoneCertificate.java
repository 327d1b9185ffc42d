package dev.oat.cli.connect;

import dev.oat.cli.frame.Output;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.StreamTransport;
import dev.oat.http.StreamedResponse;
import dev.oat.http.Transport;
import dev.oat.http.tls.ClientCertificate;
import dev.oat.json.JsonException;
import dev.oat.trace.Failure;
import java.util.Set;

/**
 * A client certificate that goes out without those between it and its authority: told when a server may have refused it for
 * that.
 */
final class LoneCertificate {
    /** The last two are nginx's own: the certificate is wrong, or there was none. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 495, 496);

    private static final int BAD_REQUEST = 400;

    private final Output output;
    private final ClientCertificate certificate;
    private final String file;
    private boolean told;

    /**
     * Creates a certificate that is alone.
     *
     * @param file what --cert names
     */
    LoneCertificate(Output output, ClientCertificate certificate, String file) {
        this.output = output;
        this.certificate = certificate;
        this.file = file;
    }

    /** Returns a transport that shows it. */
    Transport told(Transport transport) {
        return request -> {
            try {
                Response response = transport.send(request);
                if (isRefusal(response)) {
                    tell();
                }
                return response;
            } catch (Failure.Unreachable failure) {
                tellOf(failure);
                throw failure;
            }
        };
    }

    /** Returns a transport to APIs that shows it; whose 401 and 403 are mostly about the token. */
    public StreamTransport told(StreamTransport transport) {
        return new StreamTransport() {
            @Override
            public StreamedResponse send(Request request) {
                try {
                    StreamedResponse response = transport.send(request);
                    boolean page = response.status() == BAD_REQUEST
                            && response.mediaType().equals("text/html");
                    if (page || response.status() == 495 || response.status() == 496) {
                        tell();
                    }
                    return response;
                } catch (Failure.Unreachable failure) {
                    tellOf(failure);
                    throw failure;
                }
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    private static boolean isRefusal(Response response) {
        if (response.status() != BAD_REQUEST) {
            return REFUSALS.contains(response.status());
        }
        try {
            return response.json().value("error").orElse("").equals("invalid_client");
        } catch (JsonException e) {
            // a page, as proxies answer before the server
            return true;
        }
    }

    private void tellOf(Failure.Unreachable failure) {
        // without a status nothing was answered: in TLS 1.3 a refused certificate ends the connection
        if (failure.status().isEmpty()) {
            tell();
        }
    }

    private synchronized void tell() {
        if (!told) {
            told = true;
            output.warn("--cert " + file
                    + " holds the client's certificate alone; the server may want its chain: append the"
                    + " certificates of its issuers (" + certificate.issuer()
                    + "), or name a file that holds them too with --cacert");
        }
    }
}
