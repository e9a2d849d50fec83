import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { ProviderError } from '../../domain/provider-error.js';
import { toProviderError } from '../ports/provider.js';
import type { ProviderCalls, ProviderClient } from './contract.js';

/** Calls that answer a promise, as tasks that can't throw. */
export type Twin<Calls> = {
  readonly [K in keyof Calls]: Calls[K] extends (...args: infer Args) => Promise<infer A>
    ? (...args: Args) => TaskEither<ProviderError, A>
    : never;
};

/** The same client for functional code: what is not a call of the provider is on the client. */
export const twinOf = (client: ProviderClient): Twin<ProviderCalls> =>
  Object.fromEntries(
    Object.entries(Object.getOwnPropertyDescriptors(client)).flatMap(([name, { value }]) =>
      typeof value === 'function'
        ? [
            [
              name,
              (...args: readonly unknown[]) =>
                TE.tryCatch(async () => (value as (...all: readonly unknown[]) => Promise<unknown>)(...args), toProviderError),
            ],
          ]
        : [],
    ),
  ) as unknown as Twin<ProviderCalls>;
