// A fibre is what meets in one result: `length` elements of x. A group of work-items takes some fibres, with some lanes
// for each: side by side where the elements of a fibre are neighbours in memory, `step` apart where those of different
// fibres are. Long fibres are cut into parts, one for each group along axis 1 of the grid.

// Work-items of the largest group
#define GROUP 256

typedef struct {
  int item;   // number of the work-item in its group:
  int lane;   // it is this lane
  int fibre;  // of this fibre,
  int begin;  // of which this part
  int end;    // takes these elements; none beyond the last fibre
} Share;

static inline Share share(int fibres, int length, int part, int lanes, int step) {
  Share s;
  s.item = get_local_id(0);
  s.lane = s.item / step % lanes;
  s.fibre = get_group_id(0) * (get_local_size(0) / lanes) + (step == 1 ? s.item / lanes : s.item % step);
  s.begin = get_group_id(1) * part;
  s.end = s.fibre < fibres ? s.begin + min(part, length - s.begin) : s.begin;
  return s;
}
