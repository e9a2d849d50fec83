/**
 * Answers to PROPFIND, read as they come: what is kept is one small record for each entry. Namespaces are resolved, entities are only the five
 * of XML, a document type is refused; and what is no multistatus is an error, never an empty folder.
 */
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { failure, ProviderFailure } from '../../effects/ports/provider.js';

export interface DavEntry {
  readonly href: string;
  readonly isFolder: boolean;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970; 0 if it is not told. */
  readonly mtimeMs: number;
  readonly etag: string | null;
  /** Of a folder, bytes; only where they were asked for, and are told. */
  readonly usedBytes?: number;
  readonly availableBytes?: number;
}

export const PROPFIND_BODY =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/><getetag/></prop></propfind>';

export const QUOTA_BODY =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><quota-used-bytes/><quota-available-bytes/></prop></propfind>';

const DAV = 'DAV:';
/** A name is at most 255 bytes, an encoded path some thousands: more text in one element is not meant well. */
const MAX_TEXT = 64 * 1024;

interface Draft {
  href: string | null;
  isFolder: boolean;
  size: number;
  mtimeMs: number;
  etag: string | null;
  usedBytes?: number;
  availableBytes?: number;
  status: number | null;
}

/** Calls `onEntry` for each entry that is there. Fails with `Failed`. */
export const readMultistatus = async (bytes: AsyncIterable<Uint8Array>, onEntry: (entry: DavEntry) => void): Promise<void> => {
  const parser = new SaxesParser({ xmlns: true });
  const decoder = new StringDecoder('utf8');
  const path: string[] = [];
  let text = '';
  let response: Draft | null = null;
  /** Properties of one status: they count only if it is a good one. */
  let props: Partial<Draft> = {};
  let isComplete = false;

  parser.on('error', (error) => {
    throw broken(error.message);
  });
  parser.on('doctype', () => {
    throw broken('a document type');
  });
  parser.on('opentag', ({ uri, local }: SaxesTagNS) => {
    const name = uri === DAV ? local : `{${uri}}${local}`;
    if (path.length === 0 && name !== 'multistatus') throw broken(`<${local}> instead of <multistatus>`);
    path.push(name);
    text = '';
    if (name === 'response') response = { href: null, isFolder: false, size: 0, mtimeMs: 0, etag: null, status: null };
    if (name === 'propstat') props = {};
    if (name === 'collection' && path.at(-2) === 'resourcetype') props.isFolder = true;
  });
  const addText = (more: string): void => {
    text += more;
    if (text.length > MAX_TEXT) throw broken('an endless text');
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const name = path.pop();
    const parent = path.at(-1);
    if (path.length === 0) isComplete = true;
    if (response === null) return;
    switch (name) {
      case 'href':
        if (parent === 'response') response.href ??= text.trim();
        break;
      case 'getcontentlength':
        props.size = Number.parseInt(text, 10) || 0;
        break;
      case 'getlastmodified':
        props.mtimeMs = Date.parse(text) || 0;
        break;
      case 'getetag':
        props.etag = text.trim() === '' ? null : text.trim();
        break;
      case 'quota-used-bytes':
        props.usedBytes = Number.parseInt(text, 10) || 0;
        break;
      case 'quota-available-bytes':
        props.availableBytes = Number.parseInt(text, 10) || 0;
        break;
      case 'status': {
        const status = Number(/\s(\d{3})(\s|$)/u.exec(text)?.[1] ?? 0);
        props.status = status;
        if (parent === 'response') response.status = status;
        break;
      }
      case 'propstat':
        if (props.status === undefined || props.status === null || isGood(props.status))
          Object.assign(response, { ...props, status: response.status });
        break;
      case 'response': {
        const { href, status, ...entry } = response;
        if (href !== null && href !== '' && (status === null || isGood(status))) onEntry({ href, ...entry });
        response = null;
        break;
      }
      default:
        // Nothing that was asked for.
        break;
    }
  });
  try {
    for await (const some of bytes) parser.write(decoder.write(Buffer.from(some.buffer, some.byteOffset, some.byteLength)));
    parser.write(decoder.end()).close();
  } catch (thrown) {
    throw thrown instanceof ProviderFailure ? thrown : broken(thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (!isComplete) throw broken('it ends too early');
};

const isGood = (status: number): boolean => status >= 200 && status < 300;

const broken = (why: string): ProviderFailure => failure('Failed', `the server's answer is no WebDAV listing: ${why}`);
