'use strict';
// Draws each chart from the JSON beside it, anew when the colours change, and gives each command a button to copy it.
(() => {
  const glass = ['--blue', '--ruby', '--emerald', '--amber', '--violet', '--teal'];
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const shown = v => v == null ? '' : Math.abs(v) >= 1000 || v === 0 ? String(+v.toFixed(0)) : String(+v.toPrecision(4));

  const short = v => String(v >= 100 ? Math.round(v) : +v.toPrecision(3));
  const font = '12px system-ui, sans-serif';
  const axis = () => ({ stroke: colour('--muted'), font, labelFont: font, labelSize: 18, labelGap: 0, gap: 6, ticks: { show: false } });
  const grid = () => ({ stroke: colour('--line'), width: 1 });
  const legend = { markers: { width: 0, fill: (u, i) => u.series[i].stroke() } };
  const height = figure => figure.classList.contains('roofline') ? 460 : 280;
  const isDecade = v => Math.abs(Math.log10(v) - Math.round(Math.log10(v))) < 1e-6;
  const decades = (_, splits) => splits.map(v => isDecade(v) ? v : null);

  // Curves over steps.
  function curves(figure, chart) {
    const series = [{ label: chart.x, value: (_, v) => shown(v) }];
    const tables = [];
    chart.curves.forEach((curve, i) => {
      const stroke = colour(glass[i % glass.length]);
      const label = curve.name;
      const value = (_, v) => shown(v);
      if (curve.smooth) {
        tables.push([curve.steps, curve.values], [curve.steps, curve.smooth]);
        series.push({ class: 'raw', stroke: stroke + '55', width: 1, points: { show: false } });
        series.push({ label, value, stroke, width: 2.5, points: { show: false } });
      } else {
        tables.push([curve.steps, curve.values]);
        const few = curve.steps.length <= 30;
        series.push({ label, value, stroke, width: 2.5, spanGaps: true, points: { show: few, size: 7, fill: stroke } });
      }
    });
    const yGrid = chart.logarithmic ? { ...grid(), filter: decades } : grid();
    return new uPlot({
      width: figure.clientWidth, height: height(figure), series, legend,
      scales: { x: { time: false }, y: chart.logarithmic ? { distr: 3 } : {} },
      axes: [{ ...axis(), grid: grid(), label: chart.x, size: 26 }, { ...axis(), grid: yGrid, label: chart.y, size: 40 }],
      cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    }, tables.length ? uPlot.join(tables) : [[]], figure);
  }

  // Points under the limits of a machine, on logarithmic axes. A point tells its name when the pointer is near.
  function roofline(figure, chart) {
    const marks = chart.groups.flatMap(group => group.marks);
    const xs = marks.map(m => m.x), ys = marks.map(m => m.y);
    const slowest = Math.min(...chart.roofs.map(roof => roof.bandwidth));
    const fastest = Math.max(...chart.roofs.map(roof => roof.bandwidth));
    const left = Math.min(...xs, chart.peak / fastest / 10) / 2, right = Math.max(...xs, 2 * chart.peak / slowest) * 1.5;
    const bottom = Math.min(...ys, left * slowest) / 2, top = chart.peak * 2;
    const series = [{ label: 'FLOP per byte', value: () => '' }];
    const tables = [];
    const line = (label, from, to, stroke) => {
      tables.push([[from[0], to[0]], [from[1], to[1]]]);
      series.push({ class: 'roof', label, stroke, width: 1.5, spanGaps: true, points: { show: false } });
    };
    chart.roofs.forEach(roof =>
      line(roof.name, [left, left * roof.bandwidth], [chart.peak / roof.bandwidth, chart.peak], colour('--muted')));
    line('peak', [chart.peak / fastest, chart.peak], [right, chart.peak], colour('--ink'));
    chart.groups.forEach((group, i) => {
      const stroke = colour(glass[i % glass.length]);
      const sorted = group.marks.map((m, k) => [m.x * (1 + 1e-6 * k), m.y]).sort((a, b) => a[0] - b[0]);
      tables.push([sorted.map(p => p[0]), sorted.map(p => p[1])]);
      series.push({ label: group.name, value: () => '', stroke, paths: () => null, points: { show: true, size: 9, width: 1.5, fill: stroke + '66' } });
    });

    const tip = figure.querySelector('.tip') ?? figure.appendChild(Object.assign(document.createElement('div'), { className: 'tip' }));
    function tell(u) {
      let near, distance = 14;
      marks.forEach(m => {
        const d = Math.hypot(u.valToPos(m.x, 'x') - u.cursor.left, u.valToPos(m.y, 'y') - u.cursor.top);
        if (d < distance) [near, distance] = [m, d];
      });
      tip.style.display = near ? 'block' : 'none';
      if (!near) return;
      tip.innerHTML = '<b></b><br>' + `${shown(near.y)} GFLOP/s, ${(100 * near.share).toFixed(0)} % of the limit`;
      tip.firstChild.textContent = near.name;
      const x = u.over.offsetLeft + u.valToPos(near.x, 'x'), y = u.over.offsetTop + u.valToPos(near.y, 'y');
      tip.style.left = Math.min(x + 12, figure.clientWidth - tip.offsetWidth) + 'px';
      tip.style.top = Math.max(0, y - tip.offsetHeight - 8) + 'px';
    }

    // Names along the lines: a level's bandwidth where its line begins, the peak above its own.
    function names(u) {
      const at = (x, y) => [u.valToPos(x, 'x', true), u.valToPos(y, 'y', true)];
      const scale = devicePixelRatio;
      u.ctx.save();
      u.ctx.font = `${12 * scale}px system-ui, sans-serif`;
      u.ctx.textAlign = 'right';
      u.ctx.lineWidth = 9 * scale;
      u.ctx.lineJoin = 'round';
      u.ctx.strokeStyle = colour('--card');
      u.ctx.fillStyle = colour('--muted');
      chart.roofs.forEach((roof, i) => {
        const [x0, y0] = at(left, left * roof.bandwidth), [x1, y1] = at(chart.peak / roof.bandwidth, chart.peak);
        u.ctx.save();
        u.ctx.translate(x1, y1);
        u.ctx.rotate(Math.atan2(y1 - y0, x1 - x0));
        const along = Math.hypot(x1 - x0, y1 - y0) * (0.07 + 0.17 * (chart.roofs.length - 1 - i));
        const name = `${roof.name} ${short(roof.bandwidth)} GB/s`;
        u.ctx.strokeText(name, -along, 4 * scale);
        u.ctx.fillText(name, -along, 4 * scale);
        u.ctx.restore();
      });
      const [x, y] = at(right, chart.peak);
      u.ctx.fillStyle = colour('--ink');
      u.ctx.fillText(`peak ${short(chart.peak)} GFLOP/s`, x - 6 * scale, y - 9 * scale);
      u.ctx.restore();
    }

    const values = (_, splits) => splits.map(v => isDecade(v) ? shown(v) : null);
    const logarithmic = { ...axis(), grid: { ...grid(), filter: decades }, values, filter: (_, splits) => splits };
    return new uPlot({
      width: figure.clientWidth, height: height(figure), series, legend: { ...legend, live: false },
      scales: { x: { time: false, distr: 3, range: [left, right] }, y: { distr: 3, range: [bottom, top] } },
      axes: [{ ...logarithmic, label: 'operations for each byte (FLOP/byte)', size: 26 }, { ...logarithmic, label: 'GFLOP/s', size: 44 }],
      cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
      hooks: { draw: [names], setCursor: [tell] },
    }, uPlot.join(tables), figure);
  }

  function draw(figure) {
    const chart = JSON.parse(figure.querySelector('script').textContent);
    return chart.roofs ? roofline(figure, chart) : curves(figure, chart);
  }

  const plots = new Map();
  const redraw = () => document.querySelectorAll('.chart').forEach(figure => {
    plots.get(figure)?.destroy();
    plots.set(figure, draw(figure));
  });
  redraw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('resize', () => plots.forEach((plot, figure) => plot.setSize({ width: figure.clientWidth, height: height(figure) })));

  document.querySelectorAll('.commands pre').forEach(pre => {
    const button = document.createElement('button');
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      getSelection().selectAllChildren(pre.querySelector('code'));
      document.execCommand('copy');
      getSelection().removeAllRanges();
      button.textContent = 'Copied';
      setTimeout(() => button.textContent = 'Copy', 1500);
    });
    pre.append(button);
  });
})();
