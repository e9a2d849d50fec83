/** The page: a head, the timeline, the moment, and two columns: what happened, and how things stood. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Moment } from '../wire.js';
import { useAnswer } from './ask.js';
import { Attention } from './attention.js';
import { Conflicts } from './conflicts.js';
import { Differences } from './differences.js';
import { Explain } from './explain.js';
import { useFollow } from './follow.js';
import { Head } from './head.js';
import { Help } from './help.js';
import { useKeys } from './keys.js';
import { Lines } from './lines.js';
import { MomentBar } from './moment-bar.js';
import { Failed } from './notes.js';
import { Timeline } from './timeline.js';
import { Trees } from './trees.js';
import { type Act, decodeView, encodeView, reduce, type Tab, TABS, type View } from './view.js';
import { count } from './words.js';

export const App = () => {
  const followed = useFollow();
  const known = followed.overview?.known ?? 0;
  const [view, act] = useView(known);
  const moment = useAnswer<Moment>('moment', followed.overview === null ? null : { at: view.at });
  useKeys(view, known, act);
  const reading = followed.overview?.reading;
  return (
    <>
      <Head followed={followed} act={act} />
      {reading?._tag === 'Failed' && <Failed message={reading.message} />}
      <Timeline view={view} known={known} act={act} />
      <MomentBar view={view} known={known} moment={moment} act={act} />
      <main class={`columns tab-is-${view.tab}`}>
        <Lines view={view} known={known} act={act} />
        <section class="pane panel" aria-label="At this moment">
          <Tabs view={view} moment={moment._tag === 'Here' ? moment.value : null} act={act} />
          <div class="tab-body" role="tabpanel" aria-label={TITLES[view.tab]}>
            <Panel view={view} act={act} />
          </div>
        </section>
      </main>
      {view.help && <Help onClose={() => act({ _tag: 'Help', open: false })} />}
    </>
  );
};

const TITLES: { readonly [T in Tab]: string } = {
  trees: 'Trees',
  attention: 'Attention',
  conflicts: 'Conflicts',
  differences: 'Differences',
  explain: 'Explain',
  events: 'Events',
};

const Tabs = ({ view, moment, act }: { readonly view: View; readonly moment: Moment | null; readonly act: (act: Act) => void }) => (
  <div class="tabs" role="tablist">
    {TABS.map((tab, i) => (
      <button
        key={tab}
        type="button"
        role="tab"
        class={`tab tab-${tab}`}
        aria-selected={view.tab === tab}
        title={tab === 'events' ? '' : `${TITLES[tab]} (${i + 1})`}
        onClick={() => act({ _tag: 'Open', tab })}
      >
        {TITLES[tab]}
        {tab === 'attention' && moment !== null && moment.unsettled > 0 && (
          <span class={moment.blocked > 0 ? 'badge is-trouble' : 'badge'}>{count(moment.unsettled)}</span>
        )}
      </button>
    ))}
  </div>
);

const Panel = ({ view, act }: { readonly view: View; readonly act: (act: Act) => void }) => {
  switch (view.tab) {
    case 'trees':
      return <Trees view={view} act={act} />;
    case 'attention':
      return <Attention view={view} act={act} />;
    case 'conflicts':
      return <Conflicts view={view} act={act} />;
    case 'differences':
      return <Differences view={view} act={act} />;
    case 'explain':
      return <Explain view={view} act={act} />;
    case 'events':
      return null;
  }
};

/** The view, kept in the address. */
const useView = (known: number): readonly [View, (act: Act) => void] => {
  const [view, setView] = useState(() => decodeView(location.hash.slice(1)));
  const end = useRef(known);
  end.current = known;
  const act = useCallback((next: Act) => setView((old) => reduce(old, next, end.current)), []);
  useEffect(() => act({ _tag: 'Grew' }), [known]);
  useEffect(() => history.replaceState(null, '', `#${encodeView(view)}`), [view]);
  return [view, act];
};
