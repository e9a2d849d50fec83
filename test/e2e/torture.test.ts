/** What long runs do to real folders (`npm run torture`): some rounds of it, and that what they ask can be answered with no. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Deed, runRound, type Script, type Step, torture } from '../../src/testing/torture/index.js';
import { command, temporaryFolder } from './support.js';

const user = (root: number, deed: Deed): Step => ({ _tag: 'User', root, deed });
const SYNC: Step = { _tag: 'Sync', sync: 0, killAfterMs: null };

/** Each user has one file, in a folder of their own. */
const SCRIPT: Script = {
  mode: 'once',
  disjoint: true,
  onSmallDisk: null,
  steps: [
    ...[0, 1].map((root) => user(root, { _tag: 'Create', into: 0, name: 'a', size: 100 })),
    SYNC,
    { _tag: 'SetClock', offsetMs: -86_400_000 },
    user(0, { _tag: 'EditUnseen', at: 0 }),
    user(1, { _tag: 'Touch', at: 0, timeS: 4_000_000_000 }),
    SYNC,
  ],
};

/** The built command, and what is done after each of its runs, in JavaScript; `roots` are the two folders. */
const sabotaged = (sabotage: string): string => {
  const path = join(temporaryFolder(), 'sabotaged.mjs');
  writeFileSync(
    path,
    `import { spawnSync } from 'node:child_process';
     import * as fs from 'node:fs';
     const args = process.argv.slice(2);
     const roots = args.slice(-2);
     let { status } = spawnSync(process.execPath, [${JSON.stringify(command)}, ...args], { stdio: 'inherit' });
     const once = (path) => fs.existsSync(path) || fs.writeFileSync(path, '');
     const file = (root) => roots[root] + '/user 0/a';
     ${sabotage}
     process.exit(status);`,
  );
  return path;
};

describe('I1 I15 I17 a round on real folders', () => {
  it('finds nothing wrong with the built command, whatever the time', async () => {
    expect(await runRound(SCRIPT, { command, folder: temporaryFolder() })).toEqual([]);
  });

  it('nor where one edits under the old size and time what the other renames', async () => {
    const steps = [
      user(0, { _tag: 'Create', into: 0, name: 'a', size: 100 }),
      SYNC,
      user(1, { _tag: 'EditUnseen', at: 0 }),
      user(0, { _tag: 'Rename', at: 0, name: 'b' }),
      SYNC,
    ];
    expect(await runRound({ ...SCRIPT, disjoint: false, steps }, { command, folder: temporaryFolder() })).toEqual([]);
  });

  it('of random users, with kills and clocks that are set, either', { timeout: 120_000 }, async () => {
    const options = { command, below: temporaryFolder(), mode: 'once', rounds: 3, seed: 1, locks: false, shrinkMs: 0 } as const;
    expect(await torture(options, () => {})).toEqual([]);
  });

  it.each([
    ['loses a file', 'for (const root of [0, 1]) fs.rmSync(file(root), { force: true });', /lost: content/u],
    ['deletes a file that its user has', 'fs.rmSync(file(1), { force: true });', /not as its user left it/u],
    ['leaves a part behind', "once(roots[1] + '/.foldsync-part-1');", /left behind/u],
    ['makes a conflict', "for (const root of roots) once(root + '/user 0/b.conflicted');", /a conflict that nobody made/u],
    ['is never quiet', "once(roots[1] + '/' + process.pid);", /not quiet.*only on the second side/u],
    ['breaks', 'status = 7;', /ended with 7/u],
  ])('finds it out if it %s', { timeout: 60_000 }, async (_sentence, sabotage, told) => {
    const wrong = await runRound(SCRIPT, { command: sabotaged(sabotage), folder: temporaryFolder() });
    expect(wrong.join(' ')).toMatch(told);
  });
});
