/** Reverse-mode differentiation. */
package org.vitrail.autograd;
