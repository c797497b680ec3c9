/** Rebuilds models of the reference libraries for the parity runner. */
package org.vitrail.vlm.parity;
