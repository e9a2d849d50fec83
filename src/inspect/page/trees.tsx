/** Both sides and what they agreed on, an entry a row, at the moment. */
import { useState } from 'preact/hooks';
import type { BaseCell, Cell, Row, Side } from '../wire.js';
import { EntryPane } from './entry.js';
import { List } from './list.js';
import { Empty, Failed, Waiting } from './notes.js';
import { type Slot, useTreeRows } from './tree-rows.js';
import type { Act, View } from './view.js';
import { bytes, shown, sideName } from './words.js';

interface TreesProps {
  readonly view: View;
  readonly act: (act: Act) => void;
}

export const Trees = ({ view, act }: TreesProps) => {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { slots, isOld, error, see } = useTreeRows(view.at, open);
  const chosen = slots?.findIndex(({ row }) => row !== undefined && row.key === view.entry) ?? -1;

  const toggle = (key: string): void =>
    setOpen((old) => {
      const next = new Set(old);
      if (!next.delete(key)) next.add(key);
      return next;
    });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (slots === null || slots.length === 0) return;
    const row = slots[chosen]?.row;
    const choose = (index: number): void => {
      const next = slots[Math.max(0, Math.min(index, slots.length - 1))]?.row;
      if (next !== undefined) act({ _tag: 'Look', entry: next.key });
    };
    if (event.key === 'ArrowDown') choose(chosen + 1);
    else if (event.key === 'ArrowUp') choose(chosen < 0 ? 0 : chosen - 1);
    else if (event.key === 'Enter' && row?.open === true) toggle(row.key);
    else if (event.key === 'e' && row !== undefined) act({ _tag: 'Explain', path: slots[chosen]?.path ?? '' });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const row = (index: number) => {
    const slot = slots?.[index];
    if (slot?.row === undefined) return <div class="row tree-row is-waiting" key={index} />;
    return <TreeRow key={index} slot={slot} row={slot.row} isOpen={open.has(slot.row.key)} view={view} act={act} toggle={toggle} />;
  };

  return (
    <div class={`trees${isOld ? ' is-old' : ''}`} onKeyDown={onKeyDown}>
      <div class="tree-row tree-head" aria-hidden="true">
        <span>Name</span>
        <span class="side-0">local</span>
        <span class="base">agreed</span>
        <span class="side-1">remote</span>
        <span>waits for</span>
      </div>
      {error !== null && <Failed message={error} />}
      {error === null && slots === null && <Waiting />}
      {error === null && slots?.length === 0 && (
        <Empty title="Nothing is known yet at this moment.">Neither side was listed so far. Go on with →, or to the end with End.</Empty>
      )}
      <div class="tree-list" tabIndex={0} aria-label="Entries: arrow keys choose, Enter opens a folder, e explains">
        <List total={slots?.length ?? 0} current={chosen < 0 ? null : chosen} label="Entries" row={row} onSeen={see} />
      </div>
      {view.entry !== null && <EntryPane view={view} act={act} entry={view.entry} />}
    </div>
  );
};

interface TreeRowProps extends TreesProps {
  readonly slot: Slot;
  readonly row: Row;
  readonly isOpen: boolean;
  readonly toggle: (key: string) => void;
}

/** Pixels a level is set in. */
const INDENT = 14;

const TreeRow = ({ slot, row, isOpen, view, act, toggle }: TreeRowProps) => {
  const isFolder = row.kind === 'folder';
  const needs = row.waiting?.needs === 'a-person';
  return (
    <div
      class={`row tree-row${row.key === view.entry ? ' is-now' : ''}${row.sides.every(({ is }) => is === 'gone' || is === 'absent') ? ' is-gone' : ''}`}
      role="listitem"
      aria-expanded={isFolder ? isOpen : undefined}
      aria-current={row.key === view.entry ? 'true' : undefined}
      onClick={() => act({ _tag: 'Look', entry: row.key === view.entry ? null : row.key })}
      onDblClick={() => isFolder && toggle(row.key)}
    >
      <span class="tree-name" style={{ paddingInlineStart: `${slot.depth * INDENT}px` }} title={shown(slot.path)}>
        {isFolder ? (
          <button
            type="button"
            class="twist"
            tabIndex={-1}
            aria-label={isOpen ? 'Close the folder' : 'Open the folder'}
            disabled={!row.open}
            onClick={(event) => {
              event.stopPropagation();
              toggle(row.key);
            }}
          >
            {isOpen ? '▾' : '▸'}
          </button>
        ) : (
          <i class="twist" />
        )}
        <span class="path">
          {shown(row.name)}
          {isFolder ? '/' : ''}
        </span>
      </span>
      <SideCell side={0} cell={row.sides[0]} />
      <AgreedCell base={row.base} />
      <SideCell side={1} cell={row.sides[1]} />
      <span class={needs ? 'is-trouble' : 'faint'} title={row.waiting === null ? '' : shown(row.waiting.text)}>
        {row.waiting === null ? '' : shown(row.waiting.text)}
      </span>
    </div>
  );
};

const CHANGES = {
  new: 'new',
  same: '',
  edited: 'edited',
  touched: 'touched',
  moved: 'moved',
  'moved-and-edited': 'moved, edited',
} as const;

const SideCell = ({ side, cell }: { readonly side: Side; readonly cell: Cell }) => {
  const words = cellWords(cell);
  const where = cell.at !== null ? `at ${shown(cell.at)}` : cell.name !== null ? `as ${shown(cell.name)}` : '';
  const isChanged = cell.kept === null && cell.change !== null && cell.change !== 'same';
  const full = [sideName(side), words, where, cell.size === null ? '' : bytes(cell.size)].filter((text) => text !== '').join(': ');
  return (
    <span class={`cell side-${side} cell-${cell.is}${isChanged ? ' is-changed' : ''}`} title={full}>
      <span class="cell-words">
        {words === '' ? '✓' : words}
        {where !== '' && <em class="path"> {where}</em>}
      </span>
      {cell.size !== null && cell.is !== 'gone' && <span class="cell-size">{bytes(cell.size)}</span>}
    </span>
  );
};

const cellWords = ({ is, change, kept, dirty }: Cell): string => {
  if (is === 'absent') return '—';
  if (is === 'gone') return 'gone';
  if (is === 'unseen') return 'touched, not seen yet';
  if (kept !== null) return kept.replaceAll('-', ' ');
  return [change === null ? '' : CHANGES[change], dirty && change !== 'touched' ? 'touched' : ''].filter((text) => text !== '').join(', ');
};

const AgreedCell = ({ base }: { readonly base: BaseCell }) => (
  <span class="cell base" title={base.at === null ? '' : shown(base.at)}>
    {base.is === 'here' ? '✓' : base.is === 'none' ? '—' : <em class="path">{base.at === null ? 'elsewhere' : shown(base.at)}</em>}
  </span>
);
