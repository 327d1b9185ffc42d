package dev.oat.cli.credential;

import dev.oat.cli.frame.Command;
import dev.oat.cli.frame.Invocation;
import dev.oat.cli.setting.ExitCode;
import dev.oat.cli.setting.Setting;
import dev.oat.cli.setting.Settings;
import java.net.URI;
import java.util.List;

/**
 * {@code oat credential maven}: a settings.xml that has Maven show the token to the repository of one name.
 *
 * @see <a href="https://maven.apache.org/settings.html#Servers">Settings reference</a>
 */
public final class CredentialMaven implements Command {
    @Override
    public List<Setting> settings() {
        return TokenHolder.settings(TokenText.OUT, TokenText.BASIC);
    }

    @Override
    public List<Positional> positionals() {
        return List.of(
                new Positional("ID", "The repository's id in the POM.", true, false),
                new Positional("URL", "The repository's address; the profile names it too (api).", true, false));
    }

    @Override
    public boolean isUsual(Setting setting) {
        return setting == Settings.USERNAME || TokenHolder.isUsual(setting);
    }

    @Override
    public String description() {
        return "Prints a settings.xml with one server, for mvn -gs beside your own settings: the token as a Bearer header, or"
                + " with --basic as the password. Maven shows it to whatever the POM gives that id, so mind whose POM it"
                + " is. Without any file: <password>${env.OAT_ACCESS_TOKEN}</password> in your settings.xml, and mvn run by"
                + " oat exec.";
    }

    @Override
    public List<String> examples() {
        return List.of(
                "oat credential maven releases https://repo.example/maven -p work \\\n" + "    --out ~/.m2/work.xml",
                "# then\n  mvn -gs ~/.m2/work.xml deploy",
                "oat exec -p work -- mvn deploy");
    }

    @Override
    public ExitCode run(Invocation invocation) {
        URI repository = TokenText.registry(invocation, 1);
        Invocation holder = TokenHolder.require(invocation, repository);
        String id = escaped(invocation.arguments().positional(0).orElse(""));
        boolean basic = invocation.arguments().has(TokenText.BASIC);
        TokenText.put(invocation, holder, token ->
                """
                <settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
                  <servers>
                    <server>
                      <id>%s</id>
                %s    </server>
                  </servers>
                </settings>
                """.formatted(id, basic ? password(TokenText.name(holder), token) : header(token)));
        return ExitCode.DONE;
    }

    private static String password(String name, String token) {
        return "      <username>" + escaped(name) + "</username>\n      <password>" + escaped(token) + "</password>\n";
    }

    private static String header(String token) {
        return """
                      <configuration>
                        <httpHeaders>
                          <property>
                            <name>Authorization</name>
                            <value>Bearer %s</value>
                          </property>
                        </httpHeaders>
                      </configuration>
                """.formatted(escaped(token));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
