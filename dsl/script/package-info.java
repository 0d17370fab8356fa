/**
 * The language: which words stand where ({@link dsl.script.Level}), what is wrong with their use ({@link dsl.script.Checker}),
 * and what they say ({@link dsl.script.Door}), as {@link dsl.model}. {@link dsl.script.Scripts} is the way in. Every call of
 * a word goes through one method, {@link dsl.script.ScriptBase#word}. With {@link dsl.syntax} the only user of Groovy.
 */
@NullMarked
package dsl.script;

import org.jspecify.annotations.NullMarked;
