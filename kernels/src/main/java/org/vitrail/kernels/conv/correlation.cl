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

static inline Place place_of(int p, const Correlation *c) {
  int row = p / c->x.places;
  int picture = row / c->y.places;
  return (Place){picture, row - picture * c->y.places, p - row * c->x.places};
}

// Product number k of a sum: where its plane of the source begins, how far down and right its tap is, and its weight
static inline int4 term_of(int k, const Correlation *c) {
  int row = k / c->x.taps;
  int plane = row / c->y.taps;
  int u = row - plane * c->y.taps;
  int v = k - row * c->x.taps;
  return (int4)(plane * c->y.size * c->x.size, u * c->y.slope, v * c->x.slope, plane * c->planeStep
      + (c->y.firstTap + u * c->y.tapStep) * c->kernelX + c->x.firstTap + v * c->x.tapStep);
}

// Where the planes of a group begin in the source
static inline int planes_of(int picture, int group, const Correlation *c) {
  return (picture * c->groups + group) * c->planes * c->y.size * c->x.size;
}

static inline int weights_of(int group, const Correlation *c) { return group * c->rows * c->planes * c->area; }

// Where the pixel of a place is in a row's plane of out
static inline int pixel_of(Place q, int group, int row, const Correlation *c) {
  return ((q.picture * c->groups + group) * c->rows + row) * c->outPlane
      + (c->y.firstOut + q.i * c->y.outStep) * c->outWidth + c->x.firstOut + q.j * c->x.outStep;
}

// Tiles of 64 × 64 sums are computed by 16 × 16 work-items, four by four of them each, DEPTH products at a time.
#define TILE 64
#define DEPTH 16
#define VECTOR_OF_(type) type##4
#define VECTOR_OF(type) VECTOR_OF_(type)
typedef VECTOR_OF(real) real4;

// Numbers by fours of one side of a tile, for each of DEPTH products; one four more keeps the memory's banks apart.
typedef real4 Side[DEPTH][TILE / 4 + 1];

static inline void put(local real4 *numbers, int at, real value) { ((local real *)numbers)[at] = value; }

// sum[a] += left[4i + a] · right[4j … 4j + 3] for each of the products, work-item (j, i)
static inline void add_products(local const Side left, local const Side right, real4 *sum) {
  for (int d = 0; d < DEPTH; d++) {
    real4 factors = left[d][get_local_id(1)];
    real4 values = right[d][get_local_id(0)];
    sum[0] += factors.s0 * values;
    sum[1] += factors.s1 * values;
    sum[2] += factors.s2 * values;
    sum[3] += factors.s3 * values;
  }
}
