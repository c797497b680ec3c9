/** CLIP, and its files. */
package org.vitrail.vlm.clip;
