/** The overview, as it comes. */
import { useEffect, useState } from 'preact/hooks';
import type { Overview } from '../wire.js';

export interface Followed {
  readonly overview: Overview | null;
  /** False once the server does not answer any more; the browser tries again by itself. */
  readonly connected: boolean;
}

export const useFollow = (): Followed => {
  const [followed, setFollowed] = useState<Followed>({ overview: null, connected: true });
  useEffect(() => {
    const source = new EventSource('api/follow');
    source.onmessage = ({ data }) => setFollowed({ overview: JSON.parse(data as string) as Overview, connected: true });
    source.onerror = () => setFollowed((old) => ({ ...old, connected: false }));
    return () => source.close();
  }, []);
  return followed;
};
