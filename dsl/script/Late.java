package dsl.script;

import dsl.word.Yield;

/**
 * What the checker knows of an expression whose value is there only when a stage ran.
 *
 * @param list whether it is a list of such values
 */
record Late(Yield of, boolean list) {}
