import { compareVersions } from '../versions.ts';
import { defineOperator } from './define.ts';

export const versionAtLeast = defineOperator<string, string>({
  id: 'versionAtLeast',
  accepts: ['version'],
  optionsSchema: { type: 'string', pattern: '^\\d+(\\.\\d+)*$' },
  test: (value, least) => {
    const order = compareVersions(value, least);
    return order === undefined ? undefined : order >= 0;
  },
  explain: (least) => `version ${least} or newer`,
});
