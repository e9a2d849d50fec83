/** Recorded with every session, whose planner it names. That it is package.json's is tested. */
export const VERSION = '0.1.0';
