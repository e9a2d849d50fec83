import { memory, memoryStore } from '../../../adapters/memory/index.js';
import { memoryLog } from '../../../adapters/memory-log/index.js';
import { systemClock } from '../../../adapters/system/index.js';
import type { Traits } from '../../../domain/traits.js';
import { createEngine } from '../../../effects/engine/engine.js';
import type { Provider } from '../../../effects/ports/provider.js';
import { newProcess } from '../../engine/index.js';
import { Broken } from '../../laws/world-laws.js';
import type { OpenedPlace, ProviderHarness, UserApi } from '../../provider-kit/index.js';
import type { Act, ProviderStory, Round } from './story.js';
import { actThrough, type Contents, contentsOf } from './user.js';

/** Runs after which nothing may be left to do: what one finds to do after another is bounded by how often their work meets. */
const MAX_RUNS = 6;
/** Calls that look and change nothing. */
const LOOKS: readonly string[] = ['connect', 'disconnect', 'lookUp', 'list', 'flush', 'claim', 'changes$'];

/** Tells a story on a fresh place of the harness. Throws where something is lost, or does not settle. */
export const tellOnProvider = async (harness: ProviderHarness, story: ProviderStory): Promise<void> => {
  const place = await harness.open();
  try {
    await new Telling(harness.traits, place).tell(story);
  } finally {
    await place.close();
  }
};

class Telling {
  private readonly store = memoryStore({ label: 'remote' });
  private readonly remote: UserApi = {
    ...this.store,
    remove: (path) => this.store.remove(path, { recursive: true }),
    tree: this.store.contents,
  };
  private log = memoryLog();
  private unique = 0;
  private deeds = 0;
  private acting: Promise<void> = Promise.resolve();
  /** Calls that are under way. */
  private readonly inside = new Set<Promise<void>>();
  private readonly written = new Set<string>();
  private readonly removed = new Set<string>();

  constructor(
    private readonly traits: Traits,
    private readonly place: OpenedPlace,
  ) {}

  async tell({ rounds }: ProviderStory): Promise<void> {
    for (const round of rounds) {
      for (const act of round.before) await this.act(act);
      await this.run(round);
    }
    await this.settle();
    const [mine, theirs] = [await contentsOf(this.place.user, this.traits), await contentsOf(this.remote, this.traits)];
    const live = new Set([...mine.values(), ...theirs.values()]);
    for (const content of this.written)
      if (!live.has(content) && !this.removed.has(content)) throw new Broken(`I1: ${JSON.stringify(content)} is lost`);
    if (shown(mine) !== shown(theirs)) throw new Broken(`I15: ${shown(mine)} | ${shown(theirs)}`);
  }

  /** Runs until one of them has nothing to do (I17). */
  private async settle(): Promise<void> {
    for (let runs = 0; runs < MAX_RUNS; runs++) {
      const before = this.deeds;
      await this.run({ before: [], during: [], dies: null });
      if (this.deeds === before) return;
    }
    throw new Broken(`I17: still something to do after ${MAX_RUNS} runs`);
  }

  private async act({ side, act }: Act): Promise<void> {
    const user = side === 0 ? this.place.user : this.remote;
    const before = countOf(await contentsOf(user, this.traits));
    await actThrough(user, this.traits, act, () => ++this.unique);
    const after = countOf(await contentsOf(user, this.traits));
    for (const content of after.keys()) this.written.add(content);
    for (const [content, count] of before) if ((after.get(content) ?? 0) < count) this.removed.add(content);
  }

  /** One run of the engine, to its end or its death. */
  private async run(round: Round): Promise<void> {
    let moments = 0;
    const process = newProcess(() => round.dies !== null && moments > round.dies);
    const atMoment = async (op: string): Promise<void> => {
      const moment = ++moments;
      if (!LOOKS.includes(op)) this.deeds++;
      const due = round.during.filter((act) => act.moments + 1 === moment);
      for (const act of due) this.acting = this.acting.then(() => this.actBetween(act));
      if (due.length > 0) await this.acting;
      await process.pass({ at: 'call', when: 'before', side: 0, call: { op: op as 'list', path: [], oid: null } });
    };
    const engine = createEngine({
      providers: [this.watched(this.place.provider, atMoment), this.watched(memory(this.store), atMoment)],
      ...{ log: process.log(this.log), clock: systemClock, version: 'fuzz', boot: null, watch: false },
      policy: { agingMs: 0, maxDeletePercent: 100 },
    });
    const ended = engine
      .start()
      .then(() => engine.idle())
      .then(() => engine.stop());
    await Promise.race([ended, died(process.isAlive)]);
    // A user who acts as the process dies is done before the next one begins.
    await this.acting;
    if (!process.isAlive()) await this.place.provider.disconnect();
    process.kill();
    this.log = this.log.crash({ keep: 'all' });
  }

  /** One act after the other, and none during a call, though calls are made side by side: what a user sees before and after it is their doing alone. */
  private async actBetween(act: Act): Promise<void> {
    await Promise.all(this.inside);
    await this.act(act);
  }

  private async callBetween(call: () => Promise<unknown>): Promise<unknown> {
    for (let acting: Promise<void> | null = null; acting !== this.acting; ) {
      acting = this.acting;
      await acting;
    }
    const answer = call();
    const ended = answer.then(
      () => undefined,
      () => undefined,
    );
    this.inside.add(ended);
    void ended.then(() => this.inside.delete(ended));
    return answer;
  }

  /** The provider, with something that happens before each of its calls and after it; synchronous twins are left out, since nothing can come between there. */
  private watched(provider: Provider, atMoment: (op: string) => Promise<void>): Provider {
    const { immediate: _left, ...rest } = provider;
    const wrap =
      (op: string, call: (...args: never[]) => Promise<unknown>) =>
      async (...args: never[]): Promise<unknown> => {
        await atMoment(op);
        const answer = await this.callBetween(() => call(...args));
        await atMoment(op);
        return answer;
      };
    const calls = ['lookUp', 'list', 'read', 'createFile', 'replaceFile', 'makeFolder', 'move', 'discard'] as const;
    return { ...rest, ...Object.fromEntries(calls.map((op) => [op, wrap(op, provider[op] as never)])) } as Provider;
  }
}

/** How often it is looked whether a process died, milliseconds. */
const LOOK_MS = 2;
const died = async (isAlive: () => boolean): Promise<void> => {
  while (isAlive()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
};

const countOf = (contents: Contents): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const content of contents.values()) if (content !== null) counts.set(content, (counts.get(content) ?? 0) + 1);
  return counts;
};

const shown = (contents: Contents): string => JSON.stringify([...contents].sort(([a], [b]) => (a < b ? -1 : 1)));
