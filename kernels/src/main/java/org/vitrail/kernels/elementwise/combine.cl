// Two or three elements give one. `answer` is the type of z: that of x and y, or int for a comparison.

#ifdef F
#ifdef INTEGERS
// Integers meet in 64 bits, and what does not fit 32 ends at the bound.
typedef long wide;
#define NARROW(x) convert_int_sat(x)

static inline wide divide(wide x, wide y) { return y != 0 ? x / y : x > 0 ? INT_MAX : x < 0 ? INT_MIN : 0; }

static inline wide higher(wide x, wide y) { return max(x, y); }
static inline wide lower(wide x, wide y) { return min(x, y); }

static inline wide power(wide x, wide n) {
  if (n < 0) return x == 1 ? 1 : x == -1 ? (n & 1 ? -1 : 1) : x == 0 ? INT_MAX : 0;
  wide result = 1;
  for (; n > 0; n >>= 1) {
    if (n & 1) result = NARROW(result * x);
    x = NARROW(x * x);
  }
  return result;
}

#else
typedef real wide;
#define NARROW(x) (x)

static inline wide divide(wide x, wide y) { return x / y; }

// pow as Java defines it: NaN stays NaN, and so does 1 to the infinite
static inline wide power(wide x, wide y) { return isnan(y) || fabs(x) == 1 && isinf(y) ? NAN : pow(x, y); }

// max and min that hand NaN on, as Java's do
static inline wide higher(wide x, wide y) { return x != x ? x : y != y ? y : x > y ? x : y; }
static inline wide lower(wide x, wide y) { return x != x ? x : y != y ? y : x < y ? x : y; }
#endif

#define ADD(x, y) (x + y)
#define SUB(x, y) (x - y)
#define MUL(x, y) (x * y)
#define DIV(x, y) divide(x, y)
#define POW(x, y) power(x, y)
#define MAX(x, y) higher(x, y)
#define MIN(x, y) lower(x, y)
#define EQ(x, y) (x == y)
#define NE(x, y) (x != y)
#define LT(x, y) (x < y)
#define LE(x, y) (x <= y)
#define GT(x, y) (x > y)
#define GE(x, y) (x >= y)

// z = F(x, y)
kernel void combine(global const real *x, int xAt, global const real *y, int yAt, global answer *z, int zAt, Axes axes,
    int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  wide left = x[xAt + at.s0];
  wide right = y[yAt + at.s1];
  z[zAt + at.s2] = NARROW(F(left, right));
}
#endif

// z = condition ≠ 0 ? x : y
kernel void choose(global const int *condition, int conditionAt, global const real *x, int xAt, global const real *y,
    int yAt, global real *z, int zAt, Axes axes, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  int4 at = places(i, &axes);
  z[zAt + at.s3] = condition[conditionAt + at.s0] != 0 ? x[xAt + at.s1] : y[yAt + at.s2];
}
