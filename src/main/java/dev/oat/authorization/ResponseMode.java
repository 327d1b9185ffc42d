package dev.oat.authorization;

/**
 * How the authorization response travels through the browser.
 *
 * @see <a href="https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes">OAuth 2.0 Multiple
 *     Response Types §2.1</a>
 */
public enum ResponseMode {
    /** In the query of the redirect: a GET. */
    QUERY("query", "GET"),
    /** In the body of a form that the browser posts. */
    FORM_POST("form_post", "POST");

    private final String parameter;
    private final String method;

    ResponseMode(String parameter, String method) {
        this.parameter = parameter;
        this.method = method;
    }

    /** The value of the {@code response_mode} parameter. */
    public String parameter() {
        return parameter;
    }

    /** The method with which the browser delivers the response. */
    String method() {
        return method;
    }
}
