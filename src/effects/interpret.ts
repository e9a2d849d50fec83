import { absurd } from '../domain/absurd.js';
import type { Instruction } from '../domain/plan/instruction.js';
import { other } from '../domain/side.js';
import { compare } from './actions/compare.js';
import { createFile } from './actions/create-file.js';
import { discard } from './actions/discard.js';
import { list } from './actions/list.js';
import { lookUp, lookUpOutcome } from './actions/look-up.js';
import { makeFolder } from './actions/make-folder.js';
import { move } from './actions/move.js';
import { replaceFile } from './actions/replace-file.js';
import type { Env } from './env.js';
import type { Effect, Outcome } from './outcome.js';
import { type Immediate, SMALL_FILE_BYTES } from './ports/provider.js';

/** Carries out one instruction. It never throws: a failure is an outcome. */
export const interpret = (instruction: Instruction, env: Env): Effect => {
  switch (instruction._tag) {
    case 'LookUp':
      return lookUp(instruction, env);
    case 'List':
      return list(instruction, env);
    case 'CreateFile':
      return createFile(instruction, env);
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
    default:
      return absurd(instruction);
  }
};

/** A synchronous way to carry out an instruction, or null where there is none. What it throws is a `ProviderFailure`. */
export const immediately = (instruction: Instruction, { providers }: Env): (() => Outcome) | null => {
  if (instruction._tag === 'Compare' || instruction._tag === 'ReplaceFile') return null;
  const now = providers[instruction.side].immediate;
  if (now === undefined) return null;
  switch (instruction._tag) {
    case 'LookUp':
      return () => lookUpOutcome(now.lookUp(instruction.at));
    case 'List':
      return () => ({ _tag: 'ListingRead', listing: now.list(instruction.folder) });
    case 'MakeFolder':
      return () => ({ _tag: 'FolderMade', seen: now.makeFolder(instruction.parent, instruction.name) });
    case 'Move':
      return () => ({ _tag: 'Moved', seen: now.move(instruction.target, instruction.parent, instruction.name) });
    case 'Discard':
      return () => ({ _tag: 'Discarded', trash: now.discard(instruction.target)?.ref ?? null });
    case 'CreateFile': {
      const from: Immediate | undefined = providers[other(instruction.side)].immediate;
      if (from === undefined || instruction.source.size > SMALL_FILE_BYTES) return null;
      return () => {
        const source = from.source(instruction.source);
        return { _tag: 'FileCreated', read: source.revision, seen: now.createFile(instruction.parent, instruction.name, source) };
      };
    }
    default:
      return absurd(instruction);
  }
};
