package dev.oat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oat.session.disk.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What {@code oat help TOPIC}, the manual and the documentation's pages have in common is written once, in {@link
 * HelpTopic}: each page has it between two marks. {@code -Dgolden.update=true} writes it there, and fails the run.
 */
class TopicPagesTest {
    private static final Path PAGES = Path.of("src/site/markdown");

    private static Map<HelpTopic, String> pages() {
        Map<HelpTopic, String> pages = new EnumMap<>(HelpTopic.class);
        pages.put(HelpTopic.EXIT_CODES, "scripts.md");
        pages.put(HelpTopic.FORMATS, "scripts.md");
        pages.put(HelpTopic.SCHEMA, "scripts.md");
        pages.put(HelpTopic.ENVIRONMENT, "settings.md");
        pages.put(HelpTopic.PROVIDERS, "settings.md");
        pages.put(HelpTopic.FILES, "files.md");
        pages.put(HelpTopic.SECRETS, "secrets.md");
        return pages;
    }

    @Test
    void every_topic_stands_in_its_page_as_help_tells_it() throws IOException {
        assertThat(pages()).containsOnlyKeys(HelpTopic.values());
        Directories directories = new Directories(
                Path.of("~", ".config", "oat"), Path.of("~", ".local", "state", "oat"), Path.of("~", ".cache", "oat"));
        Map<String, String> written = new LinkedHashMap<>();
        for (Map.Entry<HelpTopic, String> page : pages().entrySet()) {
            HelpTopic topic = page.getKey();
            String text = written.containsKey(page.getValue())
                    ? written.get(page.getValue())
                    : Files.readString(PAGES.resolve(page.getValue()));
            String begin = "<!-- as oat help " + topic.word() + " tells it -->\n";
            String end = "<!-- end of " + topic.word() + " -->\n";
            assertThat(text).as(topic.word()).contains(begin).contains(end);
            MarkdownPage part = new MarkdownPage();
            topic.write(part, directories);
            written.put(
                    page.getValue(),
                    text.substring(0, text.indexOf(begin) + begin.length()) + "\n" + part + "\n"
                            + text.substring(text.indexOf(end)));
        }
        boolean update = Boolean.getBoolean("golden.update");
        for (Map.Entry<String, String> page : written.entrySet()) {
            Path file = PAGES.resolve(page.getKey());
            if (update) {
                Files.writeString(file, page.getValue());
            } else {
                assertThat(file).content().isEqualTo(page.getValue());
            }
        }
        assertThat(update)
                .as("the topics were written anew to their pages; run again without -Dgolden.update")
                .isFalse();
    }
}
