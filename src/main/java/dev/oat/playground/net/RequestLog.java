package dev.oat.playground.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** What the servers received, in the order in which they answered; the last ten thousand requests are kept. */
public final class RequestLog {
    private static final int KEPT = 10_000;

    private final Deque<ReceivedRequest> requests = new ArrayDeque<>();
    private final List<Consumer<ReceivedRequest>> listeners = new ArrayList<>();

    private final List<Consumer<Arrival>> arrivals = new ArrayList<>();
    private long arrived;

    /**
     * A request that has come and is not answered yet.
     *
     * @param number the how manieth it was to come
     * @param byGateway whether the gateway passes it on
     */
    public record Arrival(long number, Part part, String method, String path, boolean byGateway) {}

    public RequestLog() {}

    /** Numbers a request that has come, and tells of it. */
    long arrive(Part part, String method, String path, boolean byGateway) {
        Arrival arrival;
        List<Consumer<Arrival>> told;
        synchronized (this) {
            arrival = new Arrival(++arrived, part, method, path, byGateway);
            told = List.copyOf(arrivals);
        }
        told.forEach(listener -> listener.accept(arrival));
        return arrival.number();
    }

    /** Tells each further request when it comes. */
    public synchronized void onArrival(Consumer<Arrival> listener) {
        arrivals.add(listener);
    }

    void add(ReceivedRequest request) {
        List<Consumer<ReceivedRequest>> told;
        synchronized (this) {
            if (requests.size() == KEPT) {
                requests.removeFirst();
            }
            requests.addLast(request);
            told = List.copyOf(listeners);
        }
        told.forEach(listener -> listener.accept(request));
    }

    /** Tells each further request, on the thread that serves it, before it is answered. */
    public synchronized void onRequest(Consumer<ReceivedRequest> listener) {
        listeners.add(listener);
    }

    /** All requests, oldest first. */
    public synchronized List<ReceivedRequest> all() {
        return List.copyOf(requests);
    }

    /** Returns the requests that one server received, oldest first. */
    public List<ReceivedRequest> of(Part part) {
        return all().stream().filter(request -> request.part() == part).toList();
    }

    /** The requests that one server received for a path, oldest first. */
    public List<ReceivedRequest> of(Part part, String path) {
        return of(part).stream().filter(request -> request.path().equals(path)).toList();
    }

    /** Returns the token requests for one grant type, at any issuer, oldest first. */
    public List<ReceivedRequest> tokenRequests(String grantType) {
        return of(Part.AUTHORIZATION_SERVER).stream()
                .filter(request -> request.path().endsWith("/token"))
                .filter(request ->
                        request.form("grant_type").filter(grantType::equals).isPresent())
                .toList();
    }

    /** Forgets everything so far. */
    public synchronized void clear() {
        requests.clear();
    }
}
