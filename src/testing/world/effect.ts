import type { Action } from '../../domain/action.js';
import type { FileOutcome } from '../../domain/event.js';
import type { Seq } from '../../domain/ids.js';
import type { Belief, Instruction, InstructionOf } from '../../domain/plan/instruction.js';
import type { ProviderError } from '../../domain/provider-error.js';
import { other, type Side, type Sides } from '../../domain/side.js';
import { lookUpOutcome } from '../../effects/actions/look-up.js';
import type { Input } from '../../effects/engine/ingest.js';
import type { Outcome } from '../../effects/outcome.js';
import { type Content, type Expected, failure, type Provider, toProviderError } from '../../effects/ports/provider.js';

/** An effect under way, taken one stage at a time, so that anything can happen between reading, writing and answering. */
export interface Effect {
  readonly seq: Seq;
  readonly action: Action;
  /** Null: the action hangs on something unknown and is given up. */
  readonly instruction: Instruction | null;
  readonly source: Content | null;
  /** Of many files, what became of those that are done. */
  readonly files: readonly FileOutcome[];
  readonly answer: Input | null;
}

/** One stage on: to the content that it copies, or to its answer. */
export const nextStage = async (effect: Effect, providers: Sides<Provider>): Promise<Effect> => {
  if (effect.answer !== null) return effect;
  const { instruction, seq: action } = effect;
  if (instruction === null) return failed(effect, effect.action.side, { _tag: 'NotFound', message: 'its place is not known any more' });
  if (instruction._tag === 'CreateFiles') return nextFile(effect, instruction, providers);
  const needs = instruction._tag === 'ReplaceFile' ? instruction : null;
  if (needs !== null && effect.source === null) {
    const from = other(needs.side);
    try {
      return { ...effect, source: await providers[from].read(expected(needs.source)) };
    } catch (thrown) {
      return failed(effect, from, toProviderError(thrown));
    }
  }
  try {
    return { ...effect, answer: { _tag: 'Done', action, outcome: await perform(effect, instruction, providers) } };
  } catch (thrown) {
    return thrown instanceof SourceFailure
      ? failed(effect, other(effect.action.side), thrown.error)
      : failed(effect, effect.action.side, toProviderError(thrown));
  }
};

/** Each file is read in a stage of its own, and written in the next one. */
const nextFile = async (effect: Effect, instruction: InstructionOf<'CreateFiles'>, providers: Sides<Provider>): Promise<Effect> => {
  const { side, parent, files: wanted } = instruction;
  const file = wanted[effect.files.length];
  const all = (files: readonly FileOutcome[]): Effect => ({
    ...effect,
    source: null,
    files,
    answer: files.length < wanted.length ? null : { _tag: 'Done', action: effect.seq, outcome: { _tag: 'FilesCreated', files } },
  });
  if (file === undefined) return all(effect.files);
  const done = (outcome: FileOutcome): Effect => all([...effect.files, outcome]);
  try {
    if (effect.source === null) return { ...effect, source: await providers[other(side)].read(expected(file.source)) };
  } catch (thrown) {
    return done({ _tag: 'Failed', side: other(side), error: toProviderError(thrown) });
  }
  try {
    const seen = await providers[side].createFile(parent, file.name, tagged(effect.source));
    return done({ _tag: 'Created', read: effect.source.revision, seen });
  } catch (thrown) {
    return thrown instanceof SourceFailure
      ? done({ _tag: 'Failed', side: other(side), error: thrown.error })
      : done({ _tag: 'Failed', side, error: toProviderError(thrown) });
  }
};

class SourceFailure extends Error {
  constructor(readonly error: ProviderError) {
    super(error.message);
  }
}

const failed = (effect: Effect, side: Side, error: ProviderError): Effect => ({
  ...effect,
  answer: { _tag: 'Failed', action: effect.seq, failure: { side, error } },
});

const expected = (belief: Belief): Expected => ({
  oid: belief.oid,
  path: belief.path,
  kind: belief.kind,
  revision: belief.revision,
  ident: belief.ident,
  parentOid: belief.parentOid,
});

const perform = async (
  effect: Effect,
  instruction: Exclude<Instruction, InstructionOf<'CreateFiles'>>,
  providers: Sides<Provider>,
): Promise<Outcome> => {
  switch (instruction._tag) {
    case 'LookUp':
      return lookUpOutcome(await providers[instruction.side].lookUp(instruction.at));
    case 'List':
      return { _tag: 'ListingRead', listing: await providers[instruction.side].list(instruction.folder) };
    case 'ReplaceFile': {
      const content = tagged(effect.source as Content);
      const { seen, trash } = await providers[instruction.side].replaceFile(expected(instruction.target), content);
      return { _tag: 'FileReplaced', read: content.revision, seen, trash: trash?.ref ?? null };
    }
    case 'MakeFolder':
      return { _tag: 'FolderMade', seen: await providers[instruction.side].makeFolder(instruction.parent, instruction.name) };
    case 'Move': {
      const seen = await providers[instruction.side].move(expected(instruction.target), instruction.parent, instruction.name);
      return { _tag: 'Moved', seen };
    }
    case 'Discard': {
      const trash = await providers[instruction.side].discard(expected(instruction.target));
      return { _tag: 'Discarded', trash: trash?.ref ?? null };
    }
    case 'Restore': {
      const content = await thrownAway(providers[instruction.side], instruction.trash);
      const seen = await providers[instruction.side].createFile(instruction.parent, instruction.name, content);
      return { _tag: 'FilesCreated', files: [{ _tag: 'Created', read: content.revision, seen }] };
    }
    case 'PutBack': {
      const content = await thrownAway(providers[instruction.side], instruction.trash);
      const { seen, trash } = await providers[instruction.side].replaceFile(expected(instruction.target), content);
      return { _tag: 'FileReplaced', read: content.revision, seen, trash: trash?.ref ?? null };
    }
    // No resolver here: it is left to policy.
    case 'Resolve':
      return { _tag: 'Resolved', winner: null, keep: true, merged: null, aside: null };
    case 'Compare': {
      const [local, remote] = [await bytesOf(providers[0], instruction.files[0]), await fromRemote(providers[1], instruction.files[1])];
      return { _tag: 'Compared', same: Buffer.compare(local, remote) === 0 };
    }
  }
};

const thrownAway = async (provider: Provider, ref: string): Promise<Content> => {
  const content = await provider.readTrash?.({ ref });
  if (content === undefined) throw failure('NotFound', 'it has no trash');
  return content;
};

/** A source whose failures are told from those of the side that is written. */
const tagged = (content: Content): Content => ({
  ...content,
  verify: () =>
    content.verify().catch((thrown: unknown) => {
      throw new SourceFailure(toProviderError(thrown));
    }),
});

const bytesOf = async (provider: Provider, belief: Belief): Promise<Buffer> => {
  const content = await provider.read(expected(belief));
  const chunks: Uint8Array[] = [];
  for await (const chunk of content.stream()) chunks.push(chunk);
  await content.verify();
  return Buffer.concat(chunks);
};

/** A comparison is an action of LOCAL: REMOTE is its other side. */
const fromRemote = (provider: Provider, belief: Belief): Promise<Buffer> =>
  bytesOf(provider, belief).catch((thrown: unknown) => {
    throw new SourceFailure(toProviderError(thrown));
  });
