/**
 * What a pair of changes means: tables, not branches. Every cell has a name, which is the `reason` in the log and in `explain`.
 * Content and location are judged apart; a delete crosses both (H18). Rules and their counterexamples: docs/PLANNER.md.
 */

/** One side's content against base. `suspect`: something of it was touched that its revision can't tell (ctime alone). */
export type ContentChange = 'unchanged' | 'suspect' | 'modified';

export type ContentVerdict =
  | 'nothing'
  /** Copy from this side to the other. */
  | 'copy-local'
  | 'copy-remote'
  /** Read both: they may be equal. */
  | 'compare'
  /** Equal contents agree; different ones are a conflict. */
  | 'agree-or-conflict';

export interface Cell<V> {
  readonly verdict: V;
  readonly reason: string;
}

const cell = <V>(verdict: V, reason: string): Cell<V> => ({ verdict, reason });

/** By change of LOCAL, then of REMOTE. */
export const CONTENT: { readonly [L in ContentChange]: { readonly [R in ContentChange]: Cell<ContentVerdict> } } = {
  unchanged: {
    unchanged: cell('nothing', 'both-unchanged'),
    suspect: cell('compare', 'remote-touched'),
    modified: cell('copy-remote', 'remote-edited'),
  },
  suspect: {
    unchanged: cell('compare', 'local-touched'),
    suspect: cell('agree-or-conflict', 'both-touched'),
    modified: cell('agree-or-conflict', 'local-touched-remote-edited'),
  },
  modified: {
    unchanged: cell('copy-local', 'local-edited'),
    suspect: cell('agree-or-conflict', 'local-edited-remote-touched'),
    modified: cell('agree-or-conflict', 'both-edited'),
  },
};

export type LocationChange = 'unmoved' | 'moved';

/** Whose place counts, for both sides. */
export type LocationVerdict = 'base' | 'local' | 'remote' | 'same-or-first-name';

export const LOCATION: { readonly [L in LocationChange]: { readonly [R in LocationChange]: Cell<LocationVerdict> } } = {
  unmoved: { unmoved: cell('base', 'not-moved'), moved: cell('remote', 'remote-moved') },
  moved: { unmoved: cell('local', 'local-moved'), moved: cell('same-or-first-name', 'both-moved') },
};

/** What lives where the other half is gone. */
export type Survivor = 'file-unchanged' | 'file-edited' | 'file-moved' | 'folder';

export type AbsenceVerdict =
  | 'delete'
  /** The gone half is emptied: the survivor is a creation. */
  | 'revive'
  /** A folder: as its children decide. */
  | 'ask-children';

export const ABSENCE: { readonly [S in Survivor]: Cell<AbsenceVerdict> } = {
  'file-unchanged': cell('delete', 'deleted-there'),
  'file-edited': cell('revive', 'edit-beats-delete'),
  'file-moved': cell('revive', 'move-beats-delete'),
  folder: cell('ask-children', 'folder-deleted-there'),
};

/** An entry that wants a place on a side where another one sits. */
export type Sitting =
  /** Nothing was agreed on it yet: it is new there, as the other is new here. */
  | 'created'
  /** In step, or wanting to stay: it keeps its name. */
  | 'settled'
  /** It comes from the other side of a tie: both want this place. */
  | 'contender';

export type CollisionVerdict =
  /** The same thing: one link. */
  | 'merge'
  /** Same kind: equal contents are one, different ones are a conflict. */
  | 'merge-or-conflict'
  /** The one that wants the place gets a conflict name. */
  | 'rename-comer'
  | 'rename-sitter'
  /** LOCAL's gets the conflict name. */
  | 'rename-local';

type Synced = 'file' | 'folder';

/** By who comes, who sits there, and how. */
export const COLLISION: { readonly [C in Synced]: { readonly [S in Synced]: { readonly [P in Sitting]: Cell<CollisionVerdict> } } } =
  (() => {
    const same = (created: Cell<CollisionVerdict>) => ({
      created,
      settled: cell<CollisionVerdict>('rename-comer', 'name-taken'),
      contender: cell<CollisionVerdict>('rename-local', 'both-want-one-name'),
    });
    const all = (verdict: CollisionVerdict, reason: string) => ({
      created: cell(verdict, reason),
      settled: cell(verdict, reason),
      contender: cell(verdict, reason),
    });
    return {
      file: {
        file: same(cell('merge-or-conflict', 'both-created')),
        folder: all('rename-comer', 'folder-beats-file'),
      },
      folder: {
        file: { ...all('rename-sitter', 'folder-beats-file'), settled: cell('rename-comer', 'name-taken') },
        folder: same(cell('merge', 'same-folder')),
      },
    };
  })();

/** Other named reasons, of conclusions and of what waits. */
export const REASONS = {
  contentAgreed: 'contents-equal',
  placeAgreed: 'same-place',
  bothGone: 'gone-on-both-sides',
  ourDelete: 'our-delete-happened',
  doubtCleared: 'our-delete-did-not-happen',
  childSurvives: 'child-survives',
  unproven: 'placed-before-power-loss',
  created: 'created',
  onTheWay: 'on-the-way',
  conflict: 'conflict',
  placeTaken: 'translated-place-is-taken',
  resolved: 'resolved',
  damaged: 'damaged-there',
  onDemand: 'on-demand',
  wanted: 'wanted-here',
  split: 'conflict-copy-is-an-entry',
  keptAway: 'moved-into-what-stays-here',
  keptAwayGone: 'kept-away-there',
  aside: 'in-the-way-of-a-swap',
  home: 'its-place-stays-taken',
  byIdentity: 'same-identity',
  byPlace: 'replaced-at-its-place',
  byContent: 'same-content',
  byVotes: 'children-moved-together',
} as const;
