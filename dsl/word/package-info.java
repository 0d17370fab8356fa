/**
 * The words of the language, derived from records once: what a word takes ({@link dsl.word.Parameter}), what a value given
 * to it becomes ({@link dsl.word.Conversion}), what it yields ({@link dsl.word.StageType}). Knows {@link stages.api} and
 * nothing else of the project.
 */
@NullMarked
package dsl.word;

import org.jspecify.annotations.NullMarked;
