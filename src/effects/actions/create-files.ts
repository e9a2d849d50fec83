import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { FileOutcome } from '../../domain/event.js';
import type { Address, InstructionOf, NewFile } from '../../domain/plan/instruction.js';
import { other, type Side } from '../../domain/side.js';
import type { Env } from '../env.js';
import { attempt, attemptNow, type Effect, type Failure, type ImmediateCall, interruptedOn, type Pace, PAUSED } from '../outcome.js';
import type { Immediate } from '../ports/provider.js';
import { reading, readSource } from './read-source.js';

type CreateFiles = InstructionOf<'CreateFiles'>;

/** Copies files to new names. Each place must be free, each source still what was seen; one that fails stops no other. */
export const createFiles = ({ side, parent, files }: CreateFiles, env: Env): Effect =>
  pipe(
    files.map((file) => pipe(createFile(side, parent, file, env), TE.match(failed, created))),
    (tasks) => async () => {
      const outcomes: FileOutcome[] = [];
      for (const task of tasks) outcomes.push(await task());
      return E.right({ _tag: 'FilesCreated', files: outcomes });
    },
  );

/** The same for small local files, without waiting: a slice of them at a time. */
export const createFilesNow = ({ side, parent, files }: CreateFiles, from: Immediate, to: Immediate): ImmediateCall => {
  const outcomes: FileOutcome[] = [];
  const createNow = ({ source, name }: NewFile): FileOutcome => {
    const content = attemptNow(other(side), () => from.source(source));
    if (E.isLeft(content)) return failed(content.left);
    const seen = attemptNow(side, () => to.createFile(parent, name, content.right));
    return E.isLeft(seen) ? failed(seen.left) : created({ read: content.right.revision, seen: seen.right });
  };
  const goOn = (pace: Pace): void => {
    while (outcomes.length < files.length) {
      const said = pace();
      if (said === 'pause') return;
      outcomes.push(said === 'stop' ? failed(interruptedOn(side)) : createNow(files[outcomes.length] as NewFile));
    }
  };
  return (pace) => {
    const gone = pipe(
      attemptNow(other(side), () => from.together(() => attemptNow(side, () => to.together(() => goOn(pace))))),
      E.flatten,
    );
    // A root that is away is none of the files' fault, and fails each that is left.
    if (E.isLeft(gone)) while (outcomes.length < files.length) outcomes.push(failed(gone.left));
    return outcomes.length < files.length ? PAUSED : E.right({ _tag: 'FilesCreated', files: outcomes });
  };
};

interface Created {
  readonly read: string;
  readonly seen: Extract<FileOutcome, { readonly _tag: 'Created' }>['seen'];
}

const createFile = (side: Side, parent: Address, { source, name }: NewFile, env: Env): TE.TaskEither<Failure, Created> =>
  pipe(
    readSource(other(side), source, env),
    TE.chain((from) =>
      pipe(
        reading(
          [from],
          attempt(side, () => env.providers[side].createFile(parent, name, from.content, env.onProgress)),
        ),
        TE.map((seen) => ({ read: from.content.revision, seen })),
      ),
    ),
  );

const created = ({ read, seen }: Created): FileOutcome => ({ _tag: 'Created', read, seen });
const failed = ({ side, error }: Failure): FileOutcome => ({ _tag: 'Failed', side, error });
