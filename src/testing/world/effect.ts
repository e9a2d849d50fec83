import type { Action } from '../../domain/action.js';
import type { Event, FileOutcome } from '../../domain/event.js';
import type { Seq } from '../../domain/ids.js';
import type { Belief, Instruction, InstructionOf } from '../../domain/plan/instruction.js';
import type { ProviderError } from '../../domain/provider-error.js';
import { other, type Side, type Sides } from '../../domain/side.js';
import { type Content, type Expected, type Listing, type Provider, toProviderError } from '../../effects/ports/provider.js';

/** An effect under way, taken one stage at a time, so that anything can happen between reading, writing and answering. */
export interface Effect {
  readonly seq: Seq;
  readonly action: Action;
  /** Null: the action hangs on something unknown and is given up. */
  readonly instruction: Instruction | null;
  readonly source: Content | null;
  /** Of many files, what became of those that are done. */
  readonly files: readonly FileOutcome[];
  readonly answer: Answer | null;
}

/** What will be told of it. A listing is condensed only when it is told, against what is known then. */
export type Answer = { readonly _tag: 'Event'; readonly event: Event } | { readonly _tag: 'Listing'; readonly listing: Listing };

/** One stage on: to the content that it copies, or to its answer. */
export const nextStage = async (effect: Effect, providers: Sides<Provider>): Promise<Effect> => {
  if (effect.answer !== null) return effect;
  const { instruction } = effect;
  if (instruction === null) return failed(effect, effect.action.side, { _tag: 'Temporary', message: 'its place is not known' });
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
    return { ...effect, answer: await perform(effect, instruction, providers) };
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
  if (file === undefined)
    return { ...effect, answer: { _tag: 'Event', event: { _tag: 'FilesCreated', action: effect.seq, files: effect.files } } };
  const done = (outcome: FileOutcome): Effect => {
    const after = { ...effect, source: null, files: [...effect.files, outcome] };
    return after.files.length < wanted.length
      ? after
      : { ...after, answer: { _tag: 'Event', event: { _tag: 'FilesCreated', action: effect.seq, files: after.files } } };
  };
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
  answer: { _tag: 'Event', event: { _tag: 'ActionFailed', action: effect.seq, side, error } },
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
): Promise<Answer> => {
  const action = effect.seq;
  const told = (event: Event): Answer => ({ _tag: 'Event', event });
  switch (instruction._tag) {
    case 'LookUp': {
      const found = await providers[instruction.side].lookUp(instruction.at);
      return told(
        found._tag === 'Found'
          ? { _tag: 'LookedUp', action, found: found.observation, depth: null }
          : { _tag: 'LookedUp', action, found: null, depth: found.depth },
      );
    }
    case 'List':
      return { _tag: 'Listing', listing: await providers[instruction.side].list(instruction.folder) };
    case 'ReplaceFile': {
      const content = tagged(effect.source as Content);
      const { seen, trash } = await providers[instruction.side].replaceFile(expected(instruction.target), content);
      return told({ _tag: 'FileReplaced', action, read: content.revision, seen, trash: trash?.ref ?? null });
    }
    case 'MakeFolder':
      return told({ _tag: 'FolderMade', action, seen: await providers[instruction.side].makeFolder(instruction.parent, instruction.name) });
    case 'Move': {
      const seen = await providers[instruction.side].move(expected(instruction.target), instruction.parent, instruction.name);
      return told({ _tag: 'Moved', action, seen });
    }
    case 'Discard': {
      const trash = await providers[instruction.side].discard(expected(instruction.target));
      return told({ _tag: 'Discarded', action, trash: trash?.ref ?? null });
    }
    case 'Compare': {
      const [local, remote] = [await bytesOf(providers[0], instruction.files[0]), await fromRemote(providers[1], instruction.files[1])];
      return told({ _tag: 'Compared', action, same: Buffer.compare(local, remote) === 0 });
    }
  }
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
