package dev.oat.authorization.response;

import java.util.Optional;

/**
 * How the authorization response travels through the browser.
 *
 * @see <a href="https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes">OAuth 2.0 Multiple
 *     Response Types §2.1</a>
 * @see <a href="https://openid.net/specs/oauth-v2-jarm.html#section-2.3">JARM §2.3</a>
 */
public enum ResponseMode {
    /** In the query of the redirect: a GET. */
    QUERY("query", Delivery.QUERY, false),
    /** Behind the {@code #} of the redirect, which the browser keeps to itself: a user pastes it. */
    FRAGMENT("fragment", Delivery.FRAGMENT, false),
    /** In the body of a form that the browser posts. */
    FORM_POST("form_post", Delivery.FORM, false),
    /** As a signed JWT in the query. */
    QUERY_JWT("query.jwt", Delivery.QUERY, true),
    /** As a signed JWT behind the {@code #}. */
    FRAGMENT_JWT("fragment.jwt", Delivery.FRAGMENT, true),
    /** As a signed JWT in a form. */
    FORM_POST_JWT("form_post.jwt", Delivery.FORM, true),
    /** As a signed JWT, in the place that is usual for the response type. */
    JWT("jwt", Delivery.QUERY, true);

    /** Where in the browser's request the response lies. */
    public enum Delivery {
        QUERY("GET"),
        FRAGMENT("GET"),
        FORM("POST");

        private final String method;

        Delivery(String method) {
            this.method = method;
        }

        /** Returns the method with which the browser comes. */
        public String method() {
            return method;
        }
    }

    private final String parameter;
    private final Delivery delivery;
    private final boolean jwt;

    ResponseMode(String parameter, Delivery delivery, boolean jwt) {
        this.parameter = parameter;
        this.delivery = delivery;
        this.jwt = jwt;
    }

    /** Returns the value of the {@code response_mode} parameter. */
    public String parameter() {
        return parameter;
    }

    /** Whether the response is a signed JWT (JARM). */
    public boolean isJwt() {
        return jwt;
    }

    /** Returns where the response lies, when it brings this. */
    public Delivery delivery(ResponseType type) {
        return this == JWT && type.bringsTokens() ? Delivery.FRAGMENT : delivery;
    }

    /** Whether the server answers so unless it is told otherwise. */
    public boolean isDefaultOf(ResponseType type) {
        return this == (type.bringsTokens() ? FRAGMENT : QUERY);
    }

    /** Returns the mode of this name, or empty when there is none. */
    public static Optional<ResponseMode> named(String name) {
        for (ResponseMode mode : values()) {
            if (mode.parameter.equals(name)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
