package dev.oat.authorization;

import dev.oat.http.Form;

/** One step in hardening an authorization request: parameters in, parameters out. Stages run in a fixed order. */
@FunctionalInterface
public interface RequestStage {
    /** The parameters with what this stage adds or wraps. */
    Form apply(Form parameters);
}
