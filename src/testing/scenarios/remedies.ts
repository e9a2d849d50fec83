import type { Step } from '../world/scenario.js';
import { local, mkdir, move, remote, write } from '../world/scenario.js';
import { type Example, SETTLE } from './example.js';

type Failing = Extract<Step, { readonly do: 'fail' }>;

/** Looking fails, or doing: on the side that is written to, once. */
const failing = (of: Failing['of'], error: Failing['error'], how: Partial<Failing> = {}): Step => ({
  ...{ do: 'fail', side: 1, error, times: 1, ...how },
  ...(of === undefined ? {} : { of }),
});

/** An edit here, when a walk there, or what is done there, fails. */
const failed = (error: Failing['error'], sentence: string): readonly Example[] =>
  (['looks', 'deeds'] as const).map((of) => ({
    name: `${sentence} (${of})`,
    base: [write('/a', 'v*'), write('/d/b', 'v*')],
    steps: [...local(write('/a', 'v*')), failing(of, error), { do: 'walk', side: 1 }, SETTLE],
    ends: { '/a': 'v3', '/d/': null, '/d/b': 'v2' },
  }));

const touched = [move('/a', '/away'), move('/away', '/a')];

/** What persons have to do with it, and cells of the tables that no other story comes to. */
export const REMEDIES: readonly Example[] = [
  ...failed('Denied', 'what may not be touched waits for a person, and then goes on'),
  ...failed('Unauthorized', 'who is logged out logs in, and it goes on'),
  ...failed('RootMissing', 'a root that is gone stops the sync, and deletes nothing once it is begun anew'),
  {
    name: 'what was touched here, by what no one can tell, is compared, and nothing is copied',
    on: [
      ['inode', 'oid'],
      ['inode', 'inode'],
    ],
    base: [write('/a', 'v*')],
    steps: local(...touched),
    ends: { '/a': 'v1' },
    deeds: 1,
  },
  {
    name: 'what was touched on both sides is compared, and nothing is copied',
    on: [['inode', 'inode']],
    base: [write('/a', 'v*')],
    steps: [...local(...touched), ...remote(...touched)],
    ends: { '/a': 'v1' },
    deeds: 1,
  },
  {
    name: 'a folder whose name is that of a file there but for case gets another name',
    on: [['oid', 'oid-ci']],
    base: [write('/a', 'v*')],
    steps: local(mkdir('/A')),
  },
  {
    name: 'a service whose move is two calls, and which breaks off between them, loses nothing',
    base: [mkdir('/p'), mkdir('/q'), write('/p/a', 'v*')],
    steps: [...local(move('/p/a', '/q/b')), failing('deeds', 'Failed', { halfway: true })],
  },
];
