/** A provider as users of the original library call it. */
export { clientOf } from './client.js';
export type { ProviderCalls, ProviderClient, Root, Sink } from './contract.js';
export { NO_CONNECTION } from './connection.js';
export type { Info } from './info.js';
export type { Metadata, Source } from './source.js';
export { type Twin, twinOf } from './twin.js';
