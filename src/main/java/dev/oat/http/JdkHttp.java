package dev.oat.http;

/** What the JDK's HTTP code reads from system properties, once, when it is first used. */
final class JdkHttp {
    private JdkHttp() {}

    /** Sets the properties; call before anything else of the JDK's HTTP code. */
    static void prepare() {
        // it would send a POST twice when a connection breaks
        System.setProperty("sun.net.http.retryPost", "false");
        // people set Host and Origin to see what a server makes of them; the JDK would drop them without a word
        System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
        defaultTo("jdk.httpclient.allowRestrictedHeaders", "host");
        // without this the JDK refuses to give a proxy its Basic credentials
        defaultTo("jdk.http.auth.tunneling.disabledSchemes", "");
        // kept open for the next request: as many as one command may have at once
        defaultTo("http.maxConnections", "64");
        UnusedHttpAddresses.giveWay();
    }

    private static void defaultTo(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
