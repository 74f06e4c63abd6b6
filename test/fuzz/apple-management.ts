/** Apple’s declarations and status reports, which are JSON. */
import { fuzzInput } from './sources.ts';

export const fuzz = (data: Uint8Array): Promise<void> => fuzzInput(data, 'input.json');
