/** Runs commands against a provider and the model beside each other: same answers, and the same tree after each of them. */
import assert from 'node:assert/strict';
import type { RelPath } from '../../domain/name.js';
import type { Expected, Ref } from '../../effects/ports/provider.js';
import { both, type Command, isWithin, judgeBelief, judgeEmptiness, judgePlace, parentId, type Verdict } from './commands.js';
import { bytes, contentOf, readAll } from './content.js';
import {
  childrenOf,
  emptyModel,
  folderAt,
  type Model,
  type ModelNode,
  moved,
  nodeAt,
  nodeById,
  parentOf,
  put,
  removed,
  shownTree,
} from './model.js';
import { rejection } from './refused.js';
import { showTree } from './run.js';
import type { Session } from './session.js';

/** What was once seen at a path: by the provider, and in the model. */
interface Memory {
  readonly expected: Expected;
  readonly node: ModelNode;
  readonly parent: number | null;
}

export const runCommands = async (session: Session, commands: readonly Command[]): Promise<void> => {
  const memories: Memory[] = [];
  let model = emptyModel(session.traits);
  for (const [n, command] of commands.entries()) {
    model = await runOne(session, model, memories, command, contentNumber(n));
    assert.deepEqual(showTree(await session.tree()), shownTree(model), `after command ${n}, ${JSON.stringify(command)}`);
    await remember(session, model, memories, command.path);
  }
  await sameWalk(session, model, []);
};

/** No two of the same size: where a revision is made of size and a coarse time, contents of one moment must differ in size. */
const contentNumber = (n: number): string => `${n}:`.padEnd(n + 4, '.');

const runOne = (session: Session, model: Model, memories: Memory[], command: Command, content: string): Promise<Model> => {
  switch (command._tag) {
    case 'userWrite':
    case 'userMkdir':
    case 'userMove':
    case 'userRemove':
      return actAsUser(session, model, command, content);
    case 'createFile':
    case 'makeFolder':
      return create(session, model, command, content);
    case 'replaceFile':
    case 'move':
    case 'discard':
    case 'read':
      return callBelieving(session, model, memories, command, content);
  }
};

type UserCommand = Extract<Command, { readonly _tag: 'userWrite' | 'userMkdir' | 'userMove' | 'userRemove' }>;

/** A user does only what can be done: the rest is left out. */
const actAsUser = async ({ user }: Session, model: Model, command: UserCommand, content: string): Promise<Model> => {
  const { path } = command;
  const there = nodeAt(model, path);
  const hasParent = folderAt(model, parentOf(path)) !== null;
  switch (command._tag) {
    case 'userWrite':
      if (!hasParent || there?.kind === 'folder') return model;
      await user.write(there?.path ?? path, bytes(content));
      return put(model, path, content);
    case 'userMkdir':
      if (!hasParent || there !== undefined) return model;
      await user.mkdir(path);
      return put(model, path, null);
    case 'userMove':
      if (there === undefined || nodeAt(model, command.to) !== undefined || judgePlace(model, command.to, there).must) return model;
      await user.move(there.path, command.to);
      return moved(model, path, command.to);
    case 'userRemove':
      if (there === undefined) return model;
      await user.remove(there.path);
      return removed(model, path);
  }
};

type Creation = Extract<Command, { readonly _tag: 'createFile' | 'makeFolder' }>;

const create = async (session: Session, model: Model, command: Creation, content: string): Promise<Model> => {
  const name = command.path.at(-1) ?? '';
  const parent = await folderRef(session, model, parentOf(command.path));
  if (parent === null) return model;
  const isFile = command._tag === 'createFile';
  return settle(
    judgePlace(model, command.path, null),
    () => (isFile ? session.provider.createFile(parent, name, contentOf(content)) : session.provider.makeFolder(parent, name)),
    model,
    () => put(model, command.path, isFile ? content : null),
    command,
  );
};

type Believing = Extract<Command, { readonly belief: unknown }>;

const callBelieving = async (session: Session, model: Model, memories: Memory[], command: Believing, content: string): Promise<Model> => {
  const { provider, traits } = session;
  const memory =
    (command.belief === 'stale' ? takeStale(session, model, memories) : undefined) ?? (await lookAt(session, model, command.path));
  if (memory === undefined) return model;
  const { expected, node, parent } = memory;
  const believed = judgeBelief(model, traits, node, parent);
  /** What the call is about, wherever it is by now. */
  const subject = traits.identity === 'oid' ? nodeById(model, node.id) : nodeAt(model, node.path);
  const at = subject?.path ?? node.path;
  switch (command._tag) {
    case 'replaceFile':
      if (node.kind === 'folder') return model;
      return settle(
        believed,
        () => provider.replaceFile(expected, contentOf(content)),
        model,
        () => put(model, at, content),
        command,
      );
    case 'read':
      if (node.kind === 'folder') return model;
      return settle(
        believed,
        async () => readAll(await provider.read(expected)),
        model,
        () => model,
        command,
      );
    case 'discard':
      return settle(
        both(believed, judgeEmptiness(model, subject)),
        () => provider.discard(expected),
        model,
        () => removed(model, at),
        command,
      );
    case 'move': {
      const target = await folderRef(session, model, parentOf(command.to));
      if (target === null) return model;
      const place = judgePlace(model, command.to, subject ?? null);
      const into = subject !== undefined && isWithin(model, parentOf(command.to), subject);
      if (into && !place.must) throw new Error('foldsync defect: the model lets a folder go into itself');
      return settle(
        both(believed, place),
        () => provider.move(expected, target, command.to.at(-1) ?? ''),
        model,
        () => moved(model, at, command.to),
        command,
      );
    }
  }
};

/** The first sight that no longer holds, rather of an object that is still there; it is used once. */
const takeStale = ({ traits }: Session, model: Model, memories: Memory[]): Memory | undefined => {
  const stale = memories.filter(({ node, parent }) => judgeBelief(model, traits, node, parent).tags.length > 0);
  const chosen = stale.find(({ node }) => nodeById(model, node.id) !== undefined) ?? stale[0];
  if (chosen !== undefined) memories.splice(memories.indexOf(chosen), 1);
  return chosen;
};

/** Calls, and holds the answer against the verdict. */
const settle = async (
  verdict: Verdict,
  call: () => Promise<unknown>,
  model: Model,
  done: () => Model,
  command: Command,
): Promise<Model> => {
  const error = await rejection(call());
  const what = JSON.stringify(command);
  if (error === null) {
    assert.ok(!verdict.must, `${what} was done, and should have been refused (${verdict.tags.join(' or ')})`);
    return done();
  }
  assert.ok(
    verdict.tags.includes(error._tag),
    `${what} was refused with ${error._tag} (${error.message}), not ${verdict.tags.join(' or ') || 'done'}`,
  );
  return model;
};

/** How to address a folder, or one that is not there; null where that can't be said, since it would need an oid. */
const folderRef = async ({ ref, traits }: Session, model: Model, path: RelPath): Promise<Ref | null> => {
  const folder = folderAt(model, path);
  if (folder !== null) return ref(folder);
  return traits.identity === 'oid' ? null : { oid: null, path };
};

const lookAt = async (session: Session, model: Model, path: RelPath): Promise<Memory | undefined> => {
  const node = nodeAt(model, path);
  if (node === undefined) return undefined;
  return { expected: await session.expected(node.path), node, parent: parentId(model, node) };
};

/** Every sight is kept, to grow stale. */
const remember = async (session: Session, model: Model, memories: Memory[], path: RelPath): Promise<void> => {
  const memory = await lookAt(session, model, path);
  if (memory !== undefined) memories.push(memory);
};

/** Walks down by listings and meets what the model has, no more and no less. */
const sameWalk = async (session: Session, model: Model, path: RelPath): Promise<void> => {
  const seen = await session.children(await session.ref(path));
  const known = childrenOf(model, path);
  assert.deepEqual(seen.map(({ name, kind }) => `${kind} ${name}`).sort(), known.map((node) => `${node.kind} ${node.path.at(-1)}`).sort());
  for (const node of known) if (node.kind === 'folder') await sameWalk(session, model, node.path);
};
