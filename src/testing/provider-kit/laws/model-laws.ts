/** Properties: whatever is done, by us or behind our back, a provider does what a simple tree does. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProviderHarness, ProviderLaw } from '../harness.js';
import { bytes, contentOf, pattern, readAll } from '../content.js';
import { command } from '../commands.js';
import { runCommands } from '../model-run.js';
import { withSession } from '../session.js';

const DEFAULT_RUNS = 100;

/** Longest run of commands: enough for a folder, something in it, a stale belief, and two moves. */
const MOST_COMMANDS = 30;

const forAll = <A>(
  name: string,
  arbitrary: fc.Arbitrary<A>,
  holds: (harness: ProviderHarness, value: A) => Promise<void>,
): ProviderLaw => ({
  name,
  run: (harness) =>
    fc.assert(
      fc.asyncProperty(arbitrary, (value) => holds(harness, value)),
      { numRuns: harness.runs ?? DEFAULT_RUNS },
    ),
});

export const modelLaws: readonly ProviderLaw[] = [
  forAll(
    'does what a simple tree does, whatever its users do in between',
    fc.array(command, { maxLength: MOST_COMMANDS, size: 'max' }),
    (harness, commands) => withSession(harness, (session) => runCommands(session, commands)),
  ),
  forAll('gives back any content', fc.uint8Array({ maxLength: 5000 }), (harness, data) =>
    withSession(harness, async ({ provider, user, root, expected }) => {
      await provider.createFile(root, 'created', contentOf(data));
      assert.deepEqual(Buffer.from(await user.read(['created'])), Buffer.from(data));
      await user.write(['written'], data);
      assert.deepEqual(Buffer.from(await readAll(await provider.read(await expected(['written'])))), Buffer.from(data));
    }),
  ),
  forAll('does many things at once as well as one by one', fc.uniqueArray(fc.nat({ max: 50 }), { maxLength: 20 }), (harness, numbers) =>
    withSession(harness, async ({ provider, user, root, expected, tree }) => {
      for (const n of numbers) await user.write([`from ${n}`], bytes('x'));
      const beliefs = await Promise.all(numbers.map((n) => expected([`from ${n}`])));
      await Promise.all([
        ...numbers.map((n) => provider.createFile(root, `created ${n}`, contentOf(pattern(n)))),
        ...numbers.map((n) => provider.makeFolder(root, `folder ${n}`)),
        ...beliefs.map((belief, i) => provider.move(belief, root, `to ${numbers[i]}`)),
      ]);
      const names = numbers.flatMap((n) => [`/created ${n}`, `/folder ${n}/`, `/to ${n}`]);
      assert.deepEqual(Object.keys(await tree()).sort(), names.sort());
    }),
  ),
];
