import { CloudSync } from './cloud-sync.js';
import { checkedSide } from './cloud-sync/arguments.js';
import { counterpartOf, expectedOf, nodeAt, nodeOf } from './cloud-sync/known-node.js';
import { listing, recordOf, type SmartInfo } from './cloud-sync/smart-info.js';
import type { EventOf } from './domain/event.js';
import { pathOf } from './domain/evolve/nodes.js';
import { parsePath, type RelPath, showPath } from './domain/name.js';
import { isAlive, type Node } from './domain/node.js';
import type { Policy } from './domain/policy.js';
import { LOCAL, other, REMOTE, type Side } from './domain/side.js';
import type { Engine } from './effects/index.js';
import { failure, type Hint, ProviderFailure } from './effects/ports/provider.js';

export type { SmartInfo } from './cloud-sync/smart-info.js';

/**
 * Files on demand: folders of REMOTE come to LOCAL, its files only where they are asked for; what LOCAL has syncs as ever. That a file is let
 * go again is no deletion. Paths and ids are in the terms of their side; durations are seconds.
 *
 * @example
 * const sync = new SmartCloudSync([filesystem({ root: './here' }), cloud], { roots: ['/', '/'] });
 * await sync.start();
 * for (const entry of sync.smartListdirPath('/')) console.log(entry.name, entry.isSynced);
 * await sync.smartSyncPath('/big.iso', LOCAL);
 */
export class SmartCloudSync extends CloudSync {
  readonly #wanted: ((remotePath: string) => boolean)[] = [];

  protected override policyOfClass(): Partial<Policy> {
    return { ...super.policyOfClass(), onDemand: true };
  }

  protected override wanted(): ((path: string) => boolean) | undefined {
    return this.#wanted.length === 0 ? undefined : (path) => this.#wanted.some((wants) => wants(path));
  }

  /** Asked for each file of REMOTE when it is first seen, or at another path: true has it synced without a request. The first true counts. */
  registerAutoSyncCallback(wants: (remotePath: string) => boolean): void {
    this.#wanted.push(wants);
  }

  /**
   * Has a file on LOCAL, and resolves when it is there. One whose copy has vanished from LOCAL comes again: that was no deletion.
   * Rejects with `ProviderFailure`: NotFound if there is no such file on REMOTE, or what kept it from coming.
   */
  async smartSyncPath(path: string, side: Side): Promise<void> {
    const engine = await this.#atWork();
    const remote = this.#remoteAt(path, side);
    if (remote?.kind !== 'file') throw failure('NotFound', `no file ${path} is known on REMOTE`);
    const local = counterpartOf(this.state, remote);
    const isGone = local !== undefined && (await this.door(LOCAL).lookUp(expectedOf(this.state, local)))._tag === 'Missing';
    engine.tell({ _tag: 'FilesRequested', nodes: [remote.id], again: isGone });
    await engine.idle();
    if (counterpartOf(this.state, this.#now(remote)) === undefined) throw this.#whyNot(remote);
  }

  /** The same by REMOTE's id; resolves to the path on LOCAL. */
  async smartSyncOid(remoteOid: string): Promise<string> {
    await this.#atWork();
    const remote = this.#byOid(REMOTE, remoteOid);
    if (remote === undefined) throw failure('NotFound', `nothing is known of ${remoteOid} on REMOTE`);
    await this.smartSyncPath(this.#shown(remote), REMOTE);
    const local = counterpartOf(this.state, this.#now(remote));
    return local === undefined ? '' : this.#shown(local);
  }

  /**
   * Lets a file go from LOCAL, once what was changed there is on REMOTE; resolves when it is gone. Null if there is nothing to let go: no place on the
   * other side, or no copy on LOCAL; else the path that it had there.
   */
  async smartUnsyncPath(path: string, side: Side): Promise<string | null> {
    const engine = await this.#atWork();
    const remote = this.#remoteAt(path, side);
    const local = remote?.kind === 'file' ? counterpartOf(this.state, remote) : undefined;
    if (remote === undefined || local === undefined) return null;
    const had = this.#shown(local);
    // What was edited and is not known yet is to be known first.
    engine.tell(touched(LOCAL, hintOf(local, pathOf(this.state.table, local.id))));
    await engine.idle();
    engine.tell({ _tag: 'FilesReleased', nodes: [remote.id] });
    await engine.idle();
    return had;
  }

  /** The same by REMOTE's id. Rejects with `ProviderFailure` NotFound if nothing is known of it. */
  async smartUnsyncOid(remoteOid: string): Promise<string | null> {
    await this.#atWork();
    const remote = this.#byOid(REMOTE, remoteOid);
    if (remote === undefined) throw failure('NotFound', `nothing is known of ${remoteOid} on REMOTE`);
    return this.smartUnsyncPath(this.#shown(remote), REMOTE);
  }

  /** What is in a folder of LOCAL, and what would be if all of REMOTE were there. No provider is asked. */
  smartListdirPath(localPath: string): readonly SmartInfo[] {
    const path = this.belowRoot(LOCAL, localPath);
    return path === null ? [] : listing(this.state, nodeAt(this.state, LOCAL, path), this.#remoteAt(localPath, LOCAL), this.#place);
  }

  /** One such entry; null if neither side is known to have it. */
  smartInfoPath(localPath: string): SmartInfo | null {
    const path = this.belowRoot(LOCAL, localPath);
    const node = path === null ? undefined : (nodeAt(this.state, LOCAL, path) ?? this.#remoteAt(localPath, LOCAL));
    return node === undefined ? null : recordOf(this.state, node, this.#place);
  }

  smartInfoOid(remoteOid: string): SmartInfo | null {
    const node = this.#byOid(REMOTE, remoteOid);
    return node === undefined ? null : recordOf(this.state, counterpartOf(this.state, node) ?? node, this.#place);
  }

  /** Deletes a file or a folder on REMOTE, with all in it, whether LOCAL ever had it or not; what LOCAL has of it goes as well. */
  async smartDeletePath(localOid: string | null, localPath: string): Promise<void> {
    const engine = await this.#atWork();
    const local = localOid === null ? undefined : this.#byOid(LOCAL, localOid);
    const remote = (local && counterpartOf(this.state, local)) ?? this.#remoteAt(localPath, LOCAL);
    if (remote === undefined) throw failure('NotFound', `nothing is known of ${localPath} on REMOTE`);
    const hints: Hint[] = [];
    for (const node of this.#below(remote)) {
      hints.push(hintOf(node, pathOf(this.state.table, node.id)));
      await this.door(REMOTE).discard(expectedOf(this.state, node));
    }
    engine.tell(touched(REMOTE, ...hints));
    await engine.idle();
  }

  /**
   * Renames on one side; the other follows. Resolves to the id that it has then. Rejects with `ProviderFailure`: NotFound if nothing is known
   * of it, Exists if the place is taken, be it on the other side alone.
   */
  async smartRename(side: Side, oid: string, newPath: string): Promise<string> {
    const engine = await this.#atWork();
    const node = this.#byOid(checkedSide(side), oid);
    const to = this.belowRoot(side, newPath);
    if (node === undefined || to === null || to.length === 0)
      throw failure('NotFound', `nothing is known of ${oid}, or ${newPath} is no place`);
    const across = this.translate(other(side), newPath);
    const there = across === null ? null : this.belowRoot(other(side), across);
    const rival = there === null ? undefined : nodeAt(this.state, other(side), there);
    if (rival !== undefined && rival.link !== node.link) throw failure('Exists', `${newPath} is taken on the other side`);
    const parent = nodeAt(this.state, side, to.slice(0, -1));
    if (parent === undefined) throw failure('NoParent', `no folder ${showPath(to.slice(0, -1))} is known`);
    const before = hintOf(node, pathOf(this.state.table, node.id));
    const seen = await this.door(side).move(expectedOf(this.state, node), { oid: parent.oid, path: to.slice(0, -1) }, to.at(-1) ?? '');
    engine.tell(touched(side, before, hintOf(node, to)));
    await engine.idle();
    return seen.oid ?? newPath;
  }

  /** An engine to ask things of: the one that runs, or, between runs, one that has looked at both sides. */
  async #atWork(): Promise<Engine> {
    if (this.engine === null) await this.do();
    if (this.engine === null) throw failure('Disconnected', 'the sync could not be begun');
    return this.engine;
  }

  readonly #place = (side: Side, path: RelPath): string => showPath([...this.rootPath(side), ...path]);

  #shown(node: Node): string {
    return this.#place(node.side, pathOf(this.state.table, node.id) ?? [node.name]);
  }

  #now(node: Node): Node {
    return this.state.table.node(node.id) ?? node;
  }

  #byOid(side: Side, oid: string): Node | undefined {
    return nodeOf(this.state, side, oid, (path) => this.belowRoot(side, path));
  }

  /** The known entry of REMOTE at a path of either side. */
  #remoteAt(path: string, side: Side): Node | undefined {
    const below = this.belowRoot(side, path);
    const own = below === null ? undefined : nodeAt(this.state, side, below);
    if (side === REMOTE || below === null) return own;
    const linked = own && counterpartOf(this.state, own);
    if (linked !== undefined) return linked;
    const across = this.translate(REMOTE, path);
    const there = across === null ? null : this.belowRoot(REMOTE, across);
    return there === null ? undefined : nodeAt(this.state, REMOTE, there);
  }

  /** Everything in a node, and the node: the innermost first. */
  *#below(node: Node): Generator<Node> {
    if (node.kind === 'folder') for (const child of this.state.table.children(node.id)) if (isAlive(child)) yield* this.#below(child);
    yield node;
  }

  /** What is known of why a requested file is not there. */
  #whyNot(node: Node): ProviderFailure {
    const link = this.state.table.link(node.link);
    const retry = this.state.control.retries[node.link];
    if (retry !== undefined) return new ProviderFailure(retry.error);
    return failure('Failed', `${this.#shown(node)} did not come: ${link?.blocked?.message ?? 'see explain'}`);
  }
}

/** Where an object is, or was. */
const hintOf = (node: Node, path: RelPath | null): Hint => ({ _tag: 'Touched', oid: node.oid, path: path ?? parsePath(node.name) });

const touched = (side: Side, ...hints: readonly Hint[]): EventOf<'HintsSeen'> => ({ _tag: 'HintsSeen', side, hints, cursor: null });
