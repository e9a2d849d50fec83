// A policy of one's own is a pure function of the state. This one approves small gates, and leaves large ones to a person.
import { type Event, type State, SIDES } from 'foldsync/domain';

const SMALL = 100;

export const approveSmallGates = ({ control }: State): readonly Event[] =>
  SIDES.flatMap((side): readonly Event[] => {
    const { gate } = control.sides[side];
    return gate._tag === 'Raised' && gate.deletes < SMALL ? [{ _tag: 'GateApproved', side }] : [];
  });
