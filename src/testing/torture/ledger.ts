/** Which contents were ever written, and which of them nobody may miss: a user who saw them overwrote or deleted them. */
import { createHash } from 'node:crypto';

export interface Ledger {
  /** Bytes unlike any others. */
  readonly unlike: (size: number) => Buffer;
  /** A new content of `size` bytes, unlike any other, that is owed from now on. */
  readonly write: (size: number) => Buffer;
  /** A content that a user made from another. */
  readonly note: (content: Buffer) => void;
  /** A user saw it, and took it away. */
  readonly release: (content: Buffer) => void;
  /** What must still be somewhere, each with its first bytes. */
  readonly missingFrom: (digests: ReadonlySet<string>) => readonly string[];
}

export const digestOf = (content: Buffer): string => createHash('sha1').update(content).digest('base64');

export const newLedger = (): Ledger => {
  const owed = new Map<string, string>();
  let count = 0;
  const note = (content: Buffer): void => {
    if (content.length > 0) owed.set(digestOf(content), content.subarray(0, 24).toString('latin1'));
  };
  const unlike = (size: number): Buffer => {
    const mark = `content ${count++};`;
    const length = Math.max(size, mark.length);
    return Buffer.from(mark.repeat(Math.ceil(length / mark.length))).subarray(0, length);
  };
  return {
    unlike,
    write: (size) => {
      const content = unlike(size);
      note(content);
      return content;
    },
    note,
    release: (content) => void owed.delete(digestOf(content)),
    missingFrom: (digests) => [...owed].filter(([digest]) => !digests.has(digest)).map(([, text]) => text),
  };
};
