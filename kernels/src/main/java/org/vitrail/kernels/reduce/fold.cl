// Sums, products and extremes: F is one of Reductions.Kind. They meet as `wide` numbers, and such
// are the results of parts.

#ifdef INTEGERS
// Integers meet in 64 bits, and what does not fit 32 ends at the bound.
typedef long wide;
#define OUTSIDE 2147483648L
#define LOWEST LONG_MIN
#define HIGHEST LONG_MAX
#define SUM(x, y) ((x) + (y))
#define PROD(x, y) clamp((x) * (y), -OUTSIDE, OUTSIDE)
#define MAX(x, y) max(x, y)
#define MIN(x, y) min(x, y)
static inline int narrow(wide x) { return convert_int_sat(x); }

#elif defined(PAIRS)
typedef pair wide;
#define SUM(x, y) plus(x, y)
#define WIDEN(x) to_pair(x)
static inline real narrow(wide x) { return to_real(x); }

#else
typedef real wide;
#define LOWEST (-INFINITY)
#define HIGHEST INFINITY
#define PROD(x, y) ((x) * (y))
// max and min that hand NaN on, as Java's do
#define MAX(x, y) (isnan(x) ? x : isnan(y) ? y : x > y ? x : y)
#define MIN(x, y) (isnan(x) ? x : isnan(y) ? y : x < y ? x : y)
static inline real narrow(wide x) { return x; }
#endif

#ifdef FROM_PARTS
typedef wide from;
#undef WIDEN
#else
typedef real from;
#endif
#ifndef WIDEN
#define WIDEN(x) (x)
#endif

#ifdef TO_PARTS
typedef wide to;
#define NARROW(x) (x)
#else
typedef real to;
#define NARROW(x) narrow(x)
#endif

#define NEUTRAL_SUM 0
#define NEUTRAL_PROD 1
#define NEUTRAL_MAX LOWEST
#define NEUTRAL_MIN HIGHEST
#define NEUTRAL_(F) NEUTRAL_##F
#define NEUTRAL_OF(F) NEUTRAL_(F)
#define NEUTRAL NEUTRAL_OF(F)

// out = F over each fibre of x
kernel void fold(global const from *x, int xAt, global to *out, int outAt, Axes kept, Axes along, int fibres,
    int length, int part, int lanes, int step) {
  local wide scratch[GROUP];
  Share s = share(fibres, length, part, lanes, step);
  int4 at = places(s.fibre, &kept);
  wide total = NEUTRAL;
  for (int i = s.begin + s.lane; i < s.end; i += lanes) {
    wide own = WIDEN(x[xAt + at.s0 + places(i, &along).s0]);
    total = F(total, own);
  }
  scratch[s.item] = total;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int half_ = lanes / 2; half_ > 0; half_ /= 2) {
    if (s.lane < half_) scratch[s.item] = F(scratch[s.item], scratch[s.item + half_ * step]);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (s.lane == 0 && s.fibre < fibres) out[outAt + get_group_id(1) * fibres + at.s1] = NARROW(scratch[s.item]);
}

// out[i] = x[0] ∘ … ∘ x[i] along each fibre. Each part goes on from what the parts before it come to: `before` (parts,
// fibres) holds that of part p at p − 1, and is null where there is one part. The lanes walk side by side, and in every
// step double the number of elements behind them: Hillis and Steele 1986.
kernel void scan(global const from *x, int xAt, global to *out, int outAt, Axes kept, Axes along, int fibres,
    int length, int part, int lanes, int step, global const wide *before, int beforeAt) {
  local wide scratch[GROUP];
  Share s = share(fibres, length, part, lanes, step);
  int4 at = places(s.fibre, &kept);
  int p = get_group_id(1);
  wide running = NEUTRAL;
  if (p > 0 && s.fibre < fibres) running = before[beforeAt + (p - 1) * fibres + s.fibre];
  for (int begin = s.begin; begin < min(length, s.begin + part); begin += lanes) {
    int i = begin + s.lane;
    int4 here = at + places(i, &along);
    wide own = NEUTRAL;
    if (i < s.end) own = WIDEN(x[xAt + here.s0]);
    scratch[s.item] = own;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int behind = 1; behind < lanes; behind *= 2) {
      wide left = NEUTRAL;
      if (s.lane >= behind) left = scratch[s.item - behind * step];
      barrier(CLK_LOCAL_MEM_FENCE);
      own = F(left, own);
      scratch[s.item] = own;
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (i < s.end) out[outAt + here.s1] = NARROW(F(running, own));
    running = F(running, scratch[s.item + (lanes - 1 - s.lane) * step]);
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}
