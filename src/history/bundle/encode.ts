import { digestOf } from '../../domain/digest.js';
import type { Event } from '../../domain/event.js';
import { replayFrom } from '../known.js';
import type { Bundle } from './bundle.js';
import { chained, CHUNK, FORMAT, VERSION } from './chain.js';

/** What goes into a bundle. */
export interface NewBundle extends Pick<Bundle, 'versions' | 'policy' | 'events'> {
  readonly anonymised?: boolean;
  /** `digestOf` the state after the last event, where it is known; else the events are folded to tell it. */
  readonly digest?: string;
}

/** The text of a bundle. */
export const encodeBundle = (bundle: NewBundle): string => {
  const { versions, policy, events, anonymised = false, digest = foldedDigest(events) } = bundle;
  const parts: string[] = [];
  let prev = '';
  for (let from = 0; from < events.length; from += CHUNK) {
    const text = JSON.stringify(events.slice(from, from + CHUNK));
    const own = chained(prev, from + 1, text);
    parts.push(`{"first":${from + 1},"prev":"${prev}","digest":"${own}","events":${text}}`);
    prev = own;
  }
  const head = { format: FORMAT, version: VERSION, anonymised, versions, policy, count: events.length, end: prev, digest };
  return `${JSON.stringify(head).slice(0, -1)},"chunks":[\n${parts.join(',\n')}\n]}\n`;
};

const foldedDigest = (events: readonly Event[]): string => {
  const replay = replayFrom();
  replay.push(events);
  return digestOf(replay.finish());
};
