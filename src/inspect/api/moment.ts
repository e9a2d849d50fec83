import { progressOf } from '../../domain/plan/wake-at.js';
import { type Side, SIDES } from '../../domain/side.js';
import { pendingCounts } from '../../domain/state/agenda.js';
import type { Gate, Health } from '../../domain/state/control.js';
import type { State } from '../../domain/state/state.js';
import type { Recording } from '../recording/recording.js';
import type { Moment } from '../wire.js';

/** How things stood after an event. */
export const moment = (log: Recording, seq: number): Moment => {
  const state = log.stateAt(seq);
  const [line] = log.lines.slice(state.seq - 1, state.seq);
  const { inFlight, unsettled, blocked } = progressOf(state);
  const { dirty, unlisted } = pendingCounts(state.agenda);
  return {
    seq: state.seq,
    atMs: log.atMs(state.seq),
    stratum: line === undefined ? null : log.stratum(state.seq),
    text: line?.text ?? 'before the first event',
    session: state.control.session !== 0,
    paused: state.control.paused,
    files: [state.agenda.files[0], state.agenda.files[1]],
    inFlight,
    unsettled,
    blocked,
    toLookAt: dirty + unlisted,
    sides: [sideAt(state, 0), sideAt(state, 1)],
  };
};

const sideAt = (state: State, side: Side): Moment['sides'][number] => {
  const { health, gate } = state.control.sides[side];
  return { down: downText(health), gate: gateText(gate) };
};

export const downText = (health: Health): string | null => (health._tag === 'Up' ? null : `${health.error._tag}: ${health.error.message}`);

export const gateText = (gate: Gate): string | null =>
  gate._tag === 'Raised' ? `${gate.deletes} deletes among ${gate.files} files wait for approval` : null;

/** The gates that wait for a person. */
export const gatesOf = (state: State): readonly { readonly side: Side; readonly text: string; readonly since: number | null }[] =>
  SIDES.flatMap((side) => {
    const { gate } = state.control.sides[side];
    const text = gateText(gate);
    return text === null ? [] : [{ side, text, since: gate._tag === 'Raised' ? gate.since : null }];
  });
