import source from '../../sources/android-management-policy/index.ts';
import { defineLinter } from '../define.ts';

export default defineLinter({
  id: 'android-policy',
  title: 'Android Management API policies, whole or in parts',
  detect: (input) => source.detect(input),
  async lint(input) {
    return (await import('./policy.ts')).lintPolicies(input);
  },
});
