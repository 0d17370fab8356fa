@org.jspecify.annotations.NullMarked
package dsl.plan;
