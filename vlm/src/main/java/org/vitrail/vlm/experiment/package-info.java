/** Small learning runs whose outcome is known, to be run again by anyone: what is measured, and what it should be. */
package org.vitrail.vlm.experiment;
