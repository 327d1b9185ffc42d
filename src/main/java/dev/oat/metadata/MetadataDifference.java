package dev.oat.metadata;

import dev.oat.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A member in which two metadata documents differ.
 *
 * @param member its name
 * @param here its value in the first document, or empty when it is not there
 * @param there its value in the second document, or empty when it is not there
 */
public record MetadataDifference(String member, Optional<Object> here, Optional<Object> there) {
    public MetadataDifference {
        Objects.requireNonNull(member, "member is null");
        Objects.requireNonNull(here, "here is null");
        Objects.requireNonNull(there, "there is null");
    }

    /** Returns the differences in the order of the first document; the order within lists of texts does not matter. */
    public static List<MetadataDifference> between(JsonObject one, JsonObject other) {
        Set<String> members = new LinkedHashSet<>(one.members().keySet());
        members.addAll(other.members().keySet());
        List<MetadataDifference> differences = new ArrayList<>();
        for (String member : members) {
            Optional<Object> here = one.value(member);
            Optional<Object> there = other.value(member);
            if (!sorted(here).equals(sorted(there))) {
                differences.add(new MetadataDifference(member, here, there));
            }
        }
        return List.copyOf(differences);
    }

    /**
     * Returns the differences between two servers: an address below its own issuer counts as the same place as the like address
     * below the other's.
     */
    public static List<MetadataDifference> betweenServers(JsonObject one, JsonObject other) {
        List<MetadataDifference> differences = new ArrayList<>();
        for (MetadataDifference difference : between(one, other)) {
            String here = relative(difference.here(), one);
            String there = relative(difference.there(), other);
            boolean issuer = difference.member().equals("issuer");
            if (here.isEmpty() || !here.equals(there) || issuer) {
                differences.add(difference);
            }
        }
        return List.copyOf(differences);
    }

    /** Returns an address with its issuer taken off, or empty for anything else. */
    private static String relative(Optional<Object> value, JsonObject document) {
        Object issuer = document.value("issuer").orElse("");
        if (!(issuer instanceof String base)
                || !(value.orElse("") instanceof String text)
                || base.isEmpty()
                || !text.startsWith(base)) {
            return "";
        }
        String rest = text.substring(base.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    private static Object sorted(Optional<Object> value) {
        if (value.orElse("") instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            for (Object element : list) {
                texts.add(JsonObject.toJson(element));
            }
            Collections.sort(texts);
            return texts;
        }
        return value;
    }

    /** Returns the elements that only one of two lists has; empty unless both values are lists. */
    public List<Object> onlyHere() {
        return minus(here, there);
    }

    /** The elements that only the second of two lists has; empty unless both values are lists. */
    public List<Object> onlyThere() {
        return minus(there, here);
    }

    /** Returns whether both documents have a list here. */
    public boolean isOfLists() {
        return here.orElse("") instanceof List && there.orElse("") instanceof List;
    }

    private static List<Object> minus(Optional<Object> one, Optional<Object> other) {
        List<Object> rest = new ArrayList<>();
        if (one.orElse("") instanceof List<?> mine && other.orElse("") instanceof List<?> theirs) {
            for (Object element : mine) {
                if (!theirs.contains(element)) {
                    rest.add(element);
                }
            }
        }
        return rest;
    }
}
