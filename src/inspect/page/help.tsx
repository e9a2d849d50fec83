/** The keys, over everything else. */
import { useEffect, useRef } from 'preact/hooks';
import { KEYS } from './keys.js';

export const Help = ({ onClose }: { readonly onClose: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="help" aria-label="Keys" onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <h2>Keys</h2>
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="faint">
        On the timeline: press or drag to go there, turn the wheel to zoom, press twice for the whole log. Local grows upward, remote
        downward; the strong part is what foldsync did, the faint part what it saw.
      </p>
    </dialog>
  );
};
