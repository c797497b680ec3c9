/** Telling pictures apart: labelled pictures, the training task, and the trained classifier. */
package org.vitrail.vit.classify;
