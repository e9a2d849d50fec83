import * as TE from 'fp-ts/lib/TaskEither.js';
import type { Belief, InstructionOf } from '../../domain/plan/instruction.js';
import { LOCAL, REMOTE, type Side, type Sides } from '../../domain/side.js';
import type { Env } from '../env.js';
import { attempt, type Effect, type Failure, type Outcome } from '../outcome.js';
import { type Content, failure, toProviderError } from '../ports/provider.js';
import { type ConflictSource, LEFT_TO_POLICY } from '../ports/resolver.js';

type Resolve = InstructionOf<'Resolve'>;

/**
 * Has a conflict resolved. What was merged is written at once over LOCAL's file, as expected (or at its place, once that one has its conflict
 * name): so the content is never anywhere but in a provider, and a crash leaves a conflict to be resolved again, with all contents there (ADR 0014).
 */
export const resolve = (instruction: Resolve, env: Env): Effect => {
  let failed: Failure | null = null;
  const note = (side: Side, thrown: unknown): never => {
    failed ??= { side, error: toProviderError(thrown) };
    throw thrown;
  };
  const source = (side: Side): ConflictSource => {
    const file: Belief = instruction.files[side];
    const open = (): Promise<Content> => env.providers[side].read(file).catch((thrown: unknown) => note(side, thrown));
    return { side, path: file.path, size: file.size, ...instruction.facts[side], open };
  };
  const files: Sides<ConflictSource> = [source(LOCAL), source(REMOTE)];
  return TE.mapLeft<Failure, Failure>((failure) => failed ?? failure)(
    attempt(LOCAL, async (): Promise<Outcome> => {
      const asked = env.resolver?.(files, instruction.link) ?? Promise.resolve(LEFT_TO_POLICY);
      const { winner, keep, merged } = await untilStopped(env.stopped, asked);
      const answer = { _tag: 'Resolved', winner, keep } as const;
      if (merged === null) return { ...answer, merged: null, aside: null };
      return { ...answer, winner: LOCAL, ...(await place(instruction, env, keep, merged)) };
    }),
  );
};

const place = async ({ files: [local], folder, conflictName }: Resolve, { providers }: Env, keep: boolean, merged: Content) => {
  if (!keep) return { merged: (await providers[LOCAL].replaceFile(local, merged)).seen, aside: null };
  const aside = await providers[LOCAL].move(local, folder, conflictName);
  return { merged: await providers[LOCAL].createFile(folder, local.path.at(-1) ?? '', merged), aside };
};

/** Whoever resolves may be a person, who takes time, or has gone: nobody has to wait for them to stop. Nothing was touched yet, so it is asked again. */
const untilStopped = <A>(stopped: AbortSignal, asked: Promise<A>): Promise<A> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => reject(failure('Interrupted', 'the sync was stopped'));
    stopped.addEventListener('abort', giveUp, { once: true });
    void asked.then(resolve, reject).finally(() => stopped.removeEventListener('abort', giveUp));
  });
