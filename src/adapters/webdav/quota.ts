/** How full the server says it is (RFC 4331). */
import { failure, type Quota } from '../../effects/ports/provider.js';
import type { Dav } from './dav.js';
import { QUOTA_BODY } from './multistatus.js';

/** Fails with `Failed` where the server does not tell. */
export const quotaOf = async (dav: Dav, login: string | null): Promise<Quota> => {
  const listed = await dav.propfind({ path: [], kind: 'folder' }, '0', QUOTA_BODY);
  const told = listed?.find(({ place }) => place._tag === 'Itself')?.entry;
  const used = told?.usedBytes ?? null;
  const available = told?.availableBytes ?? null;
  if (used === null && available === null) throw failure('Failed', 'the server does not tell how full it is');
  // Of what others have there some servers say nothing; ownCloud and its kin say a negative number where there is no limit.
  const limit = available === null || available < 0 ? null : (used ?? 0) + available;
  return { used: used ?? 0, limit, login };
};
