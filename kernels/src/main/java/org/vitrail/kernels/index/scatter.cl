// Elements to computed places along one axis. The items of a row of a group take one line together, stretch by stretch:
// within a stretch the items that meet at a place agree on one that writes.
//
// Without ADD_UP: out[…, index[…, i, …], …] = src[…, i, …], and the last item that meets others writes.
// With it: out[…, index[…, i, …], …] += src[…, i, …], and the first adds what all have, in order.

#ifdef INTEGERS
#define ADD(x, y) add_sat(x, y)
#else
#define ADD(x, y) (x + y)
#endif

// How many lines there are, their length, and the steps along the axis
typedef struct {
  int lines, length, indexStep, srcStep, outStep;
} Walk;

kernel void scatter(global const int *index, int indexAt, global const real *src, int srcAt, global real *out,
    int outAt, Axes axes, Walk walk) {
  local int stretch[GROUP];
  int item = get_local_id(0);
  int size = get_local_size(0);
  int line = get_global_id(1);
  local int *met = stretch + get_local_id(1) * size;
  int4 at = line < walk.lines ? places(line, &axes) : (int4)(0);
  src += srcAt + at.s1;
  out += outAt + at.s2;
  for (int first = 0; first < walk.length; first += size) {
    int i = first + item;
    bool writes = line < walk.lines && i < walk.length;
    int place = writes ? index[indexAt + at.s0 + i * walk.indexStep] : -1;
    met[item] = place;
    barrier(CLK_LOCAL_MEM_FENCE);
#ifdef ADD_UP
    for (int earlier = 0; earlier < item; earlier++) writes = writes && met[earlier] != place;
    if (writes) {
      real sum = out[place * walk.outStep];
      for (int other = item; other < size; other++) {
        if (met[other] == place) sum = ADD(sum, src[(first + other) * walk.srcStep]);
      }
      out[place * walk.outStep] = sum;
    }
#else
    for (int later = item + 1; later < size; later++) writes = writes && met[later] != place;
    if (writes) out[place * walk.outStep] = src[i * walk.srcStep];
#endif
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
}
