package dev.oat.session.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oat.json.JsonObject;
import dev.oat.trace.Failure;
import dev.oat.trace.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real files that are encrypted, and what becomes of them in other hands. */
class SecretFilesTest {
    private static final String STRONG = "0123456789abcdef0123456789abcdef";
    private static final byte[] CONTENT = "{\"version\":1,\"token\":\"c4nary\"}\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path home;

    private Path file;

    @BeforeEach
    void place() {
        file = home.resolve("sessions/work.json");
    }

    /** The keys of owners, as settings would give them. */
    private static final class Keys implements StoreKeys {
        private final Map<String, StoreKey> keys = new HashMap<>();

        Keys with(String owner, String secret) {
            keys.put(owner, made(secret, Optional.empty()));
            return this;
        }

        @Override
        public boolean isSet(String owner) {
            return keys.containsKey(owner);
        }

        @Override
        public String owner(String asked) {
            return asked;
        }

        @Override
        public StoreKey key(String owner) {
            return keys.get(owner);
        }
    }

    private static StoreKey made(String secret, Optional<String> again) {
        return new StoreKey(Secret.of(secret), again.map(text -> () -> Secret.of(text)), SecureRandom::new);
    }

    private static PrivateFiles disk() {
        return PrivateFiles.onDisk(event -> {}, "OAT_STATE_DIR");
    }

    private static SecretFiles files(StoreKeys keys) {
        return new SecretFiles(disk(), keys, SecretFiles.Form.AS_SET);
    }

    private static SecretFiles locked() {
        return files(new Keys().with("work", STRONG));
    }

    private static SecretFiles nobodys() {
        return SecretFiles.plain(disk());
    }

    private byte[] written() throws IOException {
        locked().write(file, "work", CONTENT);
        return Files.readAllBytes(file);
    }

    @Test
    void what_is_written_is_read_again_and_its_file_says_nothing_of_it() throws Exception {
        String stored = new String(written(), StandardCharsets.UTF_8);
        assertThat(stored).doesNotContain("c4nary", "token").endsWith("\n");
        assertThat(locked().read(file, "work")).hasValue(CONTENT);
        assertThat(JsonObject.parse(stored).number("version")).hasValue(2L);
    }

    @Test
    void each_write_has_a_nonce_of_its_own() throws Exception {
        SecretFiles files = locked();
        Set<String> nonces = new LinkedHashSet<>();
        Set<String> contents = new LinkedHashSet<>();
        for (int i = 0; i < 50; i++) {
            files.write(file, "work", CONTENT);
            JsonObject stored = JsonObject.parse(Files.readAllBytes(file));
            nonces.add(stored.text("nonce").orElseThrow());
            contents.add(stored.text("content").orElseThrow());
        }
        assertThat(nonces).hasSize(50);
        assertThat(contents).hasSize(50);
    }

    /** RFC 5869, appendix A. */
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 000102030405060708090a0b0c, f0f1f2f3f4f5f6f7f8f9,"
                + " 077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5,"
                + " 3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f"
                + "303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f,"
                + " 606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f"
                + "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf,"
                + " b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf"
                + "e0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff,"
                + " 06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244,"
                + " b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
                + "da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
    })
    void keys_are_made_as_hkdf_has_it(String material, String salt, String info, String key, String output) {
        HexFormat hex = HexFormat.of();
        byte[] extracted = StoreKey.extract(hex.parseHex(salt), hex.parseHex(material));
        assertThat(hex.formatHex(extracted)).isEqualTo(key);
        assertThat(hex.formatHex(StoreKey.expand(extracted, hex.parseHex(info), output.length() / 2)))
                .isEqualTo(output);
    }

    /** As the page on files describes the format, with nothing of ours. */
    @ParameterizedTest
    @CsvSource({STRONG + ", hkdf-sha256, 0", "hunter2, pbkdf2-sha256, 600000"})
    void whoever_knows_the_format_and_the_secret_can_open_a_file(String secret, String kdf, long iterations)
            throws Exception {
        files(new Keys().with("work", secret)).write(file, "work", CONTENT);
        JsonObject stored = JsonObject.parse(Files.readAllBytes(file));
        assertThat(stored.text("kdf")).hasValue(kdf);
        assertThat(stored.number("iterations").orElse(0L)).isEqualTo(iterations);
        byte[] salt = decoded(stored, "salt");
        byte[] master = iterations == 0
                ? hmac(salt, secret.getBytes(StandardCharsets.UTF_8))
                : SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, (int) iterations, 256))
                        .getEncoded();
        byte[] key = hmac(master, "oat-store: key of sessions/work.json\u0001".getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(128, decoded(stored, "nonce")));
        cipher.updateAAD(stored.without("content").toJson().getBytes(StandardCharsets.UTF_8));
        assertThat(cipher.doFinal(decoded(stored, "content"))).isEqualTo(CONTENT);
    }

    private static byte[] decoded(JsonObject stored, String member) {
        return Base64.getUrlDecoder().decode(stored.text(member).orElseThrow());
    }

    private static byte[] hmac(byte[] key, byte[] input) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(input);
    }

    @Test
    void a_file_cut_off_at_any_byte_is_told_and_stays() throws Exception {
        byte[] whole = written();
        for (int length = 0; length < whole.length - 1; length++) {
            assertRefused("cut at " + length, Arrays.copyOf(whole, length));
        }
        assertRefused("zeros", new byte[200]);
    }

    @Test
    void a_flipped_bit_is_told_and_the_file_stays() throws Exception {
        byte[] whole = written();
        for (int bit = 0; bit < 8 * (whole.length - 1); bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused("bit " + bit, flipped);
        }
    }

    /** Whoever can write to the store, as to a CI job's cache, has no key. */
    @Test
    void what_somebody_without_the_key_puts_in_its_place_is_told() throws Exception {
        byte[] whole = written();
        JsonObject stored = JsonObject.parse(whole);
        Map<String, String> hostile = new LinkedHashMap<>();
        hostile.put("in clear text", new String(CONTENT, StandardCharsets.UTF_8));
        hostile.put("in clear text behind a blank", " " + new String(whole, StandardCharsets.UTF_8));
        hostile.put("no content", stored.without("content").toJson());
        hostile.put("empty content", stored.with("content", "").toJson());
        hostile.put("a list", "[" + stored.toJson() + "]");
        hostile.put("an earlier version", stored.with("version", 1L).toJson());
        hostile.put("a later version", stored.with("version", 3L).toJson());
        hostile.put("no version", stored.without("version").toJson());
        hostile.put("another algorithm", stored.with("locked", "none").toJson());
        hostile.put("another owner", stored.with("owner", "home").toJson());
        hostile.put("no owner", stored.without("owner").toJson());
        hostile.put("another file", stored.with("file", "sessions/home.json").toJson());
        hostile.put(
                "another derivation",
                stored.with("kdf", "pbkdf2-sha256").with("iterations", 1L).toJson());
        hostile.put("an unknown derivation", stored.with("kdf", "none").toJson());
        hostile.put(
                "iterations without end",
                stored.with("kdf", "pbkdf2-sha256")
                        .with("iterations", 2_000_000_000L)
                        .toJson());
        hostile.put(
                "another salt", stored.with("salt", "AAAAAAAAAAAAAAAAAAAAAA").toJson());
        hostile.put("an empty salt", stored.with("salt", "").toJson());
        hostile.put(
                "another key's id", stored.with("key_id", "AAAAAAAAAAAAAAAA").toJson());
        hostile.put("another nonce", stored.with("nonce", "AAAAAAAAAAAAAAAA").toJson());
        hostile.put("a short nonce", stored.with("nonce", "AAAA").toJson());
        hostile.put("a further member", stored.with("note", "x").toJson());
        hostile.put("a member of another kind", stored.with("salt", 5L).toJson());
        hostile.put("another content", stored.with("content", "AAAA").toJson());
        hostile.forEach((what, text) -> assertRefused(what, text.getBytes(StandardCharsets.UTF_8)));
        Files.write(file, whole);
        assertThat(locked().read(file, "work")).hasValue(CONTENT);
    }

    private void assertRefused(String what, byte[] stored) {
        try {
            Files.write(file, stored);
            assertThatThrownBy(() -> locked().read(file, "work"))
                    .as(what)
                    .isInstanceOfSatisfying(Failure.Locked.class, failure -> {
                        assertThat(failure.what()).startsWith(file.toString());
                        assertThat(failure.hint()).as(what).isPresent();
                    });
            assertThatThrownBy(() -> locked().write(file, "work", CONTENT))
                    .as(what)
                    .isInstanceOf(Failure.Locked.class);
            assertThat(Files.readAllBytes(file)).as(what).isEqualTo(stored);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The same key, and still no file is taken for another. */
    @ParameterizedTest
    @CsvSource({
        "sessions/work.json, work, sessions/home.json, home",
        "sessions/work.json, work, clients/work.json, work",
        "clients/work.json, work, clients/work.client_secret, work",
        "sessions/+abc.json, work, sessions/work.json, work",
        "sessions/+abc.json, '', sessions/+abd.json, ''",
        "sessions/work.json, work, sessions/work.json, home",
    })
    void files_cannot_be_swapped(String from, String owner, String to, String other) throws Exception {
        Keys keys = new Keys().with(owner, STRONG).with(other, STRONG);
        files(keys).write(home.resolve(from), owner, CONTENT);
        Files.createDirectories(home.resolve(to).getParent());
        if (!from.equals(to)) {
            Files.copy(home.resolve(from), home.resolve(to));
        }
        assertThatThrownBy(() -> files(keys).read(home.resolve(to), other))
                .isInstanceOf(Failure.Locked.class)
                .hasMessageContaining("was written as " + from + " of " + owner);
    }

    @Test
    void the_store_may_be_moved_as_a_whole() throws Exception {
        Files.createDirectories(home.resolve("elsewhere/sessions"));
        Files.write(home.resolve("elsewhere/sessions/work.json"), written());
        assertThat(locked().read(home.resolve("elsewhere/sessions/work.json"), "work"))
                .hasValue(CONTENT);
    }

    @Test
    void a_wrong_key_and_none_at_all_are_told_apart_from_damage_and_change_nothing() throws Exception {
        byte[] whole = written();
        SecretFiles other = files(new Keys().with("work", STRONG.replace('0', '1')));
        assertThatThrownBy(() -> other.read(file, "work")).hasMessageContaining("encrypted with another key");
        assertThatThrownBy(() -> other.write(file, "work", CONTENT)).hasMessageContaining("another key");
        assertThatThrownBy(() -> nobodys().read(file, "work")).hasMessageContaining("nothing says by which key");
        assertThatThrownBy(() -> nobodys().write(file, "work", CONTENT)).isInstanceOf(Failure.Locked.class);
        Files.write(file, Arrays.copyOf(whole, whole.length - 20));
        assertThatThrownBy(() -> locked().read(file, "work")).hasMessageContaining("damaged");
    }

    @Test
    void a_file_that_was_opened_is_written_encrypted_also_where_its_reader_has_no_key_set() throws Exception {
        Keys keys = new Keys().with("", STRONG);
        Path shaped = home.resolve("sessions/+abc.json");
        files(keys).write(shaped, "", CONTENT);
        // the key is the run's own, and the file another's who is asked for by its hash
        SecretFiles files = files(keys);
        assertThat(files.read(shaped, "+abc")).hasValue(CONTENT);
        files.write(shaped, "+abc", "next".getBytes(StandardCharsets.UTF_8));
        assertThat(Files.readString(shaped)).startsWith("{\"locked\"");
        assertThat(files(keys).read(shaped, "+abc")).hasValue("next".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_passphrase_that_is_typed_for_the_first_time_is_typed_twice() {
        made("hunter2", Optional.of("hunter2")).verify();
        assertThatThrownBy(() -> made("hunter2", Optional.of("hunter3")).verify())
                .isInstanceOf(Failure.Locked.class)
                .hasMessageContaining("differ");
    }

    @Test
    void one_that_has_opened_a_file_is_not_asked_for_again_and_keeps_its_salt() throws Exception {
        files(new Keys().with("work", "hunter2")).write(file, "work", CONTENT);
        Keys typed = new Keys();
        typed.keys.put("work", made("hunter2", Optional.of("not the same")));
        JsonObject before = JsonObject.parse(Files.readAllBytes(file));
        files(typed).write(file, "work", CONTENT);
        JsonObject after = JsonObject.parse(Files.readAllBytes(file));
        assertThat(after.text("salt")).isEqualTo(before.text("salt"));
        assertThat(after.number("iterations")).hasValue(600_000L);
        assertThat(after.text("nonce")).isNotEqualTo(before.text("nonce"));
    }

    @Test
    void a_conversion_changes_the_form_and_no_byte_of_what_is_in_it() throws Exception {
        disk().write(file, CONTENT);
        Keys keys = new Keys().with("work", STRONG);
        assertThat(new SecretFiles(disk(), keys, SecretFiles.Form.LOCKED).convert(file, "work"))
                .isTrue();
        assertThat(Files.readString(file)).doesNotContain("c4nary");
        byte[] once = Files.readAllBytes(file);
        assertThat(new SecretFiles(disk(), keys, SecretFiles.Form.LOCKED).convert(file, "work"))
                .isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
        assertThat(new SecretFiles(disk(), keys, SecretFiles.Form.PLAIN).convert(file, "work"))
                .isTrue();
        assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
        assertThat(new SecretFiles(disk(), keys, SecretFiles.Form.PLAIN).convert(file, "work"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"LOCKED", "PLAIN"})
    void a_conversion_that_dies_at_any_point_leaves_a_file_that_is_the_one_or_the_other(SecretFiles.Form form)
            throws Exception {
        Keys keys = new Keys().with("work", STRONG);
        int died = 0;
        for (int points = 0; ; points++) {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.deleteIfExists(PrivateFiles.aside(file));
            if (form == SecretFiles.Form.PLAIN) {
                files(keys).write(file, "work", CONTENT);
            } else {
                disk().write(file, CONTENT);
            }
            DyingDisk dying = new DyingDisk(points);
            try {
                new SecretFiles(PrivateFiles.on(dying, event -> {}), keys, form).convert(file, "work");
            } catch (DyingDisk.Killed e) {
                died++;
            }
            assertThat(new SecretFiles(disk(), keys, form).read(file, "work")).hasValue(CONTENT);
            new SecretFiles(disk(), keys, form).convert(file, "work");
            boolean encrypted = Files.readString(file).startsWith("{\"locked\"");
            assertThat(encrypted).isEqualTo(form == SecretFiles.Form.LOCKED);
            if (!dying.isDead()) {
                break;
            }
        }
        assertThat(died).isGreaterThan(5);
    }
}
