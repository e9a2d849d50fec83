/** `foldsync bundle`: a history in one file, to be folded elsewhere. */
import { createHmac, randomBytes } from 'node:crypto';
import { digestOf } from '../../domain/digest.js';
import type { Event } from '../../domain/event.js';
import { anonymiserOf, BUNDLE_CAPS, encodeBundle, replayFrom } from '../../history/index.js';
import { CliError, EXIT, type ExitCode } from '../exit-code.js';
import { withHistory } from '../history.js';
import type { Output } from '../output.js';
import { bytes, plural, shown } from '../render/words.js';
import { VERSION } from '../version.js';
import { writeNewFile } from '../write-new-file.js';

export interface BundleOptions {
  readonly state?: string;
  readonly output: string;
  readonly anonymise?: boolean;
  readonly json?: boolean;
}

export const bundle = (a: string | undefined, b: string | undefined, options: BundleOptions, out: Output): Promise<ExitCode> =>
  withHistory({ a, b, state: options.state }, async (history) => {
    if (history.head > BUNDLE_CAPS.events) throw tooLarge(`it has ${plural(history.head, 'event')}`);
    const original: Event[] = [];
    const replay = replayFrom();
    for await (const events of history.batches()) {
      for (const event of events) original.push(event);
      replay.push(events);
    }
    const state = replay.finish();
    const { events, unordered } = options.anonymise === true ? withoutNames(original) : { events: original, unordered: 0 };
    // What was anonymised folds to another state, whose digest is told by folding it.
    const digest = options.anonymise === true ? {} : { digest: digestOf(state) };
    const versions = { foldsync: VERSION, node: process.versions.node, platform: process.platform };
    const text = encoded({ versions, policy: state.control.policy, events, anonymised: options.anonymise === true, ...digest });
    writeNewFile(options.output, text);
    const about = { events: events.length, bytes: Buffer.byteLength(text), anonymised: options.anonymise === true, unordered };
    if (options.json === true) out.json({ type: 'bundle', file: options.output, ...about });
    else {
      out.line(
        `${plural(about.events, 'event')} in ${shown(options.output)} (${bytes(about.bytes)})${about.anonymised ? ', with pseudonyms for all names' : ''}`,
      );
      if (!about.anonymised) out.note('It holds the names of all files. To post it where others can read it, add --anonymise.');
      if (unordered > 0)
        out.note(`${plural(unordered, 'decision')} may come out otherwise when planned again, since pseudonyms sort otherwise.`);
    }
    return EXIT.settled;
  });

/** The key is made for this one bundle, and forgotten: with it, guesses of names could be tested. */
const withoutNames = (events: readonly Event[]): { readonly events: readonly Event[]; readonly unordered: number } => {
  const secret = randomBytes(32);
  const anonymiser = anonymiserOf(events, (text) => createHmac('sha256', secret).update(text).digest('hex'));
  return { events: events.map(anonymiser.event), unordered: anonymiser.unordered };
};

const encoded = (bundle: Parameters<typeof encodeBundle>[0]): string => {
  try {
    const text = encodeBundle(bundle);
    if (text.length <= BUNDLE_CAPS.length) return text;
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
  }
  throw tooLarge('its text is too long');
};

const tooLarge = (why: string): CliError => new CliError(EXIT.failed, `This log is too large for a bundle: ${why}.`, 'bundle-too-large');
