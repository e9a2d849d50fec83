import * as E from 'fp-ts/lib/Either.js';
import { absurd } from '../domain/absurd.js';
import type { Instruction } from '../domain/plan/instruction.js';
import { other } from '../domain/side.js';
import { compare, compareNow } from './actions/compare.js';
import { createFiles, createFilesNow } from './actions/create-files.js';
import { discard } from './actions/discard.js';
import { list } from './actions/list.js';
import { lookUp, lookUpOutcome } from './actions/look-up.js';
import { makeFolder } from './actions/make-folder.js';
import { move } from './actions/move.js';
import { resolve } from './actions/resolve.js';
import { replaceFile, replaceFileNow } from './actions/replace-file.js';
import { putBack, restore } from './actions/undo.js';
import type { Env } from './env.js';
import { attemptNow, type Effect, type ImmediateCall, type Outcome } from './outcome.js';
import { SMALL_FILE_BYTES } from './ports/provider.js';

/** Carries out one instruction. It never throws: a failure is an outcome. */
export const interpret = (instruction: Instruction, env: Env): Effect => {
  switch (instruction._tag) {
    case 'LookUp':
      return lookUp(instruction, env);
    case 'List':
      return list(instruction, env);
    case 'CreateFiles':
      return createFiles(instruction, env);
    case 'ReplaceFile':
      return replaceFile(instruction, env);
    case 'MakeFolder':
      return makeFolder(instruction, env);
    case 'Move':
      return move(instruction, env);
    case 'Discard':
      return discard(instruction, env);
    case 'Compare':
      return compare(instruction, env);
    case 'Restore':
      return restore(instruction, env);
    case 'PutBack':
      return putBack(instruction, env);
    case 'Resolve':
      return resolve(instruction, env);
    default:
      return absurd(instruction);
  }
};

/** A synchronous way to carry out an instruction, or null where there is none. */
export const immediately = (instruction: Instruction, { providers }: Pick<Env, 'providers'>): ImmediateCall | null => {
  if (instruction._tag === 'Resolve') return null;
  if (instruction._tag === 'Compare') {
    const [local, remote] = [providers[0].immediate, providers[1].immediate];
    const areSmall = instruction.files.every(({ size }) => size <= SMALL_FILE_BYTES);
    return local === undefined || remote === undefined || !areSmall ? null : compareNow(instruction, local, remote);
  }
  const now = providers[instruction.side].immediate;
  if (now === undefined) return null;
  const { side } = instruction;
  const from = providers[other(side)].immediate;
  const own = (call: () => Outcome) => () => attemptNow(side, call);
  switch (instruction._tag) {
    case 'LookUp':
      return own(() => lookUpOutcome(now.lookUp(instruction.at)));
    case 'List':
      return () => {
        const listed = attemptNow(side, () => now.list(instruction.folder));
        if (E.isLeft(listed)) return listed;
        return listed.right === null ? null : E.right({ _tag: 'ListingRead', listing: listed.right });
      };
    case 'MakeFolder':
      return own(() => ({ _tag: 'FolderMade', seen: now.makeFolder(instruction.parent, instruction.name) }));
    case 'Move':
      return own(() => ({ _tag: 'Moved', seen: now.move(instruction.target, instruction.parent, instruction.name) }));
    case 'Discard':
      return own(() => ({ _tag: 'Discarded', trash: now.discard(instruction.target)?.ref ?? null }));
    case 'Restore':
    case 'PutBack':
      return null;
    case 'ReplaceFile':
      return from === undefined || instruction.source.size > SMALL_FILE_BYTES ? null : replaceFileNow(instruction, from, now);
    case 'CreateFiles': {
      const areSmall = instruction.files.every(({ source }) => source.size <= SMALL_FILE_BYTES);
      return from === undefined || !areSmall ? null : createFilesNow(instruction, from, now);
    }
    default:
      return absurd(instruction);
  }
};
