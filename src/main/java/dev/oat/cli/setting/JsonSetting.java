package dev.oat.cli.setting;

import dev.oat.json.JsonException;
import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.SpecRef;
import java.util.List;
import java.util.Optional;

/** Settings whose value is JSON: in the text itself, or by reference as {@code file:PATH}, {@code env:NAME} or {@code -}. */
public final class JsonSetting {
    private static final SpecRef DETAILS = SpecRef.rfc(9396, "2");
    private static final SpecRef CLAIMS = SpecRef.oidcCore("5.5");

    private final Resolution settings;
    private final Environment environment;

    public JsonSetting(Resolution settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * Returns what {@code --authorization-details} says, as the text of an array.
     *
     * @throws Failure.Usage if it is no array of objects that each have a type
     */
    public Optional<String> authorizationDetails() {
        Setting setting = Settings.AUTHORIZATION_DETAILS;
        Optional<String> given = text(setting);
        if (given.isEmpty()) {
            return given;
        }
        String text = given.orElseThrow().strip();
        // one object alone can only be meant as a list of one
        String wrapped = text.startsWith("{") ? "[" + text + "]" : text;
        try {
            List<Object> details = JsonObject.parse("{\"all\":" + wrapped + "}").array("all");
            for (Object detail : details) {
                if (!(detail instanceof JsonObject one)
                        || one.text("type").orElse("").isEmpty()) {
                    throw bad(setting, "each detail must be an object with a \"type\"", DETAILS);
                }
            }
            if (details.isEmpty()) {
                throw bad(setting, "there must be at least one detail", DETAILS);
            }
            return Optional.of(JsonObject.toJson(details));
        } catch (JsonException e) {
            throw bad(setting, String.valueOf(e.getMessage()), DETAILS);
        }
    }

    /**
     * Returns what {@code --claims} says, as the text of an object.
     *
     * @throws Failure.Usage if it is no object with {@code id_token} or {@code userinfo}
     */
    public Optional<String> claims() {
        Setting setting = Settings.CLAIMS;
        Optional<String> given = text(setting);
        if (given.isEmpty()) {
            return given;
        }
        try {
            JsonObject claims = JsonObject.parse(given.orElseThrow());
            boolean asks = claims.object("id_token").isPresent()
                    || claims.object("userinfo").isPresent();
            if (!asks) {
                throw bad(setting, "it must hold an object \"id_token\" or \"userinfo\"", CLAIMS);
            }
            return Optional.of(claims.toJson());
        } catch (JsonException e) {
            throw bad(setting, String.valueOf(e.getMessage()), CLAIMS);
        }
    }

    private Optional<String> text(Setting setting) {
        Optional<String> given = settings.text(setting);
        if (given.isEmpty()) {
            return given;
        }
        String text = given.orElseThrow().strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            return Optional.of(text);
        }
        String named = text.startsWith("@") ? "file:" + text.substring(1) : text;
        SecretReference reference = SecretReference.of(named, setting.option());
        if (reference.isLiteral() && !reference.isMarkedLiteral()) {
            throw Failure.Usage.value(setting.option(), text, "JSON, or a reference to it")
                    .hint("write the JSON itself, or file:PATH, env:NAME or - for standard input");
        }
        return Optional.of(reference
                .resolve(environment, !settings.flag(Settings.NO_INPUT))
                .reveal());
    }

    private static Failure bad(Setting setting, String why, SpecRef spec) {
        Failure failure = new Failure.Usage(setting.option() + ": " + why);
        failure.spec(spec);
        return failure.hint(
                setting == Settings.CLAIMS
                        ? "such as {\"id_token\": {\"acr\": {\"essential\": true, \"values\": [\"mfa\"]}}}"
                        : "such as [{\"type\": \"payment_initiation\", \"instructedAmount\": {…}}]");
    }
}
