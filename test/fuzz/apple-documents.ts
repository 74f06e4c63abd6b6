/** Answers of devices, values read by a computer, and documents with profiles inside: each by what it holds. */
import { fuzzInput } from './sources.ts';

export const fuzz = (data: Uint8Array): Promise<void> => fuzzInput(data, 'input');
