/** The events, a line each; those of some strata, or about some text, if one likes. */
import { useRef, useState } from 'preact/hooks';
import type { LinePage, RawEvent, Stratum } from '../wire.js';
import { ask, useAnswer } from './ask.js';
import { List } from './list.js';
import { Empty, Failed, Shown, Waiting } from './notes.js';
import { usePages } from './pages.js';
import type { Act, View } from './view.js';
import { count, shown, STRATA, STRATUM_NAMES, timeOfDay, time } from './words.js';

interface LinesProps {
  readonly view: View;
  readonly known: number;
  readonly act: (act: Act) => void;
}

export const Lines = ({ view, known, act }: LinesProps) => {
  const isAll = view.strata === null && view.text === '';
  const wanted = { strata: view.strata?.join(','), text: view.text === '' ? undefined : view.text };
  const pages = usePages(JSON.stringify(wanted), known, async (from, many, signal) => {
    const { total, lines } = await ask<LinePage>('lines', { ...wanted, from, count: many }, signal);
    return { total, values: lines };
  });
  const found = useAnswer<number>('line-index', isAll || known === 0 ? null : { ...wanted, at: view.at });
  const total = isAll ? known : (pages.total ?? 0);
  const current = isAll ? view.at - 1 : found._tag === 'Here' ? Math.min(found.value, total - 1) : null;

  const row = (index: number) => {
    const line = pages.at(index);
    if (line === undefined) return <div class="row line is-waiting" key={index} role="listitem" />;
    const isNow = line.seq === view.at;
    return (
      <div
        class={`row line kind-${line.kind} stratum-${line.stratum}${isNow ? ' is-now' : ''}${line.seq > view.at ? ' is-later' : ''}`}
        key={index}
        role="listitem"
        aria-current={isNow ? 'true' : undefined}
        title={`${time(line.atMs)}  ${line.kind}\n${shown(line.text)}`}
        onClick={() => act({ _tag: 'Go', at: line.seq })}
      >
        <span class="line-number">{count(line.seq)}</span>
        <span class="line-time">{line.atMs === 0 ? '' : timeOfDay(line.atMs)}</span>
        <span class="line-side">{line.side === null ? '' : line.side === 0 ? 'L' : 'R'}</span>
        <span class="line-text">{shown(line.text)}</span>
      </div>
    );
  };

  return (
    <section class="pane events" aria-label="Events">
      <Sieve view={view} act={act} total={isAll ? null : pages.total} />
      {pages.error !== null && <Failed message={pages.error} />}
      {pages.error === null && !isAll && pages.total === null && <Waiting text="Searching the log …" />}
      {known === 0 && <Empty title="No events yet.">The log is empty: nothing was synced with it so far.</Empty>}
      {known > 0 && !isAll && pages.total === 0 && <Empty title="No such events.">None of the {count(known)} events is about that.</Empty>}
      <List total={total} current={current} label="Events" row={row} onSeen={pages.see} />
      <AsLogged at={view.at} />
    </section>
  );
};

/** The event itself, as it is in the log. */
const AsLogged = ({ at }: { readonly at: number }) => {
  const [open, setOpen] = useState(false);
  const answer = useAnswer<RawEvent | null>('event', open && at > 0 ? { at } : null);
  return (
    <details class="logged" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>as it is logged</summary>
      {open && (
        <Shown answer={answer}>
          {(raw) => <pre class="path">{raw === null ? '' : shown(JSON.stringify(raw.event, null, 1), '\n')}</pre>}
        </Shown>
      )}
    </details>
  );
};

/** Which events to show: the colours of the timeline, and a text. */
const Sieve = ({ view, act, total }: { readonly view: View; readonly act: (act: Act) => void; readonly total: number | null }) => {
  const timer = useRef(0);
  const isOn = (stratum: Stratum): boolean => view.strata === null || view.strata.includes(stratum);
  const toggle = (stratum: Stratum): void => {
    // The first press asks for that one alone; further ones add or take away.
    const next = view.strata === null ? [stratum] : STRATA.filter((each) => (each === stratum ? !isOn(each) : isOn(each)));
    act({ _tag: 'Sift', strata: next.length === 0 || next.length === STRATA.length ? null : next });
  };
  return (
    <div class="sieve">
      <div class="chips" role="group" aria-label="Kinds of events">
        {STRATA.map((stratum) => (
          <button
            key={stratum}
            type="button"
            class={`chip stratum-${stratum}${isOn(stratum) ? ' is-on' : ''}`}
            aria-pressed={view.strata !== null && isOn(stratum)}
            onClick={() => toggle(stratum)}
          >
            <i />
            {STRATUM_NAMES[stratum]}
          </button>
        ))}
      </div>
      <label class="search">
        <input
          id="search"
          type="search"
          placeholder="a name, or words of a line ( f )"
          aria-label="Search in events"
          value={view.text}
          onInput={(event) => {
            const text = event.currentTarget.value;
            clearTimeout(timer.current);
            timer.current = window.setTimeout(() => act({ _tag: 'Search', text }), SETTLE_MS);
          }}
        />
        {total !== null && <span>{count(total)} found</span>}
      </label>
    </div>
  );
};

/** Until a hand that types pauses, milliseconds. */
const SETTLE_MS = 200;
