/**
 * The program itself.
 *
 * <p>{@link dev.oat.Main} is where the JVM comes in. {@code Program} holds the only end of the process and is the only
 * place that sees everything. Beside them stand the adapters of the real world: streams, terminal, programs, clock and
 * randomness, handed to the commands as one {@link dev.oat.cli.setting.Environment}.
 *
 * <p>May import: everything.
 *
 * <p>Why not let each class reach for what it needs: a test that cannot replace the clock has to sleep, and a secret that
 * can be printed from anywhere will be.
 */
package dev.oat;
