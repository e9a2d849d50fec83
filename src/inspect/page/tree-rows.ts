/** The rows of open folders, flat, asked for by the page; those of the moment before stay until the new ones are all here. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Children, Row } from '../wire.js';
import { ask } from './ask.js';
import { messageOf, useLatest } from './latest.js';

/** A line of the list: a row of a folder, undefined until it is here. */
export interface Slot {
  readonly depth: number;
  readonly folder: string;
  readonly index: number;
  readonly path: string;
  readonly row: Row | undefined;
}

export interface TreeRows {
  /** Null until the first answer. */
  readonly slots: readonly Slot[] | null;
  readonly isOld: boolean;
  readonly error: string | null;
  readonly see: (from: number, to: number) => void;
}

const PAGE = 100;
export const ROOT = 'root';

interface Folder {
  readonly total: number;
  readonly pages: ReadonlyMap<number, readonly Row[]>;
}

interface Loaded {
  readonly at: number;
  readonly folders: ReadonlyMap<string, Folder>;
}

export const useTreeRows = (at: number, open: ReadonlySet<string>): TreeRows => {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const slots = useMemo(() => (loaded === null ? null : flat(loaded, open)), [loaded, open]);
  // What was loaded last, also before it is drawn.
  const latest = useRef(loaded);

  useLatest(`${at} ${[...open].join()} ${[...seen].join()}`, async (signal) => {
    const known = latest.current?.at === at ? latest.current.folders : null;
    const wanted = [...new Set([`${ROOT} 0`, ...[...open].map((key) => `${key} 0`), ...seen])].filter((name) => {
      const [key, page] = parts(name);
      return (key === ROOT || open.has(key)) && known?.get(key)?.pages.has(page) !== true;
    });
    if (wanted.length === 0) return;
    try {
      const answers = await Promise.all(
        wanted.map(async (name) => {
          const [key, page] = parts(name);
          return [key, page, await ask<Children>('children', { at, of: key, from: page * PAGE, count: PAGE }, signal)] as const;
        }),
      );
      const folders = new Map(known ?? []);
      for (const [key, page, { total, rows }] of answers) {
        folders.set(key, { total, pages: new Map([...(folders.get(key)?.pages ?? []), [page, rows]]) });
      }
      setLoaded((latest.current = { at, folders }));
      setError(null);
    } catch (thrown) {
      if (!signal.aborted) setError(messageOf(thrown));
    }
  });

  return {
    slots,
    isOld: loaded !== null && loaded.at !== at,
    error,
    see: (from, to) => {
      const names = new Set((slots ?? []).slice(from, to).map(({ folder, index }) => `${folder} ${Math.floor(index / PAGE)}`));
      setSeen((old) => (old.size === names.size && [...names].every((name) => old.has(name)) ? old : names));
    },
  };
};

const parts = (name: string): readonly [string, number] => {
  const [key = ROOT, page = '0'] = name.split(' ');
  return [key, Number(page)];
};

const flat = ({ folders }: Loaded, open: ReadonlySet<string>): readonly Slot[] => {
  const slots: Slot[] = [];
  const above = new Set<string>();
  const add = (folder: string, depth: number, path: string): void => {
    const { total, pages } = folders.get(folder) ?? { total: 0, pages: new Map<number, readonly Row[]>() };
    above.add(folder);
    for (let index = 0; index < total; index++) {
      const row = pages.get(Math.floor(index / PAGE))?.[index % PAGE];
      const below = row === undefined ? path : `${path}/${row.name}`;
      slots.push({ depth, folder, index, path: below, row });
      // An entry that is elsewhere on the other side may be met again below itself.
      if (row !== undefined && open.has(row.key) && !above.has(row.key)) add(row.key, depth + 1, below);
    }
    above.delete(folder);
  };
  add(ROOT, 0, '');
  return slots;
};
