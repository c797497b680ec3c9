/** Learning by contrast of data with samples of the model: where these come from, and the loss of the two. */
package org.vitrail.vlm.energy.train;
