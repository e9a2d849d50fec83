import type { EventOf } from '../../domain/event.js';
import { NEVER } from '../../domain/ids.js';
import type { Policy } from '../../domain/policy.js';
import { SIDES, type Sides } from '../../domain/side.js';
import type { State } from '../../domain/state/state.js';
import type { Clock } from '../ports/clock.js';
import { type EventLog, LogFailure } from '../ports/event-log.js';
import { type Askable, type RootIdentity, toProviderError } from '../ports/provider.js';
import { EngineFailure } from './failure.js';
import type { IgnoreRules } from './ignore-rules.js';
import { recoverFrom } from './recover.js';
import { judgeRoots, type RootVerdict } from './root-guard.js';
import { type Differing, NOT_SWEPT, sweep, type SweepElsewhere } from './sweep.js';

export interface SessionOptions {
  readonly providers: Sides<Askable>;
  readonly log: EventLog & { readonly id: string };
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly version: string;
  readonly boot: string | null;
  readonly policy: Policy;
  readonly acceptRoots: boolean;
}

/** What a session begins with. */
export interface Opened {
  /** What the log tells. */
  readonly state: State;
  /** Facts of the log that no snapshot holds. */
  readonly unsaved: number;
  readonly verdict: RootVerdict;
  readonly roots: Sides<RootIdentity>;
}

/** Connects both sides, reads the log, and asks whether they still belong together. Rejects with `EngineFailure`; nothing was touched. */
export const openSession = async (options: Pick<SessionOptions, 'providers' | 'log' | 'acceptRoots'>): Promise<Opened> => {
  const roots: Sides<RootIdentity> = [await connect(options.providers, 0), await connect(options.providers, 1)];
  const { state, unsaved } = await recoverFrom(options.log).catch((thrown: unknown) => {
    throw thrown instanceof LogFailure ? new EngineFailure({ _tag: 'Log', error: thrown.error }) : thrown;
  });
  const verdict = await judgeRoots(state, options.log, options.providers, roots);
  if (verdict._tag === 'OtherRoot' && !options.acceptRoots) throw new EngineFailure(verdict);
  return { state, unsaved, verdict, roots };
};

/** What comes before a session that does not watch: it was opened, and both sides were looked at. */
export interface Looked {
  readonly opened: Opened;
  readonly differing: Differing;
}

/** Rejects with `EngineFailure`; nothing was touched but what a killed run of the same log left on its way. */
export const lookFirst = async (
  options: Pick<SessionOptions, 'providers' | 'log' | 'acceptRoots'> & {
    readonly rules: IgnoreRules;
    readonly elsewhere?: SweepElsewhere | null;
  },
): Promise<Looked> => {
  const { providers, log, rules, elsewhere } = options;
  const opened = await openSession(options);
  for (const provider of providers) provider.claim?.(log.id);
  return { opened, differing: await lookAround(opened, providers, rules, elsewhere) };
};

/** Where to go on listening. The cursor of another root, or of a history that is no longer believed, leads nowhere. */
export const cursorsOf = ({ state, verdict }: Opened): Sides<string | null> => {
  const cursor = (side: 0 | 1): string | null => (verdict._tag === 'Known' ? state.control.sides[side].cursor : null);
  return [cursor(SIDES[0]), cursor(SIDES[1])];
};

const connect = async (providers: Sides<Askable>, side: 0 | 1): Promise<RootIdentity> => {
  try {
    return await providers[side].connect();
  } catch (thrown) {
    throw new EngineFailure({ _tag: 'Provider', side, error: toProviderError(thrown) });
  }
};

/** Looks around, where what is known is still believed. Whoever watches does so already: what changes from now on is hinted at. */
export const lookAround = async (
  { state, verdict }: Opened,
  providers: Sides<Askable>,
  rules: IgnoreRules,
  elsewhere?: SweepElsewhere | null,
): Promise<Differing> =>
  verdict._tag === 'Known' && state.control.session !== NEVER ? sweep(state, providers, rules, elsewhere) : NOT_SWEPT;

export const sessionStarted = (
  { providers, clock, version, boot, policy }: Pick<SessionOptions, 'providers' | 'clock' | 'version' | 'boot' | 'policy'>,
  { state, verdict, roots }: Opened,
  differing: Differing,
): EventOf<'SessionStarted'> => ({
  _tag: 'SessionStarted',
  atMs: Math.max(clock.nowMs(), state.control.nowMs),
  version,
  boot,
  traits: [providers[0].traits, providers[1].traits],
  roots: [roots[0], roots[1]],
  forgetBases: verdict._tag !== 'Known',
  policy,
  remembers: true,
  ...(differing.every((folders) => folders === null) ? {} : { differing: [differing[0], differing[1]] as const }),
});
