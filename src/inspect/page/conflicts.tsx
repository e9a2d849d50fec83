/** The copies that conflicts left: where they are, whose version they are, and who kept the name. */
import type { ConflictCopy, Survey } from '../wire.js';
import { useAnswer } from './ask.js';
import { Empty, Shown } from './notes.js';
import type { Act, View } from './view.js';
import { bytes, count, shown, sideName } from './words.js';

export const Conflicts = ({ view, act }: { readonly view: View; readonly act: (act: Act) => void }) => {
  const answer = useAnswer<Survey>('survey', { at: view.at });
  return (
    <div class="stack scrolls">
      <Shown answer={answer}>
        {({ conflicts, more }) =>
          conflicts.length === 0 ? (
            <Empty title="No conflict copies at this moment.">
              Where both sides edit one file, both versions are kept, and listed here.
            </Empty>
          ) : (
            <table class="wide">
              <thead>
                <tr>
                  <th>kept the name</th>
                  <th>the other version</th>
                  <th>of</th>
                  <th>is on</th>
                  <th class="right">size</th>
                </tr>
              </thead>
              <tbody>
                {conflicts.map((conflict) => (
                  <Conflict key={conflict.copy.path} conflict={conflict} act={act} />
                ))}
              </tbody>
              {more > 0 && (
                <tfoot>
                  <tr>
                    <td colSpan={5}>and {count(more)} more</td>
                  </tr>
                </tfoot>
              )}
            </table>
          )
        }
      </Shown>
    </div>
  );
};

const Conflict = ({ conflict: { copy, original, loser }, act }: { readonly conflict: ConflictCopy; readonly act: (act: Act) => void }) => (
  <tr>
    <td class="path">{original === null ? <span class="faint">gone</span> : <Path path={original.path} act={act} />}</td>
    <td class="path">
      <Path path={copy.path} act={act} />
    </td>
    <td class={loser === null ? 'faint' : `side-${loser}`}>{loser === null ? 'not told' : sideName(loser)}</td>
    <td>
      {copy.sides.map((side) => (
        <b key={side} class={`side-${side}`}>
          {sideName(side)}{' '}
        </b>
      ))}
    </td>
    <td class="right">{bytes(copy.size)}</td>
  </tr>
);

/** A path that is explained when it is pressed. */
export const Path = ({ path, act }: { readonly path: string; readonly act: (act: Act) => void }) => (
  <button type="button" class="jump path" title={`Explain ${shown(path)}`} onClick={() => act({ _tag: 'Explain', path })}>
    {shown(path)}
  </button>
);
