/** Models of pictures and texts beside their references. */
package org.vitrail.vlm.parity;
