/**
 * What is told and kept: the events, the journal and the folder of a run, results by key, bytes by digest. Written by a run, read by later
 * ones, by reports and by commands; knows nothing of how a run goes on.
 */
@NullMarked
package dsl.store;

import org.jspecify.annotations.NullMarked;
