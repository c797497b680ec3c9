/** Learning to write documents of words and pictures. */
package org.vitrail.vlm.fusion.train;
