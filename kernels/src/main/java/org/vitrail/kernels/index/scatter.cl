// Elements to computed places along one axis. The items of a row of a group take one line together, stretch by stretch:
// within a stretch the items that meet at a place agree on one that writes.

#ifdef INTEGERS
#define ADD(x, y) add_sat(x, y)
#else
#define ADD(x, y) (x + y)
#endif

// How many lines there are, their length, and the steps along the axis
typedef struct {
  int lines, length, indexStep, srcStep, outStep;
} Walk;

// out[…, index[…, i, …], …] = src[…, i, …], the last writer wins: an item writes unless a later one has its place
kernel void scatter(global const int *index, int indexAt, global const real *src, int srcAt, global real *out,
    int outAt, Axes axes, Walk walk) {
  local int stretch[GROUP];
  int item = get_local_id(0);
  int size = get_local_size(0);
  int line = get_global_id(1);
  local int *met = stretch + get_local_id(1) * size;
  int4 at = line < walk.lines ? places(line, &axes) : (int4)(0);
  for (int first = 0; first < walk.length; first += size) {
    int i = first + item;
    bool exists = line < walk.lines && i < walk.length;
    int place = exists ? index[indexAt + at.s0 + i * walk.indexStep] : -1;
    met[item] = place;
    barrier(CLK_LOCAL_MEM_FENCE);
    bool wins = exists;
    for (int later = item + 1; later < size; later++) wins = wins && met[later] != place;
    if (wins) out[outAt + at.s2 + place * walk.outStep] = src[srcAt + at.s1 + i * walk.srcStep];
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
}

// out[…, index[…, i, …], …] += src[…, i, …]: the first item of those that meet adds all of them, in order
kernel void scatter_add(global const int *index, int indexAt, global const real *src, int srcAt, global real *out,
    int outAt, Axes axes, Walk walk) {
  local int stretch[GROUP];
  int item = get_local_id(0);
  int size = get_local_size(0);
  int line = get_global_id(1);
  local int *met = stretch + get_local_id(1) * size;
  int4 at = line < walk.lines ? places(line, &axes) : (int4)(0);
  for (int first = 0; first < walk.length; first += size) {
    int i = first + item;
    bool exists = line < walk.lines && i < walk.length;
    int place = exists ? index[indexAt + at.s0 + i * walk.indexStep] : -1;
    met[item] = place;
    barrier(CLK_LOCAL_MEM_FENCE);
    bool wins = exists;
    for (int earlier = 0; earlier < item; earlier++) wins = wins && met[earlier] != place;
    if (wins) {
      int to = outAt + at.s2 + place * walk.outStep;
      real sum = out[to];
      for (int other = item; other < size; other++) {
        if (met[other] == place) sum = ADD(sum, src[srcAt + at.s1 + (first + other) * walk.srcStep]);
      }
      out[to] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
}
