package dev.oat.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader and the writer against Jackson's, which is older and wiser. */
class JsonAgainstJacksonTest {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1.0",
                "1e5",
                "1E+5",
                "1e",
                "1e+",
                "0x1",
                "1a",
                "- 1",
                "1 2",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "123456789012345678901234567890",
                "true",
                "tru",
                "trueish",
                "True",
                "null",
                "nul",
                "NaN",
                "Infinity",
                "undefined",
                "\"\"",
                "\"a",
                "\"\\",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u00e9\\ud83d\\ude00\"",
                "\"\\ud800\"",
                "\"\\x41\"",
                "\"\\/\"",
                "\"\t\"",
                "\"\u0000\"",
                "'a'",
                "[",
                "]",
                "[]",
                "[,]",
                "[1,]",
                "[1 2]",
                "[1,,2]",
                "[[]]",
                "{",
                "{}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"a\":1}}",
                "{\"\":0}",
                "/* c */ 1",
                "1 // c",
                "\u00a01",
                "\ufeff1",
                "{\"a\":1}}",
                "[1]]",
                "1,2",
                "\"a\"\"b\"",
                " 1 ",
                "\n[\t1\r,\n2 ]"
            })
    void the_same_texts_are_json(String text) {
        agree(text);
    }

    @Test
    void mangled_texts_are_judged_alike() {
        Random random = new Random(8259);
        List<String> whole = List.of(
                "{\"access_token\":\"2YotnFZFEjr1zCsicMWpAA\",\"expires_in\":3600,\"x\":[1,-2.5e3,true,false,null]}",
                "{\"keys\":[{\"kty\":\"EC\",\"x\":\"a\\u00e9\\n\\\"b\"},{}],\"n\":{\"o\":{}}}",
                "[0,10,1.25,\"\",[],{},\"\\\\\"]");
        String alphabet = "{}[]\",:\\/ 0123456789.eE+-truefalsn\tu\u00e9";
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(whole.get(random.nextInt(whole.size())));
            for (int n = random.nextInt(3); n >= 0 && text.length() > 0; n--) {
                int at = random.nextInt(text.length());
                char c = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, c);
                    case 2 -> text.setCharAt(at, c);
                    default -> text.setLength(Math.max(1, at));
                }
            }
            read += agree(text.toString()) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(1000);
    }

    /** Both read it, to the same value, or both refuse it; and what is written is read back by both. */
    private static boolean agree(String text) {
        JsonNode theirs;
        try {
            theirs = JACKSON.readTree(text);
        } catch (JsonProcessingException e) {
            theirs = null;
        }
        Object mine;
        try {
            mine = JsonObject.parseValue(text);
        } catch (JsonException e) {
            mine = null;
        }
        boolean empty = theirs == null || theirs.isMissingNode();
        assertThat(mine == null).as("refused: " + text).isEqualTo(empty);
        if (mine == null) {
            return false;
        }
        for (String written : List.of(JsonObject.toJson(mine), JsonObject.toPrettyJson(mine))) {
            try {
                assertThat(same(JACKSON.readTree(written), theirs)).as(text).isTrue();
            } catch (JsonProcessingException e) {
                throw new AssertionError("what was written is no JSON: " + written, e);
            }
            // by text: 1e0 is a fraction that is written as 1
            assertThat(JsonObject.toJson(JsonObject.parseValue(written))).isEqualTo(JsonObject.toJson(mine));
        }
        return true;
    }

    private static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            BigDecimal a = one.decimalValue();
            return a.compareTo(other.decimalValue()) == 0;
        }
        if (one.isContainerNode() && one.size() == other.size() && one.getNodeType() == other.getNodeType()) {
            var names = other.fieldNames();
            for (int i = 0; i < one.size(); i++) {
                boolean equal = one.isArray() ? same(one.get(i), other.get(i)) : sameMember(one, other, names.next());
                if (!equal) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }

    private static boolean sameMember(JsonNode one, JsonNode other, String name) {
        return one.has(name) && same(one.get(name), other.get(name));
    }
}
