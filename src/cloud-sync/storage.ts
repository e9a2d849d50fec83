import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { openLevelLog } from '../adapters/level/index.js';
import { type MemoryLog, memoryLog } from '../adapters/memory-log/index.js';
import type { EventLog } from '../effects/ports/event-log.js';
import { EngineFailure } from '../effects/index.js';

export type OpenLog = EventLog & { readonly id: string };

/** Where logs are kept, one for each storage label. */
export interface Storage {
  /** Rejects with `EngineFailure`. A log that was closed is opened again as it was left. */
  readonly open: (label: string) => Promise<OpenLog>;
}

export const memoryStorage = (): Storage => {
  const logs = new Map<string, MemoryLog>();
  return {
    open: async (label) => {
      const log = logs.get(label)?.fork() ?? memoryLog({ id: label });
      logs.set(label, log);
      return log;
    },
  };
};

export const folderStorage = (folder: string): Storage => ({
  open: async (label) => {
    const opened = await openLevelLog(join(folder, folderOf(label)))();
    if (E.isLeft(opened)) throw new EngineFailure({ _tag: 'Log', error: opened.left });
    return opened.right;
  },
});

/** Characters of a label that its folder shows; the rest is in the digest, which alone tells labels apart. */
const SHOWN = 40;

/** A name that every file system takes. */
const folderOf = (label: string): string => {
  const digest = createHash('sha256').update(label).digest('hex').slice(0, 16);
  const shown = label.replace(/[^A-Za-z0-9]+/gu, '-').replace(/^-|-$/gu, '');
  return `${shown.slice(0, SHOWN)}-${digest}`;
};
