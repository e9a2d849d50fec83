import { readFileSync } from 'node:fs';

/** An id of this boot of the machine, or null where it has none to tell: after another boot, what was not yet on disk may be gone. */
export const bootId = (): string | null => {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
};
