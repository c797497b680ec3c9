/** Pictures and texts in one space: the contract of all models that compare them, and the API to embed them. */
package org.vitrail.vlm;
