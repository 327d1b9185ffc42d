package dev.oat.cli;

import dev.oat.cli.frame.HelpPage;
import dev.oat.cli.frame.HelpText;
import dev.oat.cli.frame.Providers;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import dev.oat.session.disk.Directories;
import java.util.Optional;

/** What {@code oat help TOPIC} tells, beyond the commands' own help. */
enum HelpTopic {
    EXIT_CODES("exit-codes", "What the process says at its end"),
    ENVIRONMENT("environment", "The environment variables that are read"),
    FILES("files", "Where profiles, sessions and the cache lie"),
    FORMATS("formats", "The forms of answers and errors"),
    SCHEMA("schema", "JSON Schemas of what is printed as JSON"),
    SECRETS("secrets", "How secrets are given without showing them"),
    PROVIDERS("providers", "Presets for well-known servers");

    private final String word;
    private final String summary;

    HelpTopic(String word, String summary) {
        this.word = word;
        this.summary = summary;
    }

    /** Returns what is typed for it. */
    String word() {
        return word;
    }

    /** What it is about, in a few words. */
    String summary() {
        return summary;
    }

    static Optional<HelpTopic> named(String word) {
        for (HelpTopic topic : values()) {
            if (topic.word.equals(word)) {
                return Optional.of(topic);
            }
        }
        return Optional.empty();
    }

    /** Returns the text, for this machine. */
    String text(Directories directories) {
        HelpText text = new HelpText();
        write(text, directories);
        return text.toString();
    }

    /** Writes what it tells on a page, for a machine with these directories. */
    void write(HelpPage page, Directories directories) {
        switch (this) {
            case EXIT_CODES -> exitCodes(page);
            case ENVIRONMENT -> environment(page);
            case FILES -> files(page, directories);
            case FORMATS -> formats(page);
            case SCHEMA -> schemas(page);
            case SECRETS -> secrets(page);
            case PROVIDERS -> Providers.standard().tell(page);
        }
    }

    private static void exitCodes(HelpPage text) {
        text.paragraph("Every command ends with one of these codes:");
        text.line("");
        for (ExitCode code : ExitCode.values()) {
            text.row(Integer.toString(code.code()), 8, code.meaning());
        }
        text.paragraph("With -o json a failure is one JSON object on one line of standard error; its member exit_code"
                + " has the same number.");
    }

    private static void environment(HelpPage text) {
        text.paragraph(
                "An option comes before its variable, and a variable before the profile. Under -p the environment"
                        + " only fills what the profile lacks, and never says which server or client.");
        text.line("");
        for (Setting setting : Settings.all()) {
            if (setting.inEnvironment()) {
                text.row(setting.variable(), 32, setting.help().replace("%%", "%"));
            }
        }
        text.heading("Where files lie");
        text.row("OAT_CONFIG_DIR", 32, "The directory of the profiles.");
        text.row("OAT_STATE_DIR", 32, "The directory of the sessions.");
        text.row("OAT_CACHE_DIR", 32, "The directory of what can be fetched again.");
        text.row("XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", 32, "Their parents, unless the former are set.");
        text.heading("Of other programs");
        text.row("HTTPS_PROXY, http_proxy, ALL_PROXY", 32, "The proxy for https, for http, and for both.");
        text.row("NO_PROXY", 32, "Hosts to reach without a proxy, separated by commas.");
        text.row("SSL_CERT_FILE", 32, "Trust anchors, as --cacert.");
        text.row("NO_COLOR, FORCE_COLOR, TERM", 32, "Colours, unless --color says otherwise.");
        text.row("COLUMNS", 32, "The terminal's width, where it is set; else the terminal is asked.");
        text.row("LC_ALL, LC_CTYPE, LANG", 32, "Without UTF-8 in them, plain ASCII for people.");
        text.row("BROWSER", 32, "The program that opens pages; %s stands for the address.");
        text.row("JAVA_HOME", 32, "The Java to run on.");
    }

    private static void files(HelpPage text, Directories directories) {
        text.paragraph(
                "Directories and files are readable by their owner only, from the moment they are made. Nothing is"
                        + " read from the working directory.");
        text.heading("Profiles: one flat TOML file each; keys are the options' names with _ for -");
        text.line("  " + directories.profiles().resolve("NAME.toml"));
        text.line("  " + directories.defaultProfile() + "   (the choice of oat profile use)");
        text.line("  " + directories.defaults() + "   (what oat profile set --default says for all)");
        text.heading("Sessions: one JSON file each, with tokens, and its lock");
        text.line("  " + directories.sessions().resolve("NAME.json"));
        text.line("  " + directories.sessions().resolve("+HASH.json") + "   (settings without a profile)");
        text.line("  " + directories.sessions().resolve("NAME.slip") + "   (what the launcher hands out without Java)");
        text.heading("Clients that oat registered: their secrets, and what manages them");
        text.line("  " + directories.clients().resolve("NAME.client_secret"));
        text.line("  " + directories.clients().resolve("NAME.json"));
        text.paragraph("Sessions and clients' files are encrypted where store_key says by what: oat profile lock.");
        text.heading("Cache: metadata and keys, for as long as their servers allow");
        text.line("  " + directories.cache().resolve("documents"));
        text.paragraph("OAT_CONFIG_DIR, OAT_STATE_DIR and OAT_CACHE_DIR name other directories.");
    }

    private static void formats(HelpPage text) {
        text.paragraph("Standard output holds the asked-for document and nothing else; everything else goes to standard"
                + " error.");
        text.heading("Tokens");
        text.row(
                "-o json",
                14,
                "The server's answer unchanged, and one member oat: profile, issuer, obtained_at,"
                        + " expires_at, sender_constraint (none, dpop, certificate; unknown where a token for a client with"
                        + " a certificate cannot be read).");
        text.row("-o token", 14, "The access token alone.");
        text.row("-o header", 14, "A header line for curl -H: Authorization: Bearer TOKEN.");
        text.row("-o env", 14, "Lines for sh and its kin: eval \"$(oat token -o env)\" sets OAT_ACCESS_TOKEN.");
        text.row("-o env-fish", 14, "The same for fish: oat token -o env-fish | source");
        text.row(
                "-o env-powershell",
                14,
                "The same for PowerShell: oat token -o env-powershell | Out-String | Invoke-Expression");
        text.row("-o exec-credential", 14, "A Kubernetes ExecCredential; oat credential kubernetes is its plugin.");
        text.row("--github-output", 14, "Outputs of a GitHub Actions step, masked in its log.");
        text.paragraph("A token that is bound to a key by DPoP has the form json only: no other program could use it.");
        text.heading("Picking");
        text.row("--jq EXPR", 14, "What a jq expression gives for the JSON: texts bare, each value on a line.");
        text.heading("Reports");
        text.row("-o text", 14, "For people.");
        text.row("-o json", 14, "One JSON document for scripts.");
        text.heading("Recordings (--record FILE)");
        text.row(
                ".html",
                14,
                "A page for the browser that needs nothing but itself; oat record show --browser opens one.");
        text.row(".har", 14, "HTTP Archive 1.2, for the developer tools of any browser.");
        text.row(".md", 14, "A report with a Mermaid diagram, for a bug tracker.");
        text.row(
                ".json",
                14,
                "For oat record and oat explain. Members: format (oat-recording), version (1), tool, command, started,"
                        + " secrets (hidden or shown), steps, exit_code, failure (as an error below). Each step has a"
                        + " type and at, milliseconds since started. request: number, from, to, title, spec, method,"
                        + " address, query, headers, media_type, parameters, text, length. answer, body and broken have"
                        + " the number of their request; answer: status, headers, media_type, text, length, took; broken:"
                        + " why. return (by the browser): origin, parameters. checks: subject, and checks with name,"
                        + " title, document, section, expected, found, verdict. note and warning: text. connected: took,"
                        + " milliseconds for name, connection and TLS. opened: what may be said of a hidden secret, with mark (what stands for it), header and claims of a JWT, and aliases (its hash, where"
                        + " a message names that). A query, header"
                        + " or parameter is an object of name, value and, where it is one, secret.");
        text.paragraph("A secret is kept as [length, beginning of a long one, hash]; equal hashes in one recording are"
                + " equal secrets. --show-secrets keeps them whole.");
        text.heading("Errors");
        text.paragraph(
                "For people: what failed, where and by which section, and what to try. With -o json one JSON object"
                        + " on one line, which always has the members error, error_description, phase, spec, status, endpoint,"
                        + " hint and exit_code; spec, status and endpoint hold nothing where there is none. answer is all that"
                        + " the server said, in its form, with secrets hidden; auth_method is how the client proved itself"
                        + " to it, check the name of a check that failed.");
    }

    private static void schemas(HelpPage text) {
        text.paragraph(
                "Each JSON document that oat prints has a JSON Schema (2020-12): oat help schema NAME prints it, and oat"
                        + " help schema COMMAND that of a command. A member that no schema names is never printed, but where a server's"
                        + " words stand unchanged; a later version may add members.");
        text.line("");
        for (DocumentSchema schema : DocumentSchema.values()) {
            text.row(schema.word(), 19, schema.description());
        }
    }

    private static void secrets(HelpPage text) {
        text.paragraph("Secrets, passwords, tokens and assertions are given by reference, in options, variables and"
                + " profiles alike:");
        text.line("");
        text.row("env:NAME", 24, "The value of an environment variable.");
        text.row("file:PATH", 24, "The content of a file, without its last line end.");
        text.row("cmd:'PROGRAM ARG'", 24, "What a program prints; it is started without a shell.");
        text.row("keyring:NAME", 24, "A secret in the system's keyring; oat secret set NAME puts it there.");
        text.row("-", 24, "Standard input.");
        text.row("prompt", 24, "Asked for on the terminal, without echo.");
        text.row("literal:TEXT", 24, "The text itself.");
        text.heading("The identity of a CI job, as --client-assertion, --assertion or --subject-token");
        text.row("ci:github[:AUD]", 24, "GitHub Actions; the job needs permissions: id-token: write.");
        text.row(
                "ci:gitlab[:NAME]",
                24,
                "GitLab: the variable NAME of the job's id_tokens; GITLAB_OIDC_TOKEN unless given.");
        text.row(
                "ci:circleci[:AUD]",
                24,
                "CircleCI: CIRCLE_OIDC_TOKEN_V2, or with AUD what circleci run oidc get gives.");
        text.row("ci:buildkite[:AUD]", 24, "Buildkite: what buildkite-agent oidc request-token gives.");
        text.row("ci:kubernetes[:PATH]", 24, "Kubernetes: a projected service account token, read anew each time.");
        text.heading("The identity of the machine or cluster that oat runs on, in the same places");
        text.row(
                "workload:kubernetes[:AUD]",
                28,
                "The projected service account token; with AUD one that the cluster makes for it (TokenRequest).");
        text.row("workload:gcp[:AUD]", 28, "Google Cloud: the instance's identity token.");
        text.row("workload:azure[:RESOURCE]", 28, "Azure: the managed identity's token.");
        text.row(
                "workload:aws",
                28,
                "AWS: the token of AWS_WEB_IDENTITY_TOKEN_FILE, else the signed identity document.");
        text.row("workload:spiffe[:PATH]", 28, "The JWT-SVID in a file; JWT_SVID_FILE unless given.");
        text.heading("Another profile's session");
        text.row(
                "profile:NAME#TOKEN",
                28,
                "Its access_token, id_token or refresh_token, renewed where it has ended; the access token unless named.");
        text.paragraph("Where the service makes the token on request and AUD is left out, it is for the authorization"
                + " server's issuer.");
        text.paragraph("A secret that stands in the command line as it is works too, and earns a warning: other users"
                + " and the shell's history can read it. Tokens and secrets are never shown by -v, unless"
                + " --show-secrets asks for it.");
        text.paragraph("A session can be renewed without a user when every secret it takes is env:, file:, cmd:,"
                + " keyring:, ci:, workload: or profile:. A typed password is never stored.");
    }
}
