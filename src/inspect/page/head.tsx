/** What is looked at, and whether it still goes on. */
import type { Followed } from './follow.js';
import type { Act } from './view.js';
import { count, shown } from './words.js';

export const Head = ({ followed, act }: { readonly followed: Followed; readonly act: (act: Act) => void }) => {
  const { overview } = followed;
  return (
    <header class="head">
      <h1>
        foldsync <span>inspect</span>
      </h1>
      {overview !== null && (
        <div class="places" title={shown(overview.from)}>
          {overview.kind === 'bundle' && <span class="path faint">{shown(overview.from)}</span>}
          <span class="place side-0" title="local: the first place">
            {shown(overview.labels[0])}
          </span>
          <span class="faint">⇄</span>
          <span class="place side-1" title="remote: the second place">
            {shown(overview.labels[1])}
          </span>
        </div>
      )}
      <Status followed={followed} />
      <button type="button" class="button" aria-label="Keys (?)" title="Keys (?)" onClick={() => act({ _tag: 'Help', open: true })}>
        ?
      </button>
    </header>
  );
};

const FOLLOWS = {
  'a-sync': ['is-live', 'live: a sync is running'],
  'the-folder': ['is-idle', 'no sync is running'],
  nothing: ['is-idle', 'a bundle'],
} as const;

const Status = ({ followed: { overview, connected } }: { readonly followed: Followed }) => {
  if (!connected)
    return (
      <span class="status is-failed" role="status">
        foldsync inspect has ended
      </span>
    );
  if (overview === null) return <span class="status">connecting …</span>;
  const { reading, known } = overview;
  switch (reading._tag) {
    case 'Reading':
      return (
        <span class="status" role="status">
          reading {count(known)} of {count(reading.head)} <progress value={reading.head === 0 ? 0 : known / reading.head} />
        </span>
      );
    case 'Failed':
      return (
        <span class="status is-failed" role="status">
          stopped reading
        </span>
      );
    case 'Read': {
      const [kind, text] = FOLLOWS[reading.follows];
      return (
        <span class={`status ${kind}`} role="status">
          <i /> {text} · {count(known)} events
        </span>
      );
    }
  }
};
