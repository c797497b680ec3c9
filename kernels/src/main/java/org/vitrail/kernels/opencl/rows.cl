// Rows of n elements side by side: a group of work-items takes some rows, with some lanes for each. Launch.rows gives
// the number of lanes. What lanes know together they learn in a fixed order, in `scratch`, which has room for one
// number each; all work-items of a group take part, those beyond the last row too.

// Work-items of the largest group
#define GROUP 256

typedef struct {
  int number;  // of the row,
  int at;      // where it begins, behind the first of all
  int lane;    // this work-item takes every element `lanes` after this one
  int lanes;
  int n;       // elements of the row; none beyond the last row
} Row;

static inline Row own_row(int rows, int n, int lanes) {
  Row row;
  row.number = get_group_id(0) * (get_local_size(0) / lanes) + get_local_id(0) / lanes;
  row.at = row.number * n;
  row.lane = get_local_id(0) % lanes;
  row.lanes = lanes;
  row.n = row.number < rows ? n : 0;
  return row;
}

static inline bool is_first(Row row) { return row.lane == 0 && row.n > 0; }

// For i, each of the elements of this lane
#define FOR_OWN(i, row) for (int i = (row).lane; i < (row).n; i += (row).lanes)

#define OVER_LANES(name, type, F)                                           \
  static inline type name(type x, Row row, local type *scratch) {                  \
    int item = get_local_id(0);                                             \
    scratch[item] = x;                                                      \
    barrier(CLK_LOCAL_MEM_FENCE);                                           \
    for (int half_ = row.lanes / 2; half_ > 0; half_ /= 2) {                \
      if (row.lane < half_) scratch[item] = F(scratch[item], scratch[item + half_]); \
      barrier(CLK_LOCAL_MEM_FENCE);                                         \
    }                                                                       \
    type result = scratch[item - row.lane];                                 \
    barrier(CLK_LOCAL_MEM_FENCE);                                           \
    return result;                                                          \
  }

OVER_LANES(row_max, real, fmax)
OVER_LANES(row_pair, pair, plus)

static inline real row_sum(pair x, Row row, local pair *scratch) { return to_real(row_pair(x, row, scratch)); }
