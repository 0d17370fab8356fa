/** The program as a user runs it: {@code ./pipeline} as a process, on the lab's engine and registries. */
@org.jspecify.annotations.NullMarked
package e2e;
