/** What can be asked, by name, and the function that answers. */
import { attention } from '../api/attention.js';
import { trees } from '../api/children.js';
import { differences } from '../api/differences.js';
import { entry, keyAt } from '../api/entry.js';
import { explaining } from '../api/explaining.js';
import { lineIndex, lines } from '../api/lines.js';
import { moment } from '../api/moment.js';
import type { Pace } from '../api/pace.js';
import { sieve, type Wanted } from '../api/sieve.js';
import { survey } from '../api/survey.js';
import { timeline } from '../api/timeline.js';
import type { Recording } from '../recording/recording.js';
import type { Explaining } from '../wire.js';
import { BadQuestion, numberIn, strataIn, textIn } from './question.js';

export type Answer =
  | { readonly _tag: 'Value'; readonly value: object | number | string | null }
  /** One value a line, as they come. */
  | { readonly _tag: 'Lines'; readonly lines: AsyncIterable<Explaining> };

/** Undefined where the name is none of a question. Throws `BadQuestion`. */
export type Answers = (name: string, query: URLSearchParams, pace: Pace) => Promise<Answer> | undefined;

export const answersOf = (log: Recording): Answers => {
  const sifted = sieve(log);
  const tree = trees(log);
  const wanted = (query: URLSearchParams): Wanted => ({ strata: strataIn(query), text: textIn(query, 'text') });
  const questions: { readonly [name: string]: (query: URLSearchParams, pace: Pace) => Answer | Promise<Answer> } = {
    timeline: (query) => value(timeline(log, numberIn(query, 'from', 1), numberIn(query, 'to'), numberIn(query, 'stretches', 500))),
    lines: async (query, pace) =>
      value(await lines(log, sifted, wanted(query), numberIn(query, 'from'), numberIn(query, 'count', 100), pace)),
    'line-index': async (query, pace) => value(await lineIndex(log, sifted, wanted(query), numberIn(query, 'at'), pace)),
    event: (query) => value(rawEvent(log, numberIn(query, 'at'))),
    moment: (query) => value(moment(log, numberIn(query, 'at'))),
    children: (query) =>
      value(tree.children(numberIn(query, 'at'), textIn(query, 'of'), numberIn(query, 'from', 0), numberIn(query, 'count', 100))),
    entry: (query) => value(entry(log, numberIn(query, 'at'), textIn(query, 'key'))),
    key: (query) => value(keyAt(log, numberIn(query, 'at'), textIn(query, 'path'))),
    attention: (query) => value(attention(log, numberIn(query, 'at'), numberIn(query, 'from', 0), numberIn(query, 'count', 100))),
    survey: async (query, pace) => value(await survey(log, numberIn(query, 'at'), pace)),
    differences: async (query, pace) => value(await differences(log, numberIn(query, 'from'), numberIn(query, 'to'), pace)),
    explanation: (query, pace) => {
      const path = textIn(query, 'path');
      if (path === '') throw new BadQuestion('path is missing');
      return { _tag: 'Lines', lines: explaining(log, numberIn(query, 'at'), path, pace) };
    },
  };
  return (name, query, pace) => {
    const question = Object.hasOwn(questions, name) ? questions[name] : undefined;
    return question === undefined ? undefined : Promise.resolve(query).then((asked) => question(asked, pace));
  };
};

const value = (of: object | number | string | null): Answer => ({ _tag: 'Value', value: of });

const rawEvent = (log: Recording, seq: number): object | null => {
  const [event] = log.events(seq, seq);
  return event === undefined ? null : { seq, atMs: log.atMs(seq), event };
};
