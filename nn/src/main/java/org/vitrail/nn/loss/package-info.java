/** Losses, as small as their formulas; each gives one number to minimise, or one for each example. */
package org.vitrail.nn.loss;
