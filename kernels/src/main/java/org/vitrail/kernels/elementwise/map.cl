// Functions of one element. F is one of functions.cl.

// y = F(x; a, b)
kernel void map(global const real *x, int xAt, global real *y, int yAt, real a, real b, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  y[yAt + at.s1] = F(x[xAt + at.s0], a, b);
}

// dx = dy · F(x; a, b), F a derivative
kernel void map_grad(global const real *x, int xAt, global const real *dy, int dyAt, global real *dx, int dxAt,
    real a, real b, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  dx[dxAt + at.s2] = dy[dyAt + at.s1] * F(x[xAt + at.s0], a, b);
}
