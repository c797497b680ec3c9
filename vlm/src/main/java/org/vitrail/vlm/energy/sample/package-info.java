/** Markov chains that draw from exp(−E)/Z without knowing Z. */
package org.vitrail.vlm.energy.sample;
