@org.jspecify.annotations.NullMarked
package stages.signing;
