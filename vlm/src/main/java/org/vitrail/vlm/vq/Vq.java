package org.vitrail.vlm.vq;

import java.util.Arrays;
import org.vitrail.nn.Conv2d;
import org.vitrail.nn.Init;
import org.vitrail.nn.Part;
import org.vitrail.tensor.Scope;
import org.vitrail.tensor.Tensor;
import org.vitrail.vlm.fusion.PictureTokenizer;

/**
 * A vector-quantised autoencoder of pictures with the networks of VQGAN (Esser, Rombach and Ommer 2020, arXiv
 * 2012.09841): {@code z = quantConv(encoder(x))}, at each place the nearest vector of the codebook, and
 * {@code x' = decoder(postQuantConv(q))}. Pictures are seen from −1 to 1.
 *
 * @param decoder null where there is none; such a model only reads
 */
public record Vq(VqConfig config, Encoder encoder, Conv2d quantConv, Codebook codebook, Conv2d postQuantConv,
    Decoder decoder) implements Part, PictureTokenizer {

  public static Vq of(VqConfig c, Init init) {
    return new Vq(c,
        Encoder.of(init.at("encoder"), c),
        Convolve.one(init.at("quantConv"), c.latent(), c.width()),
        Codebook.of(init.at("codebook"), c),
        Convolve.one(init.at("postQuantConv"), c.width(), c.latent()),
        c.decodes() ? Decoder.of(init.at("decoder"), c) : null);
  }

  /** Features (B, latent, h, w) of pictures (B, C, H, W). */
  public Tensor features(Tensor pictures) {
    return tiles().join(encoder.forward(tiles().cut(pictures)));
  }

  private Tiles tiles() {
    return new Tiles(config.side() / config.tile());
  }

  /** The vectors (B·h·w, dz), row by row, that features (B, latent, h, w) of the encoder come to. */
  public Tensor vectors(Tensor features) {
    return quantConv.forward(features).permute(0, 2, 3, 1).reshape(-1, config.width());
  }

  /** The {@link #vectors} beside the nearest of the codebook. */
  public Quantized quantize(Tensor features) {
    return codebook.quantize(vectors(features));
  }

  /** Vectors (B·h·w, dz), row by row, as a picture (B, dz, h, w). */
  public Tensor grid(Tensor vectors) {
    return vectors.reshape(-1, rows(), columns(), config.width()).permute(0, 3, 1, 2);
  }

  /** The pictures (B, C, H, W) that vectors of the codebook (B, dz, h, w) stand for. */
  public Tensor decodeVectors(Tensor grid) {
    return finish(hidden(grid));
  }

  /** What comes to the last convolution of the decoder, of each tile by itself. */
  Tensor hidden(Tensor grid) {
    return required().hidden(tiles().cut(postQuantConv.forward(grid)));
  }

  /** The pictures that {@link #hidden} comes to. */
  Tensor finish(Tensor hidden) {
    return tiles().join(decoder.finish(hidden));
  }

  private Decoder required() {
    if (decoder == null) {
      throw new IllegalStateException("this VQ model has no decoder: it turns pictures into codes, not codes into "
          + "pictures");
    }
    return decoder;
  }

  /**
   * Before training: the decoder's biases begin at the mean colour of pictures (B, C, H, W), and the encoder's take it
   * away, so that neither has to learn it through all of its layers.
   */
  void centre(Tensor pictures) {
    int patch = config.patch();
    var mean = pictures.mean(0, 2, 3).repeatInterleave(0, patch * patch);                 // (C·patch²)
    encoder.in().bias().assign(encoder.in().weight().detach().sum(2, 3).matmul(mean.unsqueeze(-1)).squeeze(-1).neg());
    decoder.out().bias().assign(mean);
  }

  @Override public int codes() {
    return config.codes();
  }

  @Override public int rows() {
    return config.grid();
  }

  @Override public int columns() {
    return config.grid();
  }

  @Override public int[][] encode(Tensor pictures) {
    requirePictures(pictures);
    var codes = Scope.call("encode", () -> quantize(features(pictures)).codes()).toInts();
    var rows = new int[pictures.dim(0)][];
    for (int i = 0; i < rows.length; i++) rows[i] = Arrays.copyOfRange(codes, i * length(), (i + 1) * length());
    return rows;
  }

  private void requirePictures(Tensor pictures) {
    int side = config.side();
    if (pictures.rank() != 4 || pictures.dim(1) != config.channels() || pictures.dim(2) != side
        || pictures.dim(3) != side) {
      throw new IllegalArgumentException("pictures " + pictures.shape() + " do not fit this VQ model, which reads (B, "
          + config.channels() + ", " + side + ", " + side + "); resize them");
    }
  }

  @Override public Tensor decode(int[][] codes) {
    for (var picture : codes) requireCodes(picture);
    var flat = Arrays.stream(codes).flatMapToInt(Arrays::stream).toArray();
    return Scope.call("decode", () -> {
      var ids = codebook.embedding().intsHere(flat, flat.length);
      return decodeVectors(grid(codebook.vectors(ids)));
    });
  }

  private void requireCodes(int... picture) {
    if (picture.length != length()) {
      throw new IllegalArgumentException("a picture of " + picture.length + " codes does not fit this VQ model, whose "
          + "pictures have " + length());
    }
    for (int code : picture) {
      if (code < 0 || code >= codes()) {
        throw new IllegalArgumentException("code " + code + " is none of this VQ model, which has 0 to "
            + (codes() - 1));
      }
    }
  }
}
