/** A disk that is full for a while. */
import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  /** Where things can be put on it. */
  readonly folder: string;
  /** Takes all room but for so many bytes. */
  readonly fill: (leave: number) => void;
  readonly drain: () => void;
}

/** Bytes written at a time. */
const CHUNK = Buffer.alloc(65_536);

/** `folder` lies on a disk that is small, and nobody else's. */
export const smallDisk = (folder: string): SmallDisk => {
  mkdirSync(folder, { recursive: true });
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: (leave) => {
      const file = openSync(ballast, 'a');
      try {
        while (writeSync(file, CHUNK) > 0);
      } catch (thrown) {
        if ((thrown as NodeJS.ErrnoException).code !== 'ENOSPC') throw thrown;
        ftruncateSync(file, Math.max(0, fstatSync(file).size - leave));
      } finally {
        closeSync(file);
      }
    },
    drain: () => rmSync(ballast, { force: true }),
  };
};
