package dev.oat.metadata;

import dev.oat.http.Origins;
import dev.oat.http.Request;
import dev.oat.http.Response;
import dev.oat.http.Transport;
import dev.oat.http.UnexpectedAnswer;
import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Check;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One look at a server, past every cache: both forms of its metadata and its keys, whatever is wrong with them.
 *
 * @param issuer the issuer that was asked for, or that the address of a document implies
 * @param sources what was found where metadata may lie
 * @param keys what was found where the key set should lie; empty when the metadata names no such place
 */
public record ServerSurvey(String issuer, List<Source> sources, Optional<Source> keys) {
    private static final SpecRef KEY_SET = SpecRef.rfc(7517, "5");

    /**
     * One document, or why there is none.
     *
     * @param title what it is, for people
     * @param spec the section that describes it
     * @param address where it was looked for
     * @param document the document
     * @param failure why there is none
     * @param mediaType the {@code Content-Type} it came with, without parameters
     * @param date the server's time, by its {@code Date} header
     */
    public record Source(
            String title,
            SpecRef spec,
            URI address,
            Optional<JsonObject> document,
            Optional<Failure> failure,
            String mediaType,
            Optional<Instant> date) {
        public Source {
            Objects.requireNonNull(title, "title is null");
            Objects.requireNonNull(spec, "spec is null");
            Objects.requireNonNull(address, "address is null");
            Objects.requireNonNull(document, "document is null");
            Objects.requireNonNull(failure, "failure is null");
            Objects.requireNonNull(mediaType, "mediaType is null");
            Objects.requireNonNull(date, "date is null");
        }

        /** Returns whether it is the form of OpenID Connect Discovery. */
        public boolean isOpenId() {
            return spec.equals(Discovery.Form.OPENID_CONNECT.spec());
        }

        /** Whether the server answered that there is no such document. */
        public boolean isAbsent() {
            return failure.isPresent() && failure.get().status().isPresent();
        }
    }

    public ServerSurvey {
        Objects.requireNonNull(issuer, "issuer is null");
        sources = List.copyOf(sources);
        Objects.requireNonNull(keys, "keys is null");
    }

    /**
     * Looks at a server.
     *
     * @param transport sends the requests, without any credentials
     * @param address the issuer, or the address of a metadata document
     * @param source what gave the address, for messages
     * @param allowHttp whether http is fine beyond this machine
     * @throws Failure.Usage if the address is no https address
     * @throws Failure.Unreachable if no metadata is there
     */
    public static ServerSurvey of(Transport transport, String address, String source, boolean allowHttp) {
        URI uri = Addresses.given(source, address, allowHttp);
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        Looker looker = new Looker(transport, allowHttp);
        if (path.contains("/.well-known/") || path.endsWith(".json")) {
            return looker.fromDocument(uri);
        }
        if (uri.getRawQuery() != null) {
            throw new Failure.Usage(source + " has a query (?…)").hint("an issuer has none (RFC 8414 §2)");
        }
        return looker.fromIssuer(address);
    }

    /** Returns the document that a client goes by: the first that names the issuer, else the first. */
    public Source effective() {
        for (Source source : sources) {
            if (source.document().isPresent() && issuerCheck(source).isEmpty()) {
                return source;
            }
        }
        for (Source source : sources) {
            if (source.document().isPresent()) {
                return source;
            }
        }
        throw new IllegalStateException("a survey has a document");
    }

    /** Returns the document that a client goes by. */
    public JsonObject document() {
        return effective().document().orElseThrow();
    }

    /** A document of one form. */
    public Optional<JsonObject> document(Discovery.Form form) {
        for (Source source : sources) {
            if (source.spec().equals(form.spec()) && source.document().isPresent()) {
                return source.document();
            }
        }
        return Optional.empty();
    }

    /** Returns the place of the document that a client goes by, when it is not where every client looks. */
    public Optional<Discovery.Place> oddPlace() {
        URI address = effective().address();
        Optional<String> implied = IssuerAddress.impliedBy(address.toString());
        for (Discovery.Place place : implied.isEmpty() ? List.<Discovery.Place>of() : Discovery.places(implied.get())) {
            if (!place.isCustomary() && place.address().equals(address)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    /** Returns the comparison of a document's issuer with the one asked for, when it failed. */
    public Optional<Check> issuerCheck(Source source) {
        Check check = Discovery.issuerCheck(
                issuer,
                source.document().orElse(JsonObject.EMPTY),
                source.isOpenId() ? Discovery.Form.OPENID_CONNECT : Discovery.Form.OAUTH);
        return source.document().isPresent() && check.failed() ? Optional.of(check) : Optional.empty();
    }

    /** Returns the first document's issuer that is not the one asked for. */
    public Optional<Check> issuerMismatch() {
        for (Source source : sources) {
            Optional<Check> failed = issuerCheck(source);
            if (failed.isPresent()) {
                return failed;
            }
        }
        return Optional.empty();
    }

    private record Looker(Transport transport, boolean allowHttp) {
        ServerSurvey fromIssuer(String issuer) {
            List<Source> sources = new ArrayList<>();
            boolean named = false;
            for (Discovery.Place place : Discovery.places(issuer)) {
                if (named && !place.isCustomary()) {
                    break;
                }
                Source source = look(place.form().title(), place.form().spec(), place.address());
                if (source.failure().isPresent() && !source.isAbsent()) {
                    // no name, no connection, no TLS: the other places have the same host
                    throw source.failure().get();
                }
                named |= source.document().isPresent()
                        && text(source.document().get(), "issuer").equals(issuer);
                sources.add(source);
            }
            return survey(issuer, sources);
        }

        ServerSurvey fromDocument(URI address) {
            Discovery.Form form = Discovery.Form.at(address);
            Source first = look(form.title(), form.spec(), address);
            if (first.document().isEmpty()) {
                throw first.failure().orElseThrow();
            }
            Optional<String> implied = IssuerAddress.impliedBy(address.toString());
            String said = text(first.document().orElseThrow(), "issuer");
            // both https://as and https://as/ have their metadata at the same address
            boolean believed = !said.isEmpty() && (implied.isEmpty() || said.equals(implied.get() + "/"));
            String issuer = believed ? said : implied.orElse("");
            List<Source> sources = new ArrayList<>(List.of(first));
            if (implied.isPresent()) {
                boolean openId = form == Discovery.Form.OPENID_CONNECT;
                Discovery.Form other = openId ? Discovery.Form.OAUTH : Discovery.Form.OPENID_CONNECT;
                sources.add(openId ? 1 : 0, look(other.title(), other.spec(), Discovery.wellKnown(issuer, other)));
            }
            return survey(issuer, sources);
        }

        private ServerSurvey survey(String issuer, List<Source> sources) {
            ServerSurvey bare = new ServerSurvey(issuer, sources, Optional.empty());
            for (Source source : sources) {
                if (source.document().isPresent()) {
                    return new ServerSurvey(issuer, sources, keys(text(bare.document(), "jwks_uri")));
                }
            }
            throw nothing(issuer, sources);
        }

        private Optional<Source> keys(String address) {
            try {
                URI uri = new URI(address);
                boolean usable = uri.getHost() != null
                        && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
                if (usable && (Origins.isSecure(uri) || allowHttp)) {
                    return Optional.of(look("key set", KEY_SET, uri));
                }
            } catch (URISyntaxException e) {
                // the findings tell
            }
            return Optional.empty();
        }

        private static Failure nothing(String issuer, List<Source> sources) {
            StringBuilder what = new StringBuilder("no metadata at " + issuer);
            String separator = ": ";
            for (Source source : sources) {
                String told = source.failure().orElseThrow().what();
                int with = told.indexOf("was answered with ");
                what.append(separator)
                        .append(source.address())
                        .append(" gave ")
                        .append(with < 0 ? told : told.substring(with + "was answered with ".length()));
                separator = ", ";
            }
            int status = sources.get(0).failure().orElseThrow().status().orElse(0);
            Failure failure = status == 429 || status == 503
                    ? new Failure.TimedOut(what.toString())
                    : new Failure.Unreachable(what.toString());
            failure.phase("discovery");
            failure.spec(Discovery.Form.OAUTH.spec());
            failure.at(issuer, status);
            return failure.hint("check the issuer to the letter, path and slash included");
        }

        private Source look(String title, SpecRef spec, URI address) {
            Request request = Request.get(title + " request", spec, address);
            Response response;
            try {
                response = transport.send(request);
            } catch (Failure.Unreachable | Failure.TimedOut e) {
                return new Source(title, spec, address, Optional.empty(), Optional.of(e), "", Optional.empty());
            }
            Optional<JsonObject> document = Optional.empty();
            if (response.status() == 200) {
                try {
                    document = Optional.of(response.json());
                } catch (JsonException e) {
                    // told below
                }
            }
            Optional<Failure> failure = document.isPresent()
                    ? Optional.empty()
                    : Optional.of(
                            UnexpectedAnswer.notAMessage(request, response).phase("discovery"));
            return new Source(title, spec, address, document, failure, response.mediaType(), date(response));
        }

        private static Optional<Instant> date(Response response) {
            Optional<String> text = response.headers().first("Date");
            try {
                return text.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.orElseThrow())));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        private static String text(JsonObject document, String member) {
            return document.value(member).orElse("") instanceof String text ? text : "";
        }
    }
}
