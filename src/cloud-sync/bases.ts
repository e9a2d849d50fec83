import { Buffer } from 'node:buffer';
import { linksOf } from '../domain/action.js';
import type { Event } from '../domain/event.js';
import type { LinkId } from '../domain/ids.js';
import { instructionOf } from '../domain/plan/instruction.js';
import { LOCAL, type Sides } from '../domain/side.js';
import type { State } from '../domain/state/state.js';
import type { Logged, Provider } from '../effects/index.js';
import type { ConflictSource } from '../effects/ports/resolver.js';
import type { ConflictBase } from './resolver.js';
import type { Notes } from './storage.js';

/** Contents that both sides last agreed on, for resolvers that merge. Kept as well as may be: one that is missing is a merge that is not tried. */
export interface Bases {
  readonly note: (logged: Logged) => void;
  readonly baseOf: (link: number, files: Sides<ConflictSource>) => Promise<ConflictBase | null>;
  /** Resolves when all that was noted is kept. */
  readonly done: () => Promise<void>;
}

export const NO_BASES: Bases = { note: () => undefined, baseOf: async () => null, done: async () => undefined };

/** Keeps files of at most `maxBytes`. */
export const keepBases = (notes: Notes, providers: Sides<Provider>, maxBytes: number): Bases => {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    note: ({ events, after, before }) => {
      const links = new Set(events.flatMap((event) => agreedIn(event, before, after)));
      for (const link of links) turn = turn.then(() => keep(notes, providers[LOCAL], after, link, maxBytes)).catch(() => undefined);
    },
    baseOf: async (link, files) => {
      await turn;
      const note = JSON.parse((await notes.get(String(link))) ?? 'null') as Note | null;
      if (note === null || note.revision !== files[LOCAL].baseRevision) return null;
      const bytes = Buffer.from(note.content, 'base64');
      return { bytes: async () => bytes, text: async () => bytes.toString('utf8') };
    },
    done: async () => void (await turn),
  };
};

interface Note {
  readonly revision: string;
  /** Base64. */
  readonly content: string;
}

/** Links whose two contents were made, or found, equal. */
const agreedIn = (event: Event, before: State, after: State): readonly LinkId[] => {
  switch (event._tag) {
    case 'FilesCreated':
    case 'FileReplaced': {
      const action = before.flights.actions.get(event.action as never)?.action ?? after.flights.actions.get(event.action as never)?.action;
      return action === undefined ? [] : linksOf(action);
    }
    case 'ContentAgreed':
      return [event.link];
    case 'LinksMerged':
      return [event.into];
    default:
      return [];
  }
};

const keep = async (notes: Notes, local: Provider, state: State, id: LinkId, maxBytes: number): Promise<void> => {
  const link = state.table.link(id);
  const nodes = link?.halves.map((half) => state.table.node(half));
  const [node, across] = [nodes?.[0], nodes?.[1]];
  const revision = link?.base?.revisions[LOCAL];
  if (node === undefined || across === undefined || revision == null || node.revision !== revision || node.size > maxBytes) return;
  const reading = instructionOf(state, { _tag: 'Compare', side: LOCAL, link: id, with: id, nodes: [node.id, across.id] });
  if (reading?._tag !== 'Compare') return;
  const content = await local.read(reading.files[LOCAL]);
  const pieces: Uint8Array[] = [];
  for await (const piece of content.stream()) pieces.push(piece);
  await content.verify();
  const note: Note = { revision, content: Buffer.concat(pieces).toString('base64') };
  await notes.put(String(id), JSON.stringify(note));
};
