/** The table for people, and what became slower since the baseline. */

export const HEADER = '| row | foldsync | beside it (ratio of medians) | bars |\n|---|---|---|---|';

/** Slower by less than this is noise: runs on one machine differ by about a tenth. */
const NOISE = 1.15;

export const lineOf = ({ title, tools, ratios, figures, missed, bars }) => {
  const verdict = missed.length > 0 ? `MISSED ${missed.join(', ')}` : bars.length > 0 ? `ok: ${bars.join(', ')}` : '';
  if (figures) return `| ${title} | ${Object.entries(figures).map(figureText).join(', ')} | | ${verdict} |`;
  const others = Object.entries(ratios).map(([name, ratio]) => `${name} ${seconds(tools[name].wallMs)} (${ratio.toFixed(2)}x)`);
  const { wallMs, cpuMs, rssMb } = tools.foldsync;
  return `| ${title} | ${seconds(wallMs)}, ${seconds(cpuMs)} CPU, ${rssMb.toFixed(0)} MB | ${others.join(' · ')} | ${verdict} |`;
};

const seconds = (ms) => `${(ms / 1000).toFixed(ms < 1000 ? 3 : 2)} s`;

const figureText = ([name, value]) => {
  const [, what, unit] = /^(.*?)(Ms|Mb|percent)?$/.exec(name);
  const shown = Number.isInteger(value) ? value : value.toFixed(1);
  return unit === 'percent' ? `${shown} %` : `${what} ${shown}${unit ? ` ${unit.toLowerCase().replace('mb', 'MB')}` : ''}`;
};

/** Ratios to the tools beside it, which a busy machine leaves alone; CPU seconds; memory. Of rows that both have. */
export const comparisonLines = (baseline, { results }) => {
  const lines = [`Against ${baseline.date} (${baseline.cpus}, Node ${baseline.node}):`];
  for (const { id, ratios, tools, figures } of results) {
    const before = baseline.results.find((row) => row.id === id);
    if (!before) continue;
    const pairs = figures
      ? Object.entries(figures).map(([name, value]) => [name, before.figures?.[name], value])
      : [
          ...Object.entries(ratios).map(([name, ratio]) => [`ratio to ${name}`, before.ratios[name], ratio]),
          ['CPU ms', before.tools.foldsync.cpuMs, tools.foldsync.cpuMs],
          ['peak MB', before.tools.foldsync.rssMb, tools.foldsync.rssMb],
        ];
    for (const [what, was, is] of pairs) {
      if (!(was > 0)) continue;
      const verdict = is > was * NOISE ? 'SLOWER' : is * NOISE < was ? 'faster' : 'same';
      lines.push(`${verdict.padEnd(7)} ${id.padEnd(12)} ${what}: ${was.toFixed(2)} -> ${is.toFixed(2)}`);
    }
  }
  return lines;
};
