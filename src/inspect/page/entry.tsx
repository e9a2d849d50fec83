/** All that was known of one entry at the moment, side by side. */
import type { Entry } from '../wire.js';
import { useAnswer } from './ask.js';
import { Shown } from './notes.js';
import type { Act, View } from './view.js';
import { count, shown } from './words.js';

interface EntryProps {
  readonly view: View;
  readonly entry: string;
  readonly act: (act: Act) => void;
}

export const EntryPane = ({ view, entry, act }: EntryProps) => {
  const answer = useAnswer<Entry | null>('entry', { at: view.at, key: entry });
  return (
    <section class="entry" aria-label="Entry">
      <Shown answer={answer}>{(found) => (found === null ? <Absent act={act} /> : <Facts found={found} act={act} />)}</Shown>
    </section>
  );
};

const Absent = ({ act }: Pick<EntryProps, 'act'>) => (
  <header class="entry-head">
    <span class="faint">This entry is not known at this moment: it was not seen yet, or it has ended.</span>
    <Close act={act} />
  </header>
);

const Close = ({ act }: Pick<EntryProps, 'act'>) => (
  <button type="button" class="button" aria-label="Close (Esc)" title="Close (Esc)" onClick={() => act({ _tag: 'Look', entry: null })}>
    ×
  </button>
);

const Facts = ({ found, act }: { readonly found: Entry; readonly act: (act: Act) => void }) => (
  <>
    <header class="entry-head">
      <strong class="path">{shown(found.path)}</strong>
      <button type="button" class="button" title="All that happened to it (e)" onClick={() => act({ _tag: 'Explain', path: found.path })}>
        Explain
      </button>
      <Close act={act} />
    </header>
    {found.waiting !== null && (
      <p class={found.waiting.needs === 'a-person' ? 'entry-waits is-trouble' : 'entry-waits'}>
        {shown(found.waiting.text)}
        {found.waiting.since !== null && <Jump seq={found.waiting.since} act={act} text={`since #${count(found.waiting.since)}`} />}
      </p>
    )}
    <table class="facts">
      <thead>
        <tr>
          <th />
          <th class="side-0">local</th>
          <th class="base">agreed</th>
          <th class="side-1">remote</th>
        </tr>
      </thead>
      <tbody>
        {found.facts.map((fact) => (
          <tr key={fact.name}>
            <th scope="row">{fact.name}</th>
            {[fact.local, fact.base, fact.remote].map((value, i) => (
              <td key={i} class={value === null ? 'faint' : 'path'} title={value === null ? '' : shown(value)}>
                {value === null ? '—' : shown(value)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </>
);

/** Goes to the moment of an event. */
export const Jump = ({ seq, text, act }: { readonly seq: number; readonly text: string; readonly act: (act: Act) => void }) => (
  <button type="button" class="jump" title="Go to that moment" onClick={() => act({ _tag: 'Go', at: seq })}>
    {text}
  </button>
);
