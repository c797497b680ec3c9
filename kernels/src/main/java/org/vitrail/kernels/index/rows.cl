// out[ids[n], :] += src[n, :] in the order of n, for many ids in a large table.

#ifdef INTEGERS
#define ADD(x, y) add_sat(x, y)
#else
#define ADD(x, y) (x + y)
#endif

// The span of a row of the table: the first and the last n that have it as their id; at first empty.
kernel void clear_spans(global int2 *spans, int spansAt, int rows) {
  int row = get_global_id(0);
  if (row < rows) spans[row] = (int2)(INT_MAX, -1);
}

kernel void mark_spans(global const int *ids, int idsAt, int n, global int *spans, int spansAt) {
  int i = get_global_id(0);
  if (i >= n) return;
  int row = ids[idsAt + i];
  atomic_min(spans + 2 * row, i);
  atomic_max(spans + 2 * row + 1, i);
}

// Adds all sources of one row to a stretch of its columns: the group whose n is the first of the row's span looks for
// the others in the span, as many at a time as it has items, and each item adds those that were found to its column.
kernel void add_rows(global const real *src, int srcAt, global const int *ids, int idsAt, global const int2 *spans,
    int spansAt, global real *out, int outAt, int width) {
  local int isSource[GROUP];
  local int sources[GROUP];
  local int found;
  int first = get_group_id(0);
  int row = ids[idsAt + first];
  int2 span = spans[row];
  if (span.s0 != first) return;
  int item = get_local_id(0);
  int column = get_group_id(1) * GROUP + item;
  int to = outAt + row * width + column;
  real sum = column < width ? out[to] : 0;
  for (int n = first; n <= span.s1; n += GROUP) {
    bool is = n + item <= span.s1 && ids[idsAt + n + item] == row;
    isSource[item] = is;
    if (item == 0) found = 0;
    barrier(CLK_LOCAL_MEM_FENCE);
    if (is) {
      int before = 0;
      for (int i = 0; i < item; i++) before += isSource[i];
      sources[before] = n + item;
      atomic_inc(&found);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (column < width) {
      for (int i = 0; i < found; i++) sum = ADD(sum, src[srcAt + sources[i] * width + column]);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (column < width) out[to] = sum;
}
