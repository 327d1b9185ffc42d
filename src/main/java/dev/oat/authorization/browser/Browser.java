package dev.oat.authorization.browser;

/** Shows a page to the user. */
@FunctionalInterface
public interface Browser {
    /**
     * Asks for the page to be shown. Whether it appears cannot be known: openers report success without a page, and pages
     * appear though the opener reports a failure.
     *
     * @return false if no opener could be started
     */
    boolean open(BrowserAddress address);
}
