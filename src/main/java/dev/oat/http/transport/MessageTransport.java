package dev.oat.http.transport;

import dev.oat.http.Decompression;
import dev.oat.http.NetworkFailure;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.StreamLimits;
import dev.oat.http.StreamedResponse;
import dev.oat.http.Transport;
import dev.oat.http.tls.TransportSettings;
import dev.oat.trace.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Sends protocol messages, each over a connection of its own: one small request, one small answer, read whole.
 *
 * <p>Follows no redirect, sends nothing twice, stops at a size limit, and keeps one deadline for the whole call, name
 * lookup included. An answer that comes compressed is decompressed; the limit counts what it is then.
 */
public final class MessageTransport implements Transport {
    private final StreamTransports streams;

    /** A transport; nothing is opened before the first request. */
    public MessageTransport(TransportSettings settings) {
        this.streams = new StreamTransports(
                settings,
                new StreamLimits(settings.timeout(), java.util.Optional.of(settings.timeout())),
                StreamTransports.Way.ONE_BY_ONE);
    }

    @Override
    public Response send(Request request) {
        try (StreamedResponse answer = Decompression.ofMessage(request, streams.send(request))) {
            return new Response(answer.status(), answer.headers(), body(request, answer), answer.connecting());
        }
    }

    private static byte[] body(Request request, StreamedResponse answer) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        InputStream body = answer.body();
        byte[] buffer = new byte[8 << 10];
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                whole.write(buffer, 0, read);
                if (whole.size() > TransportSettings.MAX_MESSAGE) {
                    throw tooLarge(request, answer.status());
                }
            }
        } catch (IOException e) {
            throw NetworkFailure.of(request, e);
        }
        return whole.toByteArray();
    }

    private static Failure tooLarge(Request request, int status) {
        Failure failure = new Failure.Unreachable("the answer to the " + request.title() + " is larger than "
                + (TransportSettings.MAX_MESSAGE >> 20) + " MiB and was not read further");
        failure.phase(request.title());
        failure.spec(request.spec());
        failure.at(request.endpoint(), status);
        return failure.hint("check the address: no protocol message is that large");
    }
}
