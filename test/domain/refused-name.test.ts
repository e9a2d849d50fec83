import { describe, expect, it } from 'vitest';
import { refusedNamesOf } from '../../src/domain/notifications.js';
import { initialState } from '../../src/domain/state/state.js';
import type { KindName } from '../../src/testing/world/kinds.js';
import { runScenario } from '../../src/testing/world/run.js';
import { local, mkdir, move, remote, remove, type Step, write } from '../../src/testing/world/scenario.js';

const SHORT = '/a';
const LONG = '/a-name-that-is-too-long';
const SETTLE: Step = { do: 'settle' };

describe.each([
  ['LOCAL', 0, ['oid-short', 'oid'], [local, remote]],
  ['REMOTE', 1, ['oid', 'oid-short'], [remote, local]],
] as const)('a name that is too long for %s', (_side, source, kinds: readonly [KindName, KindName], [here, there]) => {
  it.each<[string, readonly Step[]]>([
    ['a new file', there(write(LONG, '2'))],
    ['a new folder', there(mkdir(LONG))],
    ['what had another name', there(move(SHORT, LONG))],
    ['what was deleted where it is too long, and edited', [...here(remove(SHORT)), ...there(write(SHORT, '2'), move(SHORT, LONG))]],
    ['what had another name, and was deleted there then', [...there(move(SHORT, LONG)), SETTLE, ...here(remove(SHORT))]],
  ])('is told of that side, with the place that it has on the other: of %s', async (_what, steps) => {
    const { state, stores } = await runScenario({ kinds, base: [write(SHORT, '1')], steps: [...steps, SETTLE, { do: 'stop' }] });
    expect(refusedNamesOf(initialState(), state)).toEqual([{ source, type: 'FILE_NAME_ERROR', path: LONG, message: 'name-too-long' }]);
    expect(Object.keys(stores[source].tree()).some((path) => path.startsWith(LONG))).toBe(false);
  });
});
