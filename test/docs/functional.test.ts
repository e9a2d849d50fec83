/** The examples of docs/how-to/functional-code.md, run as they stand. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as E from 'fp-ts/lib/Either.js';
import { expect, it } from 'vitest';
import '../../examples/functional/own-policy.test.js';
import { trafficIn } from '../../examples/functional/fold-the-log.js';
import { story } from '../../examples/functional/fp-ts-throughout.js';
import { syncOnce } from '../../examples/functional/rxjs-app.js';
import { openLevelLog } from '../../src/adapters/level/index.js';
import { memory, memoryStore } from '../../src/adapters/memory/index.js';
import type { Json } from '../../src/effects/ports/event-log.js';
import { encodeBundle } from '../../src/history/index.js';
import { week } from '../history/support.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('quotes the examples as they are', () => {
  const page = readFileSync(join(ROOT, 'docs/how-to/functional-code.md'), 'utf8');
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gmsu)].map(([, code]) => code);
  const files = ['fold-the-log.ts', 'own-policy.ts', 'own-policy.test.ts', 'rxjs-app.ts', 'fp-ts-throughout.ts'];
  expect(blocks).toEqual(files.map((file) => readFileSync(join(ROOT, 'examples/functional', file), 'utf8')));
});

it('folds a bundle into a table of traffic', async () => {
  const { events, policy } = await week();
  const found = trafficIn(encodeBundle({ versions: {}, policy, events }));
  expect(E.isRight(found) && [...found.right]).toEqual([['1970-01-01', [1, 4]]]);
  expect(trafficIn('{}')).toMatchObject({ _tag: 'Left', left: expect.stringContaining('no bundle') });
});

it('shows the state and the events of a sync as streams', async () => {
  const stores = [memoryStore({ identity: 'oid' }), memoryStore({ identity: 'path' })] as const;
  stores[0].write('/a', 'one');
  stores[1].write('/b/c', 'two');
  const busy: boolean[] = [];
  const copied: number[] = [];
  await syncOnce([memory(stores[0]), memory(stores[1])], ({ isBusy$, copied$ }) => {
    isBusy$.subscribe((isBusy) => busy.push(isBusy));
    copied$.subscribe((count) => copied.push(count));
  });
  expect([copied.at(-1), busy.at(-1)]).toEqual([2, false]);
});

it('tells a story from the log on disk, or what went wrong', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'foldsync-functional-'));
  try {
    const { events } = await week();
    const opened = await openLevelLog(join(folder, 'state'))();
    if (E.isLeft(opened)) throw new Error(opened.left.message);
    await opened.right.append({ first: 1, atMs: 1, events: events as unknown as readonly Json[] }, { sync: true })();
    // LevelDB's lock: a sync that runs has it.
    expect(await story(join(folder, 'state'), 'x')()).toMatchObject({ _tag: 'Left' });
    await opened.right.close()();
    expect(await story(join(folder, 'state'), 'docs/b.txt')()).toMatchObject({
      _tag: 'Right',
      right: expect.stringContaining('Nothing is at /docs/b.txt any more'),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
