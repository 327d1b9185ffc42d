package dev.oat.playground.issuer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The faults that are on, to be flipped at any time from any thread. */
public final class Faults {
    /** Where faults that go anywhere can be had; {@code api} is the gateway, {@code resource} its metadata. */
    public static final List<String> ENDPOINTS = List.of(
            "metadata",
            "jwks",
            "authorize",
            "par",
            "device",
            "backchannel",
            "logout",
            "token",
            "idp-metadata",
            "idp-token",
            "userinfo",
            "revoke",
            "introspect",
            "register",
            "resource",
            "api");

    private static final String ANYWHERE = "";
    private static final String USUAL = "token";
    private static final int ALWAYS = -1;

    private record Place(Fault fault, String endpoint) {}

    private final Map<Place, Integer> times = new LinkedHashMap<>();

    public Faults() {}

    /** Switches a fault on; one that goes anywhere shows at the token endpoint. */
    public void on(Fault fault) {
        set(fault, USUAL, ALWAYS);
    }

    /** Switches a fault on at one of the {@link #ENDPOINTS}. */
    public void on(Fault fault, String endpoint) {
        set(fault, endpoint, ALWAYS);
    }

    /** Has a fault show a number of times at one of the {@link #ENDPOINTS}, and then no more. */
    public void times(int count, Fault fault, String endpoint) {
        set(fault, endpoint, count);
    }

    private synchronized void set(Fault fault, String endpoint, int count) {
        if (!ENDPOINTS.contains(endpoint)) {
            throw new IllegalArgumentException(
                    "no endpoint is called \"" + endpoint + "\"; there are " + String.join(", ", ENDPOINTS));
        }
        times.put(new Place(fault, fault.atAnyEndpoint() ? endpoint : ANYWHERE), count);
    }

    /**
     * Switches a fault on by its text: {@code expired-code}, {@code html}, {@code metadata:html}.
     *
     * @throws IllegalArgumentException if there is no such fault or endpoint, with the names that there are
     */
    public void on(String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        Fault fault = named(name);
        if (colon >= 0 && !fault.atAnyEndpoint()) {
            throw new IllegalArgumentException("the fault \"" + name + "\" takes no endpoint before it");
        }
        set(fault, colon < 0 ? USUAL : text.substring(0, colon), ALWAYS);
    }

    /** Returns the fault of this name. */
    public static Fault named(String name) {
        for (Fault fault : Fault.values()) {
            if (fault.toString().equals(name)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("no fault is called \"" + name + "\"");
    }

    /** Switches a fault off, wherever it is on. */
    public synchronized void off(Fault fault) {
        times.keySet().removeIf(place -> place.fault() == fault);
    }

    /** Switches all faults off. */
    public synchronized void clear() {
        times.clear();
    }

    /** Returns the faults that are on, each as its text. */
    public synchronized List<String> current() {
        return times.keySet().stream()
                .map(place -> (place.endpoint().isEmpty() ? "" : place.endpoint() + ":") + place.fault())
                .toList();
    }

    /** Returns whether a fault without an endpoint is on. */
    public boolean isOn(Fault fault) {
        return take(fault, ANYWHERE);
    }

    /** The faults that are on at an endpoint; each that was asked for a number of times has now shown once more. */
    synchronized List<Fault> take(String endpoint) {
        return Set.copyOf(times.keySet()).stream()
                .filter(place -> place.endpoint().equals(endpoint))
                .map(Place::fault)
                .sorted()
                .filter(fault -> take(fault, endpoint))
                .toList();
    }

    private synchronized boolean take(Fault fault, String endpoint) {
        Place place = new Place(fault, endpoint);
        Integer left = times.get(place);
        if (left == null) {
            return false;
        }
        if (left == 1) {
            times.remove(place);
        } else if (left > 1) {
            times.put(place, left - 1);
        }
        return true;
    }
}
