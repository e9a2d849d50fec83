import type { State } from '../domain/state/state.js';
import type { Report } from './report.js';

/** What `reportOf` says where all is settled and nothing is kept away that should be told: no entry need be judged for it. */
export const settledReport = ({ seq, control, agenda }: State): Report => ({
  settled: true,
  ...{ events: seq, lastEventAtMs: control.nowMs, files: [agenda.files[0], agenda.files[1]] },
  ...{ toLookAt: 0, inFlight: 0, entries: [], more: 0, gates: [], down: [], skipped: [] },
});
