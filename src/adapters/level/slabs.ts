/**
 * The snapshot as stored: each slab under the digest of its content, and a manifest that names them. A slab that did not change has its
 * digest already, so it is not written again.
 */
import type { LogError, Snapshot } from '../../effects/ports/event-log.js';
import { digestOf, failed, parseJson } from './record.js';

export interface Manifest {
  readonly seq: number;
  /** Name and digest of each slab. */
  readonly slabs: readonly (readonly [name: string, digest: string])[];
}

export const manifestOf = (snapshot: Snapshot): Manifest => ({
  seq: snapshot.seq,
  slabs: [...snapshot.slabs].map(([name, content]) => [name, digestOf(content)] as const),
});

/** The manifest's text, with a digest of its own: a number altered in it would put the state at another event. */
export const encodeManifest = ({ seq, slabs }: Manifest): string => JSON.stringify({ v: 1, seq, slabs, check: checkOf({ seq, slabs }) });

/** The manifest in a text, null if there is none or it was altered. */
export const decodeManifest = (text: string | undefined): Manifest | null => {
  const stored = parseJson(text ?? 'null') as (Manifest & { readonly v: number; readonly check: string }) | null;
  if (stored?.v !== 1 || !Array.isArray(stored.slabs)) return null;
  const manifest: Manifest = { seq: stored.seq, slabs: stored.slabs };
  return stored.check === checkOf(manifest) ? manifest : null;
};

/** The snapshot of a manifest and the contents of its slabs, null if one is missing or is not what its digest says. */
export const assemble = (manifest: Manifest, contents: readonly (string | undefined)[]): Snapshot | null => {
  const slabs = new Map<string, string>();
  for (const [index, [name, digest]] of manifest.slabs.entries()) {
    const content = contents[index];
    if (content === undefined || digestOf(content) !== digest) return null;
    slabs.set(name, content);
  }
  return { seq: manifest.seq, slabs };
};

/** Why a log that ends at event `head` can't keep this snapshot, or null if it can. */
export const snapshotRefusalOf = (head: number, snapshot: Snapshot): LogError | null => {
  if (!Number.isSafeInteger(snapshot.seq) || snapshot.seq < 0 || snapshot.seq > head) {
    return failed(`A snapshot of event ${snapshot.seq} was not saved: the log ends at event ${head}.`);
  }
  for (const [name, content] of snapshot.slabs) {
    if (LONE_SURROGATE.test(content)) return failed(`The slab ${JSON.stringify(name)} was not saved: it is not well-formed Unicode.`);
  }
  return null;
};

const checkOf = ({ seq, slabs }: Manifest): string => digestOf(JSON.stringify([seq, slabs]));

/** UTF-8 can't carry half a surrogate pair: it would come back as another character. */
const LONE_SURROGATE = /\p{Surrogate}/u;
