package dev.oat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds the code to the floor plan that the documentation shows, and to the house style where a machine can see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

    private static final String ROOT = "dev.oat";
    private static final String ISLAND = "island";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern VAGUE_NAME = Pattern.compile("(Util|Helper|Manager|Impl)s?(?=[A-Z]|$)");

    /** Values of {@code java.security} that every floor may hold: they make no key and check no signature. */
    private static final Set<String> PLAIN_SECURITY = Set.of(
            "java.security.MessageDigest", "java.security.NoSuchAlgorithmException", "java.security.SecureRandom");

    private static final Set<String> MUTABLE_TYPES = Set.of(
            "java.lang.StringBuilder",
            "java.util.ArrayList",
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.LinkedHashMap",
            "java.util.LinkedHashSet",
            "java.util.ArrayDeque",
            "java.util.Random",
            "java.security.SecureRandom",
            "java.text.SimpleDateFormat");

    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
    private final Map<String, String> floors = new LinkedHashMap<>();
    private final Map<String, Set<String>> doors = new LinkedHashMap<>();
    private final Set<String> adapters = new TreeSet<>();
    private Set<String> islandImports = Set.of();

    ArchitectureTest() throws IOException {
        for (List<String> row : table("Floor")) {
            String name = codes(row.get(1)).get(0);
            floors.put(name, row.get(0));
            if (row.get(0).equals(ISLAND)) {
                islandImports = Set.copyOf(codes(row.get(2)));
            }
        }
        for (List<String> row : table("Restricted dependency")) {
            doors.put(codes(row.get(0)).get(0), Set.copyOf(codes(row.get(1))));
        }
        for (List<String> row : table("Adapter")) {
            adapters.add(codes(row.get(0)).get(0));
        }
    }

    @Test
    void every_package_has_its_floor_in_the_readme() {
        Set<String> built = new TreeSet<>();
        classes.forEach(type -> built.add(floorName(type)));
        assertThat(floors.keySet()).containsAll(built);
        assertThat(islandImports).isNotEmpty();
        assertThat(doors).isNotEmpty();
    }

    @Test
    void imports_point_to_lower_floors_only() {
        List<String> wrong = new ArrayList<>();
        for (Dependency dependency : ours()) {
            String from = floorName(dependency.getOriginClass());
            String to = floorName(dependency.getTargetClass());
            if (from.equals(to) || from.equals("playground") || to.equals("playground")) {
                continue;
            }
            if (floor(from) <= floor(to)) {
                wrong.add(from + " imports " + to + ": " + dependency.getDescription());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_playground_is_an_island() {
        List<String> wrong = new ArrayList<>();
        for (Dependency dependency : ours()) {
            String to = floorName(dependency.getTargetClass());
            if (floorName(dependency.getOriginClass()).equals("playground")
                    && !to.equals("playground")
                    && !islandImports.contains(to)) {
                wrong.add("playground imports " + to + ": " + dependency.getDescription());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void each_library_is_used_only_by_the_packages_that_open_its_door() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = outermost(dependency.getTargetClass());
                if (PLAIN_SECURITY.contains(target.getName())
                        || floorOrEmpty(type).equals(floorOrEmpty(target))) {
                    continue;
                }
                doors.forEach((door, openers) -> {
                    if (isUnder(target, door) && openers.stream().noneMatch(opener -> opens(opener, type))) {
                        wrong.add(door + " by " + type.getName() + ": " + dependency.getDescription());
                    }
                });
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_outside_world_comes_in_through_the_named_adapters_only() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : classes) {
            if (adapters.stream().anyMatch(adapter -> opens(adapter, type))) {
                continue;
            }
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                if (isWorld(
                        access.getTargetOwner().getName(), access.getTarget().getName())) {
                    wrong.add(access.getDescription());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void each_named_adapter_exists() {
        Set<String> missing = new TreeSet<>(adapters);
        missing.removeIf(name -> classes.contain(ROOT + "." + name));
        assertThat(missing).isEmpty();
    }

    @Test
    void no_class_has_a_name_that_says_nothing() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : classes) {
            if (VAGUE_NAME.matcher(type.getSimpleName()).find()) {
                wrong.add(type.getName());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void nothing_that_changes_is_static() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : classes) {
            for (JavaField field : type.getFields()) {
                Set<JavaModifier> modifiers = field.getModifiers();
                if (!modifiers.contains(JavaModifier.STATIC) || modifiers.contains(JavaModifier.SYNTHETIC)) {
                    continue;
                }
                String held = field.getRawType().getName();
                boolean shared = field.getRawType().isArray() && !modifiers.contains(JavaModifier.PRIVATE);
                if (!modifiers.contains(JavaModifier.FINAL)
                        || shared
                        || MUTABLE_TYPES.contains(held)
                        || held.startsWith("java.util.concurrent.atomic.")
                        || held.startsWith("java.util.concurrent.Concurrent")) {
                    wrong.add(field.getFullName());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void classes_are_final_unless_made_to_be_extended() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : classes) {
            Set<JavaModifier> modifiers = type.getModifiers();
            boolean open = !modifiers.contains(JavaModifier.FINAL) && !modifiers.contains(JavaModifier.ABSTRACT);
            if (open && !type.isInterface() && !type.isEnum() && !type.isAnonymousClass()) {
                wrong.add(type.getName());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void each_package_says_what_it_is_for_and_why_not_otherwise() throws IOException {
        Set<Path> directories = new TreeSet<>();
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> directories.add(file.getParent()));
        }
        List<String> wrong = new ArrayList<>();
        for (Path directory : directories) {
            Path description = directory.resolve("package-info.java");
            if (!Files.exists(description)) {
                wrong.add("no " + description);
            } else if (!Files.readString(description).contains("Why ")) {
                wrong.add(description + " has no \"Why not\" paragraph");
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isWorld(String owner, String member) {
        return switch (owner) {
            case "java.lang.System" ->
                Set.of("in", "out", "err", "getenv", "exit", "currentTimeMillis", "console")
                        .contains(member);
            case "java.lang.Runtime" -> Set.of("exit", "halt", "exec").contains(member);
            case "java.lang.Thread" -> member.equals("sleep");
            case "java.lang.ProcessBuilder", "java.security.SecureRandom" -> member.equals("<init>");
            case "java.time.Clock" -> member.startsWith("system");
            case "java.time.Instant",
                    "java.time.LocalDate",
                    "java.time.LocalDateTime",
                    "java.time.OffsetDateTime",
                    "java.time.ZonedDateTime" -> member.equals("now");
            case "java.util.UUID" -> member.equals("randomUUID");
            default -> false;
        };
    }

    /** Dependencies from one of our classes to another. */
    private List<Dependency> ours() {
        List<Dependency> found = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                if (!floorOrEmpty(dependency.getTargetClass()).isEmpty()) {
                    found.add(dependency);
                }
            }
        }
        return found;
    }

    private int floor(String name) {
        String floor = floors.get(name);
        assertThat(floor).as("the page's floor of " + name).isNotNull();
        return Integer.parseInt(floor);
    }

    private static String floorName(JavaClass type) {
        String name = floorOrEmpty(type);
        assertThat(name).as("package of " + type.getName()).isNotEmpty();
        return name;
    }

    /** The first package name below the root, the root itself, or empty for a stranger. */
    private static String floorOrEmpty(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        String name = element.getPackageName();
        if (name.equals(ROOT)) {
            return ROOT;
        }
        if (!name.startsWith(ROOT + ".")) {
            return "";
        }
        String below = name.substring(ROOT.length() + 1);
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }

    private static boolean isUnder(JavaClass type, String door) {
        return type.getName().equals(door) || type.getName().startsWith(door + ".");
    }

    /** An opener is a package below the root, or a class of one, with a star for the rest of its name. */
    private static boolean opens(String opener, JavaClass user) {
        String name = outermost(user).getName().substring(ROOT.length() + 1);
        if (opener.endsWith("*")) {
            return name.startsWith(opener.substring(0, opener.length() - 1));
        }
        return name.equals(opener) || name.startsWith(opener + ".");
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass element = type.getBaseComponentType();
        while (element.getEnclosingClass().isPresent()) {
            element = element.getEnclosingClass().get();
        }
        return element;
    }

    /** The rows of the page's table whose first heading is this one. */
    private static List<List<String>> table(String heading) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(Path.of("src/site/markdown/architecture.md"))) {
            if (line.startsWith("| " + heading + " |")) {
                inside = true;
            } else if (!line.startsWith("|")) {
                inside = false;
            } else if (inside && !line.startsWith("|---")) {
                rows.add(cells(line));
            }
        }
        assertThat(rows).as("the page's table headed " + heading).isNotEmpty();
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.substring(1).split("\\|")) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static List<String> codes(String cell) {
        List<String> codes = new ArrayList<>();
        Matcher matcher = CODE.matcher(cell);
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }
        return codes;
    }
}
