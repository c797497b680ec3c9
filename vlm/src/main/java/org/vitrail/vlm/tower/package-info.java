/** The towers that turn pictures and texts into vectors. */
package org.vitrail.vlm.tower;
