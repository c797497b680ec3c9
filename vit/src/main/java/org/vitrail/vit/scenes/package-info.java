/**
 * Procedural scenes: coloured shapes on a 4x4 grid with captions, questions and boxes, defined to the byte, so that
 * two implementations draw the same pictures. Integers only; every draw comes from one SplitMix64 stream named by the
 * split, the family and the index of the item.
 *
 * <p>{@link org.vitrail.vit.scenes.Scenes} is the way in.
 */
package org.vitrail.vit.scenes;
