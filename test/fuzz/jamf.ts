/** Devices and profiles of Jamf, in JSON, XML and CSV: by their content, whatever the file is called. */
import { fuzzInput } from './sources.ts';

export const fuzz = (data: Uint8Array): Promise<void> => fuzzInput(data, 'input');
