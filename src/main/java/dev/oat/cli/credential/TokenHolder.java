package dev.oat.cli.credential;

import dev.oat.cli.connect.ApiProfiles;
import dev.oat.cli.connect.HostPermission;
import dev.oat.cli.connect.ServerConnection;
import dev.oat.cli.connect.SettingsSession;
import dev.oat.cli.connect.TokenOutput;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.cli.token.CurrentToken;
import dev.oat.cli.token.TokenCurrent;
import dev.oat.http.Origins;
import dev.oat.render.token.TokenDocument;
import dev.oat.session.StoredSession;
import dev.oat.session.profile.ProfileName;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds whose token may go to the server that another program names: nobody's, unless a profile's {@code api} names it too. */
final class TokenHolder {
    private TokenHolder() {}

    /** The settings of a command that hands tokens out for servers which a profile names: its own first. */
    static List<Setting> settings(Setting... own) {
        List<Setting> settings = new ArrayList<>(CurrentToken.settings(List.of(own)));
        settings.add(Settings.API);
        settings.add(Settings.ALLOW_HOST);
        return settings;
    }

    /** Returns whether the help of such a command shows a setting: its own, and what chooses the profile; the rest is the profile's. */
    static boolean isUsual(Setting setting) {
        return (setting.group() == Setting.Group.COMMAND && setting.isUsual())
                || setting == Settings.PROFILE
                || setting == Settings.API;
    }

    /**
     * Returns the addresses that a program may mean: the one that it names, or where that is a bare host, the host over https, and
     * over http where it is this machine.
     */
    static List<URI> addresses(String server) {
        List<URI> addresses = new ArrayList<>();
        boolean bare = !server.contains("://");
        for (String candidate : bare ? List.of("https://" + server, "http://" + server) : List.of(server)) {
            try {
                URI uri = new URI(candidate).parseServerAuthority();
                if (uri.getHost() != null && Origins.isSecure(uri)) {
                    addresses.add(uri);
                }
            } catch (URISyntaxException e) {
                // no profile could name it
                return List.of();
            }
        }
        return addresses;
    }

    /**
     * Returns the run whose token may go to one of the addresses: by the settings at hand, else, where nobody chose a profile for
     * this run, by the profile that names one of them. Empty where there is none.
     *
     * @throws Failure.Usage if several profiles do
     */
    static Optional<Invocation> of(Invocation invocation, List<URI> addresses) {
        boolean named = isProfileNamed(invocation);
        // a profile that is only the last left is found below, without a remark that a program may take for an answer
        if (named || invocation.settings().isProfileChosen()) {
            HostPermission permission = new HostPermission(invocation, new ServerConnection(invocation));
            for (URI address : addresses) {
                if (permission.allows(address)) {
                    return Optional.of(invocation);
                }
            }
        }
        if (named) {
            return Optional.empty();
        }
        for (URI address : addresses) {
            Optional<ProfileName> known =
                    new ApiProfiles(invocation.storage()).only(address, "oat " + invocation.path());
            if (known.isPresent()) {
                return Optional.of(invocation.with(
                        invocation.settings().withProfile(known.orElseThrow().text())));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the run whose token may go to an address.
     *
     * @throws Failure.Usage if there is none
     */
    static Invocation require(Invocation invocation, URI address) {
        Optional<Invocation> holder = of(invocation, List.of(address));
        if (holder.isEmpty()) {
            new HostPermission(invocation, new ServerConnection(invocation)).requireUnasked(address);
        }
        return holder.orElse(invocation);
    }

    /** Returns whether the run names its profile, or everything that a profile would say. */
    static boolean isProfileNamed(Invocation invocation) {
        return invocation.settings().isProfileExplicit()
                || !invocation
                        .environment()
                        .variables()
                        .getOrDefault(Settings.PROFILE.variable(), "")
                        .isEmpty()
                || invocation.settings().overridesProfile(Settings.CLIENT_ID);
    }

    /**
     * Returns the session with a good token, if need be after a sign-in, and its token as a document.
     *
     * @throws Failure.Usage if the token is of no use to a program that shows it alone
     */
    static TokenDocument token(Invocation holder) {
        StoredSession session = TokenCurrent.attendedSession(ofToken(holder));
        TokenDocument document = TokenCurrent.document(session);
        TokenOutput.requireBearer(document, "oat " + holder.path());
        return document;
    }

    /** Returns the run by which the token is found: there {@code --username} names no other session than the profile's. */
    static Invocation ofToken(Invocation holder) {
        return holder.settings().isBlockWhole() ? holder.with(holder.settings().without(Settings.USERNAME)) : holder;
    }

    /** The access token that is stored, however good it is. */
    static Optional<Secret> stored(Invocation holder) {
        Invocation run = ofToken(holder);
        return new SettingsSession(run, new ServerConnection(run)).stored();
    }

    /** Returns whether a token that a program can use by showing it alone can be had without the user. */
    static boolean isTokenAtHand(Invocation holder) {
        try {
            return !TokenCurrent.document(CurrentToken.unattended(ofToken(holder)))
                    .needsProof();
        } catch (Failure failure) {
            holder.trace().note("no token: " + failure.what());
            return false;
        }
    }
}
