// The record Correlation of Correlation.java, and where its factors stand.

typedef struct {
  int taps, size, places, step, start, slope, firstOut, outStep, firstTap, tapStep;
} Along;

typedef struct {
  Along y, x;
  int pictures, groups, rows, planes, outPlane, outWidth, area, kernelX, rowStep, planeStep;
} Correlation;

// Place number p, counted over all pictures
typedef struct {
  int picture, i, j;
} Place;

inline Place place_of(int p, const Correlation *c) {
  int row = p / c->x.places;
  int picture = row / c->y.places;
  return (Place){picture, row - picture * c->y.places, p - row * c->x.places};
}

// Product number k of a sum: where its plane of the source begins, how far down and right its tap is, and its weight
inline int4 term_of(int k, const Correlation *c) {
  int row = k / c->x.taps;
  int plane = row / c->y.taps;
  int u = row - plane * c->y.taps;
  int v = k - row * c->x.taps;
  return (int4)(plane * c->y.size * c->x.size, u * c->y.slope, v * c->x.slope, plane * c->planeStep
      + (c->y.firstTap + u * c->y.tapStep) * c->kernelX + c->x.firstTap + v * c->x.tapStep);
}

// Where the planes of a group begin in the source
inline int planes_of(int picture, int group, const Correlation *c) {
  return (picture * c->groups + group) * c->planes * c->y.size * c->x.size;
}

inline int weights_of(int group, const Correlation *c) { return group * c->rows * c->planes * c->area; }

// Where the pixel of a place is in a row's plane of out
inline int pixel_of(Place q, int group, int row, const Correlation *c) {
  return ((q.picture * c->groups + group) * c->rows + row) * c->outPlane
      + (c->y.firstOut + q.i * c->y.outStep) * c->outWidth + c->x.firstOut + q.j * c->x.outStep;
}
