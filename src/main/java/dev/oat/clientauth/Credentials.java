package dev.oat.clientauth;

import dev.oat.http.Form;
import dev.oat.http.Headers;
import java.util.Objects;

/**
 * What authenticates a client in one request.
 *
 * @param form the form fields to add
 * @param headers the header fields to add
 */
public record Credentials(Form form, Headers headers) {
    public Credentials {
        Objects.requireNonNull(form, "form is null");
        Objects.requireNonNull(headers, "headers is null");
    }
}
