/** A provider as users of the original library call it. */
export { clientOf, type ProviderCalls, type ProviderClient, type Root, type Sink } from './client.js';
export { NO_CONNECTION } from './connection.js';
export type { Info } from './info.js';
export type { Metadata, Source } from './source.js';
export { type Twin, twinOf } from './twin.js';
