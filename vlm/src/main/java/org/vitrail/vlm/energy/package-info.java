/** Models that give low energy to what they have seen, and the spaces small enough to sum over. */
package org.vitrail.vlm.energy;
