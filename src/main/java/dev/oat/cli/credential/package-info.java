/**
 * Commands that hand the session's token to another program in that program's own protocol.
 *
 * <p>One class for each {@code oat credential …}. Where the program says which server it wants a token for, the token is handed
 * out only if the profile's {@code api} names that server: {@link dev.oat.cli.credential.TokenHolder}.
 *
 * <p>Why one class for each program: what a program asks and how it wants to be answered stands in one place.
 */
package dev.oat.cli.credential;
