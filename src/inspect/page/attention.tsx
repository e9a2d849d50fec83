/** What was not in step at the moment, and why; what waits for a person first. */
import type { Attention as Told, Survey, Unsettled } from '../wire.js';
import { ask, useAnswer } from './ask.js';
import { Jump } from './entry.js';
import { List } from './list.js';
import { Empty, Failed, Waiting } from './notes.js';
import { usePages } from './pages.js';
import type { Act, View } from './view.js';
import { count, plural, shown, sideName } from './words.js';

interface AttentionProps {
  readonly view: View;
  readonly act: (act: Act) => void;
}

export const Attention = ({ view, act }: AttentionProps) => {
  const { at } = view;
  const head = useAnswer<Told>('attention', { at, from: 0, count: 0 });
  const pages = usePages<Unsettled>(String(at), 0, async (from, many, signal) => {
    const { total, entries } = await ask<Told>('attention', { at, from, count: many }, signal);
    return { total, values: entries };
  });
  const told = head._tag === 'Here' ? head.value : null;
  const isWell = told !== null && told.gates.length + told.down.length + told.total === 0 && !told.paused;

  const row = (index: number) => {
    const entry = pages.at(index);
    if (entry === undefined) return <div class="row attention-row is-waiting" key={index} />;
    const { waiting, path, key } = entry;
    return (
      <div
        class={`row attention-row${key === view.entry ? ' is-now' : ''}`}
        key={index}
        role="listitem"
        onClick={() => lookAt(key)}
        title={`${shown(path)}\n${shown(waiting.text)}`}
      >
        <span class={waiting.needs === 'a-person' ? 'flag is-trouble' : 'flag'}>{waiting.needs === 'a-person' ? '!' : ''}</span>
        <span class="path">{shown(path)}</span>
        <span class={waiting.needs === 'a-person' ? 'is-trouble' : ''}>{shown(waiting.text)}</span>
        <span class="faint">{waiting.since === null ? '' : <Jump seq={waiting.since} act={act} text={`#${count(waiting.since)}`} />}</span>
      </div>
    );
  };
  const lookAt = (key: string): void => {
    act({ _tag: 'Look', entry: key });
    act({ _tag: 'Open', tab: 'trees' });
  };

  return (
    <div class="stack">
      {pages.error !== null && <Failed message={pages.error} />}
      {pages.error === null && told === null && <Waiting />}
      {told !== null && (
        <ul class="banners">
          {told.paused && <li>The sync is paused.</li>}
          {told.gates.map(({ side, text, since }) => (
            <li key={`gate ${side}`}>
              <b class={`side-${side}`}>{sideName(side)}</b> {shown(text)}{' '}
              {since !== null && <Jump seq={since} act={act} text={`since #${count(since)}`} />}
            </li>
          ))}
          {told.down.map(({ side, text }) => (
            <li key={`down ${side}`}>
              <b class={`side-${side}`}>{sideName(side)}</b> is away: {shown(text)}
            </li>
          ))}
        </ul>
      )}
      {isWell && <Empty title="Everything is settled at this moment.">Both sides are as they last agreed, and nothing is under way.</Empty>}
      {told !== null && told.total > 0 && (
        <p class="faint count">{plural(told.total, 'entry', 'entries')} not in step, what needs a person first</p>
      )}
      <List total={pages.total ?? 0} current={null} label="Entries that are not in step" row={row} onSeen={pages.see} />
      <KeptAway at={at} />
    </div>
  );
};

/** What stays on its own side, and that is settled: folded, since it is seldom asked for. */
const KeptAway = ({ at }: { readonly at: number }) => {
  const answer = useAnswer<Survey>('survey', { at });
  if (answer._tag !== 'Here' || answer.value.kept.length === 0) return null;
  const { kept, more } = answer.value;
  return (
    <details class="kept">
      <summary>
        {plural(kept.length + more, 'entry stays', 'entries stay')} on {kept.length + more === 1 ? 'its' : 'their'} own side
      </summary>
      <ul>
        {kept.map((each) => (
          <li key={`${each.side} ${each.path}`}>
            <b class={`side-${each.side}`}>{sideName(each.side)}</b>
            <span class="path">{shown(each.path)}</span>
            <span class="faint">{each.kept.replaceAll('-', ' ')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
};
