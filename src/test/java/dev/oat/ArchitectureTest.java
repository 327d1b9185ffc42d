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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Holds the code to the floor plan of the architecture page, and to the house style where a machine can see it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

    private static final String ROOT = "dev.oat";
    private static final String ISLAND = "playground";
    private static final Path PAGE = Path.of("src", "site", "markdown", "architecture.md");
    private static final Path DEVELOPING = Path.of("src", "site", "markdown", "developing.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?dev\\.oat\\.((?:[a-z0-9]+\\.)*)[A-Z].*");

    /** How many classes of one folder lie in circles; a number that may only become smaller. */
    private static final int IN_CIRCLES = 11;

    /** How many classes a folder may hold before nobody overlooks it. */
    private static final int FOLDER = 28;

    private static final Pattern CONSTANT = Pattern.compile("(?<![\\w.])([A-Z]\\w*)\\.[A-Z][A-Z0-9_]+\\b");
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
    private final Map<String, Integer> floors = new LinkedHashMap<>();
    private final Map<String, Set<String>> doors = new LinkedHashMap<>();
    private final Set<String> adapters = new TreeSet<>();
    private Set<String> islandImports = Set.of();

    ArchitectureTest() throws IOException {
        for (List<String> row : table(PAGE, "Floor")) {
            String name = codes(row.get(1)).get(0);
            floors.put(name, Integer.parseInt(row.get(0).substring(row.get(0).indexOf(' ') + 1)));
            if (name.equals(ISLAND)) {
                islandImports = Set.copyOf(codes(row.get(2)));
            }
        }
        for (List<String> row : table(PAGE, "Restricted dependency")) {
            doors.put(codes(row.get(0)).get(0), Set.copyOf(codes(row.get(1))));
        }
        for (List<String> row : table(PAGE, "Adapter")) {
            adapters.add(codes(row.get(0)).get(0));
        }
    }

    @Test
    void every_package_has_its_floor_in_the_plan_and_the_plan_names_no_other() {
        Set<String> built = new TreeSet<>();
        classes.forEach(type -> built.add(floorName(type)));
        assertThat(floors.keySet()).containsExactlyInAnyOrderElementsOf(built);
        assertThat(islandImports).isNotEmpty();
        assertThat(doors).isNotEmpty();
    }

    @Test
    void what_a_class_uses_lies_on_lower_floors_or_in_its_own_folder() {
        Set<String> wrong = new TreeSet<>();
        for (Dependency dependency : ours()) {
            String from = floorName(dependency.getOriginClass());
            String to = floorName(dependency.getTargetClass());
            if (pointsUp(from, to)) {
                wrong.add(from + " uses " + to + ": " + dependency.getDescription());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** The compiler leaves no trace of a constant's home; the import does. */
    @Test
    void imports_point_to_lower_floors_only() throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Path file : sources()) {
            String from = folder(file);
            for (String line : Files.readAllLines(file)) {
                Matcher matcher = IMPORT.matcher(line);
                if (!matcher.matches()) {
                    continue;
                }
                String packages = matcher.group(1);
                String to = packages.isEmpty() ? ROOT : packages.substring(0, packages.length() - 1);
                if (pointsUp(from, to)) {
                    wrong.add(file.getFileName() + " in " + from + " imports from " + to);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private boolean pointsUp(String from, String to) {
        return !from.equals(to) && isIsland(from) == isIsland(to) && floor(from) <= floor(to);
    }

    @Test
    void no_circle_runs_through_folders() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (Dependency dependency : ours()) {
            uses.computeIfAbsent(floorName(dependency.getOriginClass()), name -> new TreeSet<>())
                    .add(floorName(dependency.getTargetClass()));
        }
        assertThat(circles(uses)).isEmpty();
    }

    @Test
    void no_circle_runs_through_classes_of_different_folders() throws IOException {
        List<Set<String>> wrong = new ArrayList<>(circles(classUses()));
        wrong.removeIf(circle ->
                circle.stream().map(ArchitectureTest::folderOf).distinct().count() == 1);
        assertThat(wrong).isEmpty();
    }

    @Test
    void the_circles_within_folders_only_become_fewer() throws IOException {
        List<Set<String>> found = circles(classUses());
        assertThat(found.stream().mapToInt(Set::size).sum()).as("%s", found).isEqualTo(IN_CIRCLES);
    }

    @Test
    void no_folder_holds_more_than_one_overlooks() throws IOException {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Path file : sources()) {
            if (!file.endsWith("package-info.java")) {
                sizes.merge(folder(file), 1, Integer::sum);
            }
        }
        sizes.values().removeIf(size -> size <= FOLDER);
        assertThat(sizes).isEmpty();
    }

    @Test
    void no_two_classes_have_the_same_simple_name() throws IOException {
        Map<String, Integer> names = new TreeMap<>();
        for (Path file : sources()) {
            names.merge(file.getFileName().toString(), 1, Integer::sum);
        }
        names.remove("package-info.java");
        names.values().removeIf(count -> count == 1);
        assertThat(names).isEmpty();
    }

    /** What each class uses, with nested classes as parts of the outermost one. */
    private Map<String, Set<String>> classUses() throws IOException {
        Map<String, Set<String>> uses = constantUses();
        for (Dependency dependency : ours()) {
            uses.computeIfAbsent(outermost(dependency.getOriginClass()).getName(), name -> new TreeSet<>())
                    .add(outermost(dependency.getTargetClass()).getName());
        }
        return uses;
    }

    /** Whose constants each class uses of its own folder: the compiler leaves no trace of a constant's home. */
    private static Map<String, Set<String>> constantUses() throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (Path file : sources()) {
            String folder = SOURCES.relativize(file.getParent())
                            .toString()
                            .replace('/', '.')
                            .replace('\\', '.') + ".";
            String user = file.getFileName().toString().replace(".java", "");
            Matcher matcher = CONSTANT.matcher(Files.readString(file));
            while (matcher.find()) {
                String home = matcher.group(1);
                if (!home.equals(user) && Files.exists(file.resolveSibling(home + ".java"))) {
                    uses.computeIfAbsent(folder + user, name -> new TreeSet<>()).add(folder + home);
                }
            }
        }
        return uses;
    }

    /** The sets of more than one node that reach each other. */
    private static List<Set<String>> circles(Map<String, Set<String>> uses) {
        Map<String, Set<String>> reached = new TreeMap<>();
        for (String start : uses.keySet()) {
            Set<String> seen = new TreeSet<>();
            Deque<String> open = new ArrayDeque<>(uses.get(start));
            while (!open.isEmpty()) {
                String next = open.pop();
                if (seen.add(next)) {
                    open.addAll(uses.getOrDefault(next, Set.of()));
                }
            }
            reached.put(start, seen);
        }
        List<Set<String>> circles = new ArrayList<>();
        Set<String> done = new TreeSet<>();
        for (String start : reached.keySet()) {
            Set<String> circle = new TreeSet<>(Set.of(start));
            for (String other : reached.get(start)) {
                if (reached.getOrDefault(other, Set.of()).contains(start)) {
                    circle.add(other);
                }
            }
            if (circle.size() > 1 && done.addAll(circle)) {
                circles.add(circle);
            }
        }
        return circles;
    }

    @Test
    void the_playground_is_an_island() {
        List<String> wrong = new ArrayList<>();
        for (Dependency dependency : ours()) {
            String to = floorName(dependency.getTargetClass());
            if (isIsland(floorName(dependency.getOriginClass())) && !isIsland(to) && !islandImports.contains(to)) {
                wrong.add("playground uses " + to + ": " + dependency.getDescription());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void each_door_is_used_by_everybody_who_opens_it() {
        List<String> unused = new ArrayList<>();
        doors.forEach((door, openers) -> {
            for (String opener : openers) {
                boolean used = classes.stream()
                        .filter(type -> opens(opener, type))
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .map(dependency -> outermost(dependency.getTargetClass()))
                        .anyMatch(target -> isUnder(target, door) && !PLAIN_SECURITY.contains(target.getName()));
                if (!used) {
                    unused.add(opener + " does not use " + door);
                }
            }
        });
        assertThat(unused).isEmpty();
    }

    @Test
    void each_library_is_used_only_by_the_packages_that_open_its_door() {
        List<String> wrong = new ArrayList<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = outermost(dependency.getTargetClass());
                if (PLAIN_SECURITY.contains(target.getName()) || outermost(type).equals(target)) {
                    continue;
                }
                doors.forEach((door, openers) -> {
                    if (isUnder(target, door)
                            && !isUnder(type, door)
                            && openers.stream().noneMatch(opener -> opens(opener, type))) {
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
    void each_class_exists_that_the_developers_are_sent_to() throws IOException {
        List<List<String>> rows = table(DEVELOPING, "Question");
        Set<String> missing = new TreeSet<>();
        for (List<String> row : rows) {
            missing.add(ROOT + "." + codes(row.get(1)).get(0) + "."
                    + codes(row.get(2)).get(0));
        }
        missing.removeIf(classes::contain);
        assertThat(missing).isEmpty();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
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
        Integer floor = floors.get(name);
        assertThat(floor).as("the plan's floor of " + name).isNotNull();
        return floor;
    }

    private static boolean isIsland(String name) {
        return name.equals(ISLAND) || name.startsWith(ISLAND + ".");
    }

    private static String floorName(JavaClass type) {
        String name = floorOrEmpty(type);
        assertThat(name).as("package of " + type.getName()).isNotEmpty();
        return name;
    }

    /** The package below the root, the root itself, or empty for a stranger. */
    private static String floorOrEmpty(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        if (name.equals(ROOT)) {
            return ROOT;
        }
        return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
    }

    private static String folderOf(String type) {
        return type.substring(0, type.lastIndexOf('.'));
    }

    /** The package of a source below the root, or the root itself. */
    private static String folder(Path file) {
        Path below = SOURCES.resolve(Path.of("dev", "oat")).relativize(file.getParent());
        return below.toString().isEmpty()
                ? ROOT
                : below.toString().replace('/', '.').replace('\\', '.');
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
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
    private static List<List<String>> table(Path page, String heading) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("| " + heading + " |")) {
                inside = true;
            } else if (!line.startsWith("|")) {
                inside = false;
            } else if (inside && !line.startsWith("|---")) {
                rows.add(cells(line));
            }
        }
        assertThat(rows).as("the table headed " + heading).isNotEmpty();
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
