/** SARIF 2.1.0 with every outcome, for viewers and as an archive; code scanning would make an alert of each result. */
import type { Reporter } from './define.ts';
import { sarifOf } from './sarif-builder.ts';

export const sarifFull: Reporter = {
  id: 'sarif-full',
  extension: '.sarif',
  render: (report) => sarifOf(report, true),
};
