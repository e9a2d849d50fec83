/** Hints of a folder. None yet: it must be walked to see changes. */
import { concat, NEVER, of, type Observable } from 'rxjs';
import type { Changes } from '../../effects/ports/provider.js';

export const noChanges: Observable<Changes> = concat(of({ hints: [], cursor: null }), NEVER);

export const changesBelow = (_root: string, _onWarning: (message: string) => void): Observable<Changes> => noChanges;
