// Sums as two numbers: what floating point makes of it, and what that lost. Dekker 1971, Knuth 1969, section 4.2.2.

#define PAIR__(real) real##2
#define PAIR_(real) PAIR__(real)
typedef PAIR_(real) pair;

static inline pair to_pair(real x) { return (pair)(x, 0); }

// What rounding lost of an infinite sum or of NaN is no number.
static inline real to_real(pair x) { return isfinite(x.s0) ? x.s0 + x.s1 : x.s0; }

static inline pair plus(pair x, pair y) {
  real sum = x.s0 + y.s0;
  real added = sum - x.s0;
  return (pair)(sum, x.s1 + y.s1 + ((x.s0 - (sum - added)) + (y.s0 - added)));
}

static inline pair times(pair x, real y) {
  real product = x.s0 * y;
  return (pair)(product, fma(x.s0, y, -product) + x.s1 * y);
}
