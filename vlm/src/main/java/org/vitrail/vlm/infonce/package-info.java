/** InfoNCE as an estimate of mutual information. */
package org.vitrail.vlm.infonce;
