/** SARIF 2.1.0 that is safe to upload to code scanning: what fails and is not waived. */
import type { Reporter } from './define.ts';
import { sarifOf } from './sarif-builder.ts';

export const sarif: Reporter = {
  id: 'sarif',
  extension: '.sarif',
  render: (report) => sarifOf(report, false),
};
