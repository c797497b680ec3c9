/** Llip: a picture as each text sees it. */
package org.vitrail.vlm.llip;
