import { firstValueFrom } from 'rxjs';
import type { Event } from '../../domain/event.js';
import { LOCAL, other, REMOTE, type Side } from '../../domain/side.js';
import type { Clock } from '../../effects/ports/clock.js';
import { type Content, failure } from '../../effects/ports/provider.js';
import { type ConflictResolver, type ConflictSource, LEFT_TO_POLICY } from '../../effects/ports/resolver.js';
import { type Ledger, noteAct } from '../world/ledger.js';
import type { Answer } from './story.js';

/** Somebody who decides conflicts, as a story says; what it says is not needed any more was read by it, and counts as taken away by a user. */
export interface SimResolver {
  readonly resolve: (answers: readonly Answer[]) => ConflictResolver;
  /** The story begins: from now on it takes its time. Before, it answers at once: else both sides might never be in step. */
  readonly begin: () => void;
  /** Hears what is logged: what was merged is owed from then on. */
  readonly note: (events: readonly Event[]) => void;
  /** Power is cut: what it had merged may not have reached the disk, and what it was made of is in the trash then. */
  readonly losePower: () => void;
  /** From now on it leaves everything to policy, at once; also what it is thinking about. */
  readonly heal: () => void;
}

export interface SimResolverOptions {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly unique: () => number;
  /** Never ends once the process that runs now is gone. */
  readonly stillAlive: () => () => Promise<void>;
  /** What is on LOCAL. */
  readonly contents: () => readonly (string | null)[];
}

export const simResolver = ({ clock, ledger, unique, stillAlive, contents }: SimResolverOptions): SimResolver => {
  let [asked, hasBegun, isHealed] = [0, false, false];
  const thinking = new Set<() => void>();
  /** What it made, and what is not known to be anywhere yet. */
  const made = new Set<string>();
  const placed = new Set<string>();

  const think = async (ms: number | null): Promise<void> => {
    if (ms === 0 || !hasBegun || isHealed) return;
    const healed = new Promise<void>((resolve) => thinking.add(resolve));
    await (ms === null ? healed : Promise.race([healed, firstValueFrom(clock.at$(clock.nowMs() + ms))]));
  };
  const dismiss = (side: Side, content: string): void => noteAct(ledger, side, new Map([[content, 1]]), new Map());
  const merge = (): Content => {
    const text = `merged${unique()}`;
    made.add(text);
    return contentOf(text);
  };

  return {
    resolve: (answers) => async (files) => {
      const { says, keep, afterMs } = answers[asked++ % answers.length] ?? NO_ANSWER;
      const alive = stillAlive();
      await think(afterMs);
      await alive();
      if (isHealed || says === 'as policy says') return LEFT_TO_POLICY;
      if (says === 'it fails') throw failure('Temporary', 'it is not able to say');
      const texts = [await textOf(files[LOCAL]), await textOf(files[REMOTE])] as const;
      if (says === 'merged') {
        if (!keep) dismiss(LOCAL, texts[LOCAL]);
        dismiss(REMOTE, texts[REMOTE]);
        return { winner: null, keep, merged: merge() };
      }
      const winner = says === 'local' ? LOCAL : REMOTE;
      if (!keep) dismiss(other(winner), texts[other(winner)]);
      return { winner, keep, merged: null };
    },
    begin: () => {
      hasBegun = true;
    },
    note: (events) => {
      if (made.size === 0 || !events.some((event) => event._tag === 'Resolved' && event.merged !== null)) return;
      for (const content of contents())
        if (content !== null && made.delete(content)) {
          placed.add(content);
          noteAct(ledger, LOCAL, new Map(), new Map([[content, 1]]));
        }
    },
    losePower: () => {
      for (const content of placed) dismiss(LOCAL, content);
      placed.clear();
    },
    heal: () => {
      isHealed = true;
      for (const wake of thinking) wake();
    },
  };
};

const NO_ANSWER: Answer = { says: 'as policy says', keep: true, afterMs: 0 };

const textOf = async (file: ConflictSource): Promise<string> => {
  const content = await file.open();
  const pieces: Uint8Array[] = [];
  for await (const piece of content.stream()) pieces.push(piece);
  await content.verify();
  return Buffer.concat(pieces).toString();
};

const contentOf = (text: string): Content => {
  const bytes = new TextEncoder().encode(text);
  return {
    ...{ revision: 'merged', size: bytes.length, mtimeMs: 5, executable: null, localPath: null, verify: async () => undefined },
    stream: async function* () {
      yield bytes;
    },
  };
};
