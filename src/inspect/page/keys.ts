/** Keys. What is typed into a field is not for us. */
import { useEffect, useRef } from 'preact/hooks';
import { type Act, TABS, type View } from './view.js';

/** For the help, and for nothing else. */
export const KEYS: readonly (readonly [string, string])[] = [
  ['← →', 'one event back, on'],
  ['Shift ← →', 'a hundred events'],
  ['Page Up, Page Down', 'a twentieth of what the timeline shows'],
  ['Home, End', 'before the first event; the last one, and follow'],
  ['+ − 0', 'zoom the timeline in, out, to the whole log'],
  ['1 … 5', 'trees, attention, conflicts, differences, explain'],
  ['m', 'mark this moment; again at another: compare from there'],
  ['f', 'search in the events'],
  ['/', 'explain a path'],
  ['↑ ↓ Enter e', 'in the trees: choose, open a folder, explain'],
  ['Esc', 'close, leave a field'],
  ['?', 'this help'],
];

export const useKeys = (view: View, known: number, act: (act: Act) => void): void => {
  const latest = useRef({ view, known });
  latest.current = { view, known };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event;
      if (target instanceof HTMLInputElement && target.type !== 'checkbox') {
        if (event.key === 'Escape') target.blur();
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (press(event, latest.current.view, latest.current.known, act)) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [act]);
};

const FAR = 100;
const SCREENFUL = 20;
const ZOOM = 2;

/** True if the key was one of ours. */
const press = (event: KeyboardEvent, view: View, known: number, act: (act: Act) => void): boolean => {
  const step = event.shiftKey ? FAR : 1;
  const screen = Math.max(1, Math.round((view.range === null ? known : view.range.to - view.range.from) / SCREENFUL));
  const acts: { readonly [key: string]: readonly Act[] } = {
    ArrowLeft: [{ _tag: 'Go', at: view.at - step }],
    ArrowRight: [{ _tag: 'Go', at: view.at + step }],
    PageUp: [{ _tag: 'Go', at: view.at - screen }],
    PageDown: [{ _tag: 'Go', at: view.at + screen }],
    Home: [{ _tag: 'Go', at: 0 }],
    End: [{ _tag: 'Follow' }],
    '+': [{ _tag: 'Zoom', factor: 1 / ZOOM, around: view.at }],
    '=': [{ _tag: 'Zoom', factor: 1 / ZOOM, around: view.at }],
    '-': [{ _tag: 'Zoom', factor: ZOOM, around: view.at }],
    '0': [{ _tag: 'ShowAll' }],
    m: [{ _tag: 'Mark' }],
    '/': [{ _tag: 'Open', tab: 'explain' }],
    f: [{ _tag: 'Open', tab: view.tab === 'events' || !isNarrow() ? view.tab : 'events' }],
    '?': [{ _tag: 'Help', open: !view.help }],
    Escape: [{ _tag: 'Help', open: false }, ...(view.help ? [] : [{ _tag: 'Look', entry: null } as const])],
  };
  const tab = TABS[Number(event.key) - 1];
  const wanted = acts[event.key] ?? (tab !== undefined && tab !== 'events' ? [{ _tag: 'Open', tab } as const] : undefined);
  if (wanted === undefined) return false;
  wanted.forEach(act);
  if (event.key === '/') focusLater('path');
  if (event.key === 'f') focusLater('search');
  return true;
};

/** As the style sheet has it. */
const isNarrow = (): boolean => matchMedia('(max-width: 900px)').matches;

const focusLater = (id: string): void =>
  void requestAnimationFrame(() => {
    const field = document.getElementById(id);
    if (field instanceof HTMLInputElement) {
      field.focus();
      field.select();
    }
  });
