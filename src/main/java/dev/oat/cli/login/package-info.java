/**
 * Signing in and out: {@code oat login}, {@code oat logout}, and a start from an API's address.
 *
 * <p>{@link dev.oat.cli.login.Login} runs the flow of {@code authorization}, {@link dev.oat.cli.login.LoginTarget} says
 * for which profile, {@link dev.oat.cli.login.ApiStart} finds server and client by the API.
 *
 * <p>Why above the client's commands: a start from an API may register one.
 */
package dev.oat.cli.login;
