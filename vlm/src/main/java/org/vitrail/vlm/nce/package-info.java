/** Noise-contrastive estimation: an unnormalised model learns by telling data from noise of known density. */
package org.vitrail.vlm.nce;
