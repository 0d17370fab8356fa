/**
 * What a script says and what a plan holds, as immutable data: {@link dsl.model.Project}, {@link dsl.model.PipelineSpec},
 * {@link dsl.word.StageType}, {@link dsl.model.Declaration}, {@link dsl.model.Plan}, {@link dsl.model.Problem}. Knows
 * {@link stages.api} and nothing else of the project.
 */
@NullMarked
package dsl.model;

import org.jspecify.annotations.NullMarked;
