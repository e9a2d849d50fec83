/** Asks the sync that runs on a state folder, if one does. */
import { connect } from 'node:net';
import { type AnswerTo, parseAnswer, type Question, questionLine } from './protocol.js';
import { socketPath } from './socket-path.js';

/** Whoever does not answer within this time, milliseconds, is taken as not there: a sync answers between two slices of work. */
const PATIENCE_MS = 10_000;

/** Null if nobody answers. */
export const ask = <Q extends Question>(stateFolder: string, question: Q): Promise<AnswerTo<Q> | null> =>
  new Promise((resolve) => {
    const socket = connect(socketPath(stateFolder));
    let text = '';
    const end = (answer: AnswerTo<Q> | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('utf8').setTimeout(PATIENCE_MS, () => end(null));
    socket.on('connect', () => socket.write(questionLine(question)));
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => end(parseAnswer(question, text)));
    socket.on('error', () => end(null));
  });

export const askPid = async (stateFolder: string): Promise<number | null> => (await ask(stateFolder, 'who'))?.pid ?? null;
