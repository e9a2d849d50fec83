import { isOnItsWay } from '../../domain/evolve/fold-conclusions.js';
import type { Event } from '../../domain/event.js';
import { NO_NODE, type NodeId } from '../../domain/ids.js';
import type { Name } from '../../domain/name.js';
import { answered, type Known, nodeAt, replayFrom } from '../known.js';
import { type Deed, deedsOf, idOf, type Open } from './deeds-of.js';
import { sameContents } from './same-content.js';
import { untoldDeeds } from './untold.js';

export type { Deed } from './deeds-of.js';

/** Which deeds are meant: by the number of the event that tells of one, and of that which began it. */
export type IsMeant = (seq: number, started: number) => boolean;

/** The deeds that are meant, oldest first, with all that is known at the end. All events of the log are to be pushed. */
export interface DeedSearch {
  readonly push: (events: Iterable<Event>) => void;
  readonly now: Known;
  /** The node that another one is known as by now. */
  readonly heirOf: (id: NodeId) => NodeId;
  /** A deed that was taken back since is none any more, and neither is what took it back. */
  readonly deeds: () => readonly Deed[];
}

export const searchDeeds = (isMeant: IsMeant): DeedSearch => {
  const replay = replayFrom();
  const standing = standingDeeds();
  const heirs = heirsOf();
  const turns = new Map<string, number>();
  const untold = untoldDeeds();
  const contents = sameContents();
  let open: readonly Deed[] = [];
  const before = (event: Event, known: Known, seq: number): void => {
    untold.before(event, known);
    contents.before(event, known, seq);
    if (event._tag === 'HalfRecognised') {
      const half = known.table.link(event.link)?.halves[event.side] ?? NO_NODE;
      const [was, is] = [known.table.node(half), known.table.node(event.node)];
      // A folder that was met on its way stays the node that it was.
      if (was !== undefined && is !== undefined && isOnItsWay(known, was, is)) heirs.inherit(is.id, was.id);
      else heirs.inherit(half, event.node);
    }
    if (!('action' in event) || typeof event.action !== 'number') return void (open = []);
    const meant = isMeant(seq, event.action);
    const told = deedsBefore(event, known, seq);
    untold.told(told);
    open = told.map((deed) => {
      const turn = deed.undoes === null ? 0 : (turns.get(deed.undoes) ?? 0) + 1;
      if (turn > 0) turns.set(idOf(seq, deed.row), turn);
      return { ...deed, turn };
    });
    open = open.filter((deed) => standing.isOne(deed, meant));
  };
  const after = (event: Event, known: Known): void => {
    for (const deed of untold.after(event, known)) if (isMeant(deed.seq, deed.seq)) stand({ ...deed, turn: 0 });
    for (const each of open) {
      stand({ ...each, node: each.what === 'made' ? madeBy(each, known) : each.what === 'deleted' ? NO_NODE : each.node });
    }
  };
  const stand = (deed: Deed): void => {
    standing.add(deed);
    for (const id of [deed.node, deed.from.parent, deed.into]) heirs.follow(id);
  };
  return {
    push: (events) => replay.push(events, before, after),
    get now() {
      return replay.now;
    },
    heirOf: heirs.of,
    deeds: () => standing.all().map((deed) => ({ ...deed, revision: contents.revisionNow(deed) })),
  };
};

/** Deeds that stand: what was taken back stands no more, and what took back something else than these is a deed of its own. */
const standingDeeds = () => {
  const deeds = new Map<string, Deed>();
  /** Of the deeds that are meant, and of all that took one of them back. */
  const lineage = new Set<string>();
  return {
    isOne: ({ undoes }: Pick<Deed, 'undoes'>, meant: boolean): boolean => meant || (undoes !== null && lineage.has(undoes)),
    add: (deed: Deed): void => {
      const id = idOf(deed.seq, deed.row);
      lineage.add(id);
      if (deed.undoes === null || !deeds.delete(deed.undoes)) deeds.set(id, deed);
    },
    /** One that was not told was done before the others that were told of before it was found. */
    all: (): readonly Deed[] => [...deeds.values()].sort((a, b) => a.seq - b.seq || a.row - b.row),
  };
};

const heirsOf = () => {
  const heirs = new Map<NodeId, NodeId>();
  const followed = new Map<NodeId, readonly NodeId[]>();
  return {
    of: (id: NodeId): NodeId => heirs.get(id) ?? id,
    follow: (id: NodeId): void => {
      if (heirs.has(id)) return;
      heirs.set(id, id);
      followed.set(id, [...(followed.get(id) ?? []), id]);
    },
    inherit: (dead: NodeId, heir: NodeId): void => {
      const ids = followed.get(dead) ?? [];
      if (ids.length === 0) return;
      for (const id of ids) heirs.set(id, heir);
      followed.delete(dead);
      followed.set(heir, [...(followed.get(heir) ?? []), ...ids]);
    },
  };
};

/** The deeds that an event tells of. Seen from before it is folded, but for the node of what was made. */
const deedsBefore = (event: Event, known: Known, seq: number): readonly Open[] => {
  const action = event._tag === 'ActionFailed' ? undefined : answered(known, event);
  const deeds = action === undefined ? [] : deedsOf(action, known, seq);
  if (event._tag === 'FilesCreated') {
    return deeds.flatMap((deed, row) => {
      const file = event.files[row];
      return file?._tag === 'Created' ? [{ ...deed, from: renamed(deed.from, file.seen.name), revision: file.seen.revision }] : [];
    });
  }
  const trash = event._tag === 'Discarded' || event._tag === 'FileReplaced' ? (event.trash ?? null) : null;
  if (!('seen' in event)) return deeds.map((deed) => ({ ...deed, trash }));
  const { name, revision } = event.seen;
  return deeds.map((deed) => ({ ...deed, trash, revision, from: deed.what === 'made' ? renamed(deed.from, name) : deed.from }));
};

const renamed = ({ parent, path }: Deed['from'], name: Name): Deed['from'] => ({ parent, path: [...path.slice(0, -1), name] });

/** What was made, once its event is folded. */
const madeBy = ({ link, side, into, from }: Open, known: Known): NodeId => {
  const half = known.table.link(link)?.halves[side] ?? NO_NODE;
  if (half !== NO_NODE && known.table.node(half)?.parent === into) return half;
  return nodeAt(known, side, from.path)?.id ?? NO_NODE;
};
