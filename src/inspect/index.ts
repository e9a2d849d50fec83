/** The inspector: a log, read once, as a page on 127.0.0.1. */
export { type Piece, readerOf, type Source } from './reader.js';
export { type Inspector, serveInspector } from './server/server.js';
