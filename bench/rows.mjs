/**
 * The rows of the table: how the two folders are before, what changes, and the bars (ratio of medians to a tool run beside it in the same run).
 * `prepare` makes folder A (and leaves B empty or absent); `synced` means that the tool has synced the pair once before `change`.
 */
import { bigFile, editFiles, manyFiles, oneFolder, renameFolder } from './trees.mjs';

export const rows = [
  { id: 'first-10k', title: 'first sync, 10,000 x 1 KiB', prepare: (a) => manyFiles(a, 10_000, 1024), bars: { rsync: 2.0, unison: 0.45 } },
  {
    id: 'first-100k',
    title: 'first sync, 100,000 x 100 B',
    prepare: (a) => manyFiles(a, 100_000, 100),
    bars: { rsync: 1.3 },
    maxRssMb: 200,
    slow: true,
  },
  { id: 'same-10k', title: 'nothing changed, 10,000', prepare: (a) => manyFiles(a, 10_000, 1024), synced: true, bars: { node: 2.2 } },
  {
    id: 'same-100k',
    title: 'nothing changed, 100,000',
    prepare: (a) => manyFiles(a, 100_000, 100),
    synced: true,
    bars: { rsync: 1.2, unison: 0.6 },
    slow: true,
  },
  {
    id: 'one-of-10k',
    title: 'one file changed of 10,000',
    prepare: (a) => manyFiles(a, 10_000, 1024),
    synced: true,
    change: (a, _b, run) => editFiles(a, run * 7, 1),
    bars: { node: 2.8 },
  },
  {
    id: '500-500',
    title: '500 + 500 changed of 10,000',
    prepare: (a) => manyFiles(a, 10_000, 1024),
    synced: true,
    change: (a, b, run) => {
      editFiles(a, (run * 1000) % 5000, 500);
      editFiles(b, 5000 + ((run * 1000) % 4500), 500);
    },
    bars: { unison: 0.6 },
  },
  {
    id: 'rename-5k',
    title: 'a folder of 5,000 files renamed',
    prepare: (a) => oneFolder(a, 'many0', 5_000, 1024),
    synced: true,
    change: (a, _b, run) => renameFolder(a, `many${run}`, `many${run + 1}`),
    bars: { rsync: 0.8, unison: 0.2 },
  },
  { id: 'one-gib', title: 'one 1 GiB file', prepare: (a) => bigFile(a, 1024 ** 3), bars: { rsync: 0.6 }, maxRssMb: 120 },
];
