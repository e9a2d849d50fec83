/**
 * The event log in a key-value store of its user's: a browser's, a server's, a row in a database. Records are the same as on disk, chained by
 * digests; keys begin with a prefix, so that several logs share a store.
 */
import { randomUUID } from 'node:crypto';
import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { type Batch, type EventLog, type LogError, LogFailure, type NewBatch, type Snapshot } from '../../effects/ports/event-log.js';
import { checkedChain, damaged, EMPTY_TAIL, type Tail } from '../level/chain.js';
import { decodeRecord, digestOf, encodeRecord, failed, FORMAT, lastOf, parseJson, refusalOf } from '../level/record.js';

/**
 * What a store has to do. `put` has resolved only when the value is where a crash of the process does not lose it; a value is whole or not there.
 * The store belongs to one process at a time: it has no lock.
 */
export interface KeyValueStore {
  readonly get: (key: string) => Promise<string | null | undefined>;
  readonly put: (key: string, value: string) => Promise<void>;
  /** Nothing happens if it is not there. */
  readonly delete: (key: string) => Promise<void>;
  /** Keys that begin with this, in any order. */
  readonly keys: (prefix: string) => Promise<readonly string[]>;
}

/** Digits of a number in a key, so that keys sort by it. */
const DIGITS = 16;

/** Opens the log under a prefix, and makes it if there is none. */
export const openKeyValueLog = (store: KeyValueStore, prefix: string): TaskEither<LogError, EventLog & { readonly id: string }> =>
  TE.tryCatch(async () => {
    const head = await headOf(store, prefix);
    const found = (await store.keys(`${prefix}batch/`)).map((key) => ({ key, first: numberIn(key) }));
    const batches = found.sort((a, b) => a.first - b.first).map(({ key }) => key);
    return logOver({ store, prefix, id: head.id, batches, tail: await tailOf(store, prefix, batches) });
  }, toLogError);

interface Head {
  readonly format: number;
  readonly id: string;
}

const headOf = async (store: KeyValueStore, prefix: string): Promise<Head> => {
  const text = await store.get(`${prefix}head`);
  if (text == null) return writeHead(store, prefix);
  const head = parseJson(text) as Head | null;
  if (typeof head?.id !== 'string' || typeof head.format !== 'number')
    throw new LogFailure(failed('The store holds something else than a log.'));
  if (head.format > FORMAT) {
    const message = `The log was written by a newer foldsync (format ${head.format}, this one reads ${FORMAT}). Nothing was changed.`;
    throw new LogFailure({ _tag: 'NewerFormat', message, format: head.format });
  }
  return head;
};

const writeHead = async (store: KeyValueStore, prefix: string): Promise<Head> => {
  const head: Head = { format: FORMAT, id: randomUUID() };
  await store.put(`${prefix}head`, JSON.stringify(head));
  return head;
};

/**
 * Where the log ends. It is noted after each record: one that was written and not noted follows the rest, and counts; what the note names and
 * is not there is damage, which reading tells.
 */
const tailOf = async (store: KeyValueStore, prefix: string, batches: readonly string[]): Promise<Tail> => {
  let tail = (parseJson((await store.get(`${prefix}tail`)) ?? 'null') as Tail | null) ?? EMPTY_TAIL;
  for (const key of batches.slice(batches.findIndex((each) => numberIn(each) > tail.last))) {
    if (numberIn(key) <= tail.last) break;
    const text = await store.get(key);
    const batch = text == null ? null : decodeRecord(text);
    if (text == null || batch === null || batch.first !== tail.last + 1 || batch.prev !== tail.digest) throw damaged(tail.last);
    tail = { last: lastOf(batch), digest: digestOf(text) };
  }
  return tail;
};

const numberIn = (key: string): number => Number(key.slice(-DIGITS));

interface Opened {
  readonly store: KeyValueStore;
  readonly prefix: string;
  readonly id: string;
  /** Keys of records, in order. */
  readonly batches: string[];
  readonly tail: Tail;
}

const logOver = (opened: Opened): EventLog & { readonly id: string } => {
  const { store, prefix } = opened;
  let { id, batches, tail } = opened;
  let closed = false;
  /** One write after the other: a record is there before the next is begun. */
  let turn: Promise<unknown> = Promise.resolve();

  const task = <A>(job: () => Promise<A>): TaskEither<LogError, A> =>
    TE.tryCatch(() => {
      const next = turn.then(async () => {
        if (closed) throw new LogFailure(failed('The log is closed.'));
        return job();
      });
      turn = next.catch(() => undefined);
      return next;
    }, toLogError);

  const append = async (batch: NewBatch): Promise<void> => {
    const refusal = refusalOf(tail.last, batch);
    if (refusal !== null) throw new LogFailure(refusal);
    const text = encodeRecord(batch, tail.digest);
    const key = `${prefix}batch/${String(batch.first).padStart(DIGITS, '0')}`;
    await store.put(key, text);
    batches.push(key);
    tail = { last: lastOf(batch), digest: digestOf(text) };
    await store.put(`${prefix}tail`, JSON.stringify(tail));
  };

  async function* read(from: number): AsyncGenerator<Batch, void, undefined> {
    if (closed) throw new LogFailure(failed('The log is closed.'));
    if (from > tail.last) return;
    const numbers = batches.map(numberIn);
    const index = Math.max(0, numbers.filter((first) => first <= from).length - 1);
    const upTo = batches.slice(index);
    const start = (numbers[index] ?? 1) <= from ? (numbers[index] ?? 1) : 1;
    yield* checkedChain(textsOf(store, upTo), { start, from, tail });
  }

  return {
    get id() {
      return id;
    },
    head: () => tail.last,
    append: (batch) => task(() => append(batch)),
    read: (from = 1) => read(Math.max(1, from)),
    flush: () => task(async () => undefined),
    saveSnapshot: (snapshot) => task(() => saveSnapshot(store, prefix, snapshot, tail.last)),
    loadSnapshot: () => task(() => loadSnapshot(store, prefix, tail.last)),
    clear: () =>
      task(async () => {
        for (const key of await store.keys(prefix)) await store.delete(key);
        ({ id } = await writeHead(store, prefix));
        batches = [];
        tail = EMPTY_TAIL;
      }),
    close: () =>
      TE.fromTask(async () => {
        await turn;
        closed = true;
      }),
  };
};

async function* textsOf(store: KeyValueStore, keys: readonly string[]): AsyncGenerator<readonly string[]> {
  for (const key of keys) yield [(await store.get(key)) ?? ''];
}

/** One value, with its digest: whole, or not read. */
const saveSnapshot = async (store: KeyValueStore, prefix: string, { seq, slabs }: Snapshot, last: number): Promise<void> => {
  const isSound = Number.isSafeInteger(seq) && seq >= 0 && seq <= last && [...slabs.values()].every((text) => !/\p{Surrogate}/u.test(text));
  if (!isSound)
    throw new LogFailure(failed(`A snapshot of event ${seq} can't be kept: the log ends at ${last}, and slabs are well-formed Unicode.`));
  const body = JSON.stringify({ seq, slabs: [...slabs] });
  await store.put(`${prefix}snapshot`, `${digestOf(body)}${body}`);
};

const loadSnapshot = async (store: KeyValueStore, prefix: string, last: number): Promise<Snapshot | null> => {
  const text = await store.get(`${prefix}snapshot`);
  const start = text?.indexOf('{') ?? -1;
  if (text == null || start < 0 || digestOf(text.slice(start)) !== text.slice(0, start)) return null;
  const { seq, slabs } = JSON.parse(text.slice(start)) as { readonly seq: number; readonly slabs: readonly (readonly [string, string])[] };
  return seq > last ? null : { seq, slabs: new Map(slabs) };
};

const toLogError = (error: unknown): LogError =>
  error instanceof LogFailure ? error.error : failed(`The log failed: ${error instanceof Error ? error.message : String(error)}`);
