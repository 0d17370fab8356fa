/**
 * The only user of Groovy. Compiles scripts, checks every word before anything is evaluated, and turns what scripts say
 * into {@link dsl.model}: {@link dsl.script.Scripts} is the way in. Every call of a word goes through one door,
 * {@link dsl.script.ScriptBase#word}.
 */
@NullMarked
package dsl.script;

import org.jspecify.annotations.NullMarked;
