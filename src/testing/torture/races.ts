/** Users who write to the very files that a sync replaces or deletes at that moment. */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { run, start } from './command.js';
import { digestOf } from './ledger.js';
import { contentsBelow, differences, leftovers, look } from './look.js';

export interface RaceOptions {
  readonly command: string;
  /** An empty folder, for everything. */
  readonly folder: string;
  /** What the sync does with each file while its user writes to it. */
  readonly deed: 'replace' | 'delete';
  /** One file for each. */
  readonly tries: number;
}

export interface RaceResult {
  /** Contents that users wrote and did not overwrite themselves. */
  readonly owed: number;
  /** Of those, how many are not at their place but in the trash, or beside it. */
  readonly elsewhere: number;
  readonly writes: number;
  readonly wrong: readonly string[];
}

/** How a user writes. */
type Writer = {
  /** Writes a content; answers the one that is gone by that for sure, if any. */
  readonly write: (content: Buffer) => Buffer | null;
  readonly close: () => void;
};

/** All the same length: each write through a descriptor covers the one before. */
const contentOf = (index: number, count: number): Buffer => Buffer.from(`user's ${index}, ${count}`.padEnd(64, '.'));

export const race = async ({ command, folder, deed, tries }: RaceOptions): Promise<RaceResult> => {
  const roots = [join(folder, 'A'), join(folder, 'B')] as const;
  for (const root of roots) mkdirSync(root, { recursive: true });
  const options = { command, environment: { XDG_STATE_HOME: join(folder, 'state') } };
  const args = ['sync', '--once', '--json', '--max-delete', '100', ...roots];
  const names = Array.from({ length: tries }, (_, index) => `file ${index}`);
  for (const name of names) writeFileSync(join(roots[0], name), `first ${name}`.padEnd(64, '.'));
  await run(args, options);

  const owed = new Map<string, string>();
  const owe = (content: Buffer): void => void owed.set(digestOf(content), content.toString().replace(/\.+$/u, ''));
  for (const name of names) {
    if (deed === 'delete') rmSync(join(roots[1], name));
    else {
      const content = Buffer.from(`theirs ${name}`.padEnd(64, '.'));
      writeFileSync(join(roots[1], name), content);
      owe(content);
    }
  }
  const writers = names.map(
    (name, index) => [throughDescriptor, inPlace, byRename][index % 3]?.(join(roots[0], name)) ?? inPlace(join(roots[0], name)),
  );
  let writes = 0;
  let isOver = false;
  const sync = start(args, options);
  void sync.ended.then(() => (isOver = true));
  const begunAt = performance.now();
  while (!isOver) {
    for (const [index, writer] of writers.entries()) {
      // One after the other wakes up, over the time that a sync takes.
      if (isOver || performance.now() - begunAt < 100 + (index * 400) / tries) continue;
      const content = contentOf(index, writes);
      const gone = writer.write(content);
      writes++;
      owe(content);
      if (gone !== null) owed.delete(digestOf(gone));
      if (writes % 3 === 0) await turn();
    }
    await turn();
  }
  for (const writer of writers) writer.close();

  const wrong: string[] = [];
  for (let round = 0; round < 3; round++) {
    const ended = await run(args, options);
    if (ended.code !== 0) wrong.push(`it ended with ${ended.code}: ${ended.stdout.slice(-600)}${ended.stderr}`);
  }
  wrong.push(...differences(look(roots[0]), look(roots[1])));
  for (const root of roots) for (const path of leftovers(root)) wrong.push(`left behind: ${path}`);
  const everything = new Set(roots.flatMap((root) => [...contentsBelow(root)]));
  for (const [digest, text] of owed) if (!everything.has(digest)) wrong.push(`lost: ${text}`);
  const seen = look(roots[0]);
  const atPlace = new Set(names.map((name) => seen.get(name)?.digest));
  return { owed: owed.size, elsewhere: [...owed.keys()].filter((digest) => !atPlace.has(digest)).length, writes, wrong };
};

/** Opened before the sync begins, and written to wherever that file is by now. */
const throughDescriptor = (path: string): Writer => {
  const descriptor = openSync(path, 'r+');
  let last: Buffer | null = null;
  return {
    write: (content) => {
      writeSync(descriptor, content, 0, content.length, 0);
      const gone = last;
      last = content;
      return gone;
    },
    close: () => closeSync(descriptor),
  };
};

/** Opened anew for each write; made anew if it is gone. */
const inPlace = (path: string): Writer => {
  let last: { readonly content: Buffer; readonly inode: number } | null = null;
  return {
    write: (content) => {
      const writing = openOrMake(path);
      writeSync(writing, content, 0, content.length, 0);
      const inode = fstatSync(writing).ino;
      closeSync(writing);
      const gone = last !== null && last.inode === inode ? last.content : null;
      last = { content, inode };
      return gone;
    },
    close: () => undefined,
  };
};

const openOrMake = (path: string): number => {
  try {
    return openSync(path, 'r+');
  } catch {
    return openSync(path, 'w+');
  }
};

/** As most editors save: beside it, then over it. */
const byRename = (path: string): Writer => {
  let last: { readonly content: Buffer; readonly descriptor: number } | null = null;
  return {
    write: (content) => {
      const beside = join(path, '..', '..', `.save-${path.split('/').at(-1) ?? ''}`);
      writeFileSync(beside, content);
      const descriptor = openSync(beside, 'r');
      renameSync(beside, path);
      let gone: Buffer | null = null;
      if (last !== null) {
        if (fstatSync(last.descriptor).nlink === 0) gone = last.content;
        closeSync(last.descriptor);
      }
      last = { content, descriptor };
      return gone;
    },
    close: () => {
      if (last !== null) closeSync(last.descriptor);
    },
  };
};
