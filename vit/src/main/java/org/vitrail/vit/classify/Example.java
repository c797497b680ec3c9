package org.vitrail.vit.classify;

import org.vitrail.vit.image.Picture;

/** A picture and the number of its class. */
public record Example(Picture picture, int label) {}
