package org.vitrail.vit.scenes;

/** A box in the 64x64 picture, first and last covered pixel, both inclusive. */
public record Box(int x1, int y1, int x2, int y2) {

  public int area() {
    return (x2 - x1 + 1) * (y2 - y1 + 1);
  }

  /** Intersection over union. */
  public double iou(Box other) {
    int width = Math.min(x2, other.x2) - Math.max(x1, other.x1) + 1;
    int height = Math.min(y2, other.y2) - Math.max(y1, other.y1) + 1;
    double shared = Math.max(0, width) * Math.max(0, height);
    return shared / (area() + other.area() - shared);
  }
}
