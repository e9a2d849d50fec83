/** Fills a part file from any content: small local files in one go, large ones in steps within the kernel, everything else streamed. */
import { closeSync, read, write } from 'node:fs';
import { basename } from 'node:path';
import { promisify } from 'node:util';
import { failure, SMALL_FILE_BYTES, type Content, type LocalSource, type OnProgress } from '../../effects/ports/provider.js';
import { attempt, codeOf, isUnsupported } from './errors.js';
import { instantOfMs, type Facts } from './facts.js';
import { dropPart, readSmall, setModified, writeAll, type PartFile } from './part-file.js';
import { openerOf } from './source.js';
import type { System } from './system.js';

const readAsync = promisify(read);
const writeAsync = promisify(write);

/** Largest step in the kernel, in bytes: some milliseconds, between which the event loop runs and progress shows (docs/PERFORMANCE.md). */
const STEP_BYTES = 16 * 1024 * 1024;
/** Smallest, in bytes: where the disk can't follow, the kernel makes writers wait. */
const MIN_STEP_BYTES = 1024 * 1024;
/** A step that took longer than this, in ms, is halved, so that events are not lost meanwhile (reference: inotify's queue). */
const STEP_MS = 15;
/** Read and written at once where the kernel does not copy, in bytes. */
const CHUNK_BYTES = 1024 * 1024;

/** Few calls, all synchronous. Throws what opening the source throws, `Modified`, or errors of system calls. The bytes hold until the next call. */
const readNow = (system: System, source: LocalSource): { readonly bytes: Uint8Array; readonly facts: Facts } => {
  if (source.size > SMALL_FILE_BYTES) throw failure('Failed', `${source.size} bytes are too many to read in one go`);
  const opener = openerOf(source);
  const descriptor = opener.open();
  try {
    const bytes = readSmall(descriptor, source.size);
    const facts = system.statOpen(descriptor);
    opener.check(facts);
    return { bytes, facts };
  } finally {
    closeSync(descriptor);
  }
};

/** The content of a small local file. Fails with `NotFound`, `Modified`, `Moved`, `Denied`. */
export const bytesOf = (system: System, source: LocalSource): Uint8Array =>
  attempt({ verb: 'read', path: [basename(source.absolutePath)], missing: 'NotFound' }, () => readNow(system, source).bytes);

/**
 * A part file of a small local file: few calls, all synchronous. `open` makes the part file, once it is known what the source is. Throws what reading
 * the source throws, or errors of system calls; nothing remains then.
 */
export const fillNow = (system: System, source: LocalSource, open: (source: Facts) => PartFile): PartFile => {
  const { bytes, facts } = readNow(system, source);
  const part = open(facts);
  try {
    writeAll(part.descriptor, bytes);
    setModified(system, part, facts.modified);
    return part;
  } catch (thrown) {
    dropPart(system, part);
    throw thrown;
  }
};

/** `open` makes the part file, once it is known what the source's own permission bits are (null if it is no local file). */
export type OpenPart = (source: Facts | null) => PartFile;

/**
 * Answers a complete part file with its time set, its source verified; the caller places or drops it. Closes and removes it itself only
 * if it throws, which it does with what the content throws, or `Modified`, `Corrupt`, or errors of system calls.
 */
export const fill = async (system: System, content: Content, open: OpenPart, onProgress: OnProgress): Promise<PartFile> => {
  const part: { opened: PartFile | null } = { opened: null };
  const openOnce: OpenPart = (source) => (part.opened = open(source));
  try {
    const filled = isLocal(content)
      ? await fromLocal(system, content, openOnce, onProgress)
      : await fromStream(system, content, openOnce, onProgress);
    await content.verify();
    return filled;
  } catch (thrown) {
    if (part.opened !== null) dropPart(system, part.opened);
    throw thrown;
  }
};

type LocalContent = Content & { readonly localPath: string };

const isLocal = (content: Content): content is LocalContent => content.localPath !== null;

const fromLocal = async (system: System, content: LocalContent, open: OpenPart, onProgress: OnProgress): Promise<PartFile> => {
  const opener = openerOf(content);
  const source = opener.open();
  try {
    const facts = system.statOpen(source);
    opener.check(facts);
    const part = open(facts);
    if (content.size <= SMALL_FILE_BYTES) {
      writeAll(part.descriptor, readSmall(source, content.size));
      onProgress(content.size);
    } else if ((await copySteps(system, source, part.descriptor, content.size, onProgress)) !== content.size) {
      throw failure('Modified', 'the source was changed while it was copied');
    }
    opener.check(system.statOpen(source));
    setModified(system, part, facts.modified);
    return part;
  } finally {
    closeSync(source);
  }
};

/** Answers how many bytes there were; both files' positions move on, so what the kernel does not copy, the loop does. */
const copySteps = async (system: System, from: number, to: number, size: number, onProgress: OnProgress): Promise<number> => {
  let copied = 0;
  if (system.copyRange !== null) {
    try {
      let stepBytes = STEP_BYTES / 4;
      while (copied < size) {
        const sinceMs = performance.now();
        const step = system.copyRange(from, to, Math.min(stepBytes, size - copied));
        if (step === 0) break;
        copied += step;
        const tookMs = performance.now() - sinceMs;
        stepBytes =
          tookMs > STEP_MS
            ? Math.max(MIN_STEP_BYTES, stepBytes / 2)
            : tookMs < STEP_MS / 4
              ? Math.min(STEP_BYTES, stepBytes * 2)
              : stepBytes;
        onProgress(copied);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    } catch (thrown) {
      // Across filesystems some kernels do not copy at all.
      if (!isUnsupported(thrown) && codeOf(thrown) !== 'EXDEV' && codeOf(thrown) !== 'EPERM') throw thrown;
    }
  }
  const chunk = copied < size ? Buffer.allocUnsafe(CHUNK_BYTES) : null;
  while (chunk !== null && copied < size) {
    const { bytesRead } = await readAsync(from, chunk, 0, Math.min(CHUNK_BYTES, size - copied), null);
    if (bytesRead === 0) break;
    await writeWhole(to, chunk.subarray(0, bytesRead));
    copied += bytesRead;
    onProgress(copied);
  }
  return copied;
};

const fromStream = async (system: System, content: Content, open: OpenPart, onProgress: OnProgress): Promise<PartFile> => {
  const part = open(null);
  let received = 0;
  for await (const chunk of content.stream()) {
    await writeWhole(part.descriptor, chunk);
    received += chunk.length;
    onProgress(received);
  }
  if (received !== content.size) throw failure('Corrupt', `the source sent ${received} bytes instead of ${content.size}`);
  setModified(system, part, instantOfMs(content.mtimeMs));
  return part;
};

const writeWhole = async (descriptor: number, bytes: Uint8Array): Promise<void> => {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await writeAsync(descriptor, bytes, written, bytes.length - written, null);
    written += bytesWritten;
  }
};
