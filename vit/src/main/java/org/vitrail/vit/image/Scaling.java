package org.vitrail.vit.image;

import java.util.List;

/**
 * From colour levels to the numbers that a model sees: {@code (level·factor - mean) / std} for each channel.
 *
 * @param rescale whether the factor is applied
 * @param normalize whether mean and standard deviation are applied
 * @param margin e, for a last step {@code (1 - 2e)·x + e} that keeps values off 0 and 1 (DALL-E's codebook), else 0
 */
record Scaling(boolean rescale, double factor, boolean normalize, List<Double> mean, List<Double> std, double margin) {

  double mean(int channel) {
    return mean.get(channel);
  }

  double std(int channel) {
    return std.get(channel);
  }

  /** The value of each level in each channel, (3, 256). */
  float[][] table(Backend backend) {
    float[][] table = new float[3][256];
    for (int c = 0; c < 3; c++) {
      for (int level = 0; level < 256; level++) {
        float x = backend.value(level, this, c);
        table[c][level] = margin == 0 ? x : (float) (1 - 2 * margin) * x + (float) margin;
      }
    }
    return table;
  }
}
