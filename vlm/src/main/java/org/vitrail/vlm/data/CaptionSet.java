package org.vitrail.vlm.data;

import org.vitrail.nn.data.Dataset;

/** Pictures with captions, a part to train on and a part held out. */
public record CaptionSet(String name, Dataset<Captioned> train, Dataset<Captioned> test) {}
