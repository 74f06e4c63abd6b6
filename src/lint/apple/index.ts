import source from '../../sources/apple-mobileconfig/index.ts';
import { defineLinter } from '../define.ts';

export default defineLinter({
  id: 'apple-profile',
  title: 'Apple configuration profiles',
  detect: (input) => source.detect(input),
  async lint(input, context) {
    return (await import('./profile.ts')).lintProfile(input, context);
  },
});
