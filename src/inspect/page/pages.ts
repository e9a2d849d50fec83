/** Long lists come by the page: those that are seen are asked for, and a few more remembered. */
import { useRef, useState } from 'preact/hooks';
import { messageOf, useLatest } from './latest.js';

const PAGE = 100;
/** Pages that are remembered. */
const REMEMBERED = 40;

export interface Page<T> {
  readonly total: number;
  readonly values: readonly T[];
}

export interface Pages<T> {
  /** Undefined until it is here. */
  readonly at: (index: number) => T | undefined;
  /** Null until the first answer. */
  readonly total: number | null;
  readonly error: string | null;
  /** Says which are seen. */
  readonly see: (from: number, to: number) => void;
}

/**
 * @param key what is asked: pages of another question are dropped once the new one is answered
 * @param revision a page that was not full, or is of another revision, is asked for again
 */
export const usePages = <T>(
  key: string,
  revision: number,
  fetchPage: (from: number, count: number, signal: AbortSignal) => Promise<Page<T>>,
): Pages<T> => {
  const [shown, setShown] = useState<Shown<T>>({ key: '', total: null, pages: new Map(), error: null });
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  const latest = useRef(shown);
  latest.current = shown;

  useLatest(`${key} ${revision} ${seen.first} ${seen.last}`, async (signal) => {
    const isSame = latest.current.key === key;
    const wanted = range(seen.first, seen.last).filter((page) => {
      const there = isSame ? latest.current.pages.get(page) : undefined;
      return there === undefined || (there.revision !== revision && there.values.length < PAGE);
    });
    if (wanted.length === 0) return;
    try {
      const answers = await Promise.all(wanted.map(async (page) => [page, await fetchPage(page * PAGE, PAGE, signal)] as const));
      setShown((old) => {
        const pages = new Map(old.key === key ? old.pages : []);
        for (const [page, { values }] of answers) {
          pages.delete(page);
          pages.set(page, { revision, values });
        }
        for (const page of pages.keys()) if (pages.size > REMEMBERED) pages.delete(page);
        return { key, total: answers[0]?.[1].total ?? 0, pages, error: null };
      });
    } catch (thrown) {
      if (!signal.aborted) setShown((old) => ({ ...old, error: messageOf(thrown) }));
    }
  });

  return {
    at: (index) => shown.pages.get(Math.floor(index / PAGE))?.values[index % PAGE],
    total: shown.total,
    error: shown.error,
    see: (from, to) => {
      const [first, last] = [Math.floor(from / PAGE), Math.floor(Math.max(from, to - 1) / PAGE)];
      setSeen((old) => (old.first === first && old.last === last ? old : { first, last }));
    },
  };
};

interface Shown<T> {
  readonly key: string;
  readonly total: number | null;
  readonly pages: ReadonlyMap<number, { readonly revision: number; readonly values: readonly T[] }>;
  readonly error: string | null;
}

const range = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);
