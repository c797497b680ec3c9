/** SigLIP and SigLIP 2: two towers that learn from each pair of a picture and a text on its own. */
package org.vitrail.vlm.siglip;
