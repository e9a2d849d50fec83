import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { type KeyValueStore, openKeyValueLog } from '../adapters/key-value-log/index.js';
import { openLevelLog } from '../adapters/level/index.js';
import { type MemoryLog, memoryLog } from '../adapters/memory-log/index.js';
import type { EventLog, LogError } from '../effects/ports/event-log.js';
import { EngineFailure } from '../effects/index.js';
import { ArgumentError } from './errors.js';

export type { KeyValueStore } from '../adapters/key-value-log/index.js';

export type OpenLog = EventLog & { readonly id: string };

/** Where logs are kept, one for each storage label. Several syncs may share one. */
export interface Storage {
  /** Rejects with `EngineFailure`. A log that was closed is opened again as it was left. */
  readonly open: (label: string) => Promise<OpenLog>;
  /** Small texts beside a log, that may be lost: contents that a merge starts from. */
  readonly notes: (label: string) => Notes;
}

export interface Notes {
  readonly get: (key: string) => Promise<string | null>;
  readonly put: (key: string, text: string) => Promise<void>;
  readonly clear: () => Promise<void>;
}

/** Others may keep their logs there, too. */
export const isShared = <S extends string | Storage | KeyValueStore>(given: S | undefined): given is S =>
  given !== undefined && given !== 'memory';

/** As the option says it. */
export const storageOf = (given: string | Storage | KeyValueStore | undefined): Storage => {
  if (!isShared(given)) return memoryStorage();
  if (typeof given === 'string') return folderStorage(given);
  if ('open' in given && 'notes' in given) return given;
  if ('get' in given && 'put' in given && 'delete' in given && 'keys' in given) return keyValueStorage(given);
  throw new ArgumentError('storage is the path of a folder, a Storage, or a store with get, put, delete and keys');
};

export const memoryStorage = (): Storage => {
  const logs = new Map<string, MemoryLog>();
  const notes = new Map<string, Map<string, string>>();
  return {
    open: async (label) => {
      const log = logs.get(label)?.fork() ?? memoryLog({ id: label });
      logs.set(label, log);
      return log;
    },
    notes: (label) => {
      const own = notes.get(label) ?? new Map<string, string>();
      notes.set(label, own);
      return {
        get: async (key) => own.get(key) ?? null,
        put: async (key, text) => void own.set(key, text),
        clear: async () => own.clear(),
      };
    },
  };
};

export const folderStorage = (folder: string): Storage => ({
  open: async (label) => opened(await openLevelLog(join(folder, folderOf(label)))()),
  notes: (label) => folderNotes(join(folder, `${folderOf(label)}-notes`)),
});

/** A user's own key-value store. Labels are told apart by the beginning of keys. */
export const keyValueStorage = (store: KeyValueStore): Storage => ({
  open: async (label) => opened(await openKeyValueLog(store, `${folderOf(label)}/`)()),
  notes: (label) => {
    const prefix = `${folderOf(label)}-notes/`;
    return {
      get: async (key) => (await store.get(prefix + key)) ?? null,
      put: async (key, text) => store.put(prefix + key, text),
      clear: async () => {
        for (const key of await store.keys(prefix)) await store.delete(key);
      },
    };
  },
});

const opened = <L extends OpenLog>(log: E.Either<LogError, L>): L => {
  if (E.isLeft(log)) throw new EngineFailure({ _tag: 'Log', error: log.left });
  return log.right;
};

/** A file for each note, put in place whole. Keys are names that every file system takes. */
const folderNotes = (folder: string): Notes => ({
  get: (key) => readFile(join(folder, key), 'utf8').catch(() => null),
  put: async (key, text) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, `${key}.new`), text, { mode: 0o600 });
    await rename(join(folder, `${key}.new`), join(folder, key));
  },
  clear: () => rm(folder, { recursive: true, force: true }),
});

/** Characters of a label that its folder shows; the rest is in the digest, which alone tells labels apart. */
const SHOWN = 40;

/** A name that every file system takes. */
const folderOf = (label: string): string => {
  const digest = createHash('sha256').update(label).digest('hex').slice(0, 16);
  const shown = label.replace(/[^A-Za-z0-9]+/gu, '-').replace(/^-|-$/gu, '');
  return `${shown.slice(0, SHOWN)}-${digest}`;
};
