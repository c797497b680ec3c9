package org.vitrail.vit.image;

/** Height before width, as in the settings of processors. */
public record Size(int height, int width) {
  static Size of(Picture picture) {
    return new Size(picture.height(), picture.width());
  }

  int shortest() {
    return Math.min(height, width);
  }

  int longest() {
    return Math.max(height, width);
  }
}
