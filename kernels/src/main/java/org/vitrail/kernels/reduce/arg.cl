// Places of extremes: NaN comes before all numbers, the first of equals before the others.

typedef struct {
  real value;
  int place;  // −1 for none
} Champion;

#ifdef INTEGERS
#define IS_NAN(x) false
#else
#define IS_NAN(x) isnan(x)
#endif

static inline bool is_beyond(real x, real y, int smallest) {
  return !IS_NAN(y) && (IS_NAN(x) || (smallest ? x < y : x > y));
}

static inline Champion better(Champion a, Champion b, int smallest) {
  if (a.place < 0 || b.place < 0) return a.place < 0 ? b : a;
  if (is_beyond(a.value, b.value, smallest)) return a;
  if (is_beyond(b.value, a.value, smallest)) return b;
  return a.place < b.place ? a : b;
}

// out = the place along each fibre of x of its largest or smallest element. A second pass looks only at `candidates`
// (length, fibres), the results of the parts, which is null for the first pass; elements stand `stride` apart.
kernel void arg(global const real *x, int xAt, global int *out, int outAt, Axes kept, int fibres, int length, int part,
    int lanes, int step, int stride, global const int *candidates, int candidatesAt, int smallest) {
  local real values[GROUP];
  local int at[GROUP];
  Share s = share(fibres, length, part, lanes, step);
  int4 start = places(s.fibre, &kept);
  Champion best = {0, -1};
  for (int i = s.begin + s.lane; i < s.end; i += lanes) {
    int place = candidates ? candidates[candidatesAt + i * fibres + s.fibre] : i;
    Champion challenger = {x[xAt + start.s0 + place * stride], place};
    best = better(best, challenger, smallest);
  }
  values[s.item] = best.value;
  at[s.item] = best.place;
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int half_ = lanes / 2; half_ > 0; half_ /= 2) {
    if (s.lane < half_) {
      int other = s.item + half_ * step;
      Champion challenger = {values[other], at[other]};
      best = better(best, challenger, smallest);
      values[s.item] = best.value;
      at[s.item] = best.place;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (s.lane == 0 && s.fibre < fibres) out[outAt + get_group_id(1) * fibres + start.s1] = max(best.place, 0);
}
