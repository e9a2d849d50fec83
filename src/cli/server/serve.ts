/** A running sync answers readers, since its log is locked: one question a connection, one line of JSON each way. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { Engine } from '../../effects/engine/engine.js';
import type { Pair } from '../checks.js';
import { conflictsOf } from '../conflicts.js';
import { reportOf } from '../report.js';
import type { Log } from '../open-log.js';
import { handOver } from './hand-over.js';
import { type Answer, type Asked, parseQuestion, type Question } from './protocol.js';
import { prepareSocketFolder, socketPath } from './socket-path.js';

/** Longest question, in characters. */
const MAX_QUESTION = 1024;

/** How long an answer waits for the sync to settle, milliseconds: no one minds. */
const CALM_MS = 700;

/** The log is ours, so whatever socket is there is a leftover. */
export const serve = async (pair: Pair, engine: Engine, log: Log): Promise<{ readonly close: () => Promise<void> }> => {
  const path = socketPath(pair.stateFolder);
  prepareSocketFolder(path);
  rmSync(path, { force: true });
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    hear(socket, ({ ask, from }) => (ask === 'follow' ? handOver(socket, pair, engine, log, from) : reply(socket, ask, pair, engine, log)));
  });
  await listen(server, path);
  return {
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      server.unref();
      resolve();
    });
    process.umask(mask);
  });

const hear = (socket: Socket, answer: (asked: Asked) => Promise<void>): void => {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\n');
    if (end < 0 && text.length < MAX_QUESTION) return;
    socket.removeAllListeners('data');
    const question = parseQuestion(text.slice(0, Math.max(0, end)));
    if (question === null) return void socket.end(`${JSON.stringify({ error: 'not a question' })}\n`);
    answer(question).catch(() => socket.destroy());
  });
};

/** What passes in a moment is no news: our own writes are looked at once more. */
const calm = async (engine: Engine): Promise<void> => {
  await Promise.race([engine.idle().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, CALM_MS).unref())]);
};

const reply = async (socket: Socket, question: Exclude<Question, 'follow'>, pair: Pair, engine: Engine, log: Log): Promise<void> =>
  void socket.end(`${JSON.stringify(await answer(question, pair, engine, log))}\n`);

const answer = async (question: Exclude<Question, 'follow'>, pair: Pair, engine: Engine, log: Log): Promise<Answer> => {
  const about = aboutOf(pair);
  switch (question) {
    case 'who':
      return { ...about, _tag: 'who' };
    case 'status':
      await calm(engine);
      return { ...about, _tag: 'status', report: reportOf(engine.state()) };
    case 'conflicts':
      return { ...about, _tag: 'conflicts', conflicts: await conflictsOf(engine.state(), log) };
  }
};

const aboutOf = (pair: Pair): Pick<Answer, 'pid' | 'places'> => ({ pid: process.pid, places: pair.realPaths });
