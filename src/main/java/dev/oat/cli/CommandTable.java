package dev.oat.cli;

import dev.oat.cli.call.Call;
import dev.oat.cli.call.ProxyCommand;
import dev.oat.cli.client.ClientDelete;
import dev.oat.cli.client.ClientDocument;
import dev.oat.cli.client.ClientRead;
import dev.oat.cli.client.ClientRegister;
import dev.oat.cli.client.ClientUpdate;
import dev.oat.cli.credential.CredentialAws;
import dev.oat.cli.credential.CredentialDocker;
import dev.oat.cli.credential.CredentialGcp;
import dev.oat.cli.credential.CredentialGit;
import dev.oat.cli.credential.CredentialKubernetes;
import dev.oat.cli.credential.CredentialMaven;
import dev.oat.cli.credential.CredentialNpm;
import dev.oat.cli.credential.CredentialPip;
import dev.oat.cli.examine.Discover;
import dev.oat.cli.examine.Doctor;
import dev.oat.cli.examine.Explain;
import dev.oat.cli.examine.RecordDiff;
import dev.oat.cli.examine.RecordExport;
import dev.oat.cli.examine.RecordReplay;
import dev.oat.cli.examine.RecordShow;
import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.CommandList;
import dev.oat.cli.jwt.JwkConvert;
import dev.oat.cli.jwt.JwkGenerate;
import dev.oat.cli.jwt.JwkPublic;
import dev.oat.cli.jwt.JwkThumbprint;
import dev.oat.cli.jwt.JwtDecode;
import dev.oat.cli.jwt.JwtDecrypt;
import dev.oat.cli.jwt.JwtSign;
import dev.oat.cli.jwt.JwtVerify;
import dev.oat.cli.login.Login;
import dev.oat.cli.login.Logout;
import dev.oat.cli.profile.ProfileAdd;
import dev.oat.cli.profile.ProfileList;
import dev.oat.cli.profile.ProfileLock;
import dev.oat.cli.profile.ProfileRemove;
import dev.oat.cli.profile.ProfileSet;
import dev.oat.cli.profile.ProfileShow;
import dev.oat.cli.profile.ProfileUnlock;
import dev.oat.cli.profile.ProfileUse;
import dev.oat.cli.profile.SecretRemove;
import dev.oat.cli.profile.SecretSet;
import dev.oat.cli.profile.Status;
import dev.oat.cli.token.Exec;
import dev.oat.cli.token.Introspect;
import dev.oat.cli.token.Revoke;
import dev.oat.cli.token.TokenAuthorizationCode;
import dev.oat.cli.token.TokenCiba;
import dev.oat.cli.token.TokenClientCredentials;
import dev.oat.cli.token.TokenCurrent;
import dev.oat.cli.token.TokenDevice;
import dev.oat.cli.token.TokenIdJag;
import dev.oat.cli.token.TokenJwtBearer;
import dev.oat.cli.token.TokenPassword;
import dev.oat.cli.token.TokenRefresh;
import dev.oat.cli.token.TokenSaml2Bearer;
import dev.oat.cli.token.TokenTokenExchange;
import dev.oat.cli.token.UserInfo;
import dev.oat.cli.tour.PlaygroundCommand;
import dev.oat.cli.tour.Tour;
import java.util.List;
import java.util.Optional;

/** Every command by its words, made only when it is chosen: a row, and a case that makes it. */
public final class CommandTable implements CommandList {
    /**
     * A command's place in the tree.
     *
     * @param path its words: {@code token client-credentials}
     * @param summary what it does, in one line
     */
    private record Entry(String path, String summary) implements CommandList.Listed {
        /** Returns the command, made anew. Written out: by a reference to each constructor {@code oat --help} took 1.4 × as long. */
        @Override
        public Command command() {
            return switch (path) {
                case "login" -> new Login();
                case "token" -> new TokenCurrent();
                case "token client-credentials" -> new TokenClientCredentials();
                case "token password" -> new TokenPassword();
                case "token refresh" -> new TokenRefresh();
                case "token device" -> new TokenDevice();
                case "token authorization-code" -> new TokenAuthorizationCode();
                case "token ciba" -> new TokenCiba();
                case "token jwt-bearer" -> new TokenJwtBearer();
                case "token saml2-bearer" -> new TokenSaml2Bearer();
                case "token token-exchange" -> new TokenTokenExchange();
                case "token id-jag" -> new TokenIdJag();
                case "call" -> new Call();
                case "proxy" -> new ProxyCommand();
                case "userinfo" -> new UserInfo();
                case "introspect" -> new Introspect();
                case "revoke" -> new Revoke();
                case "jwt decode" -> new JwtDecode();
                case "jwt verify" -> new JwtVerify();
                case "jwt decrypt" -> new JwtDecrypt();
                case "jwt sign" -> new JwtSign();
                case "jwk generate" -> new JwkGenerate();
                case "jwk public" -> new JwkPublic();
                case "jwk convert" -> new JwkConvert();
                case "jwk thumbprint" -> new JwkThumbprint();
                case "client register" -> new ClientRegister();
                case "client document" -> new ClientDocument();
                case "client read" -> new ClientRead();
                case "client update" -> new ClientUpdate();
                case "client delete" -> new ClientDelete();
                case "status" -> new Status();
                case "logout" -> new Logout();
                case "profile list" -> new ProfileList();
                case "profile show" -> new ProfileShow();
                case "profile add" -> new ProfileAdd();
                case "profile set" -> new ProfileSet();
                case "profile use" -> new ProfileUse();
                case "profile remove" -> new ProfileRemove();
                case "profile lock" -> new ProfileLock();
                case "profile unlock" -> new ProfileUnlock();
                case "secret set" -> new SecretSet();
                case "secret remove" -> new SecretRemove();
                case "playground" -> new PlaygroundCommand();
                case "tour" -> new Tour();
                case "discover" -> new Discover();
                case "doctor" -> new Doctor();
                case "exec" -> new Exec();
                case "credential kubernetes" -> new CredentialKubernetes();
                case "credential git" -> new CredentialGit();
                case "credential docker" -> new CredentialDocker();
                case "credential aws" -> new CredentialAws();
                case "credential gcp" -> new CredentialGcp();
                case "credential npm" -> new CredentialNpm();
                case "credential pip" -> new CredentialPip();
                case "credential maven" -> new CredentialMaven();
                case "explain" -> new Explain();
                case "record show" -> new RecordShow();
                case "record diff" -> new RecordDiff();
                case "record replay" -> new RecordReplay();
                case "record export" -> new RecordExport();
                case "shell" -> new ShellCommand();
                case "help" -> new Help();
                case "completion" -> new Completion();
                default -> throw new IllegalStateException("no command is made for " + path);
            };
        }
    }

    private final List<CommandList.Listed> entries;

    private CommandTable(List<CommandList.Listed> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Returns the whole tree, in the order of {@code oat --help}. */
    public static CommandTable standard() {
        return new CommandTable(List.of(
                new Entry("login", "Sign in with your browser (RFC 8252)"),
                new Entry("token", "A valid access token: stored, else renewed"),
                new Entry("token client-credentials", "A token for the client itself (RFC 6749 §4.4)"),
                new Entry("token device", "A token by a sign-in on another device (RFC 8628)"),
                new Entry("token ciba", "A token when the user agrees elsewhere (CIBA)"),
                new Entry("token authorization-code", "A token for a code from elsewhere (RFC 6749 §4.1.3)"),
                new Entry("token refresh", "A token for a refresh token, or the session's"),
                new Entry("token token-exchange", "A token in exchange for another one (RFC 8693)"),
                new Entry("token id-jag", "A token in another domain by one sign-in (ID-JAG)"),
                new Entry("token jwt-bearer", "A token for a signed JWT, given or made (RFC 7523)"),
                new Entry("token saml2-bearer", "A token for a signed SAML assertion (RFC 7522)"),
                new Entry("token password", "A token for a password; discouraged (RFC 9700)"),
                new Entry("logout", "Revoke what can be revoked, forget the rest"),
                new Entry("call", "Call an API; on 401 renew the token and retry"),
                new Entry("proxy", "Let programs that know no OAuth call an API"),
                new Entry("userinfo", "Who signed in, as the server tells it"),
                new Entry("exec", "Run a program with a token in its environment"),
                new Entry("credential git", "A credential helper for git"),
                new Entry("credential kubernetes", "A credential plugin for kubectl"),
                new Entry("credential docker", "A credential helper for docker and podman"),
                new Entry("credential aws", "Credentials of an AWS role (credential_process)"),
                new Entry("credential gcp", "An executable for Google's external accounts"),
                new Entry("credential npm", "An .npmrc for one registry"),
                new Entry("credential pip", "A keyring for pip and uv, or a netrc"),
                new Entry("credential maven", "A settings.xml for one repository"),
                new Entry("introspect", "What the server says of a token (RFC 7662)"),
                new Entry("revoke", "Have the server forget a token (RFC 7009)"),
                new Entry("status", "Who is signed in where, and until when"),
                new Entry("doctor", "What will fail before any login, and why"),
                new Entry("discover", "What a server can do, and what is wrong with it"),
                new Entry("explain", "What is behind an error, and what to do about it"),
                new Entry("jwt decode", "What a token says, with its times as dates"),
                new Entry("jwt verify", "Whether a token is genuine and valid, and why"),
                new Entry("jwt decrypt", "What an encrypted token holds (RFC 7516)"),
                new Entry("jwt sign", "Sign claims of your own"),
                new Entry("record show", "Tell a recorded flow step by step"),
                new Entry("record diff", "What two recordings do not have in common"),
                new Entry("record replay", "Run a recorded flow again, at another server"),
                new Entry("record export", "A recording as curl, page, HAR, Markdown, Mermaid"),
                new Entry("profile add", "Keep a server, a client and settings under a name"),
                new Entry("profile list", "The profiles, and which one is in use"),
                new Entry("profile show", "A profile's settings, and where each comes from"),
                new Entry("profile set", "Change settings of a profile"),
                new Entry("profile use", "Choose the profile for commands that name none"),
                new Entry("profile remove", "Delete a profile and its session"),
                new Entry("profile lock", "Encrypt what is stored of a profile"),
                new Entry("profile unlock", "Store it in clear text again"),
                new Entry("secret set", "Put a secret into the system's keyring"),
                new Entry("secret remove", "Take a secret out of it"),
                new Entry("client register", "Have a server make a client (RFC 7591)"),
                new Entry("client read", "A client's registration as the server has it"),
                new Entry("client update", "Change a client's registration (RFC 7592)"),
                new Entry("client delete", "Have the server forget a client"),
                new Entry("client document", "A client ID metadata document to publish"),
                new Entry("jwk generate", "Make a key (RFC 7517)"),
                new Entry("jwk public", "The public half of a key, to be registered"),
                new Entry("jwk convert", "Keys in another form: PEM, JWK, key set"),
                new Entry("jwk thumbprint", "A key's thumbprint (RFC 7638)"),
                new Entry("tour", "The main flows, shown on a server of its own"),
                new Entry("playground", "A server, a gateway and an API to try things on"),
                new Entry("shell", "All of this without typing oat; also: oat alone"),
                new Entry("completion", "A script that completes oat's words in your shell"),
                new Entry("help", "A command's help, or a topic's")));
    }

    @Override
    public List<CommandList.Listed> entries() {
        return entries;
    }

    @Override
    public Optional<CommandList.Listed> find(String path) {
        for (CommandList.Listed entry : entries) {
            if (entry.path().equals(path)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean isGroup(String path) {
        for (CommandList.Listed entry : entries) {
            if (entry.path().startsWith(path + " ")) {
                return true;
            }
        }
        return false;
    }
}
