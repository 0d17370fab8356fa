/** Who may know whom, as rules over the compiled classes; and for each rule, a violation that it must find. */
package architecture;
