import { type Either, right } from 'fp-ts/lib/Either.js';
import type { Observation } from '../domain/observation.js';
import type { FileOutcome } from '../domain/event.js';
import type { Belief, Instruction, NewFile } from '../domain/plan/instruction.js';
import type { Outcome } from './outcome.js';

/**
 * The outcome that an instruction would have if all goes well: for previews. Looking and comparing are no changes: null, do them.
 */
export const assume = (instruction: Instruction, action: number): (() => Either<never, Outcome>) | null => {
  const outcome = assumed(instruction, action);
  return outcome === null ? null : () => right(outcome);
};

const assumed = (instruction: Instruction, action: number): Outcome | null => {
  const revision = `assumed-${action}`;
  switch (instruction._tag) {
    case 'LookUp':
    case 'List':
    case 'Compare':
      return null;
    case 'Restore': {
      const created = seen('file', instruction.name, instruction.parent.oid, revision, 0);
      return { _tag: 'FilesCreated', files: [{ _tag: 'Created', read: '', seen: created }] };
    }
    case 'PutBack':
      return { _tag: 'FileReplaced', read: '', seen: { ...keeping(instruction.target), revision }, trash: null };
    // What a resolver will answer is not known before it is asked.
    case 'Resolve':
      return { _tag: 'Resolved', winner: null, keep: true, merged: null, aside: null };
    case 'CreateFiles': {
      const { parent, files } = instruction;
      const created = ({ source, name }: NewFile, i: number): FileOutcome => ({
        _tag: 'Created',
        read: source.revision ?? '',
        seen: seen('file', name, parent.oid, `${revision}${i === 0 ? '' : `-${i}`}`, source.size),
      });
      return { _tag: 'FilesCreated', files: files.map(created) };
    }
    case 'ReplaceFile': {
      const { source, target } = instruction;
      return { _tag: 'FileReplaced', read: source.revision ?? '', seen: { ...keeping(target), revision, size: source.size }, trash: null };
    }
    case 'MakeFolder':
      return { _tag: 'FolderMade', seen: { ...seen('folder', instruction.name, instruction.parent.oid, revision, 0), revision: null } };
    case 'Move':
      return { _tag: 'Moved', seen: { ...keeping(instruction.target), name: instruction.name, parentOid: instruction.parent.oid } };
    case 'Discard':
      return { _tag: 'Discarded', trash: null };
  }
};

const seen = (kind: Observation['kind'], name: string, parentOid: string | null, revision: string, size: number): Observation => ({
  oid: parentOid === null ? null : revision,
  parentOid,
  name,
  kind,
  ident: null,
  revision,
  stamp: null,
  hash: null,
  size,
  mtimeMs: 0,
  executable: null,
  kept: null,
});

const keeping = (target: Belief): Observation => ({
  ...seen(target.kind, target.path.at(-1) ?? '', target.parentOid, '', target.size),
  oid: target.oid,
  ident: target.ident,
  revision: target.revision,
});
