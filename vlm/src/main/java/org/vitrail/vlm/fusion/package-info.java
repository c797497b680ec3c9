/** Early fusion: one transformer that reads and writes words and pictures, which are tokens of one vocabulary. */
package org.vitrail.vlm.fusion;
