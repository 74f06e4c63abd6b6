/** Device lists of Google, Workspace ONE and SimpleMDM, which are JSON or CSV. */
import { fuzzInput } from './sources.ts';

export const fuzz = (data: Uint8Array): Promise<void> => fuzzInput(data, 'input.json');
