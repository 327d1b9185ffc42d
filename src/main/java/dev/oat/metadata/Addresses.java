package dev.oat.metadata;

import dev.oat.http.Hosts;
import dev.oat.http.Origins;
import dev.oat.trace.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Reads addresses that people or servers give, and says which may carry secrets. */
public final class Addresses {
    private Addresses() {}

    /**
     * An absolute http or https address that a user gave.
     *
     * @param source what gave it: {@code --issuer}
     * @param text the address
     * @param allowHttp whether http is fine beyond this machine
     * @throws Failure.Usage if it is malformed, has user information or a fragment, or is http without permission
     */
    public static URI given(String source, String text, boolean allowHttp) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new Failure.Usage("invalid value for " + source + ": "
                            + e.getReason().toLowerCase(java.util.Locale.ROOT) + " at position " + (e.getIndex() + 1))
                    .hint("write the address in full: https://HOST/PATH");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        Optional<String> problem = uri.getHost() == null ? Hosts.problem(uri) : Optional.empty();
        if (problem.isPresent()) {
            throw new Failure.Usage(source + " cannot be used: " + problem.get())
                    .hint("ask the server's operator for another name of it");
        }
        if (uri.getHost() == null || !(http || "https".equalsIgnoreCase(uri.getScheme()))) {
            throw Failure.Usage.value(source, text, "an http or https address")
                    .hint("write it in full: https://HOST/PATH");
        }
        if (uri.getRawUserInfo() != null) {
            throw new Failure.Usage(source + " holds a user name or password")
                    .hint("leave it out of the address; use --client-id and --client-secret");
        }
        if (uri.getRawFragment() != null) {
            throw new Failure.Usage(source + " has a fragment (#…)").hint("leave out everything from # on");
        }
        if (http && !allowHttp && !Origins.isSecure(uri)) {
            throw new Failure.Usage(source + " is http: secrets would travel in clear text")
                    .hint("use https, or --allow-http when you accept that");
        }
        return uri;
    }
}
