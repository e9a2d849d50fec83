import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { showPath, type RelPath } from '../../../src/domain/name.js';
import type { Expected } from '../../../src/effects/ports/provider.js';
import type { System } from '../../../src/adapters/filesystem/system.js';
import { outcome, remoteContent, systems, worldOn, type World } from './support.js';

/** What should be there: contents of files by path, null for folders. The root is the empty path. */
type Model = Map<string, string | null>;

type Command =
  | { readonly _tag: 'Create'; readonly path: RelPath; readonly content: string }
  | { readonly _tag: 'Replace'; readonly path: RelPath; readonly content: string }
  | { readonly _tag: 'MakeFolder'; readonly path: RelPath }
  | { readonly _tag: 'Move'; readonly path: RelPath; readonly to: RelPath }
  | { readonly _tag: 'Discard'; readonly path: RelPath };

const name = fc.constantFrom('a', 'b', 'A', 'ü');
const path = fc.array(name, { minLength: 1, maxLength: 3 });
const content = fc.string({ maxLength: 5 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.record({ _tag: fc.constant('Create' as const), path, content }),
  fc.record({ _tag: fc.constant('Replace' as const), path, content }),
  fc.record({ _tag: fc.constant('MakeFolder' as const), path }),
  fc.record({ _tag: fc.constant('Move' as const), path, to: path }),
  fc.record({ _tag: fc.constant('Discard' as const), path }),
);

const key = (path: RelPath): string => (path.length === 0 ? '' : showPath(path));
const parentOf = (path: RelPath): RelPath => path.slice(0, -1);
const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** The tag that the command should end in; changes `model` if that is `ok`. */
const expectedOf = (model: Model, command: Command): string => {
  const at = key(command.path);
  const there = model.get(at);
  switch (command._tag) {
    case 'Create':
    case 'MakeFolder':
      if (model.get(key(parentOf(command.path))) !== null) return 'NoParent';
      if (there !== undefined) return 'Exists';
      model.set(at, command._tag === 'Create' ? command.content : null);
      return 'ok';
    case 'Replace':
      if (there === undefined || there === null) return 'absent';
      model.set(at, command.content);
      return 'ok';
    case 'Discard':
      if (there === undefined) return 'absent';
      if (there === null && [...model.keys()].some((other) => isBelow(other, at))) return 'NotEmpty';
      model.delete(at);
      return 'ok';
    case 'Move': {
      const to = key(command.to);
      if (there === undefined) return 'absent';
      if (isBelow(`${to}/`, at) && to !== at) return 'NoParent';
      if (model.get(key(parentOf(command.to))) !== null) return 'NoParent';
      if (to === at) return 'ok';
      if (model.has(to)) return 'Exists';
      for (const [other, value] of [...model])
        if (other === at || isBelow(other, at)) {
          model.delete(other);
          model.set(to + other.slice(at.length), value);
        }
      return 'ok';
    }
  }
};

const perform = async (world: World, command: Command): Promise<string> => {
  const { provider } = world;
  const parent = { oid: null, path: parentOf(command.path) };
  const leaf = command.path.at(-1) ?? '';
  if (command._tag === 'Create') return outcome(() => provider.createFile(parent, leaf, remoteContent(command.content)));
  if (command._tag === 'MakeFolder') return outcome(() => provider.makeFolder(parent, leaf));
  const found = await provider.lookUp({ oid: null, path: command.path });
  if (found._tag === 'Missing') return 'absent';
  const { kind, revision, ident } = found.observation;
  const expected: Expected = {
    oid: null,
    path: command.path,
    kind: kind === 'folder' ? 'folder' : 'file',
    revision,
    ident,
    parentOid: null,
  };
  switch (command._tag) {
    case 'Replace':
      return kind === 'folder' ? 'absent' : outcome(() => provider.replaceFile(expected, remoteContent(command.content)));
    case 'Discard':
      return outcome(() => provider.discard(expected));
    case 'Move':
      return outcome(() => provider.move(expected, { oid: null, path: parentOf(command.to) }, command.to.at(-1) ?? ''));
  }
};

const runScenario = async (system: System, commands: readonly Command[]): Promise<void> => {
  const world = await worldOn(system);
  try {
    const model: Model = new Map([['', null]]);
    for (const command of commands) expect([command, await perform(world, command)]).toEqual([command, expectedOf(model, command)]);
    const there = world.tree().map((path) => (path.endsWith('/') ? [`/${path.slice(0, -1)}`, null] : [`/${path}`, world.read(path)]));
    model.delete('');
    expect(Object.fromEntries(there)).toEqual(Object.fromEntries(model));
    expect(world.parts()).toEqual([]);
  } finally {
    rmSync(world.root, { recursive: true, force: true });
  }
};

describe.each(systems)('any sequence of operations %s', (_name, system) => {
  it('does what a tree in memory does, and fails where that does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 25 }), (commands) => runScenario(system, commands)),
      { numRuns: 150 },
    );
  });
});
