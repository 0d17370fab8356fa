@org.jspecify.annotations.NullMarked
package dsl.script;
