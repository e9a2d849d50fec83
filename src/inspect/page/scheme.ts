/** Light or dark, as the system has it. A canvas has to be told its colours. */
import { useEffect, useState } from 'preact/hooks';

const DARK = '(prefers-color-scheme: dark)';

export const useScheme = (): 'light' | 'dark' => {
  const [dark, setDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const look = (): void => setDark(query.matches);
    query.addEventListener('change', look);
    return () => query.removeEventListener('change', look);
  }, []);
  return dark ? 'dark' : 'light';
};

/** Value of a custom property of the style sheet. */
export const colorOf = (property: string): string => getComputedStyle(document.documentElement).getPropertyValue(property).trim();
