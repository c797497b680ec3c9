/** Training of models of two towers. */
package org.vitrail.vlm.train;
