/**
 * What stages are written against. A stage is a record: its components are its options, {@link stages.api.Stage#run} is
 * what it does, another record is what it yields. Further powers are small interfaces ({@link stages.api.Gate},
 * {@link stages.api.Effect}, {@link stages.api.PerPlatform}, {@link stages.api.ReadsSources}, {@link stages.api.LateInputs}).
 * This package knows no other package of the project; everything may know it.
 */
@NullMarked
package stages.api;

import org.jspecify.annotations.NullMarked;
