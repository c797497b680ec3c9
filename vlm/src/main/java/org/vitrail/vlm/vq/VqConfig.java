package org.vitrail.vlm.vq;

import java.util.List;

/**
 * What a {@link Vq} is made of.
 *
 * @param side rows and columns of a picture
 * @param channels of a picture
 * @param tile rows and columns of the parts of a picture that are encoded and decoded each by itself, so that a code
 *     tells of its part alone; {@code side} in VQGAN, which knows no parts
 * @param patch pixels along each axis that are one place of the first level, their colours side by side; 1 in VQGAN
 * @param base channels of the encoder before its first level
 * @param levels of resolution, the whole picture's first; each halves that of the one before it
 * @param more residual blocks that a level of the decoder has more than one of the encoder
 * @param centre what encoder and decoder have at the lowest resolution beside its level
 * @param groups into which the channels are cut to be normalised
 * @param latent channels between the encoder or decoder and the 1x1 convolutions around the codebook
 * @param codes vectors in the codebook, K
 * @param width of each, dz
 * @param averaged whether the codebook follows running means of what it stands for, not a gradient
 * @param decodes whether there is a decoder
 */
public record VqConfig(int side, int channels, int tile, int patch, int base, List<Level> levels, int more,
    Centre centre, int groups, int latent, int codes, int width, CodeNorm norm, boolean averaged, double dropout,
    boolean decodes) {

  private static final int MOST_LEVELS = 16;

  /** Nothing, two residual blocks, or two with one between them that attends. */
  public enum Centre { NONE, PLAIN, ATTENTIVE }

  /**
   * Channels and residual blocks of one resolution, and whether each block is followed by one that attends. Without
   * blocks the channels stay as they were.
   */
  public record Level(int channels, int blocks, boolean attentive) {}

  public VqConfig {
    levels = List.copyOf(levels);
    if (levels.isEmpty() || levels.size() > MOST_LEVELS) {
      throw new IllegalArgumentException("a VQ model of " + levels.size() + " levels; it has 1 to " + MOST_LEVELS);
    }
    requireGroups(base, groups);
    for (var level : levels) requireGroups(level.channels, groups);
    if (more < 0 || levels.stream().anyMatch(level -> level.blocks < 0)) {
      throw new IllegalArgumentException("a level of a VQ model cannot have fewer than 0 residual blocks");
    }
    int factor = patch << levels.size() - 1;
    if (side % factor != 0) {
      throw new IllegalArgumentException("pictures of " + side + " pixels cannot be cut into codes of " + factor
          + ", as the levels of this VQ model do");
    }
    if (tile < 1 || side % tile != 0 || tile % factor != 0) {
      throw new IllegalArgumentException("pictures of " + side + " pixels cannot be cut into tiles of " + tile
          + "; choose a multiple of " + factor + " that divides " + side);
    }
  }

  /** A small model that makes pictures of 32 pixels 8x8 codes of 128. */
  public static VqConfig small() {
    return of(List.of(new Level(48, 1, false), new Level(48, 1, false)), 128, 16);
  }

  /** A small model that makes pictures of 32 pixels 4x4 codes of 256. */
  public static VqConfig extraSmall() {
    return of(List.of(new Level(48, 1, false), new Level(64, 1, false), new Level(96, 1, false)), 256, 32);
  }

  /**
   * {@link #extraSmall}, but for each tile of 8x8 pixels by itself one of 1024 codes: what is in a cell of a generated
   * scene is the same code in every picture.
   */
  public static VqConfig cells() {
    return extraSmall().withCodes(1024).withTile(8);
  }

  private static VqConfig of(List<Level> levels, int codes, int width) {
    return new VqConfig(32, 3, 32, 2, levels.getFirst().channels, levels, 0, Centre.NONE, 8,
        levels.getLast().channels, codes, width, CodeNorm.NONE, true, 0, true);
  }

  private static void requireGroups(int channels, int groups) {
    if (channels > 0 && channels % groups == 0) return;
    throw new IllegalArgumentException("a level of a VQ model has " + channels + " channels, which " + groups
        + " groups cannot share; choose a multiple");
  }

  /** Pixels that one code stands for along each axis. */
  public int factor() {
    return patch << levels.size() - 1;
  }

  /** Rows and columns of the grid of codes. */
  public int grid() {
    return side / factor();
  }

  /** Channels at the lowest resolution. */
  int deepest() {
    int channels = base;
    for (var level : levels) if (level.blocks > 0) channels = level.channels;
    return channels;
  }

  /** The same for pictures of another size; tiles stay as they are, but for one that is the whole picture. */
  public VqConfig withSide(int side) {
    return new VqConfig(side, channels, tile == this.side ? side : tile, patch, base, levels, more, centre, groups,
        latent, codes, width, norm, averaged, dropout, decodes);
  }

  public VqConfig withTile(int tile) {
    return new VqConfig(side, channels, tile, patch, base, levels, more, centre, groups, latent, codes, width, norm,
        averaged, dropout, decodes);
  }

  public VqConfig withCodes(int codes) {
    return new VqConfig(side, channels, tile, patch, base, levels, more, centre, groups, latent, codes, width, norm,
        averaged, dropout, decodes);
  }

  public VqConfig withDecoder(boolean decodes) {
    return new VqConfig(side, channels, tile, patch, base, levels, more, centre, groups, latent, codes, width, norm,
        averaged, dropout, decodes);
  }

  /** Number of weights in the codebook and the residual blocks: nearly all there are. */
  public double weights() {
    double sum = (double) codes * width + weights(base, levels, 0);
    return decodes ? sum + weights(deepest(), levels.reversed(), more) : sum;
  }

  private double weights(int in, List<Level> way, int more) {
    double sum = centre == Centre.NONE ? 0 : 4 * 9.0 * deepest() * deepest();
    for (var level : way) {
      int blocks = level.blocks + more;
      if (blocks == 0) continue;
      sum += 9.0 * level.channels * (in + (2 * blocks - 1) * level.channels);
      in = level.channels;
    }
    return sum;
  }
}
