/** Asks the server. What is shown stays until there is something newer. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Trouble } from '../wire.js';
import { messageOf, useLatest } from './latest.js';

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Rejects with an `Error` whose message is for people. */
export const ask = async <A>(name: string, query: Query, signal?: AbortSignal): Promise<A> =>
  (await (await request(name, query, signal)).json()) as A;

export const request = async (name: string, query: Query, signal?: AbortSignal): Promise<Response> => {
  const parts = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) parts.set(key, String(value));
  const response = await fetch(`api/${name}?${parts.toString()}`, signal === undefined ? {} : { signal }).catch((thrown: unknown) => {
    if (signal?.aborted === true) throw thrown;
    throw new Error('No answer: foldsync inspect has ended, or was stopped.');
  });
  if (!response.ok) throw new Error(await errorOf(response));
  return response;
};

const errorOf = async (response: Response): Promise<string> => {
  const text = await response.text();
  try {
    return (JSON.parse(text) as Trouble).error;
  } catch {
    return text;
  }
};

export type Answered<A> =
  | { readonly _tag: 'Waiting' }
  /** `isOld`: of an earlier question; the newer one is not answered yet. */
  | { readonly _tag: 'Here'; readonly value: A; readonly isOld: boolean }
  | { readonly _tag: 'Failed'; readonly message: string };

/** The answer to a question, asked anew whenever it is another. Null: nothing is asked. */
export const useAnswer = <A>(name: string, query: Query | null): Answered<A> => {
  const [answer, setAnswer] = useState<Answered<A>>({ _tag: 'Waiting' });
  const key = query === null ? null : JSON.stringify([name, query]);
  const latest = useRef(key);
  latest.current = key;
  useEffect(() => setAnswer((old) => (old._tag === 'Here' ? { ...old, isOld: true } : old)), [key]);
  useLatest(key, (signal) =>
    ask<A>(name, query ?? {}, signal).then(
      (value) => setAnswer({ _tag: 'Here', value, isOld: latest.current !== key }),
      (thrown: unknown) => {
        if (!signal.aborted) setAnswer({ _tag: 'Failed', message: messageOf(thrown) });
      },
    ),
  );
  return answer;
};
