import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import type { Belief, InstructionOf } from '../../src/domain/plan/instruction.js';
import { createFilesNow } from '../../src/effects/actions/create-files.js';
import { type Pace, PAUSED } from '../../src/effects/outcome.js';
import { failure, type Immediate } from '../../src/effects/ports/provider.js';

const source = (name: string): Belief => ({
  oid: null,
  path: [name],
  kind: 'file',
  revision: name,
  ident: null,
  parentOid: null,
  size: 1,
});

type Mutable = { -readonly [K in keyof Immediate]: Immediate[K] };

const instruction: InstructionOf<'CreateFiles'> = {
  _tag: 'CreateFiles',
  side: 1,
  parent: { oid: null, path: [] },
  files: ['a', 'b', 'c'].map((name) => ({ name, source: source(name) })),
};

/** Copies by noting names; what is not asked of it here is not there. */
const sides = (refused?: string) => {
  const made: string[] = [];
  const from = {
    together: (work: () => unknown) => work(),
    source: ({ path, revision }: Belief) => {
      if (path[0] === refused) throw failure('Modified', 'it was changed');
      return { absolutePath: '', revision, size: 1 };
    },
  } as unknown as Mutable;
  const to = {
    together: (work: () => unknown) => work(),
    createFile: (_parent: unknown, name: string) => {
      made.push(name);
      return { name };
    },
  } as unknown as Mutable;
  return { from, to, made };
};

const go: Pace = () => 'go';
/** Lets so many files on, then says this. */
const after = (count: number, then: 'pause' | 'stop'): Pace => {
  let left = count;
  return () => (left-- > 0 ? 'go' : then);
};

describe('copying many small files without waiting', () => {
  it('pauses between two files, and goes on where it was', () => {
    const { from, to, made } = sides();
    const call = createFilesNow(instruction, from, to);
    expect(call(after(2, 'pause'))).toBe(PAUSED);
    expect(made).toEqual(['a', 'b']);
    expect(call(go)).toMatchObject(E.right({ files: [{ _tag: 'Created' }, { _tag: 'Created' }, { _tag: 'Created' }] }));
    expect(made).toEqual(['a', 'b', 'c']);
  });

  it('answers what it had done when it was told to stop', () => {
    const { from, to, made } = sides();
    const answer = createFilesNow(instruction, from, to)(after(1, 'stop'));
    const interrupted = { _tag: 'Failed', side: 1, error: { _tag: 'Interrupted' } };
    expect(answer).toMatchObject(E.right({ files: [{ _tag: 'Created', read: 'a' }, interrupted, interrupted] }));
    expect(made).toEqual(['a']);
  });

  it('fails each file that is left when a root goes away', () => {
    const { from, to, made } = sides();
    const call = createFilesNow(instruction, from, to);
    expect(call(after(1, 'pause'))).toBe(PAUSED);
    to.together = () => {
      throw failure('RootMissing', 'it is not there');
    };
    const missing = { _tag: 'Failed', side: 1, error: { _tag: 'RootMissing' } };
    expect(call(go)).toMatchObject(E.right({ files: [{ _tag: 'Created', read: 'a' }, missing, missing] }));
    expect(made).toEqual(['a']);
  });

  it('goes on after one that failed, and names the side that did', () => {
    const { from, to, made } = sides('b');
    const answer = createFilesNow(instruction, from, to)(go);
    const failed = { _tag: 'Failed', side: 0, error: { _tag: 'Modified' } };
    expect(answer).toMatchObject(E.right({ files: [{ _tag: 'Created' }, failed, { _tag: 'Created' }] }));
    expect(made).toEqual(['a', 'c']);
  });
});
