/**
 * Commands of the user's own: {@link stages.shell.Sh} runs one, {@link stages.shell.ServiceChecks} runs those that a
 * service declares. Shell text comes from scripts alone, and values stand in it as single words; nothing here puts text
 * together to be parsed by a shell.
 */
@NullMarked
package stages.shell;

import org.jspecify.annotations.NullMarked;
