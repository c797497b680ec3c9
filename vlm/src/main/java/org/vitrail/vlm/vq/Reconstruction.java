package org.vitrail.vlm.vq;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrail.nn.data.Dataset;
import org.vitrail.vit.classify.Pixels;
import org.vitrail.vit.image.Picture;

/**
 * How well pictures come back from their codes.
 *
 * @param psnr {@code 10·log₁₀(4/MSE)} in dB of all pixels, from −1 to 1
 * @param objectPsnr of the pixels that differ from the commonest colour of their picture, mostly its background
 * @param counts how often each code was used
 * @param stability the share of codes that are the same after decoding and encoding again
 */
public record Reconstruction(double psnr, double objectPsnr, int[] counts, double stability) {
  private static final int BATCH = 64;

  public static Reconstruction of(Vq vq, Dataset<Picture> pictures) {
    var sums = new Sums(new int[vq.codes()]);
    for (int from = 0; from < pictures.size(); from += BATCH) {
      var some = IntStream.range(from, Math.min(from + BATCH, pictures.size())).mapToObj(pictures::get).toList();
      sums.add(vq, some);
    }
    return sums.result();
  }

  /** The share of the codes that were used. */
  public double usage() {
    return (double) Arrays.stream(counts).filter(n -> n > 0).count() / counts.length;
  }

  /** {@code exp(H(p))} of how the codes are used: as many codes used alike would be as hard to guess. */
  public double perplexity() {
    double all = Arrays.stream(counts).sum();
    return Math.exp(-Arrays.stream(counts).filter(n -> n > 0).mapToDouble(n -> n / all * Math.log(n / all)).sum());
  }

  /** The ratio of a peak of 2 to an error, {@code 10·log₁₀(4/mse)}. */
  static double decibels(double mse) {
    return 10 * Math.log10(4 / mse);
  }

  /** The measures by name. */
  public SequencedMap<String, Double> measures() {
    var measures = new LinkedHashMap<String, Double>();
    measures.put("psnr", psnr);
    measures.put("objectPsnr", objectPsnr);
    measures.put("usage", usage());
    measures.put("perplexity", perplexity());
    measures.put("stability", stability);
    return measures;
  }

  private static final class Sums {
    private final int[] counts;
    private double error;
    private double objectError;
    private long values;
    private long objectValues;
    private long same;
    private long codes;

    Sums(int... counts) {
      this.counts = counts;
    }

    void add(Vq vq, List<Picture> pictures) {
      var pixels = Pixels.of(pictures);
      var first = vq.encode(pixels);
      var decoded = vq.decode(first);
      var again = vq.encode(decoded);
      for (int i = 0; i < first.length; i++) {
        for (int k = 0; k < first[i].length; k++) {
          counts[first[i][k]]++;
          codes++;
          if (first[i][k] == again[i][k]) same++;
        }
      }
      addErrors(pictures, pixels.toFloats(), decoded.toFloats());
    }

    private void addErrors(List<Picture> pictures, float[] wanted, float... got) {
      int at = 0;
      for (var picture : pictures) {
        var object = objects(picture);
        for (int i = 0; i < picture.channels() * object.length; i++, at++) {
          double difference = wanted[at] - got[at];
          error += difference * difference;
          values++;
          if (!object[i % object.length]) continue;
          objectError += difference * difference;
          objectValues++;
        }
      }
    }

    Reconstruction result() {
      return new Reconstruction(decibels(error / values), decibels(objectError / objectValues), counts,
          (double) same / codes);
    }
  }

  /** Which pixels differ from the commonest colour. */
  private static boolean[] objects(Picture picture) {
    var colours = IntStream.range(0, picture.width() * picture.height()).map(p -> colour(picture, p)).toArray();
    var counts = new HashMap<Integer, Integer>();
    for (int colour : colours) counts.merge(colour, 1, Integer::sum);
    int commonest = counts.entrySet().stream().max((a, b) -> Integer.compare(a.getValue(), b.getValue())).orElseThrow()
        .getKey();
    var objects = new boolean[colours.length];
    for (int p = 0; p < objects.length; p++) objects[p] = colours[p] != commonest;
    return objects;
  }

  private static int colour(Picture picture, int pixel) {
    int colour = 0;
    for (int c = 0; c < picture.channels(); c++) {
      colour = colour << 8 | picture.pixels()[pixel * picture.channels() + c] & 0xFF;
    }
    return colour;
  }
}
