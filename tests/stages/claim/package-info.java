@org.jspecify.annotations.NullMarked
package stages.claim;
