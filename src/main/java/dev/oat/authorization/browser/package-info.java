/**
 * Opening the user's browser, or knowing that there is none.
 *
 * <p>{@link dev.oat.authorization.browser.LoginWay} decides by what surrounds the process, {@link
 * dev.oat.authorization.browser.SystemBrowser} starts the program. What stands in the address is made elsewhere.
 *
 * <p>Why apart from the flow: it depends on the machine, and on nothing of OAuth.
 */
package dev.oat.authorization.browser;
