/** What is asked of a running sync, and what it answers. Both sides are this version of foldsync, or are refused. */
import * as E from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import type { ConflictCopy } from '../../history/index.js';
import type { Report } from '../report.js';
import { VERSION } from '../version.js';

export type Question = 'who' | 'status' | 'conflicts';

interface About {
  readonly pid: number;
  readonly places: readonly [string, string];
}

export type Answer =
  | (About & { readonly _tag: 'who' })
  | (About & { readonly _tag: 'status'; readonly report: Report })
  | (About & { readonly _tag: 'conflicts'; readonly conflicts: readonly ConflictCopy[] });

export type AnswerTo<Q extends Question> = Extract<Answer, { readonly _tag: Q }>;

const QuestionCodec = t.type({ ask: t.keyof({ who: null, status: null, conflicts: null }), version: t.string });

export const questionLine = (ask: Question): string => `${JSON.stringify({ ask, version: VERSION })}\n`;

/** Null for what is no question. Another version may still ask who is there. */
export const parseQuestion = (line: string): Question | null => {
  const decoded = QuestionCodec.decode(jsonOf(line));
  if (E.isLeft(decoded)) return null;
  const { ask, version } = decoded.right;
  return ask === 'who' || version === VERSION ? ask : null;
};

const AnswerCodec = t.type({ _tag: t.string, pid: t.number, places: t.tuple([t.string, t.string]) });

/** The rest of an answer is taken as its version writes it: the question named the version. */
export const parseAnswer = <Q extends Question>(ask: Q, line: string): AnswerTo<Q> | null => {
  const json = jsonOf(line);
  const decoded = AnswerCodec.decode(json);
  return E.isRight(decoded) && decoded.right._tag === ask ? (json as AnswerTo<Q>) : null;
};

const jsonOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
};
