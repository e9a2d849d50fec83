/**
 * The rows of the table: how folder A is made, what changes before a run, what it is measured against, and the bars (ratio of medians to a
 * tool run beside it in the same run). Those with a `tree` are synced before the first run, and share the folders of that tree; the
 * others get fresh ones for every run, which stay until the end unless they are `isLarge`.
 */
import { bigFile, editFiles, manyFiles, oneFolder, renameFolder } from './trees.mjs';
import { burst, idle, latency } from './watch.mjs';
import { BUNDLE } from './tools.mjs';

const nothing = () => undefined;
/** Rows that take minutes with every tool are measured beside these, unless `--all-tools`. */
const FAST = ['node', 'cp', 'cp+sync', 'rsync'];
const TREES = {
  '10k': (a) => manyFiles(a, 10_000, 1024),
  '100k': (a) => manyFiles(a, 100_000, 100),
  'one-folder': (a) => oneFolder(a, 'many0', 5_000, 1024),
  '1m': (a) => manyFiles(a, 1_000_000, 10),
  none: nothing,
};

export const rows = [
  {
    id: 'version',
    title: '`foldsync --version`',
    prepare: nothing,
    runs: 21,
    beside: ['node'],
    own: () => [process.execPath, [BUNDLE, '--version']],
    bars: { node: 1.35 },
  },
  { id: 'empty-first', title: 'first sync of two empty folders', prepare: nothing, runs: 11, beside: ['node'], bars: { node: 2 } },
  { id: 'empty', title: 'sync of two empty folders', tree: 'none', runs: 21, beside: ['node'], bars: { node: 2 } },
  { id: 'first-10k', title: 'first sync, 10,000 x 1 KiB', prepare: TREES['10k'], bars: { rsync: 2.0, unison: 0.45 } },
  {
    id: 'equal-10k',
    title: 'first sync of two equal trees, 10,000 x 1 KiB',
    prepare: TREES['10k'],
    areEqual: true,
    beside: [...FAST, 'unison'],
  },
  { id: 'same-10k', title: 'nothing changed, 10,000', tree: '10k', runs: 11, bars: { node: 2.2 } },
  {
    id: 'one-of-10k',
    title: 'one file changed of 10,000',
    tree: '10k',
    runs: 11,
    change: (a, _b, run) => editFiles(a, run, run * 77, 1),
    bars: { node: 2.8 },
  },
  {
    id: '500-500',
    title: '500 + 500 changed of 10,000',
    tree: '10k',
    change: (a, b, run) => {
      editFiles(a, run, (run * 1000) % 4500, 500);
      editFiles(b, run, 5000 + ((run * 1000) % 4500), 500);
    },
    bars: { unison: 0.6 },
  },
  {
    id: 'rename-5k',
    title: 'a folder of 5,000 files renamed',
    tree: 'one-folder',
    change: (a, _b, run) => renameFolder(a, `many${run}`, `many${run + 1}`),
    bars: { rsync: 0.8, unison: 0.2 },
  },
  {
    id: 'one-gib',
    title: 'one 1 GiB file',
    prepare: (a) => bigFile(a, 1024 ** 3),
    beside: [...FAST, 'unison'],
    isLarge: true,
    bars: { rsync: 0.6 },
    maxRssMb: 120,
  },
  { id: 'watch', title: 'watch mode, 10,000: a file written here is there', watch: latency, prepare: TREES['10k'] },
  { id: 'idle', title: 'watch mode, 10,000: CPU while nothing happens', watch: idle, prepare: TREES['10k'] },
  { id: 'burst', title: 'watch mode: a burst of 100,000 files', watch: burst, prepare: nothing, isSlow: true },
  {
    id: 'first-100k',
    title: 'first sync, 100,000 x 100 B',
    prepare: TREES['100k'],
    beside: FAST,
    bars: { rsync: 1.3 },
    maxRssMb: 200,
    isSlow: true,
  },
  {
    id: 'same-100k',
    title: 'nothing changed, 100,000',
    tree: '100k',
    beside: [...FAST, 'unison'],
    bars: { rsync: 1.2, unison: 0.6 },
    isSlow: true,
  },
  {
    id: 'same-1m',
    title: 'nothing changed, 1,000,000',
    tree: '1m',
    runs: 1,
    beside: ['rsync'],
    copyFirst: true,
    maxRssMb: 600,
    isHuge: true,
  },
].map((row) => ({ bars: {}, ...row, prepare: row.prepare ?? TREES[row.tree] }));
