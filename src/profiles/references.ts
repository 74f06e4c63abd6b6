/** Which profiles a profile names, before it is checked. */
import { PassmusterError } from '../errors.ts';
import { profileText } from './text.ts';

interface References {
  readonly extends: string | undefined;
  readonly includes: readonly string[];
}

/** Nothing for what is no profile: loading says what is wrong with it. */
export function referencesOf(bytes: Uint8Array): References {
  const value = contentOf(bytes);
  const isMap = typeof value === 'object' && value !== null;
  const base = isMap && 'extends' in value ? value.extends : undefined;
  const list = isMap && 'includes' in value ? value.includes : [];
  return {
    extends: typeof base === 'string' ? base : undefined,
    includes: Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [],
  };
}

function contentOf(bytes: Uint8Array): unknown {
  try {
    return profileText(bytes).value;
  } catch (error) {
    if (error instanceof PassmusterError) return undefined;
    throw error;
  }
}
