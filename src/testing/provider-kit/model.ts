/**
 * The simple tree that a provider must behave like: a map from path keys to nodes. Ids and versions are counters of the model's
 * own; a provider's oids and revisions must tell apart what these tell apart.
 */
import { nameKey, type NameRules, type RelPath } from '../../domain/name.js';

export interface ModelNode {
  readonly id: number;
  readonly kind: 'file' | 'folder';
  /** With names as they are spelled. */
  readonly path: RelPath;
  /** Changes with the content. */
  readonly version: number;
  /** Changes with each move of the object or of a folder above it. */
  readonly moves: number;
  readonly content: string | null;
}

export interface Model {
  readonly rules: NameRules;
  readonly nodes: ReadonlyMap<string, ModelNode>;
  readonly next: number;
}

export const emptyModel = (rules: NameRules): Model => ({ rules, nodes: new Map(), next: 1 });

export const keyOf = ({ rules }: Model, path: RelPath): string => path.map((name) => `/${nameKey(rules, name)}`).join('');

export const nodeAt = (model: Model, path: RelPath): ModelNode | undefined => model.nodes.get(keyOf(model, path));

export const nodeById = (model: Model, id: number): ModelNode | undefined => [...model.nodes.values()].find((node) => node.id === id);

export const parentOf = (path: RelPath): RelPath => path.slice(0, -1);

/** The path of an existing folder as it is spelled, or null. */
export const folderAt = (model: Model, path: RelPath): RelPath | null => {
  if (path.length === 0) return path;
  const node = nodeAt(model, path);
  return node?.kind === 'folder' ? node.path : null;
};

export const childrenOf = (model: Model, path: RelPath): readonly ModelNode[] =>
  below(model, path).filter((node) => node.path.length === path.length + 1);

/** All nodes below `path`. */
export const below = (model: Model, path: RelPath): readonly ModelNode[] => {
  const prefix = `${keyOf(model, path)}/`;
  return [...model.nodes].filter(([key]) => key.startsWith(prefix)).map(([, node]) => node);
};

/** Puts a file or a folder (`content` null) at a free place, or gives a file there another content. */
export const put = (model: Model, path: RelPath, content: string | null): Model => {
  const there = nodeAt(model, path);
  const spelled = there?.path ?? [...(folderAt(model, parentOf(path)) ?? []), spelling(model, path.at(-1) ?? '')];
  const kind = content === null ? 'folder' : 'file';
  const node: ModelNode = { id: there?.id ?? model.next, kind, path: spelled, version: model.next, moves: there?.moves ?? 0, content };
  return { ...model, nodes: new Map([...model.nodes, [keyOf(model, path), node]]), next: model.next + 1 };
};

export const removed = (model: Model, path: RelPath): Model => {
  const gone = new Set([nodeAt(model, path), ...below(model, path)]);
  return { ...model, nodes: new Map([...model.nodes].filter(([, node]) => !gone.has(node))) };
};

/** To a free place, or to the same one in another spelling. */
export const moved = (model: Model, from: RelPath, to: RelPath): Model => {
  const node = nodeAt(model, from);
  if (node === undefined) return model;
  const target = [...(folderAt(model, parentOf(to)) ?? []), spelling(model, to.at(-1) ?? '')];
  const taken = [node, ...below(model, from)].map(
    (each): ModelNode => ({ ...each, path: [...target, ...each.path.slice(node.path.length)], moves: each.moves + 1 }),
  );
  const rest = removed(model, from);
  return { ...rest, nodes: new Map([...rest.nodes, ...taken.map((each) => [keyOf(model, each.path), each] as const)]) };
};

const spelling = ({ rules }: Model, name: string): string => (rules.unicode === 'nfc' ? name.normalize('NFC') : name);

/** As the user's tree shows it. */
export const shownTree = (model: Model): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    [...model.nodes.values()]
      .map(({ path, content }) => [`/${path.join('/')}${content === null ? '/' : ''}`, content] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
