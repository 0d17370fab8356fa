/** What the documents say, done. */
@org.jspecify.annotations.NullMarked
package docs;
