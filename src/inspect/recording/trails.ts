/**
 * Where in a log a story may be found: what is noted while it is read, so that whoever explains a path later looks at a few stretches of the log,
 * and not at all of it.
 */
import { hashOf } from '../../domain/collections/hash-of.js';
import type { Event } from '../../domain/event.js';
import type { LinkId } from '../../domain/ids.js';
import { type Joint, jointOf } from '../../history/joints.js';
import type { Known } from '../../history/known.js';
import { arrivingNames, coarse } from '../../history/lineage.js';
import { namedBy } from '../../history/story/told.js';

export interface Trails {
  readonly look: (event: Event, before: Known, seq: number) => void;
  /** A folder lies elsewhere or is called otherwise, and so all that is in it. */
  readonly folderMoved: () => void;
  /** A link, or a node of it, is told otherwise now. */
  readonly changed: (link: LinkId) => void;
  readonly endStretch: () => void;
  /** All until this event. */
  readonly jointsUntil: (seq: number) => Iterable<Joint>;
  /** Stretches, from 0, in which something of one of these (coarse) names may have come to a place. */
  readonly ofNames: (names: ReadonlySet<string>) => readonly number[];
  /** Stretches in which something may have happened to one of these, or to a folder that it lies in. */
  readonly ofLinks: (links: ReadonlyMap<LinkId, unknown>) => readonly number[];
}

export const trails = (): Trails => {
  const joints: { readonly seq: number; readonly joint: Joint }[] = [];
  /** By stretch: hashes of names that arrived. */
  const arrived: Int32Array[] = [];
  let arriving = new Set<number>();
  /** By stretch: links that are told of. */
  const told: Uint32Array[] = [];
  let telling = new Set<LinkId>();
  /** Stretches with folders that moved. Their entries may be seen elsewhere only in the stretch after. */
  const moving = new Set<number>();
  const all = (): readonly number[] => Array.from({ length: arrived.length + 1 }, (_, stretch) => stretch);
  return {
    look: (event, before, seq) => {
      const joint = jointOf(event, before, seq);
      if (joint !== null) joints.push({ seq, joint });
      for (const name of arrivingNames(event, before)) arriving.add(hashOf('n', coarse(name)));
      for (const link of namedBy(event, before)) telling.add(link);
    },
    folderMoved: () => void moving.add(arrived.length).add(arrived.length + 1),
    changed: (link) => void telling.add(link),
    endStretch: () => {
      told.push(Uint32Array.from(telling));
      telling = new Set();
      arrived.push(Int32Array.from(arriving));
      arriving = new Set();
    },
    jointsUntil: (seq) => joints.filter((each) => each.seq <= seq).map(({ joint }) => joint),
    ofNames: (names) => {
      const hashes = Array.from(names, (name) => hashOf('n', name));
      return all().filter((stretch) => {
        const there = arrived[stretch] ?? [...arriving];
        return hashes.some((hash) => there.includes(hash));
      });
    },
    ofLinks: (links) =>
      all().filter((stretch) => moving.has(stretch) || (told[stretch] ?? [...telling]).some((link) => links.has(link as LinkId))),
  };
};
