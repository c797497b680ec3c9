/** What is minimised over a batch of pictures and texts. */
package org.vitrail.vlm.loss;
