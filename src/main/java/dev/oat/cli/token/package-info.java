/**
 * Commands that get, hand on, ask about and end tokens.
 *
 * <p>One class for each {@code oat token …}, and those that use the session's token: {@code exec}, {@code introspect},
 * {@code revoke}, {@code userinfo}. A grant command names its settings; {@link
 * dev.oat.cli.connect.TokenAnswer} does the rest.
 *
 * <p>Why one class for each grant: what means something to it stands in one list.
 */
package dev.oat.cli.token;
