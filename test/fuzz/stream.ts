/** The program’s own stream of subjects. */
import { fuzzInput } from './sources.ts';

export const fuzz = (data: Uint8Array): Promise<void> => fuzzInput(data, 'input.ndjson');
