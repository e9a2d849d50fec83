/**
 * The whole log at a glance: what was seen and done on local grows upward, on remote downward, each stretch by its share of events (as a
 * square root, so that rare things are seen). Troubles are marks at the top. A press or a drag goes to that moment, the wheel zooms.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import type { Timeline as Stretches } from '../wire.js';
import { useAnswer } from './ask.js';
import { colorOf, useScheme } from './scheme.js';
import type { Act, View } from './view.js';
import { count, day, timeOfDay } from './words.js';

interface TimelineProps {
  readonly view: View;
  readonly known: number;
  readonly act: (act: Act) => void;
}

/** Pixels for a stretch. */
const STRETCH_PX = 2;
/** A step of the wheel. */
const ZOOM = 1.25;

export const Timeline = ({ view, known, act }: TimelineProps) => {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const scheme = useScheme();
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [from, to] = view.range === null ? [1, known] : [view.range.from, view.range.to];
  const answer = useAnswer<Stretches>(
    'timeline',
    size.width === 0 || known === 0 ? null : { from, to, stretches: Math.ceil(size.width / STRETCH_PX) },
  );
  const stretches = answer._tag === 'Here' ? answer.value : null;
  const drawn = useRef<Stretches | null>(null);
  drawn.current = stretches;

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || size.width === 0) return;
    const made = new uPlot(
      optionsOf(size, () => drawn.current),
      dataOf(drawn.current),
      element,
    );
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [size.width, size.height, scheme]);

  useEffect(() => {
    if (stretches === null) return;
    plot.current?.batch(() => {
      plot.current?.setData(dataOf(stretches), false);
      plot.current?.setScale('x', { min: stretches.from, max: stretches.to + 1 });
    });
  }, [stretches, size.width, size.height, scheme]);

  const shownFrom = stretches?.from ?? from;
  const shownTo = stretches?.to ?? to;
  const place = (seq: number): number => ((seq - shownFrom) / Math.max(1, shownTo - shownFrom)) * 100;
  const seqAt = (event: { readonly clientX: number }): number => {
    const bounds = box.current?.getBoundingClientRect();
    const share = bounds === undefined ? 0 : (event.clientX - bounds.left) / bounds.width;
    return Math.round(shownFrom + Math.max(0, Math.min(1, share)) * (shownTo - shownFrom));
  };
  const isSeen = (seq: number): boolean => seq >= shownFrom && seq <= shownTo;

  return (
    <div
      class={`timeline${answer._tag === 'Here' && !answer.isOld ? '' : ' is-old'}`}
      role="slider"
      tabIndex={0}
      aria-label="Moment"
      aria-valuemin={0}
      aria-valuemax={known}
      aria-valuenow={view.at}
      aria-valuetext={`event ${view.at} of ${known}`}
      ref={box}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        act({ _tag: 'Go', at: seqAt(event) });
      }}
      onPointerMove={(event) => {
        if (event.buttons % 2 === 1) act({ _tag: 'Go', at: seqAt(event) });
      }}
      onWheel={(event) => {
        event.preventDefault();
        act({ _tag: 'Zoom', factor: event.deltaY > 0 ? ZOOM : 1 / ZOOM, around: seqAt(event) });
      }}
      onDblClick={() => act({ _tag: 'ShowAll' })}
    >
      {view.mark !== null && <Between a={place(view.mark)} b={place(view.at)} />}
      {view.mark !== null && isSeen(view.mark) && <div class="timeline-mark" style={{ left: `${place(view.mark)}%` }} />}
      {isSeen(view.at) && <div class="timeline-now" style={{ left: `${place(view.at)}%` }} />}
      {answer._tag === 'Failed' && <p class="timeline-note">{answer.message}</p>}
    </div>
  );
};

const Between = ({ a, b }: { readonly a: number; readonly b: number }) => {
  const [left, right] = [Math.max(0, Math.min(a, b)), Math.min(100, Math.max(a, b))];
  return <div class="timeline-between" style={{ left: `${left}%`, width: `${Math.max(0, right - left)}%` }} />;
};

const dataOf = (stretches: Stretches | null): uPlot.AlignedData => {
  if (stretches === null) return [[], [], [], [], []];
  const { atMs, counts, from, step } = stretches;
  const share = (n: number): number => Math.sqrt(n / step);
  const row = (height: (i: number) => number): number[] => atMs.map((_, i) => height(i));
  const of = (stratum: keyof Stretches['counts'], i: number): number => counts[stratum][i] ?? 0;
  return [
    row((i) => from + (i + 0.5) * step),
    row((i) => share(of('seen-local', i) + of('done-local', i))),
    row((i) => share(of('done-local', i))),
    row((i) => -share(of('seen-remote', i) + of('done-remote', i))),
    row((i) => -share(of('done-remote', i))),
  ];
};

const optionsOf = (size: { readonly width: number; readonly height: number }, now: () => Stretches | null): uPlot.Options => {
  const paths = uPlot.paths.bars?.({ size: [1, 64], gap: 0 });
  const bars = (color: string): uPlot.Series => ({
    fill: colorOf(color),
    width: 0,
    points: { show: false },
    ...(paths === undefined ? {} : { paths }),
  });
  return {
    ...size,
    legend: { show: false },
    cursor: { show: false },
    padding: [10, 0, 0, 0],
    scales: { x: { time: false }, y: { range: [-1, 1] } },
    series: [{}, bars('--local-faint'), bars('--local'), bars('--remote-faint'), bars('--remote')],
    axes: [
      {
        stroke: colorOf('--faint'),
        font: '11px system-ui, sans-serif',
        size: 34,
        space: 110,
        gap: 4,
        grid: { stroke: colorOf('--line'), width: 1 },
        ticks: { show: false },
        incrs: [1, 2, 5].flatMap((n) => [0, 1, 2, 3, 4, 5, 6, 7, 8].map((e) => n * 10 ** e)).sort((a, b) => a - b),
        values: (plot, splits) => splits.map((seq) => (isWhole(plot, seq) ? tick(seq, now()) : '')),
      },
      { show: false },
    ],
    hooks: { draw: [(plot) => drawTroubles(plot, now())] },
  };
};

/** A label that the edge would cut is left out. */
const isWhole = (plot: uPlot, seq: number): boolean => {
  const x = plot.valToPos(seq, 'x');
  return x > LABEL_PX / 2 && x < plot.width - LABEL_PX / 2;
};

/** Widest label of the axis. */
const LABEL_PX = 92;

const tick = (seq: number, stretches: Stretches | null): string => {
  if (stretches === null || seq < stretches.from || seq > stretches.to) return '';
  const ms = stretches.atMs[Math.floor((seq - stretches.from) / stretches.step)] ?? 0;
  return `#${count(seq)}${ms === 0 ? '' : `\n${day(ms).slice(5)} ${timeOfDay(ms)}`}`;
};

const drawTroubles = (plot: uPlot, stretches: Stretches | null): void => {
  const { ctx, bbox } = plot;
  const pixels = devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colorOf('--line');
  ctx.fillRect(bbox.left, Math.round(plot.valToPos(0, 'y', true)), bbox.width, 1);
  ctx.fillStyle = colorOf('--trouble');
  stretches?.counts.trouble.forEach((n, i) => {
    if (n === 0) return;
    const x = plot.valToPos(stretches.from + i * stretches.step, 'x', true);
    const width = Math.max(2 * pixels, (bbox.width / stretches.counts.trouble.length) | 0);
    ctx.fillRect(Math.min(x, bbox.left + bbox.width - width), bbox.top - 8 * pixels, width, 6 * pixels);
  });
  ctx.restore();
};
