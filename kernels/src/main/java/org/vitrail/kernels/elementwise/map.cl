// Functions of one element. F is one of functions.cl, `element` the type in memory: `real`, or int, which is computed in
// `real` and cut to an integer afterwards.

#ifdef INTEGERS
#define ELEMENT(x) convert_int_sat(x)
#else
#define ELEMENT(x) (x)
#endif

// y = F(x; a, b)
kernel void map(global const element *x, int xAt, global element *y, int yAt, real a, real b, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  y[yAt + at.s1] = ELEMENT(F(x[xAt + at.s0], a, b));
}

// dx = dy · F(x; a, b), F a derivative
kernel void map_grad(global const element *x, int xAt, global const element *dy, int dyAt, global element *dx, int dxAt,
    real a, real b, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  dx[dxAt + at.s2] = ELEMENT(dy[dyAt + at.s1] * F(x[xAt + at.s0], a, b));
}

// z = F(x; a, b) · y
kernel void gate(global const element *x, int xAt, global const element *y, int yAt, global element *z, int zAt, real a,
    real b, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  z[zAt + at.s2] = ELEMENT(F(x[xAt + at.s0], a, b) * y[yAt + at.s1]);
}

// dx = dz · y · F(x; a, b), F a derivative
kernel void gate_grad(global const element *x, int xAt, global const element *y, int yAt, global const element *dz,
    int dzAt, global element *dx, int dxAt, real a, real b, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  dx[dxAt + at.s3] = ELEMENT(dz[dzAt + at.s2] * y[yAt + at.s1] * F(x[xAt + at.s0], a, b));
}
