/**
 * Groovy's side of a script: its text, its tree, its class, and what is wrong with these. Knows no word of the language;
 * {@link dsl.script} brings what reads and rewrites the tree.
 */
@NullMarked
package dsl.syntax;

import org.jspecify.annotations.NullMarked;
