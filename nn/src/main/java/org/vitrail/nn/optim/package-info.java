/** Optimisers, learning-rate schedules, gradient clipping and averaged weights. */
package org.vitrail.nn.optim;
