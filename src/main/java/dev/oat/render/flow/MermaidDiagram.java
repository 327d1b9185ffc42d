package dev.oat.render.flow;

/** A sequence as a Mermaid diagram, which GitHub, GitLab and most wikis draw. */
final class MermaidDiagram {
    private static final int LONGEST = 72;

    private MermaidDiagram() {}

    /** Returns the diagram's source, without a fence, each line ended. */
    static String of(Recording recording) {
        Sequence sequence = Sequence.of(recording);
        StringBuilder text = new StringBuilder("sequenceDiagram\n");
        for (Actor actor : sequence.actors()) {
            text.append("    ")
                    .append(actor == Actor.YOU ? "actor " : "participant ")
                    .append(id(actor))
                    .append(" as ")
                    .append(actor.text())
                    .append('\n');
        }
        for (Sequence.Line line : sequence.lines()) {
            if (line instanceof Sequence.Arrow arrow) {
                text.append("    ")
                        .append(id(arrow.from()))
                        .append(arrow.answer() ? "-->>" : "->>")
                        .append(id(arrow.to()))
                        .append(": ")
                        .append(plain(arrow.text()))
                        .append('\n');
            } else if (line instanceof Sequence.Note note) {
                text.append("    Note over ")
                        .append(id(note.actor()))
                        .append(": ")
                        .append(plain(note.text()))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String id(Actor actor) {
        return switch (actor) {
            case YOU -> "Y";
            case BROWSER -> "B";
            case OAT -> "O";
            case API -> "A";
            case PROVIDER -> "I";
            default -> "S";
        };
    }

    /** Only what Mermaid's grammar gives no meaning: a server's words must not become diagram commands. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length() && plain.length() < LONGEST; i++) {
            char c = text.charAt(i);
            boolean harmless = Character.isLetterOrDigit(c) || " .,:/()_-'+=".indexOf(c) >= 0;
            plain.append(harmless ? c : ' ');
        }
        String result = plain.toString().strip();
        return result.isEmpty() ? "(nothing)" : result;
    }
}
