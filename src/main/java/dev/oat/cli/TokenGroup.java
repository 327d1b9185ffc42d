package dev.oat.cli;

import java.util.List;

final class TokenGroup implements Command {
    @Override
    public List<Setting> settings() {
        return List.of(Settings.PROFILE);
    }

    @Override
    public String description() {
        return "Prints a valid access token.";
    }

    @Override
    public List<String> examples() {
        return List.of();
    }

    @Override
    public ExitCode run(Invocation invocation) {
        throw new UnsupportedOperationException();
    }
}
