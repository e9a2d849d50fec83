/**
 * Rows of the scenario table that say what two users' acts end in, as data: `stories.test.ts` runs each on every pair of its kinds of sides,
 * under the rules of the original (REMOTE's content keeps the name, the copy stays where the loser was).
 */
import type { KindName } from '../../src/testing/world/kinds.js';
import { local, mkdir, move, remote, remove, saveOver, type Step, swap, type UserAct, write } from '../../src/testing/world/scenario.js';

type Tree = Readonly<Record<string, string | null>>;

export interface Story {
  /** Ids of rows, one or more. */
  readonly rows: string;
  readonly tells: string;
  /** In step on both sides, when it begins. */
  readonly base?: readonly UserAct[];
  readonly steps: readonly Step[];
  /** What both sides end in, or each. Left out: that both are alike is enough. */
  readonly ends?: Tree | readonly [Tree, Tree];
  /** What of it may not be there on either side. */
  readonly lacks?: readonly string[];
  /** What is done, besides looking, since both sides were in step. */
  readonly deeds?: readonly string[];
  /** Default: the pairs that the table names, oid | oid and path | oid. */
  readonly pairs?: readonly (readonly [KindName, KindName])[];
}

const settle: Step = { do: 'settle' };
const told = (side: 0 | 1, which?: readonly number[]): Step =>
  which === undefined ? { do: 'deliver', side } : { do: 'deliver', side, which };
const lost = (side: 0 | 1): Step => ({ do: 'lose', side });
const working: readonly Step[] = [{ do: 'plan' }, { do: 'effects', stages: 1 }];
const rounds = <A>(n: number, of: (i: number) => readonly A[]): readonly A[] => Array.from({ length: n }, (_, i) => of(i + 1)).flat();
const reversed = { do: 'deliver', side: 0, which: [5, 4, 3, 2, 1, 0] } as const;

export const STORIES: readonly Story[] = [
  {
    rows: 'CS-11',
    tells: 'a file of each side comes to the other',
    steps: [...local(write('/a', '1')), ...remote(write('/b', '2'))],
    ends: { '/a': '1', '/b': '2' },
  },
  {
    rows: 'CS-22',
    tells: 'a file that is deleted and made anew is new on the other side',
    base: [write('/f', 'old')],
    steps: [...local(remove('/f')), told(0), ...local(write('/f', 'new')), told(0)],
    ends: { '/f': 'new' },
  },
  {
    rows: 'CS-23',
    tells: 'a file that is deleted and made anew ten times while it is synced ends as it was made last',
    steps: rounds(10, (i) => [...local(remove('/f'), write('/f', `${i}`)), told(0), ...working]),
    ends: { '/f': '10' },
  },
  {
    rows: 'CS-28',
    tells: 'of two equal files one is deleted and the other takes its name',
    base: [write('/a', 'same'), write('/b', 'same')],
    steps: local(remove('/b'), move('/a', '/b')),
    ends: { '/b': 'same' },
  },
  {
    rows: 'CS-45',
    tells: 'a file that an editor saves over ten times while it is synced has no conflicts',
    base: [write('/f', '0')],
    steps: rounds(10, (i) => [...local(write('/tmp', `${i}`), saveOver('/tmp', '/f')), told(0), ...working]),
    ends: { '/f': '10' },
  },
  {
    rows: 'CS-47',
    tells: 'an equal file is moved up over one that is removed',
    base: [write('/f', 'same'), write('/sub/f', 'same')],
    steps: local(saveOver('/sub/f', '/f')),
    ends: { '/f': 'same', '/sub/': null },
  },
  {
    rows: 'CS-86',
    tells: 'a folder is renamed in one that is renamed',
    base: [write('/a/b/f', '1'), write('/a/b/g', '2')],
    steps: local(move('/a/b', '/a/c'), move('/a', '/d')),
    ends: { '/d/': null, '/d/c/': null, '/d/c/f': '1', '/d/c/g': '2' },
  },
  {
    rows: 'SY-1',
    tells: 'a file that is told of twice is one entry',
    steps: [...local(write('/a', '1')), told(0, [0, 0]), { do: 'repeat', side: 0, last: 1 }, ...remote(write('/b', '2'))],
    ends: { '/a': '1', '/b': '2' },
  },
  {
    rows: 'SY-4',
    tells: 'a rename is a rename',
    base: [write('/a', '1')],
    steps: local(move('/a', '/b')),
    ends: { '/b': '1' },
    deeds: ['Move'],
  },
  {
    rows: 'SY-18',
    tells: 'new bytes go over',
    base: [write('/a', '1')],
    steps: local(write('/a', '2')),
    ends: { '/a': '2' },
    deeds: ['ReplaceFile'],
  },
  {
    rows: 'SY-20 SY-58',
    tells: 'a deletion goes over',
    base: [write('/a', '1')],
    steps: local(remove('/a')),
    ends: {},
    deeds: ['Discard'],
  },
  {
    rows: 'SY-21',
    tells: 'of nested folders the inner one is deleted',
    base: [mkdir('/a/b')],
    steps: local(remove('/a/b')),
    ends: { '/a/': null },
  },
  {
    rows: 'SY-22',
    tells: 'what is deleted on LOCAL and made under another name on REMOTE is there under that name',
    base: [write('/hello', '1')],
    steps: [...local(remove('/hello')), ...remote(write('/goodbye', '1'))],
    ends: { '/goodbye': '1' },
  },
  {
    rows: 'SY-24',
    tells: 'what is deleted on REMOTE and made under another name on LOCAL is there under that name',
    base: [write('/hello', '1')],
    steps: [...remote(remove('/hello')), ...local(write('/goodbye', '1'))],
    ends: { '/goodbye': '1' },
  },
  {
    rows: 'SY-23 SY-25',
    tells: 'a deletion goes through where the other side was touched and not changed',
    base: [write('/a', '1')],
    steps: [...remote(remove('/a')), { do: 'walk', side: 0 }],
    ends: {},
  },
  {
    rows: 'SY-26',
    tells: 'different files of one name are both kept',
    steps: [...local(write('/a', 'local')), ...remote(write('/a', 'remote'))],
    ends: [{ '/a': 'remote', '/a.conflicted': 'local' }, { '/a': 'remote' }],
  },
  {
    rows: 'CS-25',
    tells: 'files that are deleted and made anew on both sides are in conflict',
    base: [write('/a', 'old')],
    steps: [...local(remove('/a'), write('/a', 'local')), ...remote(remove('/a'), write('/a', 'remote'))],
    ends: [{ '/a': 'remote', '/a.conflicted': 'local' }, { '/a': 'remote' }],
  },
  {
    rows: 'CS-36',
    tells: 'different files are found though LOCAL told nothing',
    steps: [...local(write('/a', 'local')), lost(0), ...remote(write('/a', 'remote'))],
    ends: [{ '/a': 'remote', '/a.conflicted': 'local' }, { '/a': 'remote' }],
  },
  {
    rows: 'CS-37',
    tells: 'different files are found though REMOTE told nothing',
    steps: [...local(write('/a', 'local')), ...remote(write('/a', 'remote')), lost(1)],
    ends: [{ '/a': 'remote', '/a.conflicted': 'local' }, { '/a': 'remote' }],
  },
  {
    rows: 'CS-33',
    tells: 'equal files of one name are one, and nothing is copied',
    steps: [...local(write('/d/a', 'same')), ...remote(write('/d/a', 'same'))],
    ends: { '/d/': null, '/d/a': 'same' },
    deeds: [],
  },
  {
    rows: 'CS-34 CS-35',
    tells: 'equal files of one name are one, also where a side told nothing',
    steps: [...local(write('/a', 'same')), lost(0), ...remote(write('/a', 'same'))],
    ends: { '/a': 'same' },
    deeds: [],
  },
  {
    rows: 'CS-38',
    tells: 'a conflict copy that is renamed syncs',
    steps: [...local(write('/a', 'local')), ...remote(write('/a', 'remote')), settle, ...local(move('/a.conflicted', '/mine'))],
    ends: { '/a': 'remote', '/mine': 'local' },
  },
  {
    rows: 'CS-39',
    tells: 'a conflict copy that is edited stays where it is; renamed, it syncs with its edits',
    steps: [
      ...local(write('/a', 'local')),
      ...remote(write('/a', 'remote')),
      settle,
      ...local(write('/a.conflicted', 'edited')),
      settle,
      ...local(move('/a.conflicted', '/mine')),
      settle,
      ...local(write('/mine', 'again')),
    ],
    ends: { '/a': 'remote', '/mine': 'again' },
  },
  {
    rows: 'CS-63',
    tells: 'renamed on both sides and edited on one, it settles',
    base: [write('/a', '1')],
    steps: [...local(move('/a', '/b')), ...remote(move('/a', '/c'), write('/c', '2'))],
    ends: { '/b': '2' },
  },
  {
    rows: 'CS-64',
    tells: 'renamed on both sides to one name and touched, it settles',
    base: [write('/a', '1')],
    steps: [...local(move('/a', '/b')), ...remote(move('/a', '/b')), { do: 'walk', side: 0 }, { do: 'walk', side: 1 }],
    ends: { '/b': '1' },
    deeds: [],
  },
  {
    rows: 'CS-64',
    tells: 'renamed on REMOTE alone, it has the new name, though the old one sorts first and LOCAL was touched',
    base: [write('/a', '1')],
    steps: [...local(move('/a', '/b'), move('/b', '/a')), ...remote(move('/a', '/c')), { do: 'walk', side: 0 }],
    ends: { '/c': '1' },
    deeds: ['Move'],
  },
  {
    rows: 'CS-29',
    tells: 'a folder against a file keeps the name',
    base: [write('/f', 'old')],
    steps: [...local(remove('/f'), write('/f', 'file')), ...remote(remove('/f'), write('/f/inner', 'in'))],
    ends: [
      { '/f.conflicted': 'file', '/f/': null, '/f/inner': 'in' },
      { '/f/': null, '/f/inner': 'in' },
    ],
  },
  ...(
    [
      ['CS-40', 'path', 'oid'],
      ['CS-41', 'path', 'oid-ci'],
      ['CS-42', 'path-ci', 'oid'],
      ['CS-43', 'path-ci', 'oid-ci'],
    ] as const
  ).map(
    ([rows, a, b]): Story => ({
      rows,
      tells: 'a folder is renamed by case alone',
      base: [write('/a/b', '1')],
      steps: local(move('/a', '/A')),
      ends: { '/A/': null, '/A/b': '1' },
      pairs: [[a, b]],
    }),
  ),
  {
    rows: 'SY-67',
    tells: 'what lies in a folder that is renamed by case alone is not renamed itself',
    base: [write('/d/a', '1')],
    steps: remote(move('/d', '/D')),
    ends: { '/D/': null, '/D/a': '1' },
    deeds: ['Move'],
    pairs: [
      ['oid-ci', 'oid-ci'],
      ['path-ci', 'oid-ci'],
    ],
  },
  {
    rows: 'CS-52',
    tells: 'a folder that is deleted while something is put into it stays, with that',
    base: [write('/d/a', '1')],
    steps: [...local(remove('/d')), ...remote(write('/d/b', '2'))],
    ends: { '/d/': null, '/d/b': '2' },
  },
  {
    rows: 'SY-44',
    tells: 'a folder and its file are deleted',
    base: [write('/d/a', '1')],
    steps: local(remove('/d/a'), remove('/d')),
    ends: {},
  },
  {
    rows: 'SY-46',
    tells: "a folder's deletion may come before that of its file",
    base: [write('/d/a', '1')],
    steps: [...remote(remove('/d')), told(1, [1]), ...working, told(1)],
    ends: {},
  },
  {
    rows: 'SY-34',
    tells: 'three files change places',
    base: [write('/a', '1'), write('/b', '2'), write('/c', '3')],
    steps: local(move('/c', '/t'), move('/b', '/c'), move('/a', '/b'), move('/t', '/a')),
    ends: { '/a': '3', '/b': '1', '/c': '2' },
  },
  {
    rows: 'SY-41',
    tells: 'a folder with a file is renamed',
    base: [write('/d/a', '1')],
    steps: local(move('/d', '/e')),
    ends: { '/e/': null, '/e/a': '1' },
    deeds: ['Move'],
  },
  {
    rows: 'SY-50',
    tells: 'a rename that is told as a creation and then a deletion is one rename',
    base: [write('/a', '1')],
    steps: [...local(move('/a', '/b')), told(0, [1]), ...working, told(0)],
    ends: { '/b': '1' },
    deeds: ['Move'],
  },
  {
    rows: 'SY-51',
    tells: 'a rename that is told as a deletion and then a creation is one rename',
    base: [write('/a', '1')],
    steps: [...local(move('/a', '/b')), told(0, [0]), ...working, told(0)],
    ends: { '/b': '1' },
    deeds: ['Move'],
  },
  {
    rows: 'SY-52',
    tells: 'a file is edited and then renamed before that was told',
    base: [write('/a', '1')],
    steps: [...local(write('/a', '2')), told(0), ...local(move('/a', '/b')), ...working, told(0)],
    ends: { '/b': '2' },
  },
  {
    rows: 'SY-65',
    tells: 'an edited file is replaced by another that takes its name; LOCAL tells first',
    base: [write('/a', '1'), write('/b', '2')],
    steps: [...local(write('/a', 'edited'), remove('/a'), move('/b', '/a')), told(0), ...working],
    ends: { '/a': '2' },
  },
  {
    rows: 'SY-66',
    tells: 'an edited file is replaced by another that takes its name; REMOTE tells first',
    base: [write('/a', '1'), write('/b', '2')],
    steps: [...local(write('/a', 'edited'), remove('/a'), move('/b', '/a')), told(1), ...working, told(0)],
    ends: { '/a': '2' },
  },
  {
    rows: 'SY-33',
    tells: 'renamed differently on both sides, the name that sorts first wins',
    base: [write('/stuff', '1')],
    steps: [...local(move('/stuff', '/stuff-l')), ...remote(move('/stuff', '/stuff-r'))],
    ends: { '/stuff-l': '1' },
  },
  {
    rows: 'SY-35',
    tells: 'two files that take one name, one on each side, are both kept',
    base: [write('/a', '1'), write('/b', '2')],
    steps: [...local(move('/a', '/c')), ...remote(move('/b', '/c'))],
    ends: { '/c': '2', '/c.conflicted': '1' },
  },
  {
    rows: 'SY-36',
    tells: 'a deletion that is told before the creation does not matter where the file is there',
    steps: [...local(write('/a', '1'), remove('/a'), write('/a', '2')), reversed],
    ends: { '/a': '2' },
  },
  {
    rows: 'SY-37',
    tells: 'a deletion that is told before the creation counts where the file is gone',
    steps: [...local(write('/a', '1'), remove('/a')), reversed],
    ends: {},
    deeds: [],
  },
  {
    rows: 'SY-70',
    tells: 'a folder goes though it is told of a file in it that it is there',
    base: [write('/d/a', '1'), write('/d/b', '2')],
    steps: [...local(remove('/d')), told(0), { do: 'repeat', side: 0, last: 2 }, ...working],
    ends: {},
  },
  {
    rows: 'SY-77',
    tells: 'events that say nothing of what is there are enough',
    steps: local(write('/d/a', '1'), write('/b', '2')),
    ends: { '/b': '2', '/d/': null, '/d/a': '1' },
  },
  {
    rows: 'SY-39',
    tells: 'a file is moved into a new folder',
    base: [write('/a', '1')],
    steps: local(mkdir('/d'), move('/a', '/d/a')),
    ends: { '/d/': null, '/d/a': '1' },
  },
  {
    rows: 'SY-53',
    tells: 'a file is made in a folder that was not told of',
    steps: [...local(mkdir('/d')), lost(0), ...local(write('/d/a', '1')), told(0), ...working],
    ends: { '/d/': null, '/d/a': '1' },
  },
  {
    rows: 'SY-55',
    tells: 'a file is moved into a folder that was not told of',
    base: [write('/a', '1')],
    steps: [...local(mkdir('/d')), lost(0), ...local(move('/a', '/d/a')), told(0), ...working],
    ends: { '/d/': null, '/d/a': '1' },
  },
  {
    rows: 'SY-47',
    tells: 'what is touched on both sides and not changed stays as it is',
    base: [write('/d/a', '1')],
    steps: [
      { do: 'walk', side: 0 },
      { do: 'walk', side: 1 },
    ],
    ends: { '/d/': null, '/d/a': '1' },
    deeds: [],
  },
  {
    rows: 'SY-54',
    tells: 'an edit whose copy fails goes over later',
    base: [write('/a', '1')],
    steps: [
      ...local(write('/a', '2')),
      { do: 'fail', side: 1, error: 'Temporary', times: 3 },
      { do: 'fail', side: 0, error: 'Temporary', times: 2 },
    ],
    ends: { '/a': '2' },
  },
  {
    rows: 'SY-71',
    tells: 'an unexpected error of a provider holds nothing up',
    base: [write('/a', '1')],
    steps: [...local(write('/a', '2')), { do: 'fail', side: 1, error: 'Failed', times: 2 }],
    ends: { '/a': '2' },
  },
  {
    rows: 'SY-72',
    tells: 'a source that is not there when it is read is looked for again',
    steps: [...local(write('/a', '1')), { do: 'fail', side: 0, error: 'NotFound', times: 1 }],
    ends: { '/a': '1' },
  },
  {
    rows: 'SY-56',
    tells: 'a file that is edited on REMOTE and deleted with its folder on LOCAL comes back',
    base: [write('/d/a', '1')],
    steps: [...remote(write('/d/a', '2')), ...local(remove('/d')), lost(0), told(1)],
    ends: { '/d/': null, '/d/a': '2' },
  },
  {
    rows: 'SY-57',
    tells: 'a folder that is renamed on LOCAL, and renamed and deleted with its file on REMOTE, is gone',
    base: [write('/d/a', '1')],
    steps: [...local(move('/d', '/e')), ...remote(move('/d', '/f'), remove('/f'))],
    ends: {},
  },
  {
    rows: 'SY-63',
    tells: 'a folder that is renamed on LOCAL and deleted with its file on REMOTE is on both sides or on neither',
    base: [write('/d/a', '1')],
    steps: [...remote(remove('/d')), told(1, [0]), ...local(move('/d', '/e')), ...working, told(1)],
    lacks: ['/d/', '/d/a'],
  },
  {
    rows: 'CS-3',
    tells: 'a folder that is renamed with an edited file on LOCAL and deleted on REMOTE settles',
    base: [write('/d/a', '1')],
    steps: [...local(write('/d/a', '2'), move('/d', '/e')), ...remote(remove('/d'))],
    ends: { '/e/': null, '/e/a': '2' },
  },
  {
    rows: 'CS-135',
    tells: 'a folder that is deleted on REMOTE gets a new file on LOCAL: it settles',
    base: [write('/d/a', '1')],
    steps: [...remote(remove('/d')), ...local(write('/d/b', '2'))],
    ends: { '/d/': null, '/d/b': '2' },
  },
  {
    rows: 'SY-69',
    tells: 'a deletion that was not told of is found when everything is listed',
    base: [write('/d/a', '1')],
    steps: [...local(remove('/d')), lost(0), { do: 'walk', side: 0 }],
    ends: {},
  },
  {
    rows: 'CS-78',
    tells: 'an edit on LOCAL and a rename on REMOTE while the sync is down are both there afterwards',
    base: [write('/a', '1')],
    steps: [...local(write('/a', '2')), lost(0), ...remote(move('/a', '/b')), { do: 'crash' }],
    ends: { '/b': '2' },
  },
  {
    rows: 'CS-80',
    tells: 'an edit on REMOTE alone while the sync is down arrives, and LOCAL is no change',
    base: [write('/a', '1'), write('/b', '2')],
    steps: [...remote(write('/a', 'edited')), { do: 'crash' }],
    ends: { '/a': 'edited', '/b': '2' },
    deeds: ['ReplaceFile'],
  },
  {
    rows: 'CS-4',
    tells: 'renamed differently on both sides, nothing is in conflict',
    base: [write('/f', '1'), write('/g', '2')],
    steps: [...local(move('/f', '/name-a')), ...remote(move('/f', '/name-b'))],
    ends: { '/g': '2', '/name-a': '1' },
  },
  {
    rows: 'ST-2 ST-3 ST-6',
    tells: 'what is renamed is known under its new name alone, with what it holds',
    base: [write('/d/a', '1')],
    steps: [...local(move('/d', '/e'), move('/e/a', '/e/b'))],
    ends: { '/e/': null, '/e/b': '1' },
    lacks: ['/d/', '/e/a'],
  },
  {
    rows: 'ST-5',
    tells: 'an event of one path makes no entry at another',
    base: [write('/a', '1')],
    steps: [...local(write('/ab', '2')), told(0), ...working],
    ends: { '/a': '1', '/ab': '2' },
  },
  {
    rows: 'ST-7',
    tells: 'the two halves of a conflict go their own ways',
    base: [write('/a', '1')],
    steps: [
      ...local(write('/a', 'local')),
      ...remote(write('/a', 'remote')),
      settle,
      ...local(move('/a.conflicted', '/l')),
      ...remote(move('/a', '/r')),
    ],
    ends: { '/l': 'local', '/r': 'remote' },
  },
  {
    rows: 'ST-8',
    tells: 'files that change places on a side stay the entries that they are',
    base: [write('/a', '1'), write('/b', '2')],
    steps: local(swap('/a', '/b')),
    ends: { '/a': '2', '/b': '1' },
  },
];
