@org.jspecify.annotations.NullMarked
package stages.publish;
