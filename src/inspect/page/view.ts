/** What the page shows, as a value, and what a person can do about it. */
import type { Stratum } from '../wire.js';

export const TABS = ['trees', 'attention', 'conflicts', 'differences', 'explain', 'events'] as const;
/** `events` is a tab where the window is too narrow for two columns. */
export type Tab = (typeof TABS)[number];

export interface View {
  /** The moment: number of the last event that counts. */
  readonly at: number;
  /** The moment is the end of the log, and goes along with it. */
  readonly follows: boolean;
  /** Events that the timeline shows; null: all. */
  readonly range: Range | null;
  readonly tab: Tab;
  /** The other moment, for differences. */
  readonly mark: number | null;
  /** Key of the entry that is looked at. */
  readonly entry: string | null;
  /** Path that is explained. */
  readonly path: string;
  readonly text: string;
  /** Null: all. */
  readonly strata: readonly Stratum[] | null;
  readonly help: boolean;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Act =
  | { readonly _tag: 'Go'; readonly at: number }
  | { readonly _tag: 'Follow' }
  | { readonly _tag: 'Grew' }
  | { readonly _tag: 'Zoom'; readonly factor: number; readonly around: number }
  | { readonly _tag: 'ShowAll' }
  | { readonly _tag: 'Mark' }
  | { readonly _tag: 'Open'; readonly tab: Tab }
  | { readonly _tag: 'Look'; readonly entry: string | null }
  | { readonly _tag: 'Explain'; readonly path: string }
  | { readonly _tag: 'Search'; readonly text: string }
  | { readonly _tag: 'Sift'; readonly strata: readonly Stratum[] | null }
  | { readonly _tag: 'Help'; readonly open: boolean };

export const FIRST_VIEW: View = {
  at: 0,
  follows: true,
  range: null,
  tab: 'trees',
  mark: null,
  entry: null,
  path: '',
  text: '',
  strata: null,
  help: false,
};

/** Fewest events that fill a timeline. */
const CLOSEST = 20;

/** @param known number of the last event that the server has read */
export const reduce = (view: View, act: Act, known: number): View => {
  switch (act._tag) {
    case 'Go': {
      const at = Math.max(0, Math.min(Math.round(act.at), known));
      return { ...view, at, follows: at === known && view.follows, range: withIn(view.range, at, known) };
    }
    case 'Follow':
      return { ...view, at: known, follows: true, range: withIn(view.range, known, known) };
    case 'Grew':
      return view.follows ? { ...view, at: known, range: withIn(view.range, known, known) } : view;
    case 'Zoom':
      return { ...view, range: zoomed(view.range ?? { from: 1, to: known }, act.factor, act.around, known) };
    case 'ShowAll':
      return { ...view, range: null };
    case 'Mark':
      return { ...view, mark: view.mark === view.at ? null : view.at };
    case 'Open':
      return { ...view, tab: act.tab };
    case 'Look':
      return { ...view, entry: act.entry };
    case 'Explain':
      return { ...view, path: act.path, tab: 'explain' };
    case 'Search':
      return { ...view, text: act.text };
    case 'Sift':
      return { ...view, strata: act.strata };
    case 'Help':
      return { ...view, help: act.open };
  }
};

/** The moment is never outside of what the timeline shows: that moves along. */
const withIn = (range: Range | null, at: number, known: number): Range | null => {
  if (range === null || (at >= range.from && at <= range.to)) return range;
  const span = range.to - range.from;
  const from = Math.max(1, Math.min(at - Math.round(span / 2), known - span));
  return { from, to: Math.min(known, from + span) };
};

/** The event around which it is zoomed stays where it is. */
const zoomed = ({ from, to }: Range, factor: number, around: number, known: number): Range | null => {
  const span = Math.max(CLOSEST, Math.round((to - from) * factor));
  if (span >= known - 1) return null;
  const share = (around - from) / Math.max(1, to - from);
  const start = Math.max(1, Math.min(Math.round(around - share * span), known - span));
  return { from: start, to: start + span };
};

/** For the address, so that a reload shows the same, and a link can be sent to oneself. */
export const encodeView = (view: View): string => {
  const parts = new URLSearchParams();
  if (!view.follows) parts.set('at', String(view.at));
  if (view.tab !== 'trees') parts.set('tab', view.tab);
  if (view.mark !== null) parts.set('mark', String(view.mark));
  if (view.path !== '') parts.set('path', view.path);
  return parts.toString();
};

export const decodeView = (text: string): View => {
  const parts = new URLSearchParams(text);
  const number = (name: string): number | null => (/^\d{1,15}$/u.test(parts.get(name) ?? '') ? Number(parts.get(name)) : null);
  const at = number('at');
  return {
    ...FIRST_VIEW,
    at: at ?? 0,
    follows: at === null,
    tab: TABS.find((tab) => tab === parts.get('tab')) ?? FIRST_VIEW.tab,
    mark: number('mark'),
    path: parts.get('path') ?? '',
  };
};
