@NullMarked
package dsl.cli;

import org.jspecify.annotations.NullMarked;
