/** What is asked of a running sync, and what it answers. Both sides are this version of foldsync, or are refused. */
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { ConflictCopy } from '../../history/index.js';
import type { Report } from '../report.js';
import { VERSION } from '../version.js';

export type Question = 'who' | 'status' | 'conflicts' | 'follow';

/** `from`: of `follow`, the number of the first event that is wanted. */
export interface Asked {
  readonly ask: Question;
  readonly from: number;
}

interface About {
  readonly pid: number;
  readonly places: readonly [string, string];
}

export type Answer =
  | (About & { readonly _tag: 'who' })
  | (About & { readonly _tag: 'status'; readonly report: Report })
  | (About & { readonly _tag: 'conflicts'; readonly conflicts: readonly ConflictCopy[] })
  /** Goes on: a `Batch` a line follows, as they are logged, until one of the two hangs up. */
  | (About & { readonly _tag: 'follow'; readonly log: string; readonly head: number });

export type AnswerTo<Q extends Question> = Extract<Answer, { readonly _tag: Q }>;

const QuestionCodec = t.intersection([
  t.type({ ask: t.keyof({ who: null, status: null, conflicts: null, follow: null }), version: t.string }),
  t.partial({ from: t.number }),
]);

export const questionLine = (ask: Question, from?: number): string => `${JSON.stringify({ ask, version: VERSION, from })}\n`;

/** Null for what is no question. Another version may still ask who is there. */
export const parseQuestion = (line: string): Asked | null => {
  const decoded = QuestionCodec.decode(jsonOf(line));
  if (E.isLeft(decoded)) return null;
  const { ask, version, from = 1 } = decoded.right;
  return (ask === 'who' || version === VERSION) && Number.isSafeInteger(from) ? { ask, from: Math.max(1, from) } : null;
};

const AnswerCodec = t.type({ _tag: t.string, pid: t.number, places: t.tuple([t.string, t.string]) });

/** The rest of an answer is taken as its version writes it: the question named the version. */
export const parseAnswer = <Q extends Question>(ask: Q, line: string): AnswerTo<Q> | null => {
  const json = jsonOf(line);
  const decoded = AnswerCodec.decode(json);
  return E.isRight(decoded) && decoded.right._tag === ask ? (json as AnswerTo<Q>) : null;
};

export const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
