package dev.oat.render.page;

import static dev.oat.html.Html.at;
import static dev.oat.html.Html.cls;
import static dev.oat.html.Html.el;
import static dev.oat.html.Html.text;

import dev.oat.html.Html;
import dev.oat.jose.JoseException;
import dev.oat.jose.Jwk;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.render.flow.Recording;
import dev.oat.render.flow.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which values of a flow are the same, or bind each other: a {@code code_challenge} its {@code code_verifier}, a
 * {@code state} its echo, a {@code jkt} its key. Each occurrence gets a mark that leads to the next.
 *
 * <p>The flow is gone through twice: once to find what there is, once to write it.
 */
final class Bonds {
    private static final Map<String, String> MEANINGS = meanings();

    /** Where a value was seen. */
    private record Place(String name, String message) {}

    private final boolean secretsShown;
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, List<Place>> places = new LinkedHashMap<>();
    private final Map<String, Integer> written = new HashMap<>();
    private final Map<String, String> letters = new LinkedHashMap<>();
    private boolean writing;

    Bonds(Recording recording) {
        secretsShown = recording.secretsShown();
        for (Step step : recording.steps()) {
            if (step instanceof Step.Opened opened) {
                opened.aliases().forEach(alias -> aliases.put(alias, opened.mark()));
            }
        }
    }

    private static Map<String, String> meanings() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "code_verifier", "PKCE: the challenge is the hash of the verifier, so a stolen code is worth nothing");
        words.put("cnf.jkt", "DPoP: the token names the key that signs each proof");
        words.put("dpop_jkt", "DPoP: the code is bound to the key that signs each proof");
        words.put("ath", "DPoP: the proof names the hash of the token that it goes with");
        words.put("dpop-nonce", "the server's nonce, repeated in the next proof");
        words.put("oauth-client-attestation-challenge", "the server's challenge, repeated in the next proof");
        words.put("jwk", "DPoP: the same key signs each proof");
        words.put("state", "ties the answer to the request that this browser began");
        words.put("at_hash", "the ID token names the hash of the access token that it belongs to");
        words.put("nonce", "ties the ID token to this request");
        words.put("code", "the one-time code, from the browser to the token endpoint");
        words.put("refresh_token", "the refresh token, handed out and used");
        words.put("access_token", "the access token, handed out and shown");
        words.put("authorization", "the same credentials, shown again");
        words.put("client_assertion", "the same proof of the client, shown again");
        words.put("device_code", "ties the polling to what the device asked for");
        words.put("auth_req_id", "ties the polling to what was asked for");
        words.put("request_uri", "the pushed request that the browser refers to");
        return words;
    }

    /** From now on marks are written. */
    void write() {
        writing = true;
        for (Map.Entry<String, List<Place>> entry : places.entrySet()) {
            Set<String> messages = new LinkedHashSet<>();
            entry.getValue().forEach(place -> messages.add(place.message()));
            if (messages.size() > 1 || names(entry.getKey()).size() > 1) {
                letters.put(entry.getKey(), letter(letters.size()));
            }
        }
    }

    private static String letter(int number) {
        String last = Character.toString((char) ('A' + number % 26));
        return number < 26 ? last : letter(number / 26 - 1) + last;
    }

    /** Binds a public key to its thumbprint, wherever that stands (RFC 9449 §6.1). */
    void key(JsonObject jwk) {
        try {
            String thumbprint = Jwk.parse(jwk).thumbprint();
            aliases.put(thumbprint, "key " + thumbprint);
            aliases.put(jwk.toJson(), "key " + thumbprint);
        } catch (JoseException | JsonException e) {
            // no key that could bind anything
        }
    }

    /**
     * Returns the bond of a value, or empty where it has none.
     *
     * @param value as it is shown
     * @param secret whether it is a secret, when those are shown
     */
    private Optional<String> bond(String value, boolean secret) {
        String alias = aliases.get(value);
        if (alias != null) {
            return Optional.of(alias);
        }
        int mark = mark(value);
        if (mark >= 0) {
            return Optional.of(value.substring(mark));
        }
        return secretsShown && secret && value.length() > 7
                ? Optional.of(value.substring(value.lastIndexOf(' ') + 1))
                : Optional.empty();
    }

    /** Returns where in a value the sign of a hidden secret begins, which ends it; or -1. */
    static int mark(String value) {
        int start = value.lastIndexOf('[');
        return start >= 0 && value.endsWith("]") && value.indexOf(" chars", start) > 0 && value.indexOf('#', start) > 0
                ? start
                : -1;
    }

    /** What marks an occurrence: attributes of its row, and the mark behind its value. */
    record Seen(String bond, Html mark) {
        static final Seen NOTHING = new Seen("", Html.nothing());
    }

    /**
     * Sees an occurrence.
     *
     * @param name of the field
     * @param message its number
     */
    Seen see(String name, String value, boolean secret, String message) {
        Optional<String> bond = bond(value, secret);
        if (bond.isEmpty()) {
            return Seen.NOTHING;
        }
        List<Place> all = places.computeIfAbsent(bond.get(), key -> new ArrayList<>());
        if (!writing) {
            all.add(new Place(name, message));
            return Seen.NOTHING;
        }
        String letter = letters.get(bond.get());
        if (letter == null) {
            return Seen.NOTHING;
        }
        int number = written.merge(bond.get(), 1, Integer::sum) - 1;
        Place next = all.get((number + 1) % all.size());
        String id = "bond-" + letter;
        Html mark = el(
                "a",
                cls("bond"),
                at("id", id + "-" + number),
                at("href", "#" + id + "-" + (number + 1) % all.size()),
                at("aria-label", "bond " + letter + ": next in message " + next.message() + ", " + next.name()),
                text("↔ " + letter));
        return new Seen(letter, mark);
    }

    private Set<String> names(String bond) {
        Set<String> names = new LinkedHashSet<>();
        places.getOrDefault(bond, List.of()).forEach(place -> names.add(place.name()));
        return names;
    }

    /** Returns all bonds as a table; empty where there is none. */
    Html table() {
        List<Html> rows = new ArrayList<>();
        for (Map.Entry<String, String> entry : letters.entrySet()) {
            List<Html> where = new ArrayList<>();
            List<Place> all = places.getOrDefault(entry.getKey(), List.of());
            for (int i = 0; i < all.size(); i++) {
                where.add(Html.all(
                        text(i == 0 ? "" : ", "),
                        el("code", Report.shown(all.get(i).name())),
                        text(" in "),
                        el(
                                "a",
                                at("href", "#bond-" + entry.getValue() + "-" + i),
                                text("message " + all.get(i).message()))));
            }
            rows.add(el(
                    "tr",
                    at("data-bond", entry.getValue()),
                    el("th", at("scope", "row"), text("↔ " + entry.getValue())),
                    el("td", Html.all(where)),
                    el("td", cls("for"), text(meaning(names(entry.getKey()))))));
        }
        return rows.isEmpty()
                ? Html.nothing()
                : Report.table("What binds what", List.of("Bond", "Where", "What for"), rows);
    }

    private static String meaning(Set<String> names) {
        for (Map.Entry<String, String> entry : MEANINGS.entrySet()) {
            if (names.stream().anyMatch(name -> name.equalsIgnoreCase(entry.getKey()))) {
                return entry.getValue();
            }
        }
        return "the same value";
    }
}
