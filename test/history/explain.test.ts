import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathOf } from '../../src/domain/evolve/nodes.js';
import { ABSENCE, COLLISION, CONTENT, LOCATION, REASONS } from '../../src/domain/judge/verdicts.js';
import { showPath } from '../../src/domain/name.js';
import { isAlive } from '../../src/domain/node.js';
import { evolveAll } from '../../src/domain/evolve/evolve.js';
import { initialState } from '../../src/domain/state/state.js';
import { settle } from '../../src/domain/plan/settle.js';
import { unsettledLinks } from '../../src/domain/state/agenda.js';
import { explain, renderExplanation } from '../../src/history/explain.js';
import { replayFrom } from '../../src/history/known.js';
import { isShown, lineOf, type Line, renderLine } from '../../src/history/line.js';
import { pendingOf } from '../../src/history/pending.js';
import { printable } from '../../src/history/printable.js';
import { isTelling } from '../../src/history/story/step.js';
import { hasWords } from '../../src/history/words.js';
import { scenarios } from '../../src/testing/world/arbitraries.js';
import { PAIRS } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { mkdir, remove, write } from '../../src/testing/world/scenario.js';
import { CRASH, EFFECTS, hint, PLAN, rounds, SETTLE } from '../../src/testing/scenarios/example.js';
import { numberOf, week } from './support.js';
import type { Event } from '../../src/domain/event.js';

const linesOf = (events: readonly Event[]): readonly Line[] => {
  const lines: Line[] = [];
  replayFrom().push(events, (event, known) => void lines.push(lineOf(event, known)));
  return lines;
};
const telling = (events: readonly Event[], path: string): readonly string[] =>
  explain(events, path)
    .steps.filter(isTelling)
    .map(({ kind, text }) => `${kind}: ${text}`);

describe('a line of the log', () => {
  it('is one line for every event, numbered, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PAIRS), fc.infiniteStream(fc.nat()), async (kinds, dice) => {
        const [scenario] = fc.sample(scenarios(kinds, 'all'), { numRuns: 1, seed: dice.next().value });
        if (scenario === undefined) return;
        const { events } = await runScenario(scenario);
        const lines = linesOf(events);
        expect(lines.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
        for (const line of lines) expect(renderLine(line)).not.toMatch(/\n|undefined|\[object/u);
        expect(lines.every(({ atMs }, i) => atMs >= (lines[i - 1]?.atMs ?? 0))).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('is found by path, kind, side and time', async () => {
    const { events } = await week();
    const lines = linesOf(events);
    const shown = (filter: Parameters<typeof isShown>[0]): readonly string[] =>
      lines.filter((line) => isShown(filter, line)).map(({ text }) => text);
    expect(shown({ path: '/docs/b.txt', kinds: ['Discarded'] })).toEqual(['deleted /docs/b.txt (it is in the trash)']);
    expect(shown({ path: 'docs/', kinds: ['FilesCreated'] })).toHaveLength(3);
    expect(shown({ path: '/doc' })).toEqual([]);
    expect(shown({ kinds: ['Moved'], side: 1 })).toEqual(['moved /docs to /papers']);
    expect(shown({ kinds: ['Discarded'], toMs: 1_000_000 })).toEqual([]);
    expect(shown({ kinds: ['Discarded'], fromMs: 1_000_001 })).toHaveLength(1);
  });

  it('lets no name write on a terminal, nor look like another line', () => {
    expect(printable('a\u001b[2Jb\nc\u202ed')).toBe('a\\u001b[2Jb\\u000ac\\u202ed');
  });
});

describe('every named reason', () => {
  const cells = [CONTENT, LOCATION].flatMap((table) => Object.values(table).flatMap((row) => Object.values(row) as { reason: string }[]));
  const collisions = Object.values(COLLISION).flatMap((row) => Object.values(row).flatMap((cell) => Object.values(cell)));
  const all = [...cells, ...collisions, ...Object.values(ABSENCE)].map(({ reason }) => reason);
  it.each([...new Set([...all, ...Object.values(REASONS)])])('%s has words', (reason) => expect(hasWords(reason)).toBe(true));
});

describe('explain', () => {
  it('follows a file back through a conflict and two renames', async () => {
    const { events } = await week();
    expect(telling(events, '/papers/c.txt')).toEqual([
      'observed: seen on local for the first time: a file of 3 bytes',
      'decided: going to copy /docs/a.txt to remote, as /docs/a.txt, because it is new there',
      'done: copied /docs/a.txt (3 bytes)',
      'observed: moved on remote, from /docs/a.txt to /docs/c.txt',
      'decided: going to move /docs/a.txt to /docs/c.txt on local, because it was moved on remote only',
      'done: moved /docs/a.txt to /docs/c.txt',
      'observed: its content changed on local: 10 bytes, before 3, which is not what both sides agreed on',
      'observed: its content changed on remote: 14 bytes, before 3, which is not what both sides agreed on',
      'decided: going to move /docs/c.txt to /docs/c.conflicted.txt on local (its conflict name), because the contents differ: a conflict, of which both versions are kept',
      'done: moved /docs/c.txt to /docs/c.conflicted.txt',
      'concluded: went on as two entries: /docs/c.conflicted.txt, because the conflict copy goes on as a file of its own',
      'decided: going to copy /docs/c.txt to local, as /docs/c.txt, because it is new there',
      'done: copied /docs/c.txt (14 bytes)',
      'vanished: gone from local: it was at /docs/c.txt',
      'observed: seen on local for the first time: a file of 14 bytes',
      'concluded: /docs/c.txt is now /papers/c.txt, because the object there has the same identity: it was moved, not deleted',
      'observed: a folder above it was moved on remote: it is now at /papers/c.txt, and was at /docs/c.txt',
    ]);
    expect(explain(events, '/papers/c.txt').status).toEqual({ _tag: 'Settled', sides: [0, 1] });
  });

  it('tells the copy of a conflict from where it was split', async () => {
    const { events } = await week();
    const told = telling(events, '/papers/c.conflicted.txt');
    expect(told).toContain('observed: moved on remote, from /docs/a.txt to /docs/c.txt');
    expect(told).toContain('decided: going to copy /docs/c.conflicted.txt to remote, as /docs/c.conflicted.txt, because it is new there');
    expect(told).not.toContain('done: copied /docs/c.txt (14 bytes)');
  });

  it('says who removed what is gone, and why it went on the other side', async () => {
    const { events } = await week();
    const { status, summary } = explain(events, '/docs/b.txt');
    expect(status).toEqual({ _tag: 'Gone', seq: numberOf(events, ({ _tag }) => _tag === 'Discarded'), by: 0, reason: 'deleted-there' });
    expect(summary).toMatch(/^Nothing is at \/docs\/b\.txt any more\. It was removed on local, and therefore deleted on remote/u);
  });

  it('says whose delete it was that a crash cut off', async () => {
    const { events } = await runScenario({
      kinds: ['inode', 'inode'],
      base: [write('/f', 'x')],
      steps: [{ do: 'user', side: 0, act: remove('/f') }, hint(0), ...rounds(2), { do: 'wait', ms: 60_000 }, PLAN, EFFECTS, CRASH, SETTLE],
    });
    const { status, summary } = explain(events, '/f');
    expect(telling(events, '/f').at(-1)).toMatch(/a delete that was interrupted had happened$/u);
    expect(status).toMatchObject({ _tag: 'Gone', by: 0 });
    expect(summary).toMatch(/It was removed on local, and therefore deleted on remote \(#\d+\)\.$/u);
  });

  it('says where something is that was moved away', async () => {
    const { events } = await week();
    expect(explain(events, '/docs/a.txt').status).toMatchObject({ _tag: 'Elsewhere', at: '/papers/c.txt' });
    expect(explain(events, 'never/was').status).toEqual({ _tag: 'Unknown' });
    expect(renderExplanation(explain(events, 'never/was'))).toBe('/never/was\nNothing of the name /never/was was ever seen.');
  });

  it('says what a pending file waits for, and since when', async () => {
    const world = await runScenario({
      kinds: ['inode', 'oid'],
      base: [],
      steps: [{ do: 'user', side: 0, act: mkdir('/f') }, { do: 'user', side: 0, act: write('/f/a', 'x') }, { do: 'settle' }],
    });
    const made = numberOf(world.events, (event) => event._tag === 'ActionStarted' && event.action._tag === 'MakeFolder');
    const listed =
      world.events.findIndex((event, i) => event._tag === 'Listed' && event.rows.some(({ name }) => name === 'a') && i > 0) + 1;
    const folderMade = numberOf(world.events, ({ _tag }) => _tag === 'FolderMade');
    const upTo = Math.max(made, Math.min(listed, folderMade - 1));
    const { status } = explain(world.events.slice(0, upTo), '/f');
    expect(status).toMatchObject({
      _tag: 'Pending',
      since: made,
      pending: { text: expect.stringContaining('make the folder /f on remote') as string },
    });
    if (listed < folderMade) {
      const waiting = explain(world.events.slice(0, upTo), '/f/a');
      expect(waiting.status).toMatchObject({
        _tag: 'Pending',
        since: made,
        pending: { text: expect.stringMatching(/waits for its folder, \/f, which is under way/u) as string },
      });
    }
  });

  it('I21 has a reason and an event for everything that is not settled, and for nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['inode', 'oid'], 'failures'), fc.nat(), async (scenario, cut) => {
        const { events } = await runScenario(scenario);
        const { state } = settle(evolveAll(initialState(), events.slice(0, cut % (events.length + 1))));
        const unsettled = new Set(unsettledLinks(state.agenda));
        for (const link of state.table.links()) {
          const pending = pendingOf(state, link.id);
          expect([link.id, pending !== null]).toEqual([link.id, unsettled.has(link.id)]);
          if (pending?.since != null) expect(pending.since).toBeLessThanOrEqual(state.seq);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('I23 tells of every entry that lives, from when it was first seen, in order', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(['path', 'oid'], 'crashes'), async (scenario) => {
        const { events, state } = await runScenario(scenario);
        for (const node of state.table.nodes()) {
          const path = pathOf(state.table, node.id);
          if (!isAlive(node) || node.parent === 0 || path === null) continue;
          const { steps, status } = explain(events, showPath(path));
          expect(['Settled', 'Pending']).toContain(status._tag);
          expect(steps.some((step) => step.kind === 'observed' || step.kind === 'done')).toBe(true);
          expect(steps.map(({ seq }) => seq)).toEqual(steps.map(({ seq }) => seq).sort((a, b) => a - b));
        }
      }),
      { numRuns: 15 },
    );
  });
});
