/** Why a path was at the moment as it was: all that happened to it, oldest first. */
import { useEffect, useState } from 'preact/hooks';
import type { Explaining, Explanation } from '../wire.js';
import { request } from './ask.js';
import { Jump } from './entry.js';
import { messageOf } from './latest.js';
import { Empty, Failed } from './notes.js';
import type { Act, View } from './view.js';
import { count, shown, sideName, time } from './words.js';

type Told =
  | { readonly _tag: 'Nothing' }
  | { readonly _tag: 'Reading'; readonly share: number }
  | { readonly _tag: 'Told'; readonly explanation: Explanation; readonly at: number }
  | { readonly _tag: 'Failed'; readonly message: string };

export const Explain = ({ view, act }: { readonly view: View; readonly act: (act: Act) => void }) => {
  const told = useExplanation(view.path, view.at);
  const [all, setAll] = useState(false);
  return (
    <div class="stack scrolls">
      <PathForm path={view.path} act={act} />
      {told._tag === 'Nothing' && (
        <Empty title="Which path?">Type one as it is called inside the two folders, for instance docs/a.txt, or press e at an entry.</Empty>
      )}
      {told._tag === 'Reading' && (
        <div class="note is-waiting" role="status">
          Looking through the log … <progress value={told.share} />
        </div>
      )}
      {told._tag === 'Failed' && <Failed message={told.message} />}
      {told._tag === 'Told' && (
        <>
          <p class={`summary status-${told.explanation.status._tag}`}>{shown(told.explanation.summary)}</p>
          {told.explanation.steps.length > 0 && (
            <label class="faint">
              <input type="checkbox" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} /> also when it was merely
              touched or looked at
            </label>
          )}
          <ol class="steps">
            {told.explanation.steps
              .filter(({ kind }) => all || (kind !== 'touched' && kind !== 'looked'))
              .map((step, i) => (
                <li key={i} class={`step-${step.kind}${step.seq === view.at ? ' is-now' : ''}`}>
                  <Jump seq={step.seq} act={act} text={`#${count(step.seq)}`} />
                  <span class="faint">{time(step.atMs)}</span>
                  <span class={step.side === null ? '' : `side-${step.side}`}>{step.side === null ? '' : sideName(step.side)}</span>
                  <span class="step-text">{shown(step.text)}</span>
                </li>
              ))}
          </ol>
        </>
      )}
    </div>
  );
};

const PathForm = ({ path, act }: { readonly path: string; readonly act: (act: Act) => void }) => {
  const [text, setText] = useState(path);
  useEffect(() => setText(path), [path]);
  return (
    <form
      class="path-form"
      onSubmit={(event) => {
        event.preventDefault();
        act({ _tag: 'Explain', path: text });
      }}
    >
      <input
        id="path"
        class="path"
        value={text}
        placeholder="docs/a.txt ( / )"
        aria-label="Path"
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" class="button">
        Explain
      </button>
    </form>
  );
};

/** Asked anew when the path or the moment is another; while a hand scrubs, only when it rests. */
const useExplanation = (path: string, at: number): Told => {
  const [told, setTold] = useState<Told>({ _tag: 'Nothing' });
  useEffect(() => {
    if (path.trim() === '') return setTold({ _tag: 'Nothing' });
    const stop = new AbortController();
    const timer = setTimeout(() => {
      read(path, at, stop.signal, (share) => setTold((old) => (old._tag === 'Told' ? old : { _tag: 'Reading', share }))).then(
        (explanation) => setTold({ _tag: 'Told', explanation, at }),
        (thrown: unknown) => {
          if (!stop.signal.aborted) setTold({ _tag: 'Failed', message: messageOf(thrown) });
        },
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [path, at]);
  return told;
};

const REST_MS = 120;

const read = async (path: string, at: number, signal: AbortSignal, tell: (share: number) => void): Promise<Explanation> => {
  tell(0);
  const { body } = await request('explanation', { path, at }, signal);
  if (body === null) throw new Error('No answer.');
  let text = '';
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) {
      const message = JSON.parse(line) as Explaining;
      if (message._tag === 'Explained') return message.explanation;
      tell(message.done / message.of);
    }
  }
  throw new Error('The answer broke off: foldsync inspect has ended, or was stopped.');
};
