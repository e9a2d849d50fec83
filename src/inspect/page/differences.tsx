/** What became other between the marked moment and this one, in each of the three trees. */
import type { Difference, Differences as Told } from '../wire.js';
import { useAnswer } from './ask.js';
import { Path } from './conflicts.js';
import { Empty, Shown } from './notes.js';
import type { Act, View } from './view.js';
import { count, plural, shown } from './words.js';

export const Differences = ({ view, act }: { readonly view: View; readonly act: (act: Act) => void }) => {
  const { mark, at } = view;
  const answer = useAnswer<Told>('differences', mark === null ? null : { from: mark, to: at });
  if (mark === null)
    return (
      <Empty title="Mark a moment first.">
        Press m at one moment, go to another, and what became other between the two is listed here.{' '}
        <button type="button" class="button" onClick={() => act({ _tag: 'Mark' })}>
          Mark #{count(at)}
        </button>
      </Empty>
    );
  return (
    <div class="stack scrolls">
      <Shown answer={answer}>
        {({ from, to, total, found }) => (
          <>
            <p class="faint count">
              {total === 0 ? 'Nothing became other' : plural(total, 'difference')} between #{count(from)} and #{count(to)}
              {found.length < total ? `, the first ${count(found.length)} shown` : ''}
            </p>
            {TREES.map(({ tree, title }) => (
              <Tree key={tree} title={title} tree={tree} found={found.filter((each) => each.tree === tree)} act={act} />
            ))}
          </>
        )}
      </Shown>
    </div>
  );
};

const TREES = [
  { tree: 'local', title: 'local' },
  { tree: 'base', title: 'agreed' },
  { tree: 'remote', title: 'remote' },
] as const;

const COLORS = { local: 'side-0', base: 'base', remote: 'side-1' } as const;
const MARKS = { Added: '+', Removed: '−', Moved: '→', Changed: '~' } as const;
const WORDS = { Added: 'added', Removed: 'removed', Moved: 'moved', Changed: 'changed' } as const;

interface TreeProps {
  readonly title: string;
  readonly tree: Difference['tree'];
  readonly found: readonly Difference[];
  readonly act: (act: Act) => void;
}

const Tree = ({ title, tree, found, act }: TreeProps) =>
  found.length === 0 ? null : (
    <section class="differences">
      <h3 class={COLORS[tree]}>
        {title} <span class="faint">{count(found.length)}</span>
      </h3>
      <ul>
        {found.map((each) => (
          <li key={`${each._tag} ${each.link}`} title={WORDS[each._tag]}>
            <i class={`mark mark-${each._tag}`} aria-label={WORDS[each._tag]}>
              {MARKS[each._tag]}
            </i>
            {each._tag === 'Moved' && <span class="path faint">{shown(each.from)} → </span>}
            <Path path={each.path} act={act} />
          </li>
        ))}
      </ul>
    </section>
  );
