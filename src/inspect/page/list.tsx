/** A list of any length: only what is seen is there. All rows have one height. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

export const ROW_HEIGHT = 22;

/**
 * Tallest element that every browser can still scroll, pixels (Firefox ends at 17.8 million). A longer list is squeezed into it: the bar
 * stands for the whole, and the wheel goes by rows.
 */
const TALLEST = 12_000_000;
/** Rows beyond the edges, so that a quick scroll shows no gap. */
const MARGIN = 6;

interface ListProps {
  readonly total: number;
  /** Row to be seen; scrolls there when it changes. */
  readonly current: number | null;
  readonly label: string;
  readonly row: (index: number) => ComponentChildren;
  readonly onSeen: (from: number, to: number) => void;
}

export const List = ({ total, current, label, row, onSeen }: ListProps) => {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(400);
  const [top, setTop] = useState(0);
  const rows = height / ROW_HEIGHT;
  const tall = Math.min(total * ROW_HEIGHT, TALLEST);
  /** Pixels of the bar for a row. */
  const scale = total <= rows ? ROW_HEIGHT : Math.max(0, tall - height) / (total - rows);
  const last = Math.max(0, total - rows);
  const first = Math.min(top, last);

  const goTo = (to: number): void => {
    const next = Math.max(0, Math.min(to, last));
    setTop(next);
    if (box.current !== null) box.current.scrollTop = next * scale;
  };

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (current === null || total === 0) return;
    if (current < first + 1 || current > first + rows - 2) goTo(current - rows / 2);
  }, [current, total === 0]);

  const from = Math.max(0, Math.floor(first) - MARGIN);
  const to = Math.min(total, Math.ceil(first + rows) + MARGIN);
  useLayoutEffect(() => onSeen(from, to), [from, to, total]);

  const onScroll = (): void => {
    const scrolled = box.current?.scrollTop ?? 0;
    // What we set ourselves comes back rounded: it is no news.
    if (Math.abs(scrolled - first * scale) > 1) setTop(scrolled / scale);
  };
  const onWheel = (event: WheelEvent): void => {
    if (scale >= ROW_HEIGHT || event.ctrlKey) return;
    event.preventDefault();
    goTo(first + event.deltaY / ROW_HEIGHT);
  };

  return (
    <div class="list" ref={box} role="list" aria-label={label} tabIndex={-1} onScroll={onScroll} onWheel={onWheel}>
      <div class="list-length" style={{ height: `${tall}px` }}>
        <div class="list-window" style={{ transform: `translateY(${first * scale - (first - from) * ROW_HEIGHT}px)` }}>
          {Array.from({ length: Math.max(0, to - from) }, (_, i) => row(from + i))}
        </div>
      </div>
    </div>
  );
};
