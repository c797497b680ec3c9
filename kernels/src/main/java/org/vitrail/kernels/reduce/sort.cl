// Stable merge sort of lines. A number becomes an integer key in the order of Java's comparisons (−0 before 0, NaN
// last), an entry is a key and its place, and no two entries of a line are equal. An element's place in the union of
// two sorted runs is its place in its own plus the number of entries of the other that precede it, found by bisection.

#define BLOCK 512
#define LOCAL_FENCE barrier(CLK_LOCAL_MEM_FENCE)

#ifdef INTEGERS
typedef int key;
static inline key to_key(real x) { return x; }
static inline real to_value(key k) { return k; }
#elif defined(DOUBLES)
typedef long key;
static inline long flip(long bits) { return bits ^ (bits >> 63 & LONG_MAX); }
static inline key to_key(real x) { return x != x ? LONG_MAX : flip(as_long(x)); }
static inline real to_value(key k) { return k == LONG_MAX ? NAN : as_double(flip(k)); }
#else
typedef int key;
static inline int flip(int bits) { return bits ^ (bits >> 31 & INT_MAX); }
static inline key to_key(real x) { return x != x ? INT_MAX : flip(as_int(x)); }
static inline real to_value(key k) { return k == INT_MAX ? NAN : as_float(flip(k)); }
#endif

typedef struct {
  key k;
  int place;
} Entry;

static inline bool precedes(Entry a, Entry b) { return a.k < b.k || (a.k == b.k && a.place < b.place); }

// Where entry i of a line of n, sorted in runs of `run`, stands when every two runs are merged.
#define MERGED_PLACE(name, space)                              \
  static inline int name(space const Entry *line, int n, int run, int i) { \
    Entry own = line[i];                                       \
    int begin = i / run * run;                                 \
    int other = (i / run ^ 1) * run;                           \
    int low = min(other, n);                                   \
    int high = min(other + run, n);                            \
    int first = low;                                           \
    while (low < high) {                                       \
      int middle = low + (high - low) / 2;                     \
      if (precedes(line[middle], own)) low = middle + 1;       \
      else high = middle;                                      \
    }                                                          \
    return min(begin, other) + (i - begin) + (low - first);    \
  }

MERGED_PLACE(merged_place, global)
MERGED_PLACE(merged_place_in_block, local)

// entries (lines, n) = x, each BLOCK of a line sorted; a group for each block
kernel void sort_blocks(global const real *x, int xAt, Axes lines, int stride, int n, int descending,
    global Entry *entries, int entriesAt) {
  local Entry one[BLOCK];
  local Entry two[BLOCK];
  local Entry *from = one;
  local Entry *to = two;
  int line = get_group_id(0);
  int begin = get_group_id(1) * BLOCK;
  int size = min(BLOCK, n - begin);
  int start = xAt + places(line, &lines).s0;
  for (int i = get_local_id(0); i < size; i += get_local_size(0)) {
    key k = to_key(x[start + (begin + i) * stride]);
    from[i].k = descending ? ~k : k;
    from[i].place = begin + i;
  }
  LOCAL_FENCE;
  for (int run = 1; run < size; run *= 2) {
    for (int i = get_local_id(0); i < size; i += get_local_size(0)) {
      to[merged_place_in_block(from, size, run, i)] = from[i];
    }
    LOCAL_FENCE;
    local Entry *sorted = to;
    to = from;
    from = sorted;
  }
  for (int i = get_local_id(0); i < size; i += get_local_size(0)) {
    entries[entriesAt + line * n + begin + i] = from[i];
  }
}

// to (lines, n) = from, every two runs of a line merged
kernel void merge_runs(global const Entry *from, int fromAt, global Entry *to, int toAt, int n, int run, int count) {
  int i = get_global_id(0);
  if (i >= count) return;
  int begin = i / n * n;
  global const Entry *line = from + fromAt + begin;
  to[toAt + begin + merged_place(line, n, run, i - begin)] = line[i - begin];
}

// values and indices = the entries (lines, n)
kernel void unpack(global const Entry *entries, int entriesAt, global real *values, int valuesAt, global int *indices,
    int indicesAt, Axes lines, int n, int valuesStride, int indicesStride, int descending, int count) {
  int i = get_global_id(0);
  if (i >= count) return;
  int line = i / n;
  int rank = i - line * n;
  int4 start = places(line, &lines);
  Entry entry = entries[entriesAt + i];
  values[valuesAt + start.s1 + rank * valuesStride] = to_value(descending ? ~entry.k : entry.k);
  indices[indicesAt + start.s2 + rank * indicesStride] = entry.place;
}
