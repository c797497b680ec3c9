// Updates of parameters in place, one work-item each.

// m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²; p ← p − decay·p − rate · m / (√v · perRoot + eps)
kernel void adam_w(global real *p, int pAt, global const real *g, int gAt, global real *m, int mAt, global real *v,
    int vAt, int n, real gradScale, real beta1, real oneMinusBeta1, real beta2, real oneMinusBeta2, real rate,
    real perRoot, real eps, real decay) {
  int i = get_global_id(0);
  if (i >= n) return;
  real gradient = g[gAt + i] * gradScale;
  real mean = m[mAt + i] * beta1 + gradient * oneMinusBeta1;
  real square = v[vAt + i] * beta2 + gradient * oneMinusBeta2 * gradient;
  real old = p[pAt + i];
  m[mAt + i] = mean;
  v[vAt + i] = square;
  p[pAt + i] = old - (old * decay + mean * rate / (sqrt(square) * perRoot + eps));
}
