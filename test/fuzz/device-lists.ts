/** Device lists of Google, Workspace ONE, SimpleMDM and Fleet, which are JSON, CSV or YAML. */
import { fuzzInput } from './sources.ts';

export const fuzz = (data: Uint8Array): Promise<void> => fuzzInput(data, 'input.json');
