package org.vitrail.vit.image;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.vitrail.vit.image.ModelInput.Integers;
import org.vitrail.vit.image.ModelInput.Reals;

/** How prepared pictures of three channels become arrays. {@code table} holds the value of each level, (3, 256). */
sealed interface Layout {

  Map<String, ModelInput> arrange(List<Picture> pictures, float[][] table);

  /** {@code pixel_values} (N, 3, H, W); all pictures have the same size. */
  record Stacked() implements Layout {
    @Override public Map<String, ModelInput> arrange(List<Picture> pictures, float[][] table) {
      var size = Size.of(pictures.getFirst());
      for (var picture : pictures) {
        if (!Size.of(picture).equals(size)) {
          throw new IllegalArgumentException("preprocessing: pictures of a batch come out as " + size.width() + "x"
              + size.height() + " and " + picture.width() + "x" + picture.height() + "; give them one by one");
        }
      }
      return Map.of("pixel_values", planes(pictures, table, size));
    }
  }

  /** {@code pixel_values} with zeros below and to the right, and {@code pixel_mask} (N, H, W) with 1 for each pixel. */
  record Padded() implements Layout {
    @Override public Map<String, ModelInput> arrange(List<Picture> pictures, float[][] table) {
      int height = pictures.stream().mapToInt(Picture::height).max().orElseThrow();
      int width = pictures.stream().mapToInt(Picture::width).max().orElseThrow();
      int[] mask = new int[pictures.size() * height * width];
      for (int n = 0; n < pictures.size(); n++) {
        var picture = pictures.get(n);
        for (int y = 0; y < picture.height(); y++) {
          int row = (n * height + y) * width;
          Arrays.fill(mask, row, row + picture.width(), 1);
        }
      }
      return Map.of("pixel_values", planes(pictures, table, new Size(height, width)),
          "pixel_mask", new Integers(mask, pictures.size(), height, width));
    }
  }

  /**
   * Qwen2-VL: {@code pixel_values} (patches of all pictures, 3·frames·side·side), squares of {@code merge²} patches
   * one after the other, each patch repeated for every frame, and {@code image_grid_thw} (N, 3).
   */
  record Patches(int side, int frames, int merge) implements Layout {
    @Override public Map<String, ModelInput> arrange(List<Picture> pictures, float[][] table) {
      int length = 3 * frames * side * side;
      int[] grid = new int[3 * pictures.size()];
      int count = 0;
      for (int n = 0; n < pictures.size(); n++) {
        int rows = pictures.get(n).height() / side;
        int columns = pictures.get(n).width() / side;
        requireWhole(pictures.get(n));
        grid[3 * n] = 1;
        grid[3 * n + 1] = rows;
        grid[3 * n + 2] = columns;
        count += rows * columns;
      }
      float[] values = new float[Math.multiplyExact(count, length)];
      int at = 0;
      for (var picture : pictures) {
        int square = side * merge;
        for (int top = 0; top < picture.height(); top += square) {
          for (int left = 0; left < picture.width(); left += square) {
            for (int p = 0; p < merge * merge; p++, at += length) {
              patch(picture, left + p % merge * side, top + p / merge * side, table, values, at);
            }
          }
        }
      }
      return Map.of("pixel_values", new Reals(values, count, length),
          "image_grid_thw", new Integers(grid, pictures.size(), 3));
    }

    private void patch(Picture picture, int left, int top, float[][] table, float[] values, int at) {
      for (int c = 0; c < 3; c++) {
        for (int frame = 0; frame < frames; frame++) {
          for (int y = top; y < top + side; y++) {
            for (int x = left; x < left + side; x++) {
              values[at++] = table[c][picture.level(x, y, c)];
            }
          }
        }
      }
    }

    private void requireWhole(Picture picture) {
      int square = side * merge;
      if (picture.height() % square != 0 || picture.width() % square != 0) {
        throw new IllegalArgumentException("preprocessing: " + picture.width() + "x" + picture.height()
            + " pixels are no whole number of " + square + "x" + square + " squares; let the processor resize");
      }
    }
  }

  /**
   * SigLIP 2: {@code pixel_values} (N, most, side·side·3), the patches of a picture row by row, their pixels in the
   * order (y, x, channel), then zeros; {@code pixel_attention_mask} (N, most) with 1 for each patch; {@code spatial_shapes}
   * (N, 2), rows and columns.
   */
  record FilledUp(int side, int most) implements Layout {
    @Override public Map<String, ModelInput> arrange(List<Picture> pictures, float[][] table) {
      int n = pictures.size();
      int length = 3 * side * side;
      var values = new float[Math.multiplyExact(Math.multiplyExact(n, most), length)];
      var mask = new int[n * most];
      var grids = new int[2 * n];
      for (int i = 0; i < n; i++) {
        var picture = pictures.get(i);
        requireFitting(picture);
        grids[2 * i] = picture.height() / side;
        grids[2 * i + 1] = picture.width() / side;
        Arrays.fill(mask, i * most, i * most + grids[2 * i] * grids[2 * i + 1], 1);
        int at = i * most * length;
        for (int top = 0; top < picture.height(); top += side) {
          for (int left = 0; left < picture.width(); left += side, at += length) {
            patch(picture, left, top, table, values, at);
          }
        }
      }
      return Map.of("pixel_values", new Reals(values, n, most, length),
          "pixel_attention_mask", new Integers(mask, n, most), "spatial_shapes", new Integers(grids, n, 2));
    }

    private void patch(Picture picture, int left, int top, float[][] table, float[] values, int at) {
      for (int y = top; y < top + side; y++) {
        for (int x = left; x < left + side; x++) {
          for (int c = 0; c < 3; c++) values[at++] = table[c][picture.level(x, y, c)];
        }
      }
    }

    private void requireFitting(Picture picture) {
      boolean whole = picture.height() % side == 0 && picture.width() % side == 0;
      if (whole && (long) (picture.height() / side) * (picture.width() / side) <= most) return;
      throw new IllegalArgumentException("preprocessing: " + picture.width() + "x" + picture.height()
          + " pixels are no " + most + " or fewer patches of " + side + "x" + side + "; let the processor resize");
    }
  }

  /** (N, 3, H, W), zeros where a picture ends. */
  private static Reals planes(List<Picture> pictures, float[][] table, Size size) {
    int plane = size.height() * size.width();
    float[] values = new float[Math.multiplyExact(3 * pictures.size(), plane)];
    for (int n = 0; n < pictures.size(); n++) {
      var picture = pictures.get(n);
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < picture.height(); y++) {
          int row = (3 * n + c) * plane + y * size.width();
          for (int x = 0; x < picture.width(); x++) {
            values[row + x] = table[c][picture.level(x, y, c)];
          }
        }
      }
    }
    return new Reals(values, pictures.size(), 3, size.height(), size.width());
  }
}
