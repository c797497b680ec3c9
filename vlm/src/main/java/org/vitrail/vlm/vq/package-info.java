/** Pictures as a short grid of integers: vector-quantised autoencoders, their losses and their training. */
package org.vitrail.vlm.vq;
