package dev.oat.http.transport;

/** What the JDK's HTTP code reads from system properties, once, when it is first used. */
final class JdkHttp {
    private JdkHttp() {}

    /** Sets the properties; call before anything else of the JDK's HTTP code. */
    static void prepare() {
        // it would send a POST twice when a connection breaks
        defaultTo("jdk.httpclient.enableAllMethodRetry", "false");
        // users set Host to see what a server makes of it
        defaultTo("jdk.httpclient.allowRestrictedHeaders", "host");
        // without this the JDK refuses to give a proxy its Basic credentials
        defaultTo("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    private static void defaultTo(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
