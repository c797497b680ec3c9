'use strict';
// Draws each chart from the JSON beside it, anew when the colours change, and gives each command a button to copy it.
(() => {
  const glass = ['--blue', '--ruby', '--emerald', '--amber', '--violet', '--teal'];
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const shown = v => v == null ? '' : Math.abs(v) >= 1000 || v === 0 ? String(+v.toFixed(0)) : String(+v.toPrecision(4));

  function draw(figure) {
    const chart = JSON.parse(figure.querySelector('script').textContent);
    const font = '12px system-ui, sans-serif';
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
    const decades = (_, splits) => splits.map(v => Number.isInteger(Math.log10(v)) ? v : null);
    const axis = { stroke: colour('--muted'), font, labelFont: font, labelSize: 18, labelGap: 0, gap: 6, ticks: { show: false } };
    const grid = { stroke: colour('--line'), width: 1 };
    const yGrid = chart.logarithmic ? { ...grid, filter: decades } : grid;
    return new uPlot({
      width: figure.clientWidth, height: 280, series,
      scales: { x: { time: false }, y: chart.logarithmic ? { distr: 3 } : {} },
      axes: [{ ...axis, grid, label: chart.x, size: 26 }, { ...axis, grid: yGrid, label: chart.y, size: 40 }],
      cursor: { points: { size: 7 }, drag: { x: true, y: false } },
      legend: { markers: { width: 0, fill: (u, i) => u.series[i].stroke() } },
    }, tables.length ? uPlot.join(tables) : [[]], figure);
  }

  const plots = new Map();
  const redraw = () => document.querySelectorAll('.chart').forEach(figure => {
    plots.get(figure)?.destroy();
    plots.set(figure, draw(figure));
  });
  redraw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  addEventListener('resize', () => plots.forEach((plot, figure) => plot.setSize({ width: figure.clientWidth, height: 280 })));

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
