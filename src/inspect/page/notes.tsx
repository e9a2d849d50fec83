/** What is shown where there is nothing to show: while it is waited for, where there is nothing, where something went wrong. */
import type { ComponentChildren } from 'preact';
import type { Answered } from './ask.js';

export const Waiting = ({ text = 'Reading …' }: { readonly text?: string }) => (
  <p class="note is-waiting" role="status">
    {text}
  </p>
);

export const Empty = ({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) => (
  <div class="note is-empty">
    <strong>{title}</strong>
    {children !== undefined && <p>{children}</p>}
  </div>
);

export const Failed = ({ message }: { readonly message: string }) => (
  <div class="note is-failed" role="alert">
    <strong>That could not be read.</strong>
    <p>{message}</p>
  </div>
);

/** The answer once it is here; what is old stays, dimmed. */
export function Shown<A>({ answer, children }: { readonly answer: Answered<A>; readonly children: (value: A) => ComponentChildren }) {
  switch (answer._tag) {
    case 'Waiting':
      return <Waiting />;
    case 'Failed':
      return <Failed message={answer.message} />;
    case 'Here':
      return <div class={answer.isOld ? 'shown is-old' : 'shown'}>{children(answer.value)}</div>;
  }
}
