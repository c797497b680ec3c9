// The first largest value of each window and its place in its plane; a NaN wins, and of several the last.
kernel void max_pool(global const real *x, int xAt, global real *y, int yAt, global int *where, int whereAt,
    Correlation c, int n) {
  int at = get_global_id(0);
  if (at >= n) return;
  Place q = place_of(at, &c);
  global const real *plane = x + xAt + q.picture * c.y.size * c.x.size;
  int place = -1;
  real largest = -INFINITY;
  for (int u = 0; u < c.y.taps; u++) {
    int i = q.i * c.y.step + c.y.start + u * c.y.slope;
    if (i < 0 || i >= c.y.size) continue;
    for (int v = 0; v < c.x.taps; v++) {
      int j = q.j * c.x.step + c.x.start + v * c.x.slope;
      if (j < 0 || j >= c.x.size) continue;
      real value = plane[i * c.x.size + j];
      if (place < 0 || value > largest || value != value) {
        largest = value;
        place = i * c.x.size + j;
      }
    }
  }
  y[yAt + at] = largest;
  where[whereAt + at] = place;
}
