/** Android management policies, which are JSON. */
import { fuzzInput } from './sources.ts';

export const fuzz = (data: Uint8Array): Promise<void> => fuzzInput(data, 'input.json');
