/** Layers, losses, optimisers and the training loop. */
package org.vitrail.nn;
