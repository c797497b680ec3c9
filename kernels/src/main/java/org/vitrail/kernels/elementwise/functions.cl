// The functions of Unary: NAME_0 is f(x; a, b), NAME_1 and NAME_2 its derivatives. The formulas are those of Unary.java.

#define FUNCTION(name, f, first, second)                              \
  static inline real name##_0(real x, real a, real b) { return f; }          \
  static inline real name##_1(real x, real a, real b) { return first; }      \
  static inline real name##_2(real x, real a, real b) { return second; }

#define INV_SQRT_2PI 0.3989422804014327
#define TWO_OVER_SQRT_PI 1.1283791670955126
#define SQRT_2_OVER_PI 0.7978845608028654
#define SQRT_HALF 0.7071067811865476
#define CUBIC 0.044715

static inline real signum(real x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

// max and min that hand NaN on, as Java's do.
static inline real higher(real x, real y) { return x != x ? x : x > y ? x : y; }
static inline real lower(real x, real y) { return x != x ? x : x < y ? x : y; }

static inline real sigmoid(real x) { return 1 / (1 + exp(-x)); }

// σ′ = σ(1 − σ) = e/(1 + e)² with e = exp(−|x|)
static inline real bell(real x) {
  real e = exp(-fabs(x));
  return e / ((1 + e) * (1 + e));
}

static inline real softplus(real x) { return higher(x, 0) + log1p(exp(-fabs(x))); }

// tanh′ = 1 − tanh² = 4σ′(2x)
static inline real sech2(real x) { return 4 * bell(2 * x); }

static inline real erf_slope(real x) { return (real)TWO_OVER_SQRT_PI * exp(-x * x); }

// φ and Φ of the normal distribution
static inline real normal_pdf(real x) { return (real)INV_SQRT_2PI * exp((real)-0.5 * x * x); }

#ifdef SINGLE
// e^(z²)·erfc(z) of z = |x|·√½ as in VectorMath: with u = ½z/(1 + ½z) it is (1 − u)·P(u). Many drivers' erfc is slow.
static inline real normal_cdf(real x) {
  real half_z = fabs(x) * 0.35355339f;
  real t = 1 / (half_z + 1);
  real u = isinf(x) ? 1 : half_z * t;
  real p = fma(-0.05906892f, u, 0.18797657f);
  p = fma(p, u, -0.14910585f);
  p = fma(p, u, -0.023080368f);
  p = fma(p, u, -0.11899178f);
  p = fma(p, u, 0.21488021f);
  p = fma(p, u, 0.48622686f);
  p = fma(p, u, -1.2567502f);
  p = fma(p, u, 0.99999994f);
  real tail = 0.5f * p * t * exp(-0.5f * x * x);
  return x < 0 ? tail : 1 - tail;
}
#else
static inline real normal_cdf(real x) { return (real)0.5 * erfc(-x * (real)SQRT_HALF); }
#endif

// t = 2u with u = √(2/π)·(x + 0.044715x³), and its derivatives: ½(1 + tanh u) = σ(t)
static inline real twice_inner(real x) { return 2 * (real)SQRT_2_OVER_PI * (x + (real)CUBIC * x * x * x); }
static inline real twice_inner1(real x) { return 2 * (real)SQRT_2_OVER_PI * (1 + 3 * (real)CUBIC * x * x); }
static inline real twice_inner2(real x) { return 2 * (real)SQRT_2_OVER_PI * 6 * (real)CUBIC * x; }

// Beyond this the slope of a sigmoid is 0, and so is its product with any power of x.
static inline bool is_flat(real x) { return fabs(x) > 1000; }

FUNCTION(IDENTITY, x, 1, 0)
FUNCTION(AFFINE, a * x + b, a, 0)
FUNCTION(ABS, fabs(x), signum(x), 0)
FUNCTION(SIGN, signum(x), 0, 0)
FUNCTION(ROUND, rint(x), 0, 0)
FUNCTION(FLOOR, floor(x), 0, 0)
FUNCTION(CLAMP, lower(higher(x, a), b), x >= a && x <= b ? 1 : 0, 0)
FUNCTION(SQUARE, x * x, 2 * x, 2)
FUNCTION(POW, pow(x, a), a == 0 ? 0 : a * pow(x, a - 1), a == 0 || a == 1 ? 0 : a * (a - 1) * pow(x, a - 2))
FUNCTION(SQRT, sqrt(x), (real)0.5 / sqrt(x), (real)-0.25 / (x * sqrt(x)))
FUNCTION(RSQRT, 1 / sqrt(x), (real)-0.5 / (x * sqrt(x)), (real)0.75 / (x * x * sqrt(x)))
FUNCTION(RECIPROCAL, 1 / x, -1 / (x * x), 2 / (x * x * x))
FUNCTION(EXP, exp(x), exp(x), exp(x))
FUNCTION(EXPM1, expm1(x), exp(x), exp(x))
FUNCTION(LOG, log(x), 1 / x, -1 / (x * x))
FUNCTION(LOG1P, log1p(x), 1 / (1 + x), -1 / ((1 + x) * (1 + x)))
FUNCTION(SIN, sin(x), cos(x), -sin(x))
FUNCTION(COS, cos(x), -sin(x), -cos(x))
FUNCTION(ERF, erf(x), erf_slope(x), -2 * x * erf_slope(x))
FUNCTION(TANH, tanh(x), sech2(x), -2 * tanh(x) * sech2(x))
FUNCTION(SIGMOID, sigmoid(x), bell(x), bell(x) * (1 - 2 * sigmoid(x)))
FUNCTION(LOG_SIGMOID, lower(x, 0) - log1p(exp(-fabs(x))), sigmoid(-x), -bell(x))
FUNCTION(SOFTPLUS, softplus(x), sigmoid(x), bell(x))
FUNCTION(RELU, higher(x, 0), x > 0 ? 1 : 0, 0)
FUNCTION(LEAKY_RELU, x > 0 ? x : a * x, x > 0 ? 1 : a, 0)
FUNCTION(ELU, x > 0 ? x : a * expm1(x), x > 0 ? 1 : a * exp(x), x > 0 ? 0 : a * exp(x))
FUNCTION(GELU, x * normal_cdf(x), normal_cdf(x) + x * normal_pdf(x), is_flat(x) ? 0 : normal_pdf(x) * (2 - x * x))
FUNCTION(GELU_TANH, x * sigmoid(twice_inner(x)),
    sigmoid(twice_inner(x)) + (is_flat(x) ? 0 : x * bell(twice_inner(x)) * twice_inner1(x)),
    is_flat(x) ? 0 : bell(twice_inner(x)) * (2 * twice_inner1(x)
        + x * (tanh(-twice_inner(x) / 2) * twice_inner1(x) * twice_inner1(x) + twice_inner2(x))))
FUNCTION(SWISH, x * sigmoid(a * x), sigmoid(a * x) + a * x * bell(a * x),
    a * bell(a * x) * (2 + a * x * (1 - 2 * sigmoid(a * x))))
FUNCTION(HARD_SWISH, x * lower(higher(x + 3, 0), 6) / 6, x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + (real)0.5,
    fabs(x) < 3 ? (real)1 / 3 : 0)
FUNCTION(MISH, x * tanh(softplus(x)), tanh(softplus(x)) + x * sech2(softplus(x)) * sigmoid(x),
    sech2(softplus(x)) * (2 * sigmoid(x) + x * bell(x) - 2 * x * tanh(softplus(x)) * sigmoid(x) * sigmoid(x)))
