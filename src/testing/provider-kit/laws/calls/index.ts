import type { ProviderLaw } from '../../harness.js';
import { connectionCalls } from './connection.js';
import { contentCalls } from './content.js';
import { treeCalls } from './tree.js';

export const callsLaws: readonly ProviderLaw[] = [...connectionCalls, ...treeCalls, ...contentCalls];
