/** What holds the repository together: directives, sizes, the launcher. */
package toolchain;
