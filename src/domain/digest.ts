import { hashOf } from './collections/hash-of.js';
import type { State } from './state/state.js';

/**
 * A fingerprint of what is known: two logs that say the same have one digest, on every machine (I22). Made of canonical rows, never
 * of the table's shape; agenda and locks are derived, and left out. Sums of row hashes do not depend on order, so one row's share
 * can be taken out and another's put in. It finds accidents, not forgers: the log's own chain is for those.
 */
export const digestOf = (state: Pick<State, 'seq' | 'table' | 'control' | 'flights'>): string => {
  const sum = new Lanes();
  for (const node of state.table.nodes()) sum.add('n', canonical(node));
  for (const link of state.table.links()) sum.add('l', canonical(link));
  for (const { seq, action } of state.flights.actions.values()) sum.add(`f${seq}`, canonical(action));
  const { node, link } = state.table.nextIds();
  sum.add('s', `${state.seq}/${node}/${link}`);
  sum.add('c', canonical(state.control));
  return sum.text();
};

/** Two independent sums of 32 bits. */
class Lanes {
  private first = 0;
  private second = 0;

  add(kind: string, row: string): void {
    this.first = (this.first + hashOf(kind, row)) | 0;
    this.second = (this.second + hashOf('2', row, kind)) | 0;
  }

  text(): string {
    return [this.first, this.second].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** JSON with keys in one order. Written out: it is done for every row, and each of them has a dozen fields. */
const canonical = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${canonical(item)}`;
    return `[${text}]`;
  }
  const fields = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(fields).sort()) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(fields[key])}`;
  return `{${text}}`;
};
