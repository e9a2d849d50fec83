/** Where in the log we are, how things stood there, and the ways to another moment. */
import { useEffect, useState } from 'preact/hooks';
import type { Moment } from '../wire.js';
import type { Answered } from './ask.js';
import type { Act, View } from './view.js';
import { count, plural, shown, sideName, time } from './words.js';

interface MomentBarProps {
  readonly view: View;
  readonly known: number;
  readonly moment: Answered<Moment>;
  readonly act: (act: Act) => void;
}

export const MomentBar = ({ view, known, moment, act }: MomentBarProps) => {
  const now = moment._tag === 'Here' ? moment.value : null;
  return (
    <section class="moment" aria-label="Moment">
      <div class="moment-steps" role="group" aria-label="Steps">
        <Step label="First (Home)" text="⇤" off={view.at === 0} onClick={() => act({ _tag: 'Go', at: 0 })} />
        <Step label="Event before (←)" text="←" off={view.at === 0} onClick={() => act({ _tag: 'Go', at: view.at - 1 })} />
        <Number view={view} known={known} act={act} />
        <Step label="Next event (→)" text="→" off={view.at === known} onClick={() => act({ _tag: 'Go', at: view.at + 1 })} />
        <Step label="Last, and follow (End)" text="⇥" off={false} on={view.follows} onClick={() => act({ _tag: 'Follow' })} />
      </div>
      <span class="moment-time">{now === null ? ' ' : time(now.atMs)}</span>
      <span class={`moment-text stratum-${now?.stratum ?? 'course'}`} title={now === null ? '' : shown(now.text)}>
        {now === null ? ' ' : shown(now.text)}
      </span>
      {now !== null && <Standing now={now} />}
      <button
        type="button"
        class={`button${view.mark === null ? '' : ' is-on'}`}
        title="Mark this moment, to see what became other since (m)"
        aria-pressed={view.mark !== null}
        onClick={() => act({ _tag: 'Mark' })}
      >
        {view.mark === null || view.mark === view.at ? 'Mark' : `Marked #${count(view.mark)}`}
      </button>
    </section>
  );
};

interface StepProps {
  readonly label: string;
  readonly text: string;
  readonly off: boolean;
  readonly on?: boolean;
  readonly onClick: () => void;
}

const Step = ({ label, text, off, on, onClick }: StepProps) => (
  <button
    type="button"
    class={`button step${on === true ? ' is-on' : ''}`}
    title={label}
    aria-label={label}
    aria-pressed={on}
    disabled={off}
    onClick={onClick}
  >
    {text}
  </button>
);

/** The number of the event, to be typed over. */
const Number = ({ view, known, act }: Pick<MomentBarProps, 'view' | 'known' | 'act'>) => {
  const [text, setText] = useState(String(view.at));
  useEffect(() => setText(String(view.at)), [view.at]);
  return (
    <form
      class="moment-number"
      onSubmit={(event) => {
        event.preventDefault();
        const at = parseInt(text.replace(/[#,\s]/gu, ''), 10);
        if (at >= 0) act({ _tag: 'Go', at });
        setText(String(view.at));
      }}
    >
      <label>
        #
        <input
          value={text}
          inputMode="numeric"
          aria-label="Number of the event"
          size={8}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <span>of {count(known)}</span>
    </form>
  );
};

const Standing = ({ now }: { readonly now: Moment }) => {
  const troubles = now.sides.flatMap(({ down, gate }, side) => [
    ...(down === null ? [] : [`${sideName(side as 0 | 1)} is away`]),
    ...(gate === null ? [] : [`a gate is up on ${sideName(side as 0 | 1)}`]),
  ]);
  const pending = [
    now.blocked > 0 ? `${count(now.blocked)} blocked` : '',
    now.unsettled - now.blocked > 0 ? `${count(now.unsettled - now.blocked)} pending` : '',
    now.inFlight > 0 ? `${count(now.inFlight)} under way` : '',
    now.toLookAt > 0 ? `${count(now.toLookAt)} to look at` : '',
  ].filter((text) => text !== '');
  return (
    <span class="moment-standing">
      <span class="side-0">{plural(now.files[0], 'file')}</span>
      <span class="side-1">{plural(now.files[1], 'file')}</span>
      {[...(now.paused ? ['paused'] : []), ...troubles].map((text) => (
        <strong key={text} class="is-trouble">
          {text}
        </strong>
      ))}
      <span class={now.blocked > 0 ? 'is-trouble' : pending.length === 0 ? 'is-well' : ''}>
        {pending.length > 0 ? pending.join(' · ') : now.session ? 'settled' : 'not started'}
      </span>
    </span>
  );
};
