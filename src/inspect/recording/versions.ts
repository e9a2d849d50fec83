import { column } from './column.js';

/**
 * Rows by id, as they were at the end of each stretch of a log. A row is kept once for each stretch that made it other, as text: so a long
 * history costs what changed in it, and nothing of it is an object until it is asked for.
 */
export interface Versions<Row> {
  /** How the next stretch left those rows that it made other; undefined: gone. */
  readonly push: (rows: Iterable<readonly [id: number, row: Row | undefined]>) => void;
  /** As it was after so many stretches. */
  readonly at: (id: number, stretches: number) => Row | undefined;
  /** All ids that ever had a row. */
  readonly ids: () => number;
}

/** @param pack @param unpack texts in which every character is one byte */
export const versions = <Row>(pack: (row: Row) => string, unpack: (id: number, text: string) => Row): Versions<Row> => {
  /** By stretch: its rows, one after the other. */
  const texts: Buffer[] = [];
  /** By version, from 1: which stretch it is of, where its text begins there, and where it ends. */
  const [stretch, from, to] = [column(Uint32Array), column(Uint32Array), column(Uint32Array)];
  /** By version: the one before it of the same row; 0: none. */
  const before = column(Uint32Array);
  for (const each of [stretch, from, to, before]) each.push(0);
  /** By id: its last version; 0: none. */
  const last = column(Uint32Array);
  return {
    push: (rows) => {
      const parts: string[] = [];
      let end = 0;
      for (const [id, row] of rows) {
        while (last.length() <= id) last.push(0);
        const text = row === undefined ? '' : pack(row);
        before.push(last.at(id));
        last.set(id, stretch.length());
        stretch.push(texts.length + 1);
        from.push(end);
        to.push((end += text.length));
        parts.push(text);
      }
      texts.push(Buffer.from(parts.join(''), 'latin1'));
    },
    at: (id, stretches) => {
      let version = last.at(id);
      while (stretch.at(version) > stretches) version = before.at(version);
      const [start, end] = [from.at(version), to.at(version)];
      return start === end ? undefined : unpack(id, (texts[stretch.at(version) - 1] as Buffer).toString('latin1', start, end));
    },
    ids: last.length,
  };
};
