/**
 * Settings: what there is to set, who said what, and which word counts.
 *
 * <p>{@link dev.oat.cli.setting.Settings} defines each once, {@link dev.oat.cli.setting.Resolution} decides between
 * option, environment and profile, {@link dev.oat.cli.setting.SecretReference} fetches secrets, {@link
 * dev.oat.cli.setting.Environment} is the outside world. Nothing is sent or printed here.
 *
 * <p>Why no framework's settings: each value knows who gave it, as hints and precedence need that.
 */
package dev.oat.cli.setting;
